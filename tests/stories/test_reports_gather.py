"""From what people said while it burned to a report that several wrote: begun, gathered, written, taken away."""

from datetime import timedelta
from typing import Any

import pytest

from bot import settings as settings_
from bot.cli.scenes.stage import Stage, offers, says
from bot.config import validated
from tests.factories import settings

Json = dict[str, Any]


@pytest.fixture
def transport() -> str:
    return "socket mode"


def text_of(view: Json) -> str:
    return str(view["blocks"])


async def top(stage: Stage, name: str) -> Json:
    view: Json = (await stage.person(name).sees())["modals"][-1]
    return view


async def presses(stage: Stage, name: str, label: str, block: str | None = None) -> Json:
    await stage.does(f"{name} clicks «{label}»", await stage.person(name).clicks(label, block_id=block))
    return await top(stage, name)


async def submits(stage: Stage, name: str, **values: Any) -> Json:
    answer = await stage.person(name).submits({name.replace("__", "-"): value for name, value in values.items()})
    assert answer["ack"]["response_action"] == "update", answer
    return await top(stage, name)


async def what_was_said(stage: Stage) -> tuple[Json, Json]:
    """In a channel that the bot is in: an alert with a thread, and a decision."""
    await stage.person("priya").says("#cto", "Checkout answers in 9 seconds, see <https://graphs.example/1|the graph>")
    alert = await stage.sees("priya", "#cto", says("Checkout answers"), "the alert")
    await stage.client.clock(at=await stage.client.clock() + timedelta(minutes=4))
    await stage.person("tom").says("#cto", "The cache is empty", thread=alert["ts"])
    await stage.person("ana").says("#cto", "Rolling the cache back")
    decided = await stage.sees("ana", "#cto", says("Rolling"), "the decision")
    return alert, decided


async def begins(stage: Stage) -> None:
    """Jonas begins it, and Priya is asked to hold the pen."""
    jonas = stage.person("jonas")
    began = int((await stage.client.clock()).timestamp()) - 3600
    await jonas.runs("/incident-report", "Checkout slow for 40 minutes", channel="#general")
    wrong = await jonas.submits({"began_at": began, "ended_at": began - 60, "owner": "priya"})
    assert "before it began" in wrong["ack"]["errors"]["ended_at"]
    shown = await submits(stage, "jonas", began_at=began, ended_at=began + 2400, owner="priya", services="checkout")
    assert "It begins here." in text_of(shown)
    await jonas.closes(everything=True)


async def gathers(stage: Stage, alert: Json, decided: Json) -> None:
    await stage.person("priya").reacts("pushpin", on=decided, channel="#cto")
    await stage.sees("priya", "#cto", says("1 message came into the timeline."), "that it came in")
    await stage.person("jonas").uses("reports.add_message", on=alert, channel="#cto")
    shown = await submits(stage, "jonas", mark="detection", with_thread=["yes"])
    assert "Its thread follows" in text_of(shown)
    await stage.sees("jonas", "jonas", says("1 message of the thread came"), "that the thread came in")
    await stage.person("jonas").closes(everything=True)
    await stage.person("ana").edits(decided, "Rolling the cache back to Tuesday", channel="#cto")


async def writes(stage: Stage) -> None:
    """Two at once, and what reads as blame comes back to its writer alone."""
    asked = await stage.sees("priya", "priya", offers("Open it"), "that she holds the pen")
    await stage.clicks("priya", "Open it", asked)
    await stage.person("jonas").runs("/incident-report", "1", channel="#general")
    for name in ("priya", "jonas"):
        await presses(stage, name, "Write", "row-summary")
    await submits(stage, "jonas", text__0="A cache was emptied by a routine change.")
    merging = await submits(stage, "priya", text__0="Checkout took 9 seconds.")
    assert "A cache was emptied by a routine change." in text_of(merging)
    both = "A cache was emptied by a routine change. Tom failed to notice that checkout took 9 seconds."
    looked = await submits(stage, "priya", **{"text__0__1": both})
    assert "may make it harder for people to speak openly" in text_of(looked)
    better = "For 6 minutes nothing told that checkout took 9 seconds."
    done = await submits(stage, "priya", **{"instead__0__summary__2": better})
    assert "✓ *Summary*" in text_of(done)


async def takes_it_away(stage: Stage) -> str:
    await presses(stage, "priya", "Take it away")
    shown = await top(stage, "priya")
    fields = [block["element"] for block in shown["blocks"] if block["type"] == "input"]
    return "".join(field["initial_value"] for field in fields)


async def timeline(stage: Stage, name: str) -> str:
    if (await stage.person(name).sees())["modals"]:
        await stage.person(name).closes(everything=True)
    await stage.person(name).runs("/incident-report", "1", channel="#general")
    return text_of(await presses(stage, name, "Open", "row-timeline"))


async def test_a_report_is_begun_gathered_written_and_taken_away(stage: Stage) -> None:
    alert, decided = await what_was_said(stage)
    await begins(stage)
    await gathers(stage, alert, decided)
    await writes(stage)
    text = await takes_it_away(stage)
    for line in (
        "# Checkout slow for 40 minutes",
        "- Services: checkout",
        "(detection): Checkout answers in 9 seconds, see the graph (https://graphs.example/1) ([Priya",
        ": The cache is empty ([Tom",
        ": Rolling the cache back to Tuesday ([Ana",
        "A cache was emptied by a routine change. For 6 minutes nothing told that checkout took 9 seconds.",
    ):
        assert line in text, text
    assert text.index("Checkout answers") < text.index("The cache is empty") < text.index("Rolling the cache")
    assert "failed to notice" not in text


async def settled(stage: Stage) -> None:
    """Reports are announced in #cto."""
    document = settings().model_dump(mode="json", exclude_defaults=True)
    cto = next(each.id for each in stage.transcript.organisation.channels if each.name == "cto")
    wished = validated({**document, "reports": {"channel": cto}})
    await stage.cadence.database.run(settings_.save, wished, by="test", now=await stage.client.clock())


async def is_approved(stage: Stage) -> Json:
    """From the workbench to Ana's approval; what the owner reads."""
    await stage.person("priya").closes(everything=True)
    await stage.person("priya").runs("/incident-report", "1", channel="#general")
    await presses(stage, "priya", "Where it stands, and what comes next")
    await presses(stage, "priya", "Ask for a review")
    await stage.person("priya").submits({"reviewers": ["ana"]})
    asked = await stage.sees("ana", "ana", says("asks you to review a report"), "that she is asked")
    await stage.clicks("ana", "Review it", asked)
    await presses(stage, "ana", "Approve")
    return await stage.sees("priya", "priya", says("Ana Ruiz approved this report"), "that it is approved")


async def test_what_was_gathered_is_what_people_read(stage: Stage) -> None:
    await settled(stage)
    alert, decided = await what_was_said(stage)
    await begins(stage)
    await gathers(stage, alert, decided)
    await writes(stage)
    approved = await is_approved(stage)
    await stage.person("priya").closes(everything=True)
    await stage.clicks("priya", "See where it stands", approved)
    await presses(stage, "priya", "Publish")
    answer = await stage.person("priya").submits({"line-0": "A cache was emptied.", "channels": ["#cto"]})
    assert answer["ack"]["response_action"] == "update", answer
    linked = f"p{decided['ts'].replace('.', '')}"
    told = await stage.sees("grace", "#cto", says(linked), "the timeline, with a link to each message")
    assert "Rolling the cache back to Tuesday" in told["text"]
    await stage.person("ana").edits(decided, "Rolling back to Wednesday", channel="#cto")
    await stage.person("grace").runs("/incident-report", "1", channel="#general")
    assert "Rolling the cache back to Tuesday" in text_of(await top(stage, "grace"))


async def test_what_cannot_be_read_is_said_with_what_to_do(stage: Stage) -> None:
    await begins(stage)
    await stage.person("jonas").says("#general", "Elsewhere")
    said = await stage.sees("jonas", "#general", says("Elsewhere"), "the message")
    await stage.person("priya").says("#general", "Yes", thread=said["ts"])
    await stage.client.remove_bot("#general")
    await stage.person("jonas").uses("reports.add_message", on=said, channel="#general")
    await submits(stage, "jonas", with_thread=["yes"])
    await stage.sees("jonas", "jonas", says("did not come into the timeline"), "why the thread is missing")


async def test_a_message_comes_in_once_with_its_image_named_and_goes_with_its_writer(stage: Stage) -> None:
    await begins(stage)
    await stage.person("ana").says("#cto", "Look at this", files=["graph.png"])
    image = await stage.sees("ana", "#cto", says("Look at this"), "the image")
    await stage.person("tom").says("#cto", "It was me, on the wrong host", thread=image["ts"])
    reply = await stage.sees("tom", "#cto", says("It was me"), "what is taken back later")

    # By the emoji, from the menu and with its thread, twice: one line each.
    await stage.person("priya").reacts("pushpin", on=image, channel="#cto")
    await stage.sees("priya", "#cto", says("1 message came into the timeline."), "that it came in")
    for _ in range(2):
        await stage.person("jonas").uses("reports.add_message", on=image, channel="#cto")
        assert "It stands in the timeline already." in text_of(await submits(stage, "jonas", with_thread=["yes"]))
        await stage.person("jonas").closes(everything=True)
    await stage.sees("jonas", "jonas", says("1 message of the thread came"), "that the thread came in")
    await stage.person("priya").runs("/incident-report", "1", channel="#general")
    assert "Look at this\n  (with graph.png, not copied here) ([Ana" in await takes_it_away(stage)
    await stage.person("priya").closes(everything=True)

    # The first message of the thread: Slack keeps its place, and its words go from the timeline. Then the reply.
    await stage.person("ana").deletes(image, channel="#cto")
    shown = await timeline(stage, "priya")
    assert shown.count("the message was deleted, its words went with it") == 1
    assert "Look at this" not in shown
    assert "This message was deleted." not in shown
    assert "It was me" in shown
    await stage.person("tom").deletes(reply, channel="#cto")
    shown = await timeline(stage, "priya")
    assert shown.count("the message was deleted, its words went with it") == 2
    assert "It was me" not in shown

"""The loop: a promise is read out, somebody asks about it, and the answer becomes the next promise."""

from datetime import datetime
from typing import Any

import pytest

from bot import settings as settings_
from bot.cli.scenes.stage import ZONE, Stage, offers, says
from bot.commitments import reading_views
from bot.config import validated
from bot.questions import menu
from tests.factories import settings

ASKED = "About the promise “Search under 200 ms”: which index is slower?"
ANSWERED = "The old one. It goes by the end of April."


@pytest.fixture
def transport() -> str:
    return "socket mode"


async def chosen(stage: Stage, name: str, **values: str) -> dict[str, Any]:
    """Filled in and sent; what came back."""
    return dict((await stage.does(f"{name} sends the form", await stage.person(name).submits(values)))["ack"] or {})


async def at(stage: Stage, month: int, day: int, hour: int) -> None:
    await stage.client.clock(at=datetime(2026, month, day, hour, tzinfo=ZONE))
    await stage.cadence.heartbeat.beat()


async def two_are_promised_in_an_organisation_that_meets_every_week(stage: Stage) -> None:
    document = settings().model_dump(mode="json", exclude_defaults=True)
    series = validated({**document, "all_hands": {"on": "every thursday"}})
    await stage.cadence.database.run(settings_.save, series, by="test", now=await stage.client.clock())
    await stage.cadence.heartbeat.beat()
    for what in ("Search under 200 ms", "Quieter nights"):
        await stage.person("priya").runs("/promise", what, channel="#general")
        told = {"what": what, "owner": "priya", "day": "2026-03-27", "how": "p95", "audience": "organisation"}
        await chosen(stage, "priya", **told)
        await stage.person("priya").closes(everything=True)


async def it_is_gone_through(stage: Stage, digest: dict[str, Any]) -> None:
    await stage.clicks("ana", "Open the presentation", digest)
    page = (await stage.person("ana").sees())["modals"][-1]
    assert "We promised 2; both are on track." in str(page)
    await stage.person("ana").clicks(f"{reading_views.SLIDE}.on")
    assert "What changed" in str((await stage.person("ana").sees())["modals"][-1])
    await stage.person("ana").closes(everything=True)


async def it_is_asked_about(stage: Stage, digest: dict[str, Any]) -> None:
    await stage.clicks("ana", "Ask about a promise", digest)
    asked = await chosen(stage, "ana", promise="1")
    assert "About the promise “Search under 200 ms”:" in str(asked["view"])
    await chosen(stage, "ana", text=ASKED)
    card = await stage.sees("tom", "#cto", says(ASKED), "the question")
    link = f"https://larkspur-freight.slack.com/archives/{digest['channel']}/p{digest['ts'].replace('.', '')}"
    assert link in str(card["blocks"]), "it leads to the digest"


async def it_is_answered_and_the_answer_promised(stage: Stage) -> None:
    card = await stage.sees("maya", "#cto", says(ASKED), "the question")
    await stage.person("maya").says("#cto", ANSWERED, thread=card["ts"])
    card = await stage.sees("maya", "#cto", says("*Answered by Maya Okafor*"), "the answer")
    await stage.clicks("maya", "More", card)
    await stage.does("maya tracks it", await stage.person("maya").clicks(menu.TRACK))
    form = (await stage.person("maya").sees())["modals"][-1]
    assert ANSWERED in str(form)
    await chosen(stage, "maya", owner="priya", day="2026-04-30", what="The old index is gone")
    proposal = await stage.sees("priya", "priya", offers("Accept"), "that she is asked")
    assert "In answer to" in str(proposal["blocks"])
    await stage.clicks("priya", "Accept", proposal)
    await stage.sees("maya", "maya", says("accepted: it is promised for 30 Apr"), "that she accepted")


async def test_what_is_read_out_is_asked_about_and_the_answer_is_promised(stage: Stage) -> None:
    await two_are_promised_in_an_organisation_that_meets_every_week(stage)
    await at(stage, 3, 5, 9)
    await at(stage, 3, 5, 16)
    digest = await stage.sees("ana", "#cto", offers("Ask about a promise"), "the digest of the week")
    await it_is_gone_through(stage, digest)
    await it_is_asked_about(stage, digest)
    await it_is_answered_and_the_answer_promised(stage)
    await at(stage, 3, 12, 9)
    await at(stage, 3, 12, 16)
    post = await stage.sees("ana", "#cto", says("All-hands, 12 Mar"), "the digest of the next week")
    assert "The old index is gone" in post["text"]

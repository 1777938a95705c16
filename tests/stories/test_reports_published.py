"""A report from its first words to an amendment: reviewed, published where it belongs, refused where not, and read."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy.orm import Session

from bot import settings as settings_
from bot.access import Person
from bot.cli.scenes.stage import Stage, action_of, offers, says
from bot.config import validated
from bot.reports import reviewing, starting, versions, writing
from bot.reports.rules import Times
from bot.reports.starting import Start
from bot.reports.states import Audience
from bot.reports.writing import Wrote
from tests.factories import settings

Json = dict[str, Any]
TITLE = "Checkout slow for 47 minutes"
WHERE = (("grace", "#cto"), ("ana", "#engineering"))
PLACES = ["#cto", "#engineering", "#general"]
SUMMARY = "A cache was emptied by a routine change.\n\n" + "\n\n".join("The database was slow. " * 30 for _ in range(9))


@pytest.fixture
def transport() -> str:
    return "signed http"


def person_id(stage: Stage, name: str) -> str:
    return next(each.id for each in stage.transcript.organisation.people if each.name == name)


async def written(stage: Stage) -> None:
    """By Priya, who holds the pen."""
    now = await stage.client.clock()
    began = now - timedelta(hours=3)
    times = Times(began, began + timedelta(minutes=8), began + timedelta(minutes=40), began + timedelta(minutes=47))
    priya = person_id(stage, "priya")

    def write(session: Session) -> None:
        operating = settings_.load(session)
        start = Start(TITLE, 2, times, "Europe/Berlin", priya, Audience.EVERYONE, services=("checkout",))
        report = starting.start(session, start, by=priya, settings=operating, now=now)
        for key, text in (("summary", SUMMARY), ("impact", "3,100 customers waited."), ("learned", "Warm it first.")):
            writing.write(session, report.id, Wrote(key, text, 0), by=Person(priya), settings=operating, now=now)

    await stage.cadence.database.run(write)


async def rewritten(stage: Stage, key: str, text: str) -> None:
    now, priya = await stage.client.clock(), Person(person_id(stage, "priya"))

    def write(session: Session) -> None:
        base = versions.numbers(session, 1)[key]
        writing.write(session, 1, Wrote(key, text, base), by=priya, settings=settings_.load(session), now=now)

    await stage.cadence.database.run(write)


async def presses(stage: Stage, name: str, label: str) -> None:
    """In the window on top."""
    page = (await stage.person(name).sees())["modals"][-1]
    action = action_of(page, label)
    assert action, f"{name} sees no «{label}» in {page}"
    await stage.does(f"{name} presses «{label}»", await stage.person(name).clicks(action))


async def opens_steps(stage: Stage, name: str, message: Json) -> None:
    if (await stage.person(name).sees())["modals"]:
        await stage.person(name).closes(everything=True)
    await stage.clicks(name, "See where it stands", message)


async def review(stage: Stage) -> Json:
    """Asked, remarked on, approved; what the owner reads."""
    await written(stage)

    def ask(session: Session) -> None:
        priya = Person(person_id(stage, "priya"))
        told = {"by": priya, "settings": settings_.load(session)}
        reviewing.submit(session, 1, [person_id(stage, "ana")], "Is the impact right?", now=now, **told)

    now = await stage.client.clock()
    await stage.cadence.database.run(ask)
    asked = await stage.sees("ana", "ana", says("asks you to review a report"), "that she is asked")
    await stage.clicks("ana", "Review it", asked)
    await presses(stage, "ana", "Approve")
    return await stage.sees("priya", "priya", says("Ana Ruiz approved this report"), "that it is approved")


async def publish(stage: Stage, approved: Json) -> None:
    await opens_steps(stage, "priya", approved)
    await presses(stage, "priya", "Publish")
    lines = {"line-0": "A cache was emptied.", "line-1": "3,100 customers waited.", "line-2": "Warm it first."}
    answer = await stage.person("priya").submits({**lines, "channels": PLACES})
    assert answer["ack"]["response_action"] == "update", answer


async def whole(stage: Stage, viewer: str, channel: str) -> str:
    """All that stands there, threads too."""
    found = {message["ts"]: str(message["text"]) for message in await stage._all_messages(viewer, channel)}
    return "\n".join(found.values())


async def settled(stage: Stage) -> None:
    """Reports for everyone go to #cto; a contractor is in #general."""
    document = settings().model_dump(mode="json", exclude_defaults=True)
    ids = {each.name: each.id for each in stage.transcript.organisation.channels}
    wished = validated({**document, "reports": {"channel": ids["cto"], "engineering_channel": ids["engineering"]}})
    await stage.cadence.database.run(settings_.save, wished, by="test", now=await stage.client.clock())
    await stage.person("remy").joins("#general")


async def read_and_learned_from(stage: Stage) -> None:
    post = await stage.sees("grace", "#cto", offers("I have read this"), "the report")
    await stage.clicks("grace", "I have read this", post)
    await stage.sees("maya", "#cto", says("read by 1 so far"), "that somebody has read it")
    await stage.clicks("grace", "What I take from it", post)
    await stage.person("grace").submits({"took": "I ask what is cold before I ask what is slow."})
    await stage.sees("maya", "#cto", says("Grace Whitfield takes from it"), "what Grace takes from it")


async def amend(stage: Stage, message: Json) -> None:
    await rewritten(stage, "impact", "3,400 customers waited.")
    await opens_steps(stage, "priya", message)
    await presses(stage, "priya", "Amend")
    told = {"changed": "The impact is counted anew.", "why": "A log was missing."}
    answer = await stage.person("priya").submits(told)
    assert answer["ack"]["response_action"] == "update", answer


async def test_a_report_is_reviewed_published_refused_read_and_amended(stage: Stage) -> None:
    await settled(stage)
    await publish(stage, await review(stage))

    # Two channels have it whole, a summary first; the third has a guest in it, and its owner reads why.
    for viewer, channel in WHERE:
        await stage.sees(viewer, channel, says("*What we learned*"), "the last of the report")
        text = await whole(stage, viewer, channel)
        assert f"Report: {TITLE}" in text
        assert text.count("The database was slow.") == 270
    refused = await stage.sees("priya", "priya", says("did not reach"), "which channel did not get it")
    assert "1 guest is in it" in refused["text"]
    assert TITLE not in await whole(stage, "grace", "#general")

    await read_and_learned_from(stage)

    await amend(stage, refused)
    for viewer, channel in WHERE:
        await stage.sees(viewer, channel, says("3,400 customers waited."), "the amended words")
        await stage.sees(viewer, channel, says("Priya Raman amended this report"), "that it is amended")
        assert "*Impact in numbers*\n3,100 customers" not in await whole(stage, viewer, channel)

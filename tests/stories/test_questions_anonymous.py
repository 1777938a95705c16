"""Somebody asks without a name, goes three rounds, and is stopped; then everything is searched for who it was."""

import logging
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
import structlog
from sqlalchemy.orm import Session
from structlog.testing import capture_logs

from bot import logs
from bot import settings as settings_
from bot.cli.scenes.stage import ZONE, Stage, says
from bot.questions import anonymity
from bot.questions.models import Question, WaitingQuestion
from bot.storage import Model
from tests.factories import settings

Json = dict[str, Any]
ASKER, ASKERS_NAME = "U0ANA", "Ana Ruiz"
MONDAY = datetime(2026, 3, 2, 10, 12, tzinfo=ZONE)
MOVING = "Are we moving offices?"
OTHER, NAMED, NEVER = "Who leads the platform?", "Why two pipelines?", "Was the audit bought?"


@pytest.fixture
def talkative(caplog: pytest.LogCaptureFixture) -> Iterator[pytest.LogCaptureFixture]:
    """At the lowest level that a deployment can choose; libraries more so than it lets them."""
    handlers = logging.getLogger().handlers[:]
    logs.configure("debug", "json")
    logging.getLogger().handlers[:] = handlers
    caplog.set_level("INFO")
    yield caplog
    structlog.reset_defaults()


async def test_three_rounds_and_nothing_leads_to_whoever_asked(
    stage: Stage, capsys: pytest.CaptureFixture[str], talkative: pytest.LogCaptureFixture
) -> None:
    with capture_logs() as logged:
        code = await _three_rounds(stage)
        await _stopped(stage, code)

    assert talkative.records, "libraries were heard"
    kept = await stage.cadence.database.run(_everything_kept)
    assert [row for row in kept if NEVER in row] == [], "what was taken back before it went out"
    sent = [str(entry) for entry in await stage.client.log("api") if not entry["name"].startswith("users.")]
    said = [*map(str, logged), *talkative.messages, *capsys.readouterr()]
    assert len(kept) > 10
    assert len(sent) > 10
    assert len(logged) > 10
    for trace in (ASKER, ASKERS_NAME):
        assert [line for line in (*kept, *sent, *said) if trace in line] == []


async def _three_rounds(stage: Stage) -> str:
    await stage.until(MONDAY, hourly=False)
    few = settings(questions={"anonymous_audience": 3})
    await stage.cadence.database.run(settings_.save, few, by="test", now=MONDAY - timedelta(days=9))
    code = await _asks(stage)
    await _others_ask(stage)
    await _takes_back(stage, await _asks(stage, text=NEVER))
    await stage.until(MONDAY + timedelta(hours=2))
    await stage.cadence.database.run(_numbers_tell_the_hour_alone)
    card = await stage.sees("priya", "#cto", says(MOVING), "the card")
    for number, (answer, click) in enumerate([("No.", "not_yet"), ("Not this year.", "not_yet"), ("Never.", "yes")], 1):
        await stage.until(MONDAY + timedelta(hours=2 + number))
        await stage.person("maya").says("#cto", answer, thread=card["ts"])
        await stage.sees("priya", "#cto", says("*Answered by Maya Okafor*"), "the answer")
        await stage.person("ana").runs("/ask-cto", code, channel="#general")
        told = await stage.person("ana").clicks(f"questions.anonymous_{click}")
        assert told["ok"], told
        await stage.person("ana").submits({"words": f"Word {number}."})
        await stage.person("ana").closes(everything=True)
        await stage.sees("priya", "#cto", says(f"Word {number}."), "what was added")
    return code


async def _stopped(stage: Stage, code: str) -> None:
    """The CTO stops whoever wrote it; they are told so where they look and when they ask another, and go on."""
    card = await stage.sees("priya", "#cto", says(MOVING), "the card")
    await stage.person("maya").clicks("questions.more", on=card)
    await stage.person("maya").clicks("questions.stop")
    await stage.sees("priya", "#cto", says("stopped by the CTO's office"), "that it was stopped")
    await stage.person("ana").runs("/ask-cto", code, channel="#general")
    told = await stage.person("ana").clicks("questions.anonymous_withdraw")
    assert told["ok"], told
    await stage.person("ana").closes(everything=True)
    await stage.person("ana").runs("/ask-cto", channel="#general")
    refused = await stage.person("ana").submits({"text": MOVING, "kind": "question", "visibility": "anonymous"})
    assert "A question without a name was stopped today." in str(refused)
    await stage.person("ana").closes(everything=True)


async def _asks(stage: Stage, who: str = "ana", text: str = MOVING) -> str:
    await stage.person(who).runs("/ask-cto", channel="#general")
    told = await stage.person(who).submits({"text": text, "kind": "question", "visibility": "anonymous"})
    words = str(told["ack"]).replace("\\n", " ").replace("*", " ").split()
    await stage.person(who).closes(everything=True)
    return next(word for word in words if anonymity.is_code(word))


async def _others_ask(stage: Stage) -> None:
    """Before it goes out: somebody else without a name, and somebody with theirs."""
    await _asks(stage, "tom", OTHER)
    await stage.person("priya").runs("/ask-cto", NAMED, channel="#general")


async def _takes_back(stage: Stage, code: str) -> None:
    await stage.person("ana").runs("/ask-cto", code, channel="#general")
    told = await stage.person("ana").clicks("questions.anonymous_withdraw")
    assert told["ok"], told
    await stage.person("ana").closes(everything=True)


def _numbers_tell_the_hour_alone(session: Session) -> None:
    """What was asked first, without a name, is numbered behind what was asked later and stood there at once."""
    assert session.scalars(sa.select(WaitingQuestion)).all() == []
    asked = {str(one.text): one for one in session.scalars(sa.select(Question))}
    assert asked.keys() == {MOVING, OTHER, NAMED}
    nameless = sorted((asked[MOVING], asked[OTHER]), key=lambda one: one.id)
    assert nameless[0].id > asked[NAMED].id
    assert nameless[0].asked_at <= nameless[1].asked_at
    assert {one.asked_at.astimezone(ZONE).minute for one in nameless} == {0}


def _everything_kept(session: Session) -> list[str]:
    """But who works here at all, and what the settings say."""
    tables = [table for name, table in Model.metadata.tables.items() if name not in ("profiles", "settings_versions")]
    return [str(row) for table in tables for row in session.execute(sa.select(table))]

"""A shortcut has no place of its own to answer in: what it says stands in a window, or in their own messages."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import pytest

from bot import settings as settings_
from bot.access import ANYONE, WRITE_FOCUS
from bot.errors import BotError
from bot.slack import blocks, claims
from bot.slack.doors import Answer, Call, Door, Open, Route, Say
from bot.slack.messages import Message
from bot.storage import Database
from tests.factories import ANA, settings
from tests.slack_driver import slack_driver

MODAL = blocks.modal("A form", [blocks.ask("What?", blocks.text_field("what"))], callback_id="test.form", submit="Save")
MESSAGE = {"channel": "C0ELSEWHERE", "ts": "1.1", "text": "Why two pipelines?", "user": "U0BEN"}
ON = pytest.mark.parametrize("on", [None, MESSAGE], ids=["of the workspace", "on a message"])


class Regret(BotError):
    """Something a person can understand."""


def regrets(session: object, call: Call) -> Answer:
    raise Regret("That message is gone.")


def breaks(session: object, call: Call) -> Answer:
    raise ZeroDivisionError


@pytest.fixture
def set_up(database: Database, now: datetime) -> Database:
    database.run_here(settings_.save, settings(), by="test", now=now)
    return database


def doors(handler: Any) -> tuple[Route, ...]:
    return Route(Door.SHORTCUT, "test.use", handler, ANYONE), Route(Door.SHORTCUT, "test.office", handler, WRITE_FOCUS)


def whispered(database: Database, now: datetime) -> list[tuple[str, str | None, str]]:
    taken = database.run_here(claims.claim, now=now)
    return [(each.channel, each.reader, each.payload["text"]) for each in taken]


@ON
async def test_a_shortcut_opens_a_form(set_up: Database, now: datetime, on: Mapping[str, Any] | None) -> None:
    async with slack_driver(set_up, now, doors(lambda session, call: Open(MODAL))) as slack:
        assert (await slack.uses("test.use", by=ANA, on=on)).status == 200

        assert slack.opened()["callback_id"] == "test.form"


async def test_a_handler_sees_the_message_that_it_was_used_on(set_up: Database, now: datetime) -> None:
    seen: list[Any] = []

    def looks(session: object, call: Call) -> Answer:
        seen.append((call.door, call.channel, call.message["text"], call.person.id))
        return Open(MODAL)

    async with slack_driver(set_up, now, doors(looks)) as slack:
        await slack.uses("test.use", by=ANA, on=MESSAGE)

    assert seen == [(Door.SHORTCUT, "C0ELSEWHERE", "Why two pipelines?", ANA)]


@ON
@pytest.mark.parametrize(
    ("handler", "callback_id", "sentence"),
    [
        (regrets, "test.use", "That message is gone."),
        (breaks, "test.use", "something broke here"),
        (regrets, "test.office", WRITE_FOCUS.sentence),
    ],
    ids=["an expected failure", "a defect", "who may not"],
)
async def test_what_went_wrong_stands_in_a_window(
    set_up: Database, now: datetime, on: Mapping[str, Any] | None, handler: Any, callback_id: str, sentence: str
) -> None:
    async with slack_driver(set_up, now, doors(handler)) as slack:
        assert (await slack.uses(callback_id, by=ANA, on=on)).status == 200

        assert sentence in str(slack.opened())
    assert whispered(set_up, now) == []


@ON
async def test_words_and_what_came_too_late_go_to_their_own_messages(
    set_up: Database, now: datetime, on: Mapping[str, Any] | None
) -> None:
    """The bot may not be in the channel of the message."""
    async with slack_driver(set_up, now, doors(lambda session, call: Say(Message("Noted")))) as slack:
        await slack.uses("test.use", by=ANA, on=on)
    assert whispered(set_up, now) == [(ANA, ANA, "Noted")]

    async with slack_driver(set_up, now, doors(lambda session, call: Open(MODAL))) as slack:
        slack.wire.answers["views.open"] = {"ok": False, "error": "trigger_expired"}
        await slack.uses("test.use", by=ANA, on=on)
    ((channel, reader, text),) = whispered(set_up, now)
    assert (channel, reader) == (ANA, ANA)
    assert "Try again" in text


async def test_a_form_opened_from_a_form_stands_over_it(set_up: Database, now: datetime) -> None:
    routes = (Route(Door.ACTION, "test.press", lambda session, call: Open(MODAL), ANYONE),)
    async with slack_driver(set_up, now, routes) as slack:
        await slack.clicks("test.press", by=ANA, view={"type": "modal"})
        await slack.clicks("test.press", by=ANA, view={"type": "home"})

        assert (len(slack.wire.asked("views.push")), len(slack.wire.asked("views.open"))) == (1, 1)

"""One person may do much in a minute, and not everything; whoever is stopped reads so, with their words."""

from datetime import datetime

import pytest

from bot import settings as settings_
from bot.access import ANYONE
from bot.slack import hurry
from bot.slack.doors import Call, Done, Door, Route
from bot.slack.hurry import Hurry, TooMuch
from bot.storage import Database
from tests.factories import ANA, TOM, settings
from tests.slack_driver import said, slack_driver


class Seconds:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def allowed(one: Hurry, person: str, tries: int) -> int:
    done = 0
    for _ in range(tries):
        try:
            one.take(person)
        except TooMuch:
            continue
        done += 1
    return done


def test_so_many_at_once_and_as_many_again_within_a_minute() -> None:
    seconds = Seconds()
    one = Hurry(120, seconds)

    assert allowed(one, ANA, 200) == 120
    seconds.now = 30
    assert allowed(one, ANA, 200) == 60
    seconds.now = 1000
    assert allowed(one, ANA, 200) == 120


def test_nobody_pays_for_another() -> None:
    one = Hurry(5, Seconds())
    allowed(one, ANA, 10)

    assert allowed(one, TOM, 10) == 5


def test_without_a_limit_everything_is_let_through() -> None:
    assert allowed(Hurry(0, Seconds()), ANA, 1000) == 1000


def test_whoever_has_rested_is_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hurry, "MANY", 3)
    seconds = Seconds()
    one = Hurry(5, seconds)
    for number in range(3):
        one.take(f"U{number}")
    seconds.now = 100
    one.take(ANA)

    assert set(one._left) == {ANA}


async def test_whoever_is_stopped_reads_why_and_keeps_their_words(database: Database, now: datetime) -> None:
    database.run_here(settings_.save, settings(), by="test", now=now)
    done: list[Door] = []

    def handler(_session: object, call: Call) -> Done:
        done.append(call.door)
        return Done()

    doors = ((Door.COMMAND, "/focus"), (Door.VIEW, "form"), (Door.ACTION, "click"), (Door.EVENT, "team_join"))
    routes = tuple(Route(door, id, handler, ANYONE) for door, id in doors)
    async with slack_driver(database, now, routes, hurry=Hurry(1, Seconds())) as driver:
        await driver.types("/focus", "my words", by=ANA)
        command = said(await driver.types("/focus", "my words", by=ANA))
        view = said(await driver.submits({"type": "modal", "callback_id": "form"}, {"text": "my words"}, by=ANA))
        await driver.clicks("click", by=ANA)
        await driver.event(type="team_join", user=ANA)

        assert "Not saved: this was more in a minute" in command["text"]
        assert "my words" in command["text"]
        assert view["response_action"] == "push"
        assert "my words" in str(view["view"])
        assert "Not saved" in driver.wire.asked("respond")[-1]["text"]
    assert done == [Door.COMMAND, Door.EVENT]

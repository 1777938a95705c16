"""The same question five times in ten seconds, by each way of asking: by one person it is one, by five it is five."""

from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from bot import settings as settings_
from bot.access import Person
from bot.questions import asking, notes
from bot.questions.forms import Draft
from bot.questions.work import Work
from tests.factories import ANA, CTO_CHANNEL, MAYA
from tests.questions.desk import BEN, LEA, Desk, choice

WHY = "Why do we run two deploy pipelines?"
FIVE = (ANA, BEN, LEA, "U0FAY", "U0DAN")
FORM = {"text": WHY, "kind": choice("question"), "visibility": choice("public")}


async def by_the_command(desk: Desk, by: str) -> None:
    await desk.asks(WHY, by=by)


async def in_a_form(desk: Desk, by: str) -> None:
    await desk.asks_in_form(WHY, by=by)


async def in_private(desk: Desk, by: str) -> None:
    await desk.asks_in_form(WHY, by=by, visibility="private")


async def by_a_mention(desk: Desk, by: str) -> None:
    ts = f"{desk.slack.now.timestamp():.6f}"
    await desk.slack.event(type="app_mention", channel=CTO_CHANNEL, ts=ts, user=by, text=f"<@U0CADENCE> {WHY}")
    desk.delivers()


async def by_a_direct_message(desk: Desk, by: str) -> None:
    ts = f"{desk.slack.now.timestamp():.6f}"
    await desk.slack.event(type="message", channel=f"D{by}", channel_type="im", ts=ts, user=by, text=WHY)
    desk.delivers()
    offer = [row for row in desk.rows() if row.key.startswith(f"question:offer:D{by}:")][-1]
    await desk.slack.clicks(notes.PUT, by=by, on=offer.payload)
    await desk.fills(FORM, by=by)


async def by_the_shortcut_on_a_message(desk: Desk, by: str) -> None:
    ts = f"{desk.slack.now.timestamp():.6f}"
    await desk.slack.uses("questions.put_message", by=by, on={"channel": "C0ENG", "ts": ts, "text": "Slow?"})
    await desk.fills(FORM, by=by)


async def by_the_shortcut_of_the_workspace(desk: Desk, by: str) -> None:
    await desk.slack.uses("questions.ask", by=by)
    await desk.fills(FORM, by=by)


async def under_a_post(desk: Desk, by: str) -> None:
    await desk.slack.clicks("questions.ask", "2026-W10", by=by)
    await desk.fills(FORM, by=by)


Way = Callable[[Desk, str], Awaitable[None]]
WAYS: tuple[Way, ...] = (
    by_the_command,
    in_a_form,
    in_private,
    by_a_mention,
    by_a_direct_message,
    by_the_shortcut_on_a_message,
    by_the_shortcut_of_the_workspace,
    under_a_post,
)
EACH = pytest.mark.parametrize("ask", WAYS, ids=lambda way: way.__name__)


@EACH
async def test_by_one_person_it_is_one_question(desk: Desk, ask: Way) -> None:
    for _ in range(5):
        await ask(desk, ANA)
        desk.slack.now += timedelta(seconds=2)

    assert len(desk.questions()) == 1


@EACH
async def test_by_five_people_each_is_kept(desk: Desk, ask: Way) -> None:
    for person in FIVE:
        await ask(desk, person)
        desk.slack.now += timedelta(seconds=2)

    assert [question.asker for question in desk.questions()] == list(FIVE)


async def test_by_one_person_in_five_ways_it_is_one_question(desk: Desk) -> None:
    for ask in (by_the_command, in_a_form, by_a_mention, by_a_direct_message, by_the_shortcut_on_a_message):
        await ask(desk, ANA)
        desk.slack.now += timedelta(seconds=2)

    assert len(desk.questions()) == 1


async def test_in_private_it_is_another_than_for_everybody(desk: Desk) -> None:
    await by_the_command(desk, ANA)
    await in_private(desk, ANA)

    assert len(desk.questions()) == 2


async def test_once_it_was_answered_or_some_time_passed_it_is_asked_anew(desk: Desk) -> None:
    await by_a_mention(desk, ANA)
    desk.slack.now += timedelta(minutes=11)
    await by_a_mention(desk, ANA)
    await desk.replies("One for the apps.", by=MAYA, question=2)
    await by_a_mention(desk, ANA)

    assert len(desk.questions()) == 3


async def test_by_one_person_in_the_same_moment_it_is_one_question(desk: Desk) -> None:
    """As where several processes take what one person sends."""

    def ask(_: int) -> None:
        def do(session: Session) -> None:
            work = Work(session, settings_.load(session), desk.slack.now, Person(ANA))
            asking.ask(work, Draft(WHY))

        desk.database.run_here(do)

    with ThreadPoolExecutor(5) as pool:
        list(pool.map(ask, range(5)))

    assert len(desk.questions()) == 1

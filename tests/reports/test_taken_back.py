"""A message is edited or deleted while it is on its way into a timeline: its old words do not come in after that."""

from collections.abc import Awaitable, Callable, Mapping
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from bot.reports import fetching, jobs, sentences, timeline_doors
from bot.reports.fetching import Fetch
from bot.reports.models import Report, ReportMessageNews, ReportMoment
from bot.schedule import Occasion, Slot
from bot.slack.outbox import Delivery, Kind
from tests.commitments.office import JONAS, PRIYA
from tests.reports.conftest import Inside
from tests.reports.room import PROMPTS, Room
from tests.reports.windows import Person, at, whom
from tests.slack_driver import SlackDriver

MESSAGE = {"channel": "C0INCIDENT", "ts": "1772197200.000100", "user": PRIYA, "text": "The password is hunter2"}
NEW = {**MESSAGE, "text": "Restarting the cache", "edited": {"user": PRIYA, "ts": "1772197500.000100"}}
TOLD = {"type": "message", "channel": "C0INCIDENT"}


async def deletes(slack: SlackDriver, message: Mapping[str, Any] = MESSAGE) -> None:
    await slack.event(**TOLD, subtype="message_deleted", deleted_ts=message["ts"], previous_message=dict(message))


async def edits(slack: SlackDriver) -> None:
    await slack.event(**TOLD, subtype="message_changed", message=NEW, previous_message=MESSAGE)


async def looks_at(slack: SlackDriver) -> Person:
    jonas = Person(slack, JONAS, {})
    await jonas.uses(timeline_doors.ADD_MESSAGE, on=MESSAGE)
    return jonas


def lines(inside: Inside[Any]) -> list[tuple[str, bool]]:
    def read(room: Room) -> list[tuple[str, bool]]:
        return [(one.text, one.lost_at is not None) for one in room.session.query(ReportMoment)]

    found: list[tuple[str, bool]] = inside(read)
    return found


def asks(room: Room) -> Fetch:
    fetching.ask(
        room.session,
        room.session.get_one(Report, 1),
        MESSAGE["channel"],
        MESSAGE["ts"],
        thread=False,
        by=JONAS,
        now=room.now,
    )
    return claims(room)


def claims(room: Room) -> Fetch:
    fetch = fetching.claim(room.session, room.now)
    assert fetch
    return fetch


def took(inside: Inside[Any], fetch: Fetch, message: Mapping[str, Any]) -> None:
    inside(lambda room: fetching.took(room.session, fetch, [message], room.now, PROMPTS))


async def test_deleted_while_somebody_looks_at_it_a_message_comes_in_without_its_words(
    slack: SlackDriver, inside: Inside[Any]
) -> None:
    inside(Room.starts)
    jonas = await looks_at(slack)
    await deletes(slack)
    await jonas.submits()
    assert lines(inside) == [("(a message)", True)]
    assert "the message was deleted, its words went with it" in jonas.text
    assert "hunter2" not in inside(lambda room: room.session.get_one(Report, 1).searchable)


async def test_words_that_were_put_by_hand_meanwhile_stay(slack: SlackDriver, inside: Inside[Any]) -> None:
    inside(Room.starts)
    jonas = await looks_at(slack)
    await deletes(slack)
    await jonas.submits(text="A key was changed.")
    assert lines(inside) == [("A key was changed.", True)]


async def test_deleted_while_a_report_begins_with_it_a_message_comes_in_without_its_words(
    slack: SlackDriver, inside: Inside[Any], now: Any
) -> None:
    jonas = await looks_at(slack)
    await deletes(slack)
    await jonas.submits(title="Checkout slow", began_at=at((now - timedelta(hours=2)).timestamp()), owner=whom(JONAS))
    assert lines(inside) == [("(a message)", True)]


async def test_edited_while_somebody_looks_at_it_a_message_is_read_again(
    slack: SlackDriver, inside: Inside[Any]
) -> None:
    inside(Room.starts)
    jonas = await looks_at(slack)
    await edits(slack)
    await jonas.submits()
    took(inside, inside(claims), NEW)
    assert lines(inside) == [("Restarting the cache", False)]
    assert "hunter2" not in inside(lambda room: room.session.get_one(Report, 1).searchable)


async def test_edited_before_somebody_looked_at_it_a_message_is_read_once(
    slack: SlackDriver, inside: Inside[Any]
) -> None:
    inside(Room.starts)
    await edits(slack)
    slack.now += timedelta(minutes=5)
    jonas = Person(slack, JONAS, {})
    await jonas.uses(timeline_doors.ADD_MESSAGE, on=NEW)
    await jonas.submits()
    assert inside(lambda room: fetching.claim(room.session, room.now + timedelta(hours=1))) is None


@pytest.mark.parametrize("answer_is_older", [True, False])
async def test_between_slacks_answer_and_its_coming_in_a_deletion_counts(
    slack: SlackDriver, inside: Inside[Any], answer_is_older: bool
) -> None:
    inside(Room.starts)
    fetch = inside(asks)
    if answer_is_older:
        await deletes(slack)
        took(inside, fetch, MESSAGE)
    else:
        took(inside, fetch, MESSAGE)
        await deletes(slack)
    assert lines(inside) == [("(a message)", True)]


async def test_edited_between_slacks_answer_and_its_coming_in_a_message_is_read_again(
    slack: SlackDriver, inside: Inside[Any]
) -> None:
    inside(Room.starts)
    fetch = inside(asks)
    await edits(slack)
    took(inside, fetch, MESSAGE)
    took(inside, inside(claims), NEW)
    assert lines(inside) == [("Restarting the cache", False)]


async def test_read_once_more_with_the_words_that_came_in_nobody_is_told_otherwise(
    slack: SlackDriver, inside: Inside[Any]
) -> None:
    inside(Room.starts)
    fetch = inside(asks)
    await edits(slack)
    took(inside, fetch, NEW)
    took(inside, inside(claims), NEW)
    assert lines(inside) == [("Restarting the cache", False)]
    said = inside(lambda room: [str(row.payload) for row in room.rows(Delivery.kind == Kind.WHISPER)])
    assert len(said) == 1
    assert sentences.STANDS_ALREADY not in said[0]


async def test_put_there_again_whoever_did_is_told_that_it_stands_already(inside: Inside[Any]) -> None:
    inside(Room.starts)
    took(inside, inside(asks), MESSAGE)

    def again(room: Room) -> Fetch:
        room.later(minutes=1)
        return asks(room)

    took(inside, inside(again), MESSAGE)
    said = inside(lambda room: [str(row.payload) for row in room.rows(Delivery.kind == Kind.WHISPER)])
    assert sentences.STANDS_ALREADY in said[-1]


@pytest.mark.parametrize("act", [edits, deletes])
async def test_where_it_stands_is_locked_before_what_is_known_of_it_as_by_who_brings_it_in(
    slack: SlackDriver, inside: Inside[Any], act: Callable[[SlackDriver], Awaitable[None]]
) -> None:
    inside(Room.starts)
    took(inside, inside(asks), MESSAGE)
    asked: list[str] = []

    def hears(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        asked.append(statement)

    sa.event.listen(sa.Engine, "before_cursor_execute", hears)
    try:
        await act(slack)
    finally:
        sa.event.remove(sa.Engine, "before_cursor_execute", hears)
    reports = next(at for at, one in enumerate(asked) if "FROM reports" in one)
    news = next(at for at, one in enumerate(asked) if "INTO report_message_news" in one)
    assert reports < news


async def test_only_where_it_is_is_remembered_and_not_for_long(slack: SlackDriver, inside: Inside[Any]) -> None:
    await deletes(slack)
    (news,) = inside(lambda room: room.session.query(ReportMessageNews).all())
    assert (news.source, news.deleted_at) == ("C0INCIDENT:1772197200.000100", slack.now)

    def hours_later(room: Room, hours: int) -> int:
        due = room.now + timedelta(hours=hours)
        jobs.hourly(room.session, Occasion(Slot(due.replace(tzinfo=None), due), due, room.settings, PROMPTS))
        room.session.flush()
        return room.session.query(ReportMessageNews).count()

    assert inside(lambda room: hours_later(room, 47)) == 1
    assert inside(lambda room: hours_later(room, 49)) == 0

"""What Slack refused and a report no longer shares there is sent by nobody, whoever tries everything again."""

from typing import Any

import pytest
from click.testing import CliRunner

from bot.cli import main
from bot.reports import audiences, readers, sharing
from bot.reports.copies import CopyState
from bot.reports.models import Report
from bot.reports.states import Audience
from bot.slack import upkeep
from bot.slack.outbox import Delivery, Kind, State
from tests.commitments.office import PRIYA
from tests.factories import ANA, MAYA, TOM
from tests.reports.conftest import Inside
from tests.reports.desk import EVERYBODY
from tests.reports.room import Room
from tests.reports.test_debriefs import plans


def out(room: Room, *people: str) -> Report:
    room.is_in(EVERYBODY, MAYA, TOM, ANA)
    return room.publishes(room.approved(), channels=(EVERYBODY,), people=people)


def refuses(room: Room, place: str) -> None:
    for row in room.rows(Delivery.channel == place, Delivery.state == State.WAITING):
        row.state, row.error = State.REFUSED, "restricted_action"
    room.session.flush()


def narrows(room: Room, report: Report, *named: str) -> None:
    audiences.change_audience(room.session, report.id, Audience.NAMED, named, by=room.person(PRIYA), moment=room.moment)


def left(room: Room, place: str) -> list[tuple[str, dict[str, Any]]]:
    return [(row.state, row.payload) for row in room.rows(Delivery.channel == place)]


def test_refused_in_a_channel_and_withdrawn_no_word_of_it_is_left_or_sent(room: Room) -> None:
    report = out(room)
    refuses(room, EVERYBODY)
    narrows(room, report, TOM)
    assert room.copy(report, EVERYBODY).state == CopyState.WITHDRAWN
    assert left(room, EVERYBODY) == [(State.DROPPED, {})] * 2
    upkeep.retry_all(room.session, room.now)
    assert left(room, EVERYBODY) == [(State.DROPPED, {})] * 2


def test_nobody_sends_one_of_them_by_its_key_either(room: Room) -> None:
    report = out(room)
    refuses(room, EVERYBODY)
    narrows(room, report, TOM)
    for row in room.rows(Delivery.channel == EVERYBODY):
        with pytest.raises(upkeep.NotNow, match="no longer kept"):
            upkeep.retry(room.session, row.key, room.now)


def test_a_change_that_waits_for_a_refused_message_goes_with_it(room: Room) -> None:
    report = out(room)
    room.delivers()
    (_, part) = room.rows(Delivery.channel == EVERYBODY)
    part.state, part.error = State.REFUSED, "restricted_action"
    room.writes(report, "impact", "About 4,000 customers waited.")
    room.amends(report)
    narrows(room, report, TOM)
    upkeep.retry_all(room.session, room.now)
    waiting = room.rows(Delivery.channel == EVERYBODY, Delivery.state == State.WAITING)
    assert {row.payload["text"] for row in waiting} == {"This report is no longer shared here."}


def test_what_was_refused_and_shared_anew_under_other_keys_keeps_no_words(room: Room) -> None:
    report = out(room)
    refuses(room, EVERYBODY)
    sharing.retry(room.session, report.id, EVERYBODY, by=room.person(PRIYA), moment=room.moment)
    room.is_in(EVERYBODY, MAYA, TOM, ANA)
    first, anew = left(room, EVERYBODY)[:2], left(room, EVERYBODY)[2:]
    assert first == [(State.DROPPED, {})] * 2
    assert [state for state, _ in anew] == [State.WAITING] * 2


@pytest.mark.parametrize("state", [State.SENDING, State.UNSURE])
def test_what_was_on_its_way_as_it_was_withdrawn_is_sent_without_a_word_of_it(room: Room, state: State) -> None:
    report = out(room, MAYA)
    rows = room.rows(Delivery.channel.in_([EVERYBODY, MAYA]))
    for row in rows:
        row.state = state
    narrows(room, report, TOM)
    assert {row.payload["text"] for row in rows} == {"This report is no longer shared here."}
    assert all(row.due_at <= room.now for row in room.rows(Delivery.channel.in_([EVERYBODY, MAYA])))
    for row in rows:
        row.state, row.error = State.REFUSED, "restricted_action"
    room.session.flush()
    upkeep.retry_all(room.session, room.now)
    waiting = room.rows(Delivery.channel.in_([EVERYBODY, MAYA]), Delivery.state == State.WAITING)
    assert {row.payload["text"] for row in waiting} == {"This report is no longer shared here."}


def test_nor_is_what_was_to_change_it(room: Room) -> None:
    report = out(room, MAYA)
    (post, *_) = room.rows(Delivery.channel == EVERYBODY)
    post.state = State.SENDING
    readers.read(room.session, report.id, by=room.person(MAYA), moment=room.moment, channel=EVERYBODY)
    post.state = State.WAITING
    narrows(room, report, TOM)
    changed = room.rows(Delivery.key == f"{post.key}~")
    assert {row.payload["text"] for row in (post, *changed)} == {"This report is no longer shared here."}
    assert len(changed) == 1


def test_an_invitation_on_its_way_as_the_audience_narrows_goes_without_a_word_of_it(room: Room) -> None:
    report = out(room)
    plans(room, report, MAYA)
    (row,) = room.rows(Delivery.channel == MAYA, Delivery.kind == Kind.POST)
    row.state = State.UNSURE
    narrows(room, report, TOM)
    assert row.payload["text"] == "This report is no longer shared here."


def test_a_refused_reminder_of_whom_it_is_not_for_any_more_is_given_up(room: Room) -> None:
    report = out(room, MAYA)
    room.delivers()
    room.later(days=10)
    readers.remind(room.session, room.moment)
    refuses(room, MAYA)
    narrows(room, report, TOM)
    upkeep.retry_all(room.session, room.now)
    assert not [row for row in room.rows(Delivery.channel == MAYA) if report.title in str(row.payload) and not row.ts]


def test_an_operator_who_sends_everything_refused_again_sends_none_of_it(
    database_url: str, inside: Inside[Any]
) -> None:
    def happened(room: Room) -> None:
        report = out(room)
        refuses(room, EVERYBODY)
        narrows(room, report, TOM)

    inside(happened)
    environment = {"CADENCE_DATABASE_URL": database_url, "CADENCE_SLACK_API_URL": None}
    said = CliRunner().invoke(main, ["outbox", "retry", "--all", "--yes"], env=environment)
    assert said.output == "Nothing was refused.\n"
    assert inside(lambda room: left(room, EVERYBODY)) == [(State.DROPPED, {})] * 2

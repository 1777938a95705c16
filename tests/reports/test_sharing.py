"""A report goes where it belongs: held against who is there, tried again, withdrawn; and one place stops no other."""

from datetime import timedelta

import pytest

from bot.errors import FieldErrors, NotAllowed
from bot.reports import (
    arrival,
    audiences,
    copies,
    readers,
    sharing,
    steps,
)
from bot.reports.copies import CopyState
from bot.reports.states import Audience, State
from bot.slack import members
from bot.slack.outbox import Delivery
from bot.slack.outbox import State as Sent
from tests.commitments.office import GIL, JONAS, PRIYA, ROBOT
from tests.factories import ANA, MAYA, TOM
from tests.reports.desk import CHECKOUT, ENGINEERING, EVERYBODY, SEVERE
from tests.reports.room import Room

EVERY = (EVERYBODY, SEVERE, CHECKOUT)


def test_nothing_is_sent_to_a_channel_before_it_is_known_who_is_there(room: Room) -> None:
    report = room.publishes(room.approved(), channels=(EVERYBODY,))
    assert room.copy(report, EVERYBODY).state == CopyState.CHECKING
    assert room.said_to(EVERYBODY) == []
    assert members.wanted(room.session) == [EVERYBODY]
    room.is_in(EVERYBODY, MAYA, ROBOT)
    assert room.copy(report, EVERYBODY).state == CopyState.SHARED
    assert len(room.said_to(EVERYBODY)) == 2


def test_what_was_known_long_ago_is_asked_for_again(room: Room) -> None:
    room.is_in(EVERYBODY, MAYA)
    room.later(minutes=11)
    report = room.publishes(room.approved(), channels=(EVERYBODY,))
    assert room.copy(report, EVERYBODY).state == CopyState.CHECKING


def test_a_channel_with_a_guest_is_refused_and_the_others_are_not_held_up(room: Room) -> None:
    report = room.publishes(room.approved(), channels=EVERY)
    room.is_in(SEVERE, MAYA, GIL)
    room.is_in(EVERYBODY, MAYA)
    assert room.state(report) is State.PUBLISHED
    assert room.copy(report, SEVERE).state == CopyState.REFUSED
    assert room.said_to(SEVERE) == []
    assert len(room.said_to(EVERYBODY)) == 2
    assert f"did not reach <#{SEVERE}>. 1 guest is in it" in room.said_to(PRIYA)[-1]


@pytest.mark.parametrize(
    ("told", "says"),
    [
        ({"is_archived": True}, "archived"),
        ({"is_ext_shared": True}, "another organisation"),
        ({"error": "channel_not_found"}, "cannot see who is in it"),
    ],
)
def test_archived_shared_and_unknown_channels_are_refused(room: Room, told: dict[str, object], says: str) -> None:
    report = room.publishes(room.approved(), channels=(EVERYBODY,))
    room.is_in(EVERYBODY, MAYA, **told)
    assert says in room.copy(report, EVERYBODY).refused


def test_the_form_says_beside_the_field_what_is_known_against_a_channel(room: Room) -> None:
    room.is_in(EVERYBODY, MAYA, GIL)
    report = room.approved()
    with pytest.raises(FieldErrors) as wrong:
        room.publishes(report, channels=(EVERYBODY,))
    assert "1 guest is in it" in wrong.value.errors["channels"]
    assert room.state(report) is State.APPROVED


def test_a_report_for_engineering_goes_only_where_engineering_is(room: Room) -> None:
    report = room.publishes(room.approved(audience=Audience.ENGINEERING), channels=(ENGINEERING, CHECKOUT))
    room.is_in(CHECKOUT, TOM, MAYA, "U0SALES")
    assert room.copy(report, CHECKOUT).state == CopyState.CHECKING
    room.is_in(ENGINEERING, TOM, JONAS)
    assert room.copy(report, ENGINEERING).state == CopyState.SHARED
    assert "1 person in it is not among those" in room.copy(report, CHECKOUT).refused


def test_a_person_outside_the_audience_is_not_chosen(room: Room) -> None:
    report = room.approved(audience=Audience.NAMED, named=(MAYA,))
    with pytest.raises(FieldErrors, match="Only people of this organisation"):
        room.publishes(report, people=(GIL,))
    room.later(minutes=1)
    with pytest.raises(FieldErrors, match="not among those"):
        room.publishes(report, people=("U0SALES",))


def test_tried_again_after_the_guest_left_it_is_shared(room: Room) -> None:
    report = room.publishes(room.approved(), channels=(EVERYBODY,))
    room.is_in(EVERYBODY, MAYA, GIL)
    room.later(minutes=1)
    sharing.retry(room.session, report.id, EVERYBODY, by=room.person(PRIYA), moment=room.moment)
    assert room.copy(report, EVERYBODY).state == CopyState.CHECKING
    room.is_in(EVERYBODY, MAYA)
    assert room.copy(report, EVERYBODY).state == CopyState.SHARED


def refuse(room: Room, key: str, error: str = "is_archived") -> None:
    (row,) = [row for row in room.rows() if row.key == key]
    row.state, row.error = Sent.REFUSED, error
    room.session.flush()
    arrival.ended(room.session, key, Sent.REFUSED, room.now)


def test_what_slack_does_not_take_is_said_to_the_owner_and_tried_again(room: Room) -> None:
    room.is_in(EVERYBODY, MAYA)
    room.is_in(SEVERE, MAYA)
    report = room.publishes(room.approved(), channels=(EVERYBODY, SEVERE))
    refuse(room, copies.post_key(room.copy(report, EVERYBODY)))
    assert "Slack did not take it (is_archived)" in room.said_to(PRIYA)[-1]
    places = {
        place.channel: place for place in steps.page(room.session, report, room.person(PRIYA), room.moment).places
    }
    assert places[EVERYBODY].again
    assert "Unarchive the channel" in places[EVERYBODY].state
    assert "on its way" in places[SEVERE].state
    sharing.retry(room.session, report.id, EVERYBODY, by=room.person(PRIYA), moment=room.moment)
    room.is_in(EVERYBODY, MAYA)
    copy = room.copy(report, EVERYBODY)
    assert (copy.state, copy.round) == (CopyState.SHARED, 2)


def test_one_refused_message_of_a_thread_is_sent_again_alone(room: Room) -> None:
    room.is_in(EVERYBODY, MAYA)
    report = room.publishes(room.approved(), channels=(EVERYBODY,))
    room.delivers()
    copy = room.copy(report, EVERYBODY)
    refuse(room, f"{copies.base_key(copy)}part:001", "restricted_action")
    assert "Slack did not take 1 of its messages" in copies.standing(room.session, copy)[0]
    sharing.retry(room.session, report.id, EVERYBODY, by=room.person(PRIYA), moment=room.moment)
    assert room.copy(report, EVERYBODY).round == 1
    assert "on its way" in copies.standing(room.session, copy)[0]


# Another audience


def narrows(room: Room, report: object, audience: Audience, *named: str, by: str = PRIYA) -> None:
    audiences.change_audience(room.session, report.id, audience, named, by=room.person(by), moment=room.moment)


def test_narrowed_after_publishing_copies_that_others_could_read_are_withdrawn(room: Room) -> None:
    for channel in (EVERYBODY, ENGINEERING):
        room.is_in(channel, TOM, JONAS)
    room.is_in(EVERYBODY, TOM, "U0SALES")
    report = room.publishes(room.approved(), channels=(EVERYBODY, ENGINEERING), people=(MAYA,))
    room.delivers()
    narrows(room, report, Audience.ENGINEERING)
    assert room.copy(report, EVERYBODY).state == CopyState.WITHDRAWN
    assert set(room.said_to(EVERYBODY)) == {"This report is no longer shared here."}
    assert room.copy(report, ENGINEERING).state == CopyState.SHARED
    assert room.copy(report, MAYA).state == CopyState.SHARED
    assert "is withdrawn from" in room.said_to(PRIYA)[-1]


def test_narrowed_to_named_people_it_leaves_every_channel_and_goes_to_each_of_them(room: Room) -> None:
    room.is_in(EVERYBODY, TOM, JONAS, "U0SALES")
    report = room.publishes(room.approved(), channels=(EVERYBODY,))
    narrows(room, report, Audience.NAMED, MAYA)
    assert not [text for text in room.said_to(EVERYBODY) if "Checkout" in text]
    assert "Checkout slow" in room.said_to(MAYA)[0]


def test_narrowed_while_nobody_knows_who_is_there_it_is_decided_once_that_is_known(room: Room) -> None:
    room.is_in(EVERYBODY, TOM)
    report = room.publishes(room.approved(), channels=(EVERYBODY,))
    room.delivers()
    room.later(hours=1)
    narrows(room, report, Audience.ENGINEERING)
    assert room.copy(report, EVERYBODY).state == CopyState.RECHECKING
    room.is_in(ENGINEERING, JONAS)
    room.is_in(EVERYBODY, JONAS, "U0SALES")
    assert room.copy(report, EVERYBODY).state == CopyState.WITHDRAWN


def test_narrowed_while_it_is_on_its_way_nothing_leaves_before_it_is_known_who_is_there(room: Room) -> None:
    room.is_in(EVERYBODY, TOM)
    report = room.publishes(room.approved(), channels=(EVERYBODY,))
    room.later(hours=1)
    narrows(room, report, Audience.ENGINEERING)
    sharing.redraw(room.session, report, room.now)
    room.later(days=7)
    room.delivers()
    assert [row.ts for row in room.rows(Delivery.channel == EVERYBODY)] == [None, None]
    room.is_in(ENGINEERING, JONAS)
    room.is_in(EVERYBODY, JONAS, "U0SALES")
    room.delivers()
    assert set(room.said_to(EVERYBODY)) == {"This report is no longer shared here."}


def test_narrowed_where_all_who_are_there_may_read_it_it_goes_on_as_it_reads_by_then(room: Room) -> None:
    room.is_in(EVERYBODY, TOM)
    report = room.publishes(room.approved(), channels=(EVERYBODY,))
    room.later(hours=1)
    narrows(room, report, Audience.ENGINEERING)
    readers.read(room.session, report.id, by=room.person(TOM), moment=room.moment, channel=EVERYBODY)
    for channel in (ENGINEERING, EVERYBODY):
        room.is_in(channel, TOM)
    room.delivers()
    assert "1 so far" in room.said_to(EVERYBODY)[0]
    assert all(row.ts for row in room.rows(Delivery.channel == EVERYBODY))


def test_who_only_writes_along_does_not_say_who_it_is_for(room: Room) -> None:
    report = room.approved()
    with pytest.raises(NotAllowed):
        narrows(room, report, Audience.NAMED, MAYA, by=ANA)


def test_withdrawn_and_made_wide_again_it_is_shared_anew(room: Room) -> None:
    room.is_in(EVERYBODY, TOM, "U0SALES")
    room.is_in(ENGINEERING, TOM)
    report = room.publishes(room.approved(), channels=(EVERYBODY,))
    room.delivers()
    narrows(room, report, Audience.ENGINEERING)
    narrows(room, report, Audience.EVERYONE)
    sharing.share(room.session, report.id, [EVERYBODY], [], by=room.person(PRIYA), moment=room.moment)
    copy = room.copy(report, EVERYBODY)
    assert (copy.state, copy.round) == (CopyState.SHARED, 2)


def test_who_joins_and_leaves_a_watched_channel_is_followed(room: Room) -> None:
    members.learn(room.session, EVERYBODY, {}, [MAYA, TOM], room.now)
    members.learn(room.session, EVERYBODY, {}, [MAYA, ANA], room.now + timedelta(minutes=1))
    assert members.people_in(room.session, EVERYBODY) == {MAYA, ANA}

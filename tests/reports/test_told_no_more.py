"""Who works on a report no more, and whom it is not for otherwise, is told nothing of it from then on."""

from typing import Any

import pytest

from bot.reports import owners, review_desk, reviewing, sharing, starting, titles
from bot.reports.copies import CopyState
from bot.reports.models import Report
from bot.reports.sharing_models import ReportCustomerVersion
from bot.reports.states import Audience
from bot.slack.outbox import Delivery, State
from tests.commitments.office import JONAS, PRIYA
from tests.factories import ANA, MAYA, TOM
from tests.reports.desk import ENGINEERING, EVERYBODY
from tests.reports.room import Room
from tests.reports.test_customers import approves, writes
from tests.reports.test_debriefs import plans

SALES = "U0SALES"
SECRET: dict[str, Any] = {"audience": Audience.NAMED, "named": (MAYA,)}


def takes_off(room: Room, report: Report, person: str) -> None:
    assert owners.take_off(room.session, report.id, person, by=room.person(PRIYA), moment=room.moment)


def renames(room: Room, report: Report, title: str) -> None:
    draft = room.draft(title=title, **SECRET)
    starting.change(room.session, report, draft, by=PRIYA, settings=room.settings, now=room.now)


def went_to(room: Room, place: str) -> str:
    return str([row.payload for row in room.rows(Delivery.channel == place)])


def amends(room: Room, report: Report) -> None:
    room.writes(report, "impact", "NEWS: 4,000 waited.", by=PRIYA)
    room.amends(report, changed="NEWS: the impact.")


def test_who_approved_it_hears_no_new_title_as_the_approval_ends(room: Room) -> None:
    report = room.approved(**SECRET)
    takes_off(room, report, ANA)
    room.later(minutes=1)
    renames(room, report, "Another secret")
    assert "Another secret" not in went_to(room, ANA)


def test_who_approved_it_and_works_on_it_still_hears_its_new_title(room: Room) -> None:
    report = room.approved(**SECRET)
    renames(room, report, "Another secret")
    assert "Another secret" in went_to(room, ANA)


def test_what_they_had_in_their_messages_is_withdrawn_and_not_amended(room: Room) -> None:
    report = room.approved(**SECRET)
    room.publishes(report, people=(ANA, MAYA))
    room.delivers()
    takes_off(room, report, ANA)
    assert room.copy(report, ANA).state == CopyState.WITHDRAWN
    assert room.copy(report, MAYA).state == CopyState.SHARED
    amends(room, report)
    assert "NEWS" not in went_to(room, ANA)
    assert "NEWS" in went_to(room, MAYA)


def test_while_slack_does_not_say_who_is_an_engineer_copies_stay_as_they_are(room: Room) -> None:
    room.is_in(ENGINEERING, SALES, JONAS)
    report = room.publishes(room.approved(audience=Audience.ENGINEERING), people=(SALES,))
    room.delivers()
    room.is_in(ENGINEERING, error="internal_error")
    amends(room, report)
    assert room.copy(report, SALES).state == CopyState.SHARED
    room.is_in(ENGINEERING, JONAS)
    sharing.redraw(room.session, report, room.now)
    assert room.copy(report, SALES).state == CopyState.WITHDRAWN
    assert "NEWS" not in went_to(room, SALES)


def test_a_channel_that_they_are_in_is_too_wide_from_then_on(room: Room) -> None:
    room.is_in(EVERYBODY, MAYA, ANA)
    report = room.publishes(room.approved(**SECRET), channels=(EVERYBODY,))
    room.delivers()
    takes_off(room, report, ANA)
    assert room.copy(report, EVERYBODY).state == CopyState.WITHDRAWN


def test_who_declines_to_review_it_keeps_no_invitation_to_its_debrief(room: Room) -> None:
    report = room.written(**SECRET)
    room.asks(report, ANA, TOM)
    plans(room, report, ANA)
    room.delivers()
    reviewing.decline(room.session, report.id, "No time.", by=room.person(ANA), moment=room.moment)
    assert "This report is no longer shared here." in room.said_to(ANA)


def test_where_it_is_for_everybody_who_is_taken_off_goes_on_reading_it(room: Room) -> None:
    report = room.publishes(room.approved(), people=(ANA,))
    room.delivers()
    takes_off(room, report, ANA)
    amends(room, report)
    assert "NEWS" in went_to(room, ANA)


def test_whom_it_is_not_for_any_more_for_another_reason_reads_no_amendment(room: Room) -> None:
    report = room.publishes(room.approved(**SECRET), people=(MAYA,))
    room.delivers()
    report.named = [TOM]
    amends(room, report)
    assert "NEWS" not in went_to(room, MAYA)
    assert room.copy(report, MAYA).state == CopyState.WITHDRAWN


@pytest.mark.parametrize("state", [State.WAITING, State.UNSURE, State.REFUSED])
def test_what_waits_for_them_to_hear_goes_without_a_word_of_it(room: Room, state: State) -> None:
    report = room.published(**SECRET)
    room.delivers()
    amends(room, report)
    rows = [row for row in room.rows(Delivery.channel == ANA) if "NEWS" in str(row.payload)]
    assert rows, "who approved it hears of an amendment"
    for row in rows:
        row.state = state
    takes_off(room, report, ANA)
    assert "NEWS" not in went_to(room, ANA)


def test_who_was_invited_to_its_debrief_keeps_no_title_of_it(room: Room) -> None:
    report = room.published(**SECRET)
    plans(room, report, ANA)
    room.delivers()
    takes_off(room, report, ANA)
    assert "This report is no longer shared here." in room.said_to(ANA)


def test_who_approved_its_version_for_customers_does_not_hear_what_changed_but_its_owner_does(room: Room) -> None:
    report = room.published(**SECRET)
    owners.invite(room.session, report.id, [JONAS], by=room.person(PRIYA), settings=room.settings, now=room.now)
    writes(room, report)
    approves(room, report)
    version = room.session.get_one(ReportCustomerVersion, report.id)
    assert version.approved_by
    takes_off(room, report, version.approved_by)
    amends(room, report)
    assert "NEWS" not in went_to(room, version.approved_by)
    assert "NEWS: the impact." in went_to(room, PRIYA)


def test_who_began_it_does_not_hear_why_it_was_dropped(room: Room) -> None:
    report = room.written(**SECRET)
    assert report.made_by == JONAS
    takes_off(room, report, JONAS)
    told: dict[str, Any] = {"by": room.person(PRIYA), "settings": room.settings, "now": room.now}
    reviewing.drop(room.session, report.id, "NEWS", **told)
    assert "NEWS" not in went_to(room, JONAS)


def test_who_chose_a_place_hears_only_as_long_as_it_is_for_them_that_it_did_not_arrive(room: Room) -> None:
    report = room.publishes(room.approved(**SECRET), people=(MAYA,), by=JONAS)
    room.delivers()
    takes_off(room, report, JONAS)
    before = went_to(room, JONAS)
    review_desk.not_shared(room.session, report, room.copy(report, MAYA), room.now, "restricted_action")
    assert went_to(room, JONAS) == before
    assert report.title in went_to(room, PRIYA)


def test_a_title_that_is_not_out_yet_is_for_those_who_work_on_it(room: Room) -> None:
    report = room.published()
    takes_off(room, report, ANA)
    published, report.title = report.title, "Not out yet"
    assert titles.told(room.session, report, {ANA, PRIYA, None}) == {ANA: published, PRIYA: "Not out yet"}

"""Figures of reports: honest where cases are few, with what never came in them, and with nobody's name."""

from datetime import date, timedelta
from typing import Any

import pytest

from bot import wiring
from bot.reports import actions, elsewhere, figures_queries, figures_text
from bot.reports.actions import Draft
from bot.reports.actions_rules import Kind
from bot.reports.figures import Case, Deed, Factor, figures
from bot.reports.models import Report
from bot.reports.sharing_models import ReportReader
from bot.reports.states import Audience, State
from bot.spread import Share
from tests.commitments.office import JONAS, PRIYA
from tests.factories import ANA, MAYA, TOM
from tests.reports.room import Room

ENDED = date(2026, 2, 27)


def case(**told: Any) -> Case:
    usual = {
        "id": 1,
        "severity": 2,
        "ended": ENDED,
        "drafted_after": 2,
        "draft_late": False,
        "published_after": 4,
        "publish_late": False,
        "dropped": False,
        "readers": 0,
        "services": frozenset(),
        "words": frozenset(),
    }
    return Case(**{**usual, **told})


def said(*cases: Case, deeds: tuple[Deed, ...] = ()) -> str:
    return "\n".join(figures_text.lines(figures(cases, deeds)))


@pytest.mark.parametrize(
    ("days", "told"),
    [
        ((4,), "It came after 4 working days."),
        ((2, 1, 4), "Each after 1, 2 and 4 working days."),
        ((1, 2, 3, 4, 9), "Half within 3 working days."),
        ((1, 2, 3, 4, 5, 9), "Half within 3.5 working days."),
        (tuple(range(1, 11)), "Half within 5.5 working days, nine of ten within 9 working days."),
    ],
)
def test_few_cases_are_listed_and_many_have_a_median(days: tuple[int, ...], told: str) -> None:
    assert said(*(case(published_after=one) for one in days)).splitlines()[2].endswith(told)


def test_what_is_open_past_its_target_is_a_miss_and_what_has_time_is_not() -> None:
    late = case(drafted_after=None, draft_late=True, published_after=None, publish_late=True)
    fresh = case(drafted_after=None, published_after=None)
    found = figures([case(), late, fresh, case(publish_late=True)], [])
    assert (found.drafted, found.out) == (Share(2, 0, 1), Share(1, 1, 1))
    assert "1 of 3 in time, 1 late, 1 open past the target." in said(case(), late, fresh, case(publish_late=True))


def test_an_incident_that_goes_on_and_a_dropped_report_are_told_and_in_no_share() -> None:
    going = case(ended=None, drafted_after=None, published_after=None, draft_late=True, publish_late=True)
    dropped = case(dropped=True, published_after=None, publish_late=True)
    assert said(case(), going, dropped).startswith(
        "3 reports, 1 published; 1 of an incident that goes on, 1 dropped with a reason.\nDraft ready: 1 of 1 in time."
    )


def test_actions_count_by_the_day_first_promised() -> None:
    deeds = (
        Deed(promised=True, done=True, let_go=False, late=False),
        Deed(promised=True, done=True, let_go=False, late=True),
        Deed(promised=True, done=False, let_go=False, late=True),
        Deed(promised=True, done=False, let_go=False, late=False),
        Deed(promised=True, done=False, let_go=True, late=True),
        Deed(promised=False, done=False, let_go=False, late=True),
    )
    assert (
        "Actions: 6; 1 of 3 in time, 1 late, 1 open past the target; 1 let go with a reason; "
        "1 not promised by anybody yet." in said(case(), deeds=deeds)
    )


def test_what_comes_back_is_in_several_reports_and_counts_once_in_each() -> None:
    two = [case(services=frozenset({"checkout"}), words=frozenset({"cache"})) for _ in range(2)]
    assert figures(two, []).services == [Factor("checkout", 2)]
    assert figures(two, []).words == []
    three = [*two, case(words=frozenset({"cache", "failover"}))]
    assert figures(three, []).words == [Factor("cache", 3)]


def test_reports_of_several_severities_are_told_by_each() -> None:
    assert "By severity" not in said(case(), case())
    told = said(case(severity=1, published_after=2), case(severity=3), case(severity=3, published_after=None))
    assert (
        "By severity: 1: 1 report, published after 2 working days; 3: 2 reports, published after 4 working days."
        in (told)
    )


def test_the_sentence_for_everybody_tells_what_comes_back() -> None:
    twice = [case(services=frozenset({"checkout"})) for _ in range(2)]
    assert figures_text.sentence(figures(twice, []), "last week").endswith(". Comes back: checkout in 2.")
    assert "Comes back" not in figures_text.sentence(figures([case()], []), "last week")


def test_the_all_hands_hears_also_of_severities_and_drafts() -> None:
    found = figures([case(severity=1, drafted_after=0), case(severity=3), case(severity=3, drafted_after=None)], [])
    assert figures_text.for_all_hands(found, "since then")[1] == (
        "Severity 1: 1 report, severity 3: 2 reports. Drafts ready: Each after 0 and 2 working days."
    )
    many = figures([case(drafted_after=days) for days in range(5)], [])
    assert figures_text.for_all_hands(many, "since then")[1].endswith("Drafts ready: Half within 2 working days.")
    assert figures_text.for_all_hands(figures([], []), "since then") == []


def test_app_home_tells_how_often_reports_were_read_their_severities_and_what_comes_back() -> None:
    twice = [case(severity=level, readers=4, services=frozenset({"checkout"})) for level in (1, 2)]
    told = list(figures_text.at_a_glance(figures([*twice, case(dropped=True, published_after=None)], [])))
    assert told == [
        "3 reports, 2 published, read 8 times; 1 dropped with a reason. Each after 4 and 4 working days.",
        "Draft ready: Each after 2 and 2 working days.",
        "Severity 1: 1 report, severity 2: 1 report.",
        "Comes back: checkout in 2.",
    ]


# From the database


@pytest.fixture
def room(desk: Any) -> Room:
    return Room(desk.session, desk.settings, desk.now)


def publishes(room: Room, report: Report, after: timedelta) -> None:
    room.later(days=after.days)
    report.state, report.published_at = State.PUBLISHED, room.now
    room.session.flush()


def found(room: Room, days: int = 91) -> str:
    start, end = room.now - timedelta(days=days), room.now + timedelta(seconds=1)
    figures_ = figures_queries.between(room.session, room.settings, start, end, room.now)
    return "\n".join(figures_text.lines(figures_))


def test_days_are_working_days_after_the_end_and_readers_are_counted(room: Room) -> None:
    report = room.approved()
    publishes(room, report, timedelta(days=4))  # from Friday to Tuesday
    for reader in (ANA, TOM):
        room.session.add(ReportReader(report_id=report.id, person=reader, channel="C0CTO", read_at=room.now, took=""))
    room.session.flush()
    assert found(room) == (
        "1 report, 1 published.\nDraft ready: 1 of 1 in time. It came after 0 working days.\n"
        "Published: 1 of 1 in time. It came after 2 working days.\nRead: 2 times in all."
    )


@pytest.mark.parametrize("audience", [Audience.NAMED, Audience.ENGINEERING])
def test_a_report_that_is_not_for_everybody_is_in_no_count_and_no_line(room: Room, audience: Audience) -> None:
    since = room.now - timedelta(days=1)
    report = room.starts(audience=audience, named=(MAYA,))
    draft = Draft("Add an alert", Kind.DETECT, JONAS)
    told: dict[str, Any] = {"by": JONAS, "settings": room.settings, "now": room.now, "promising": wiring.PROMISING}
    actions.write(room.session, report, draft, **told)
    publishes(room, report, timedelta(days=3))
    assert found(room).startswith("0 reports")
    for tell in (elsewhere.last_week, elsewhere.since_all_hands, elsewhere.changes):
        assert tell(room.session, room.settings, since, room.now) == []


def test_nobodys_name_comes_back_as_a_factor(room: Room) -> None:
    for _ in range(3):
        report = room.written(services=("Checkout",))
        room.writes(report, "factors", "Jonas saw the failover of the cache, and Keller the replication.")
        room.asks(report, ANA)
        room.publishes(room.approves(report))
    assert "Comes back: checkout in 3, cache in 3, failover in 3, replication in 3." in found(room)


def test_words_that_are_not_published_come_back_in_no_figure(room: Room) -> None:
    for _ in range(3):
        report = room.published()
        room.later(minutes=1)
        room.writes(report, "factors", "The failover of the cache.")
    assert "failover" not in found(room)


def test_friday_is_told_what_was_published_and_monday_how_it_goes(room: Room) -> None:
    since = room.now - timedelta(days=1)
    report = room.approved(title="Checkout <slow>")
    publishes(room, report, timedelta(days=3))
    told = (room.session, room.settings, since, room.now)
    assert elsewhere.changes(*told) == ["report “Checkout &lt;slow&gt;” published, not read yet"]
    assert elsewhere.last_week(*told) == ["Incidents last week: 1 of 1 report published, after 1 working day."]
    assert PRIYA not in str(elsewhere.last_week(*told))

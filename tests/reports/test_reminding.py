"""The owner of a report is reminded of it: gently, in their hours, and nobody else."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import sqlalchemy as sa

from bot import prompts, wiring
from bot.access import Person
from bot.audit import AuditEntry
from bot.commitments import hand_overs, promises, unanswered, words
from bot.commitments import reminders as commitment_reminders
from bot.commitments.models import Commitment
from bot.commitments.states import State as CommitmentState
from bot.commitments.words import Word
from bot.reports import actions, actions_text, home, log, orphans, reminding, reminding_rules
from bot.reports.actions import Draft
from bot.reports.actions_rules import Kind, Stand
from bot.reports.models import Report
from bot.reports.reminding_rules import Stage
from bot.reports.reviewing import NotNow
from bot.reports.sight import NotThere
from bot.reports.states import Audience, State
from bot.slack import people
from bot.slack.home import Look
from bot.slack.outbox import Delivery
from bot.slack.outbox import Kind as Method
from bot.slack.people import Member
from bot.slack.validation import problems
from tests.commitments.office import JONAS, PRIYA, leaves
from tests.factories import ANA, MAYA, TOM
from tests.reports.desk import Desk

WORDS = prompts.load().of("report_actions")
PROMISE_WORDS = prompts.load().of("commitments")


def on(day: int, hour: int = 10, month: int = 3) -> datetime:
    return datetime(2026, month, day, hour, tzinfo=UTC)


@dataclass
class Rounds:
    """The hourly job, made by hand."""

    desk: Desk

    def at(self, *moments: datetime) -> None:
        for moment in moments:
            self.desk.now = moment
            orphans.notice_departures(self.desk.session, self.desk.settings, moment)
            reminding.remind(self.desk.session, settings=self.desk.settings, words=WORDS, now=moment)

    def each_day(self, first: date, last: date) -> None:
        for number in range((last - first).days + 1):
            day = first + timedelta(days=number)
            self.at(datetime(day.year, day.month, day.day, 10, tzinfo=UTC))

    def said_to(self, person: str) -> list[str]:
        return [row.payload["text"].partition("\n")[2] for row in self.rows(person)]

    def rows(self, person: str) -> list[Delivery]:
        self.desk.session.flush()
        query = sa.select(Delivery).where(Delivery.channel == person, Delivery.kind == Method.POST)
        return list(self.desk.session.scalars(query.order_by(Delivery.id)))


@pytest.fixture
def rounds(desk: Desk) -> Rounds:
    return Rounds(desk)


def owned(desk: Desk, **told: Any) -> Report:
    """By Jonas, in Berlin; the incident ended on Friday 27 February."""
    return desk.starts(by=TOM, owner=JONAS, **told)


@pytest.mark.parametrize(
    ("today", "number"),
    [("1 half", 0), ("3", 0), ("5", 1), ("8", 1), ("9", 2), ("15", 2), ("16", 3), ("23", 4)],
)
def test_half_the_target_then_once_a_week(today: str, number: int) -> None:
    start, due = date(2026, 3, 1), date(2026, 3, 9)
    assert reminding_rules.reminders(start, due, date(2026, 3, int(today.split()[0]))) == number


def test_what_was_due_before_a_step_began_is_not_made_up_for() -> None:
    late = date(2026, 3, 20)
    assert reminding_rules.to_send(late, date(2026, 3, 9), late, sent=0) == 0
    assert reminding_rules.to_send(late, date(2026, 3, 9), date(2026, 3, 23), sent=0) == 4
    assert reminding_rules.stage(4) is Stage.LATE


def test_an_owner_hears_at_half_at_the_target_and_then_weekly_in_their_hours(rounds: Rounds, desk: Desk) -> None:
    owned(desk)
    rounds.each_day(date(2026, 2, 27), date(2026, 3, 12))
    assert rounds.said_to(JONAS) == [
        WORDS["draft_half"],
        WORDS["draft_target"].format(day="4 March"),
        WORDS["draft_late"].format(day="4 March"),
    ]
    assert [row.created_at.day for row in rounds.rows(JONAS)] == [2, 4, 11]
    assert not problems(rounds.rows(JONAS)[0].payload)
    assert rounds.rows(TOM) == []


def test_nobody_is_reminded_at_night_at_the_weekend_or_twice_a_day(rounds: Rounds, desk: Desk) -> None:
    owned(desk)
    rounds.at(on(4, 5), on(4, 20), on(7, 10), on(8, 10))
    assert rounds.rows(JONAS) == []
    rounds.at(on(9, 9), on(9, 10), on(9, 15))
    assert len(rounds.rows(JONAS)) == 1


def test_not_now_is_quiet_for_a_week_and_the_message_says_so(rounds: Rounds, desk: Desk) -> None:
    report = owned(desk)
    rounds.at(on(3))
    reminding.not_now(desk.session, report, by=JONAS, settings=desk.settings, now=desk.now)
    rounds.each_day(date(2026, 3, 3), date(2026, 3, 9))
    (row,) = rounds.rows(JONAS)
    assert "Not now" in row.payload["text"]
    rounds.at(on(10))
    assert len(rounds.rows(JONAS)) == 2


def test_in_review_it_is_about_publishing_and_published_it_is_quiet(rounds: Rounds, desk: Desk) -> None:
    report = owned(desk)
    rounds.at(on(3))
    report.state, report.submitted_at = State.IN_REVIEW, on(3)
    rounds.each_day(date(2026, 3, 3), date(2026, 3, 6))
    assert rounds.said_to(JONAS)[1:] == [WORDS["publish_half"], WORDS["publish_target"].format(day="6 March")]
    report.state = State.PUBLISHED
    rounds.each_day(date(2026, 3, 9), date(2026, 3, 27))
    assert len(rounds.rows(JONAS)) == 3


# Actions without an owner


def writes(desk: Desk, report: Report, owner: str | None = None, number: int | None = None) -> None:
    draft = Draft("Alert on <cache> hit rate", Kind.DETECT, owner)
    told = {"by": TOM, "settings": desk.settings, "now": desk.now, "promising": wiring.PROMISING}
    actions.write(desk.session, report, draft, number=number, **told)


def test_only_the_owner_of_the_report_is_asked_who_does_an_action_and_once_a_week(rounds: Rounds, desk: Desk) -> None:
    report = owned(desk)
    report.state = State.PUBLISHED
    writes(desk, report)
    rounds.at(on(3))
    assert rounds.rows(JONAS) == []  # until the third there is time
    rounds.each_day(date(2026, 3, 4), date(2026, 3, 11))
    assert len(rounds.rows(JONAS)) == 2
    assert "• Alert on &lt;cache&gt; hit rate" in rounds.said_to(JONAS)[0]
    rows = desk.session.scalars(sa.select(Delivery).where(Delivery.channel != JONAS)).all()
    assert rows == []


def lives_in(desk: Desk, person: str, zone: str) -> None:
    people.remember(desk.session, [Member(person, "Jonas Keller", zone, False, False, False)], desk.now)


@pytest.mark.parametrize("zone", ["America/Los_Angeles", "Pacific/Auckland", "Europe/Berlin"])
def test_the_day_of_an_action_is_over_when_it_is_over_where_the_owner_of_the_report_is(desk: Desk, zone: str) -> None:
    lives_in(desk, JONAS, zone)
    report = owned(desk)
    writes(desk, report)
    (one,) = actions.of(desk.session, report, desk.now)
    midnight = datetime.combine(one.assign_by + timedelta(days=1), time(), ZoneInfo(zone))
    for moment, late in ((midnight - timedelta(minutes=1), False), (midnight, True)):
        desk.now = moment.astimezone(UTC)
        assert bool(reminding.without_owners(desk.session, desk.settings, desk.now)) is late
        shown = Look(Person(JONAS), desk.settings, prompts.load(), desk.now)
        assert ("1 action waits for an owner." in str(home.waiting(desk.session, shown))) is late


def test_what_is_due_today_where_the_owner_of_the_report_is_comes_next(desk: Desk) -> None:
    lives_in(desk, JONAS, "America/Los_Angeles")
    report = owned(desk)
    writes(desk, report, owner=MAYA)
    (one,) = actions.of(desk.session, report, desk.now)
    evening = datetime.combine(one.due, time(20), ZoneInfo("America/Los_Angeles")).astimezone(UTC)
    told = actions_text.line(desk.session, report, desk.settings, evening)
    assert f"next due {one.due.day} {one.due:%B}" in told
    later = actions_text.line(desk.session, report, desk.settings, evening + timedelta(hours=4))
    assert "next due" not in later


def test_whoever_is_asked_for_an_action_is_asked_once_more_and_then_its_reports_owner_hears_once(
    rounds: Rounds, desk: Desk
) -> None:
    report = owned(desk)
    report.state = State.PUBLISHED
    writes(desk, report, owner=MAYA)
    days_of_asking(rounds, date(2026, 2, 28), 200)

    assert [row.created_at.day for row in rounds.rows(MAYA)] == [27, 4]
    (told,) = rounds.rows(JONAS)
    assert f"{told.created_at:%-d %b}" == "6 Mar"
    assert "• Alert on &lt;cache&gt; hit rate: Maya Okafor, asked <!date^" in told.payload["text"]
    assert not problems(told.payload)
    assert "Ask somebody else" in str(told.payload["blocks"])
    assert rounds.rows(TOM) == rounds.rows(PRIYA) == []


def test_who_is_asked_instead_has_as_long_and_the_first_hears_that_nothing_is_promised(
    rounds: Rounds, desk: Desk
) -> None:
    report = owned(desk)
    report.state = State.PUBLISHED
    writes(desk, report, owner=MAYA)
    days_of_asking(rounds, date(2026, 2, 28), 13)
    desk.now = on(13)
    writes(desk, report, owner=ANA, number=1)
    assert "took this back. Nothing is promised." in rounds.rows(MAYA)[-1].payload["text"]

    days_of_asking(rounds, date(2026, 3, 13), 60)
    assert [row.created_at.day for row in rounds.rows(ANA)] == [13, 18]
    assert [row.created_at.day for row in rounds.rows(JONAS)] == [6, 20]
    assert "Ana Ruiz" in rounds.rows(JONAS)[-1].payload["text"]
    (one,) = actions.of(desk.session, report, desk.now)
    assert (one.stand, one.owner) == (Stand.ASKED, ANA)


def test_who_answers_is_not_asked_again(rounds: Rounds, desk: Desk) -> None:
    report = owned(desk)
    report.state = State.PUBLISHED
    accepted(desk, report, MAYA)
    days_of_asking(rounds, date(2026, 2, 28), 13)
    assert len(rounds.rows(MAYA)) == 1


def days_of_asking(rounds: Rounds, first: date, days: int) -> None:
    """Both jobs, twice a day."""
    desk = rounds.desk
    for number in range(days):
        day = first + timedelta(days=number)
        for hour in (4, 10):
            moment = datetime(day.year, day.month, day.day, hour, tzinfo=UTC)
            unanswered.ask_again(desk.session, settings=desk.settings, now=moment)
            rounds.at(moment)


# Actions that somebody promised


def accepted(desk: Desk, report: Report, owner: str, due: date | None = None) -> Commitment:
    draft = Draft("Alert on <cache> hit rate", Kind.DETECT, owner, due)
    told = {"by": JONAS, "settings": desk.settings, "now": desk.now, "promising": wiring.PROMISING}
    row = actions.write(desk.session, report, draft, **told)
    found = desk.session.get_one(Commitment, row.commitment)
    promises.accept(desk.session, found.id, found.updates, by=owner, settings=desk.settings, now=desk.now)
    return found


def asked_on(rounds: Rounds, person: str, first: date, days: int) -> list[str]:
    """Days on which this person is asked for a word, of so many."""
    desk, found = rounds.desk, []
    for number in range(days):
        day = first + timedelta(days=number)
        for hour in (4, 9, 13):
            before, now = len(rounds.rows(person)), datetime(day.year, day.month, day.day, hour, tzinfo=UTC)
            commitment_reminders.remind(desk.session, settings=desk.settings, words=PROMISE_WORDS, now=now)
            found += [f"{day:%-d %b}"] * (len(rounds.rows(person)) - before)
    return found


def test_an_action_is_asked_about_before_its_date_and_after_it_until_something_becomes_of_it(
    rounds: Rounds, desk: Desk
) -> None:
    report = owned(desk)
    desk.now = on(27, month=2)
    promise = accepted(desk, report, TOM, date(2026, 3, 27))

    asked = asked_on(rounds, TOM, date(2026, 2, 28), 80)
    assert asked == [
        *("13 Mar", "17 Mar", "19 Mar"),  # no word for two weeks
        *("24 Mar", "26 Mar"),
        *("30 Mar", "1 Apr"),  # its date has passed
        *("8 Apr", "15 Apr", "22 Apr", "29 Apr", "6 May", "13 May"),
    ]
    assert "Its date, 27 Mar, has passed" in rounds.rows(TOM)[-1].payload["text"]

    word = Word(promise.updates, CommitmentState.KEPT)
    words.say(desk.session, promise.id, word, by=Person(TOM), settings=desk.settings, now=on(19, month=5))
    assert asked_on(rounds, TOM, date(2026, 5, 19), 60) == []


def test_all_actions_of_a_person_that_are_past_their_dates_come_in_one_message_a_week(
    rounds: Rounds, desk: Desk
) -> None:
    report = owned(desk)
    desk.now = on(27, month=2)
    for day in (25, 26, 27):
        accepted(desk, report, TOM, date(2026, 3, day))
    asked_on(rounds, TOM, date(2026, 2, 28), 45)
    before = len(rounds.rows(TOM))

    assert len(asked_on(rounds, TOM, date(2026, 4, 14), 70)) == 10
    assert all(row.payload["text"].startswith("3 of your promises") for row in rounds.rows(TOM)[before:])


def test_whoever_takes_an_action_over_is_asked_in_place_of_its_owner(rounds: Rounds, desk: Desk) -> None:
    report = owned(desk)
    desk.now = on(27, month=2)
    promise = accepted(desk, report, TOM, date(2026, 3, 27))
    asked_on(rounds, TOM, date(2026, 2, 28), 60)
    told = {"settings": desk.settings, "now": on(29, month=4)}
    hand_overs.offer(desk.session, promise.id, to=MAYA, note="", by=Person(TOM), **told)
    hand_overs.take(desk.session, promise.id, by=MAYA, **told)

    before = len(rounds.rows(TOM))
    assert len(asked_on(rounds, MAYA, date(2026, 4, 30), 60)) >= 8
    assert len(rounds.rows(TOM)) == before


# An owner who leaves


def test_when_an_owner_leaves_whoever_works_on_it_hears_and_can_hand_it_over(rounds: Rounds, desk: Desk) -> None:
    report = owned(desk)
    leaves(desk.session, JONAS, desk.now)
    rounds.at(on(4), on(4, 11))
    assert report.owner is None
    mine, as_operator = rounds.rows(TOM)
    assert "Jonas Keller left" in mine.payload["text"]
    assert "Take it over" in str(mine.payload["blocks"])
    assert as_operator.payload["text"].startswith(f"Jonas Keller left. Report {report.id} is without an owner")
    assert rounds.rows(JONAS) == []
    assert log.read(desk.session, report.id)[-1].person is None


@pytest.mark.parametrize("audience", [Audience.EVERYONE, Audience.ENGINEERING])
def test_operators_hear_of_a_report_that_nobody_works_on_without_its_title(
    rounds: Rounds, desk: Desk, audience: Audience
) -> None:
    report = desk.starts(by=JONAS, owner=JONAS, audience=audience)
    leaves(desk.session, JONAS, desk.now)
    rounds.at(on(4))
    (row,) = rounds.rows(TOM)
    assert f"nobody else works on report {report.id}" in row.payload["text"]
    assert report.title not in row.payload["text"]


def test_a_report_for_named_people_is_offered_to_them_and_operators_cannot_open_it(rounds: Rounds, desk: Desk) -> None:
    report = desk.starts(by=JONAS, owner=JONAS, audience=Audience.NAMED, named=(ANA,))
    leaves(desk.session, JONAS, desk.now)
    rounds.at(on(4))
    (offered,) = rounds.rows(ANA)
    assert "Take it over" in str(offered.payload["blocks"])
    assert report.title not in str(offered.payload), "it is not published"
    orphans.take_over(desk.session, report.id, by=Person(ANA), settings=desk.settings, now=desk.now)
    assert report.owner == ANA
    assert not desk.session.scalars(sa.select(AuditEntry).where(AuditEntry.act == orphans.TAKEN_OVER)).all()
    report.owner = None
    assert all(report.title not in str(row.payload) for row in rounds.rows(TOM))
    with pytest.raises(NotThere):
        orphans.take_over(desk.session, report.id, by=Person(TOM), settings=desk.settings, now=desk.now)


def test_where_all_for_whom_it_is_have_left_an_operator_takes_it_and_the_audit_tells(
    rounds: Rounds, desk: Desk
) -> None:
    report = desk.starts(by=JONAS, owner=JONAS, audience=Audience.NAMED, named=(ANA,))
    for person in (JONAS, ANA):
        leaves(desk.session, person, desk.now)
    rounds.at(on(4))
    orphans.take_over(desk.session, report.id, by=Person(TOM), settings=desk.settings, now=desk.now)
    assert report.owner == TOM
    (entry,) = desk.session.scalars(sa.select(AuditEntry).where(AuditEntry.act == orphans.TAKEN_OVER))
    assert (entry.by, entry.subject) == (TOM, f"report {report.id}")


def test_the_first_who_takes_it_holds_the_pen(rounds: Rounds, desk: Desk) -> None:
    report = desk.starts(by=JONAS, owner=JONAS)
    leaves(desk.session, JONAS, desk.now)
    rounds.at(on(4))
    with pytest.raises(NotThere):
        orphans.take_over(desk.session, report.id, by=Person(ANA), settings=desk.settings, now=desk.now)
    orphans.take_over(desk.session, report.id, by=Person(TOM), settings=desk.settings, now=desk.now)
    assert report.owner == TOM
    (entry,) = desk.session.scalars(sa.select(AuditEntry).where(AuditEntry.act == orphans.TAKEN_OVER))
    assert (entry.by, entry.subject) == (TOM, f"report {report.id}")
    with pytest.raises(NotNow, match="holds the pen"):
        orphans.take_over(desk.session, report.id, by=Person(TOM), settings=desk.settings, now=desk.now)


def test_nobody_is_told_where_all_is_published_and_done(rounds: Rounds, desk: Desk) -> None:
    report = owned(desk)
    report.state = State.PUBLISHED
    leaves(desk.session, JONAS, desk.now)
    rounds.at(on(4))
    assert rounds.rows(TOM) == rounds.rows(PRIYA) == []

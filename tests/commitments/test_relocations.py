"""Whoever lives elsewhere by now: the day ends there, and no day that is over ends once more."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.commitments import cards, ledger
from bot.commitments.counting import Course, Period, is_by
from bot.commitments.dates import kept_text
from bot.commitments.history_views import line_text
from bot.commitments.outcomes import Outcome, outcomes
from bot.commitments.rules import shown, silent_at, standing
from bot.commitments.standing import due_at
from bot.commitments.states import Kind, State, Update
from bot.commitments.words import ChangedMeanwhile
from tests.commitments.courses import BERLIN, JONAS, KOLKATA, PRIYA, course
from tests.commitments.office import Office, later
from tests.commitments.office import day as day_of

ANGELES = ZoneInfo("America/Los_Angeles")
IN_BERLIN, IN_KOLKATA, IN_ANGELES = (
    datetime(2026, 3, 20, 23, tzinfo=UTC),
    datetime(2026, 3, 20, 18, 30, tzinfo=UTC),
    datetime(2026, 3, 21, 7, tzinfo=UTC),
)


def elsewhere(kind: Kind, zone: ZoneInfo, at: datetime, since: ZoneInfo = BERLIN) -> Course:
    """A promise for 20 March, in the zone `since`; from `at` on in another one."""
    before = course("2 Jan promise 20 Mar", "19 Mar on track", zone=since)
    owner = JONAS if kind is Kind.TAKEN else PRIYA
    return Course([*before.updates, Update(4, kind, at, owner, owner=owner, zone=zone)], 14)


@pytest.mark.parametrize("kind", [Kind.RELOCATED, Kind.TAKEN])
@pytest.mark.parametrize(
    ("since", "zone", "at", "due"),
    [
        (BERLIN, ANGELES, "2026-03-20 12:00", IN_ANGELES),
        (BERLIN, KOLKATA, "2026-03-20 12:00", IN_KOLKATA),
        # It has ended there already: it ends as it would have.
        (BERLIN, KOLKATA, "2026-03-20 20:00", IN_BERLIN),
        # It has passed: it stays so.
        (BERLIN, ANGELES, "2026-03-20 23:30", IN_BERLIN),
        (KOLKATA, BERLIN, "2026-03-20 19:00", IN_KOLKATA),
    ],
)
def test_the_day_ends_where_the_owner_lives_by_then_and_no_day_that_is_over_ends_again(
    kind: Kind, since: ZoneInfo, zone: ZoneInfo, at: str, due: datetime
) -> None:
    moment = datetime.fromisoformat(f"{at}+00:00")
    found = elsewhere(kind, zone, moment, since)

    assert due_at(found.standing) == due
    assert shown(found.standing, 14, moment) is (State.PAST_DATE if due <= moment else State.ON_TRACK)
    assert outcomes(found, Period(moment, datetime(2026, 4, 1, tzinfo=UTC))) == (
        () if due <= moment else (Outcome.MISSED,)
    )


def test_another_day_ends_where_the_owner_lives_whatever_became_of_the_one_before() -> None:
    passed = elsewhere(Kind.RELOCATED, ANGELES, IN_BERLIN)
    moved = [*passed.updates, Update(5, Kind.MOVED, IN_BERLIN, PRIYA, day=day_of("27 Mar"))]

    assert due_at(standing(moved)) == datetime(2026, 3, 28, 7, tzinfo=UTC)
    assert standing(moved).moves[-1].in_time is False


@pytest.mark.parametrize("kind", [Kind.RELOCATED, Kind.TAKEN])
def test_what_is_silent_is_not_heard_again_by_a_flight_to_the_west(kind: Kind) -> None:
    silent = silent_at(course("2 Jan promise 20 Mar", "1 Feb on track").standing, 14)
    told = [*course("2 Jan promise 20 Mar", "1 Feb on track").updates]
    flown = standing([*told, Update(4, kind, silent, PRIYA, owner=PRIYA, zone=ANGELES)])

    assert shown(flown, 14, silent) is State.SILENT


#: 20 March is over in Berlin, and not yet in Los Angeles; over in Kolkata, and not yet in Berlin.
NIGHT_IN_BERLIN, EVENING_IN_BERLIN = datetime(2026, 3, 20, 23, 30, tzinfo=UTC), datetime(2026, 3, 20, 20, tzinfo=UTC)


@pytest.mark.parametrize(
    ("zone", "at", "on", "outcome", "line"),
    [
        (KOLKATA, EVENING_IN_BERLIN, None, Outcome.KEPT, "on its day"),
        (KOLKATA, EVENING_IN_BERLIN, "21 Mar", Outcome.KEPT, "on its day"),
        (KOLKATA, EVENING_IN_BERLIN, "19 Mar", Outcome.KEPT, "1 day early"),
        (ANGELES, NIGHT_IN_BERLIN, None, Outcome.KEPT_LATE, "1 day late"),
        (ANGELES, NIGHT_IN_BERLIN, "20 Mar", Outcome.KEPT_LATE, "1 day late"),
        (ANGELES, NIGHT_IN_BERLIN, "19 Mar", Outcome.KEPT, "1 day early"),
    ],
)
def test_what_ends_in_the_zone_before_is_kept_by_the_days_of_that_zone(
    zone: ZoneInfo, at: datetime, on: str | None, outcome: Outcome, line: str
) -> None:
    moved = elsewhere(Kind.RELOCATED, zone, at)
    said = at + timedelta(minutes=15)
    told = Update(5, Kind.SAID, said, PRIYA, state=State.KEPT, forecast=day_of(on) if on else None)
    found = Course([*moved.updates, told], 14)

    year = Period(datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 4, 1, tzinfo=UTC))
    assert outcomes(found, year) == (outcome,)
    assert kept_text(found.standing.closed_on, found.standing.promised, found.standing.first) == line
    assert is_by(found.standing.closed_on, moved.standing) is (outcome is Outcome.KEPT)


# --- in the office


def test_open_promises_follow_their_owner_and_say_so(office: Office) -> None:
    commitment, waits = office.promises(), office.proposes("The audit is passed")
    office.lives_in("America/Los_Angeles")
    office.lives_in("America/Los_Angeles")

    assert commitment.due_at == datetime(2026, 3, 28, 7, tzinfo=UTC)
    assert office.columns_follow(commitment)
    line = cards.history(office.session, commitment)[-1]
    assert line_text(line, day_of("3 Mar")).endswith(
        "Priya Raman lives in another time zone, so its day ends there from here on: America/Los_Angeles"
    )
    assert [each.kind for each in ledger.updates(office.session, commitment.id)].count(Kind.RELOCATED) == 1
    office.accepts(waits)
    office.lives_in("America/Los_Angeles")
    assert waits.due_at == commitment.due_at


def test_buttons_that_were_drawn_before_still_count(office: Office) -> None:
    commitment = office.promises()
    seen = commitment.updates
    office.lives_in("America/Los_Angeles")
    office.says(commitment, State.AT_RISK, base=seen)

    with pytest.raises(ChangedMeanwhile, match="Priya Raman said something"):
        office.says(commitment, State.ON_TRACK, base=seen)


def test_a_day_is_put_right_also_where_the_owner_lives_elsewhere_since(office: Office) -> None:
    commitment = office.promises()
    office.at("20 Mar 10:00")
    office.moves(commitment, "30 Apr")
    office.lives_in("America/Los_Angeles")
    office.moves(commitment, "3 Apr")

    assert (commitment.moves, commitment.due_at) == (1, datetime(2026, 4, 4, 7, tzinfo=UTC))
    assert office.columns_follow(commitment)


def test_what_was_closed_follows_when_it_is_promised_again(office: Office) -> None:
    commitment = office.promises()
    office.says(commitment, State.KEPT)
    office.lives_in("America/Los_Angeles")
    assert ledger.updates(office.session, commitment.id)[-1].kind is Kind.SAID

    office.says(commitment, State.ON_TRACK, day="24 Apr")
    assert commitment.due_at == datetime(2026, 4, 25, 7, tzinfo=UTC)


def test_who_lives_elsewhere_said_nothing(office: Office) -> None:
    commitment = office.promises()
    later(office, days=20)
    office.lives_in("America/Los_Angeles")

    assert office.state(commitment) is State.SILENT
    assert office.card(commitment).note == ""

"""When all-hands are drafted and held: a series, single dates, exceptions, holidays."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import settings as settings_of_hypothesis
from hypothesis import strategies as st

from bot.commitments import rhythms
from bot.config import InvalidConfig, validated
from bot.meeting_series import EveryWeeks
from bot.rhythm import NoSlot
from bot.settings import Operating
from tests.commitments.office import BERLIN
from tests.factories import settings


def series(**told: object) -> Operating:
    document = settings().model_dump(mode="json", exclude_defaults=True)
    return validated({**document, "all_hands": {"at": "16:00", **told}})


def held(operating: Operating, since: str = "2026-01-01", until: str = "2026-12-31") -> list[str]:
    first, last = (datetime.fromisoformat(day).replace(tzinfo=BERLIN) for day in (since, until))
    return [str(slot.local.date()) for slot in rhythms.meetings(operating).between(first, last)]


def drafted(operating: Operating, since: str = "2026-01-01", until: str = "2026-12-31") -> list[str]:
    first, last = (datetime.fromisoformat(day).replace(tzinfo=BERLIN) for day in (since, until))
    return [str(slot.local.date()) for slot in rhythms.drafting(operating).between(first, last)]


def test_without_a_series_there_is_none() -> None:
    with pytest.raises(NoSlot):
        rhythms.meetings(series()).next_after(datetime(2026, 1, 1, tzinfo=UTC))
    assert drafted(series()) == []


def test_after_the_last_single_date_there_is_none() -> None:
    operating = series(dates=["2026-03-05"])
    for rhythm in (rhythms.meetings(operating), rhythms.drafting(operating)):
        assert rhythm.last_until(datetime(2026, 3, 20, tzinfo=UTC)).local.year == 2026
        with pytest.raises(NoSlot):
            rhythm.next_after(datetime(2026, 3, 20, tzinfo=UTC))


def test_a_day_of_every_month_at_its_hour() -> None:
    first_thursday = series(on="first thursday")

    assert held(first_thursday, until="2026-04-30") == ["2026-01-02", "2026-02-05", "2026-03-05", "2026-04-02"]
    slot = rhythms.meetings(first_thursday).next_after(datetime(2026, 3, 1, tzinfo=UTC))
    assert slot.at == datetime(2026, 3, 5, 15, 0, tzinfo=UTC)


def test_a_day_of_every_week_at_its_hour() -> None:
    weekly = series(on="every thursday")

    assert held(weekly, "2026-03-01", "2026-03-31") == ["2026-03-05", "2026-03-12", "2026-03-19", "2026-03-26"]
    assert drafted(weekly, "2026-03-01", "2026-03-14") == ["2026-03-03", "2026-03-10"]


def test_every_so_many_weeks_from_the_day_of_one_meeting_on_and_none_before() -> None:
    fortnightly = series(on="every 2 weeks from 2026-03-05")

    assert held(fortnightly, "2026-01-01", "2026-04-20") == ["2026-03-05", "2026-03-19", "2026-04-02", "2026-04-16"]
    assert held(series(on="every 6 weeks from 2025-12-04"), "2026-01-01", "2026-04-20") == [
        "2026-01-15",
        "2026-02-26",
        "2026-04-09",
    ]


def test_a_weekly_meeting_gives_way_to_holidays_and_to_exceptions_as_a_monthly_one_does() -> None:
    assert held(series(on="every friday"), "2026-04-25", "2026-05-09") == ["2026-05-04", "2026-05-08"]
    changed = series(on="every thursday", cancelled=["2026-03-12"], moved=["2026-03-19 to 2026-03-20"])
    assert held(changed, "2026-03-01", "2026-03-31") == ["2026-03-05", "2026-03-20", "2026-03-26"]


@given(st.dates(date(2026, 1, 1), date(2026, 12, 31)), st.integers(1, 26), st.integers(0, 20))
def test_every_meeting_of_so_many_weeks_is_that_far_from_the_last(start: date, weeks: int, later: int) -> None:
    rule = EveryWeeks(start=start, weeks=weeks, at=time(16), zone=BERLIN)
    slot = rule.next_after(
        datetime.combine(start + timedelta(weeks=weeks * later), time(), BERLIN) - timedelta(hours=1)
    )

    assert slot.local.date() == start + timedelta(weeks=weeks * later)
    assert rule.next_after(slot.at).local - slot.local == timedelta(weeks=weeks)


def test_a_holiday_moves_it_to_the_next_working_day() -> None:
    assert held(series(on="first friday"), "2026-05-01", "2026-05-31") == ["2026-05-04"]


def test_an_absence_of_the_cto_moves_neither_the_meeting_nor_its_draft_for_everybody_else() -> None:
    away = validated(
        {
            **settings(calendar={"absences": ["2026-03-19..2026-04-10"]}).model_dump(
                mode="json", exclude_defaults=True
            ),
            "all_hands": {"at": "16:00", "on": "first thursday"},
        }
    )

    assert held(away, "2026-04-01", "2026-04-30") == ["2026-04-02"]
    assert drafted(away, "2026-03-15", "2026-04-15") == ["2026-03-31"]
    assert rhythms.cto_is_away(away, date(2026, 4, 2))
    assert not rhythms.cto_is_away(away, date(2026, 4, 6))  # everybody is: Easter Monday
    assert not rhythms.cto_is_away(away, date(2026, 5, 7))


def test_single_dates_stand_as_they_are_and_beside_a_series() -> None:
    assert held(series(dates=["2026-05-01", "2026-03-14"])) == ["2026-03-14", "2026-05-01"]
    assert held(series(on="15", dates=["2026-04-02"]), "2026-04-01", "2026-05-01") == ["2026-04-02", "2026-04-15"]


def test_one_can_be_cancelled_or_moved() -> None:
    changed = series(on="first thursday", cancelled=["2026-04-02"], moved=["2026-03-05 to 2026-03-06"])

    assert held(changed, "2026-03-01", "2026-05-31") == ["2026-03-06", "2026-05-07"]
    assert rhythms.meetings(changed).planned_for(date(2026, 3, 6)) == date(2026, 3, 5)
    assert rhythms.meetings(changed).held_instead_of(date(2026, 3, 5)) == date(2026, 3, 6)


def test_the_draft_comes_two_working_days_before() -> None:
    assert drafted(series(on="first thursday"), "2026-03-01", "2026-03-31") == ["2026-03-03"]
    assert drafted(series(dates=["2026-03-02"])) == ["2026-02-26"]
    assert drafted(series(dates=["2026-05-04"])) == ["2026-04-29"]  # the 1st is a holiday
    assert drafted(series(dates=["2026-03-14"])) == ["2026-03-12"]  # a Saturday


def test_a_moved_meeting_moves_its_draft() -> None:
    moved = series(on="first thursday", moved=["2026-03-05 to 2026-03-10"])

    assert drafted(moved, "2026-03-01", "2026-03-31") == ["2026-03-06"]
    assert rhythms.drafting(moved).meeting_after(date(2026, 3, 6)) == rhythms.meetings(moved).slot_on(date(2026, 3, 10))


DAYS = st.dates(date(2026, 3, 2), date(2026, 5, 31))


@settings_of_hypothesis(max_examples=25)
@given(days=st.sets(DAYS, min_size=1, max_size=4), working_days=st.integers(1, 5))
def test_every_meeting_has_a_draft_that_many_working_days_before(days: set[date], working_days: int) -> None:
    told = {"dates": sorted(map(str, days)), "draft_working_days_before": working_days}
    operating = series(**told)
    drafts, works = rhythms.drafting(operating), rhythms.working_days(operating)
    first = datetime.combine(min(days) - timedelta(days=30), datetime.min.time(), BERLIN)
    slots = list(drafts.between(first, datetime.combine(max(days), datetime.min.time(), BERLIN)))

    for slot in slots:
        day = slot.local.date()
        meeting = drafts.meeting_after(day)
        assert meeting
        between = [day + timedelta(days=number) for number in range((meeting.local.date() - day).days)]
        assert sum(map(works, between)) == working_days
        assert works(day)
    assert {rhythms.drafting(operating).meeting_after(slot.local.date()) for slot in slots}
    assert len(slots) <= len(days)


@pytest.mark.parametrize(
    ("told", "says"),
    [
        ({"on": "every day"}, "first thursday"),
        ({"on": "every 2 weeks"}, "every 2 weeks from 2026-03-05"),
        ({"on": "every 0 weeks from 2026-03-05"}, "every thursday"),
        ({"on": "every 2 weeks from 2026-02-30"}, "day is out of range"),
        ({"on": "32"}, "day of the month"),
        ({"moved": ["2026-03-05"]}, "2026-03-05 to 2026-03-06"),
        ({"dates": ["soon"]}, "is not a date"),
    ],
)
def test_what_cannot_be_read_says_how_to_write_it(told: dict[str, object], says: str) -> None:
    with pytest.raises(InvalidConfig, match=says):
        series(**told)


def test_it_is_kept_as_it_was_written() -> None:
    told = {"on": "First Thursday", "moved": ["2026-03-05 to 2026-03-06"], "cancelled": ["2026-04-02"]}

    kept = series(**told).model_dump(mode="json", exclude_defaults=True)["all_hands"]

    assert kept == {"on": "first thursday", "moved": ["2026-03-05 to 2026-03-06"], "cancelled": ["2026-04-02"]}

"""Where the clock can be moved to."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.sandbox.clock import Clock
from bot.sandbox.refusals import Impossible
from bot.sandbox.window.moves import offered, target

moments = st.integers(946_684_800, 2_840_140_800).map(lambda seconds: datetime.fromtimestamp(seconds, UTC))
zones = st.sampled_from(["Europe/Berlin", "America/New_York", "Asia/Kolkata", "Pacific/Apia"])


@given(moments, zones, st.sampled_from([("friday", 4, 15), ("monday", 0, 9)]))
def test_the_next_friday_or_monday_lies_ahead_within_a_week(
    now: datetime, zone: str, told: tuple[str, int, int]
) -> None:
    name, weekday, hour = told

    moment = target(name, now, zone)

    local = moment.astimezone(ZoneInfo(zone))
    assert (local.weekday(), local.hour, local.minute) == (weekday, hour, 0)
    assert now < moment <= now + timedelta(days=8)


@given(moments, zones)
def test_every_move_that_is_offered_goes_ahead(now: datetime, zone: str) -> None:
    assert all(target(move.name, now, zone) > now for move in offered(now, zone))


def test_a_move_that_is_not_offered_is_refused() -> None:
    with pytest.raises(Impossible, match="yesterday"):
        target("yesterday", datetime(2026, 3, 2, tzinfo=UTC), "UTC")


def test_the_clock_runs_faster_from_where_it_is() -> None:
    clock = Clock(datetime(2026, 3, 2, tzinfo=UTC))
    before = clock.now()

    clock.run_at(3600)

    assert clock.now() - before < timedelta(minutes=30)
    while clock.now() - before < timedelta(minutes=1):
        pass
    with pytest.raises(ValueError, match="speed"):
        clock.run_at(0)

"""The one reading of the system clock."""

from datetime import UTC, datetime

from freezegun import freeze_time

from bot import clock


@freeze_time("2026-03-02T09:00:00+01:00")
def test_now_is_an_aware_instant_in_utc() -> None:
    assert clock.now() == datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
    assert clock.now().tzinfo is UTC

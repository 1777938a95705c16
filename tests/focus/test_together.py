"""Several rhythms as one."""

from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

import pytest

from bot.focus.together import Together
from bot.recurrence import Weekly
from bot.rhythm import NoSlot

TOGETHER = Together(
    (
        Weekly(0, time(9), ZoneInfo("Asia/Kolkata")),
        Weekly(0, time(9), ZoneInfo("Europe/Berlin")),
        Weekly(0, time(8), ZoneInfo("UTC")),
    )
)


def test_several_rhythms_are_one_by_their_instants_and_what_falls_together_is_one_slot() -> None:
    sunday = datetime(2026, 3, 1, 12, tzinfo=UTC)
    first, second = datetime(2026, 3, 2, 3, 30, tzinfo=UTC), datetime(2026, 3, 2, 8, tzinfo=UTC)

    assert TOGETHER.next_after(sunday).at == first
    assert TOGETHER.next_after(first).at == second
    assert TOGETHER.last_until(second).at == second
    assert [slot.at for slot in TOGETHER.between(sunday, second)] == [first, second]
    assert TOGETHER.next_after(sunday).local == first.replace(tzinfo=None)


def test_none_together_have_no_slot() -> None:
    with pytest.raises(NoSlot):
        Together(()).next_after(datetime(2026, 3, 1, tzinfo=UTC))

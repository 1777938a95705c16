"""Days in words: which, how far they moved, and how what was kept stands to what was promised."""

from datetime import date


def day_text(day: date, today: date) -> str:
    """`27 Feb`, and the year where it is another one."""
    short = f"{day.day} {day:%b}"
    return short if day.year == today.year else f"{short} {day.year}"


def moved_text(moves: int, days: int) -> str:
    """`moved 3 times, +41 days`; nothing where the first promise stands."""
    if not moves:
        return ""
    times = "once" if moves == 1 else f"{moves} times"
    return f"moved {times}, {days:+} {_days(days)}"


def kept_text(closed_on: date | None, promised: date | None, first: date | None) -> str:
    """`2 days early`, and against the first date too, where that was another: `…, 14 days after the first date`."""
    if not closed_on or not promised:
        return ""
    days = (promised - closed_on).days
    against_now = f"{abs(days)} {_days(days)} {'early' if days > 0 else 'late'}" if days else "on its day"
    return f"{against_now}, {_from_first((closed_on - first).days)}" if first and first != promised else against_now


def _from_first(days: int) -> str:
    if not days:
        return "on the first date"
    return f"{abs(days)} {_days(days)} {'after' if days > 0 else 'before'} the first date"


def _days(number: int) -> str:
    return "day" if abs(number) == 1 else "days"

"""The slip chart as a picture: the day on which something was said, against the day that was then expected.

A line that stays level kept its date; one that climbs slips. Where it meets the broken line, that day has come.
"""

from collections.abc import Sequence
from datetime import date, timedelta

from bot.commitments.pictures import (
    FAINT,
    GROUND,
    INK,
    LARGE,
    LINE,
    MARGIN,
    SMALL,
    TEXT,
    WIDTH,
    Canvas,
    drawable,
    fitted,
)
from bot.commitments.slips import Slip
from bot.slack.text import one_line

#: A colour and a letter for each; dark enough to be read on white.
INKS = ("#0072b2", "#d55e00", "#006d4f", "#9c3d73", "#1d1c1d", "#8a5a00", "#3b5b92", "#7a2e00")
TOP, PLOT, LEFT, RIGHT, NAME = 120, 560, 150, 70, 46


class _Scale:
    def __init__(self, days: Sequence[date], begin: float, end: float) -> None:
        self.first, self.last = min(days), max(days)
        self._begin, self._end = begin, end

    def __call__(self, day: date) -> float:
        whole = max(1, (self.last - self.first).days)
        return self._begin + (self._end - self._begin) * (day - self.first).days / whole

    def ticks(self, most: int) -> list[date]:
        days = (self.last - self.first).days
        step = max(1, -(-days // most))
        return [self.first + timedelta(days=at) for at in range(0, days + 1, step)]


def slip_picture(slips: Sequence[Slip], today: date) -> bytes:
    """At least one, at most as many as there are inks."""
    slips = slips[: len(INKS)]
    across = _Scale([*(on for slip in slips for on, _ in slip.updates), today], LEFT, WIDTH - RIGHT)
    expected = [day for slip in slips for day in (slip.first, *(each for _, each in slip.updates))]
    up = _Scale([*expected, max(expected) + timedelta(days=3)], TOP + PLOT, TOP + 20)
    canvas = Canvas(TOP + PLOT + 130 + NAME * len(slips) + MARGIN)
    canvas.words(MARGIN, 48, "When each was expected, by the day it was said", LARGE)
    _axes(canvas, across, up)
    for number, slip in enumerate(slips):
        _drawn(canvas, slip, INKS[number], across, up, today)
    _at_the_ends(canvas, [up(slip.updates[-1][1]) for slip in slips], across(today))
    _names(canvas, slips)
    return canvas.png()


def _axes(canvas: Canvas, across: _Scale, up: _Scale) -> None:
    for day in up.ticks(6):
        canvas.line([(LEFT, up(day)), (WIDTH - RIGHT, up(day))], LINE, 1)
        canvas.words(LEFT - 14, up(day), _tick(day), SMALL, FAINT, "rm")
    for day in across.ticks(5):
        canvas.words(across(day), TOP + PLOT + 30, _tick(day), SMALL, FAINT, "mm")
    canvas.words(MARGIN, TOP - 24, "expected on", SMALL, FAINT)
    canvas.words(WIDTH - RIGHT, TOP + PLOT + 66, "said on", SMALL, FAINT, "rm")
    begin, end = max(across.first, up.first), min(across.last, up.last)
    if begin < end:
        canvas.dashed((across(begin), up(begin)), (across(end), up(end)), FAINT)


def _tick(day: date) -> str:
    return f"{day.day} {day:%b}"


def _drawn(canvas: Canvas, slip: Slip, ink: str, across: _Scale, up: _Scale, today: date) -> None:
    before = up(slip.updates[0][1])
    points: list[tuple[float, float]] = []
    for on, day in slip.updates:
        points += [(across(on), before), (across(on), up(day))]
        before = up(day)
    canvas.line([*points, (across(today), before)], ink, 5)


def _at_the_ends(canvas: Canvas, ends: Sequence[float], x: float) -> None:
    """A letter at the end of each line, or as near as others leave room."""
    free = TOP - 20.0
    for number in sorted(range(len(ends)), key=lambda number: ends[number]):
        free = max(free + 40, ends[number])
        _badge(canvas, x + 38, free, number)


def _badge(canvas: Canvas, x: float, y: float, number: int) -> None:
    canvas.box(x - 18, y - 18, 36, 36, INKS[number])
    canvas.words(x, y, "ABCDEFGH"[number], SMALL, GROUND, "mm")


def _names(canvas: Canvas, slips: Sequence[Slip]) -> None:
    canvas.dashed((MARGIN, TOP + PLOT + 66), (MARGIN + 60, TOP + PLOT + 66), FAINT)
    canvas.words(MARGIN + 74, TOP + PLOT + 66, "where a line meets this one, its day is there", SMALL, FAINT)
    for number, slip in enumerate(slips):
        y = TOP + PLOT + 130 + NAME * number
        _badge(canvas, MARGIN + 18, y, number)
        days = (slip.updates[-1][1] - slip.first).days
        moved = f"{days:+} {'day' if abs(days) == 1 else 'days'}" if days else "on its first date"
        canvas.words(WIDTH - MARGIN, y, moved, SMALL, INK, "rm")
        name = drawable(one_line(slip.what), f"Promise {slip.id}")
        canvas.words(MARGIN + 56, y, fitted(name, WIDTH - 2 * MARGIN - 320, TEXT), TEXT)

"""What was expected when, as a picture in plain SVG: a level line held, a step up is a slip."""

import html
from collections.abc import Callable, Sequence
from datetime import date

from bot.commitments.dates import day_text
from bot.commitments.slips import Slip
from bot.slack.text import shorten

WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM = 960, 420, 90, 300, 20, 40
#: Between two names beside each other's lines.
NAME_HEIGHT = 18
#: Told apart without colour by their dashes, too.
STROKES = ("#1f3a4d", "#a12020", "#0b6b3a", "#8a5a00", "#5b3a8a", "#006d77", "#7a4a2b", "#555555")
DASHES = ("", "8 4", "2 4", "12 4 2 4", "4 4", "16 4", "1 6", "10 2")
Scale = Callable[[date], float]


def forecast_chart(slips: Sequence[Slip], today: date) -> str:
    """Across, the day of each update; up, the day then expected."""
    said_on = [on for slip in slips for on, _ in slip.updates] + [today]
    expected = [day for slip in slips for _, day in slip.updates]
    across = _scale(min(said_on), max(said_on), LEFT, WIDTH - RIGHT)
    up = _scale(min(expected), max(expected), HEIGHT - BOTTOM, TOP)
    names = _apart([up(slip.updates[-1][1]) for slip in slips])
    lines = [_line(slip, number, across, up, today) for number, slip in enumerate(slips)]
    lines += [_name(slip, number, across(today), names[number]) for number, slip in enumerate(slips)]
    axes = [*_beside(expected, up, today), *_below([min(said_on), today], across, today)]
    said = html.escape("; ".join(_in_words(slip, today) for slip in slips), quote=True)
    return (
        f'<svg viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="{said}" '
        f'xmlns="http://www.w3.org/2000/svg" font-family="system-ui,sans-serif">{"".join([*axes, *lines])}</svg>'
    )


def _scale(first: date, last: date, begin: int, end: int) -> Scale:
    span = max(1, (last - first).days)
    return lambda day: round(begin + (end - begin) * (day - first).days / span, 1)


def _apart(places: Sequence[float]) -> list[float]:
    """The same places, from the top on, with room for a name at each."""
    found, least = list(places), 0.0
    for number in sorted(range(len(places)), key=lambda number: (places[number], number)):
        found[number] = least = max(places[number], least)
        least += NAME_HEIGHT
    beyond = max(0.0, least - NAME_HEIGHT - (HEIGHT - BOTTOM))
    return [place - beyond for place in found]


def _line(slip: Slip, number: int, across: Scale, up: Scale, today: date) -> str:
    """Steps, since what was expected stayed so until the next update."""
    (first, expected), *later = slip.updates
    steps = "".join(f"H{across(on)}V{up(day)}" for on, day in later)
    path = f"M{across(first)},{up(expected)}{steps}H{across(today)}"
    stroke, dash = STROKES[number % len(STROKES)], DASHES[number % len(DASHES)]
    return f'<path d="{path}" fill="none" stroke="{stroke}" stroke-width="3" stroke-dasharray="{dash}"/>'


def _name(slip: Slip, number: int, x: float, y: float) -> str:
    return _text(x + 10, y + 5, shorten(slip.what, 38), STROKES[number % len(STROKES)])


def _text(x: float, y: float, text: str, fill: str = "#555", anchor: str = "start") -> str:
    return f'<text x="{x}" y="{y}" font-size="14" fill="{fill}" text-anchor="{anchor}">{html.escape(text)}</text>'


def _beside(days: Sequence[date], up: Scale, today: date) -> list[str]:
    """The first and the last day that was ever expected."""
    return [_text(0, up(day) + 5, day_text(day, today)) for day in dict.fromkeys((min(days), max(days)))]


def _below(days: Sequence[date], across: Scale, today: date) -> list[str]:
    named = {day: "today" if day == today else f"said {day_text(day, today)}" for day in days}
    return [_text(across(day), HEIGHT - 8, name, anchor="middle") for day, name in named.items()]


def _in_words(slip: Slip, today: date) -> str:
    told = ", ".join(f"on {day_text(on, today)} {day_text(day, today)}" for on, day in slip.updates)
    return f"{slip.what}: first {day_text(slip.first, today)}, expected {told}"

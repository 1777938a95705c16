"""How promised dates slipped, as a picture in plain SVG: where a bar is long, a date moved far."""

import html
from collections.abc import Callable, Sequence
from datetime import date, timedelta

from bot.commitments.dates import day_text
from bot.commitments.digest import Line

WIDTH, ROW, LEFT, RIGHT, TOP = 960, 44, 330, 60, 30


def slip_chart(lines: Sequence[Line], today: date) -> str:
    """From each first promised date to the present one, with the forecast behind it and today as a line."""
    days = [day for line in lines for day in (line.first, line.promised, line.forecast) if day] + [today]
    first, last = min(days) - timedelta(days=7), max(days) + timedelta(days=7)
    height = TOP + ROW * len(lines) + 30

    def x(day: date) -> float:
        return round(LEFT + (WIDTH - LEFT - RIGHT) * (day - first).days / (last - first).days, 1)

    rows = "".join(_row(line, TOP + ROW * number, x) for number, line in enumerate(lines))
    now = x(today)
    axis = (
        f'<line x1="{now}" y1="{TOP - 8}" x2="{now}" y2="{height - 24}" stroke="#888" stroke-dasharray="4 4"/>'
        f'<text x="{now}" y="{height - 8}" text-anchor="middle" font-size="14" fill="#555">today</text>'
    )
    said = "; ".join(_said(line, today) for line in lines)
    return (
        f'<svg viewBox="0 0 {WIDTH} {height}" role="img" aria-label="{html.escape(said, quote=True)}" '
        f'xmlns="http://www.w3.org/2000/svg" font-family="system-ui,sans-serif">{axis}{rows}</svg>'
    )


def _said(line: Line, today: date) -> str:
    if not line.first or not line.promised:
        return line.what
    return f"{line.what}: from {day_text(line.first, today)} to {day_text(line.promised, today)}"


def _row(line: Line, top: int, x: Callable[[date], float]) -> str:
    assert line.first, "what moved had a first date"
    assert line.promised, "and has one now"
    middle = top + ROW // 2
    what = html.escape(line.what if len(line.what) <= 38 else f"{line.what[:37]}…")
    begin, end = sorted((x(line.first), x(line.promised)))
    forecast = ""
    if line.forecast and line.forecast != line.promised:
        at = x(line.forecast)
        forecast = f'<circle cx="{at}" cy="{middle}" r="6" fill="none" stroke="#8a5a00" stroke-width="2"/>'
    return (
        f'<text x="0" y="{middle + 5}" font-size="16">{what}</text>'
        f'<rect x="{begin}" y="{middle - 5}" width="{end - begin}" height="10" fill="#c9d6df"/>'
        f'<circle cx="{x(line.first)}" cy="{middle}" r="6" fill="#1f3a4d"/>'
        f'<circle cx="{x(line.promised)}" cy="{middle}" r="6" fill="#fff" stroke="#1f3a4d" stroke-width="3"/>{forecast}'
    )

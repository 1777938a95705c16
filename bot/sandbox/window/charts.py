"""A data_visualization block as shapes to draw; the template turns them into SVG."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

Json = dict[str, Any]
WIDTH, HEIGHT = 460, 220
_LEFT, _RIGHT, _TOP, _BOTTOM = 44, 12, 12, 26
_RADIUS = 92


@dataclass(frozen=True)
class Shape:
    """A path of one series, in the colour of that number."""

    path: str
    series: int
    name: str
    line: bool = False


@dataclass(frozen=True)
class Mark:
    """A word on an axis."""

    x: float
    y: float
    text: str
    anchor: str = "middle"


@dataclass(frozen=True)
class Drawing:
    shapes: Sequence[Shape]
    marks: Sequence[Mark]
    grid: Sequence[float]
    legend: Sequence[tuple[int, str]]
    rows: Sequence[Sequence[str]]
    """The figures as a table, for whoever does not see the drawing."""
    x_label: str = ""
    y_label: str = ""


def drawing(chart: Json) -> Drawing:
    return _pie(chart) if chart.get("type") == "pie" else _plot(chart)


def number(value: float) -> str:
    return f"{value:,.0f}" if float(value).is_integer() else f"{value:,.4g}"


def _pie(chart: Json) -> Drawing:
    segments = [(str(each["label"]), float(each["value"])) for each in chart.get("segments") or []]
    total = math.fsum(value for _, value in segments) or 1.0
    shapes, start = [], 0.0
    for index, (label, value) in enumerate(segments):
        end = start + value / total
        shapes.append(Shape(_slice(start, end), index, f"{label}: {number(value)}"))
        start = end
    legend = [(index, f"{label}, {number(value)}") for index, (label, value) in enumerate(segments)]
    return Drawing(shapes, (), (), legend, [("", ""), *((label, number(value)) for label, value in segments)])


def _slice(start: float, end: float) -> str:
    if end - start > 0.9999:  # an arc that ends where it began is drawn as nothing
        return f"M{_RADIUS},0A{_RADIUS},{_RADIUS} 0 1 1 -{_RADIUS},0A{_RADIUS},{_RADIUS} 0 1 1 {_RADIUS},0Z"
    (x1, y1), (x2, y2) = _on_circle(start), _on_circle(end)
    return f"M0,0L{x1:.1f},{y1:.1f}A{_RADIUS},{_RADIUS} 0 {int(end - start > 0.5)} 1 {x2:.1f},{y2:.1f}Z"


def _on_circle(share: float) -> tuple[float, float]:
    angle = 2 * math.pi * share - math.pi / 2
    return _RADIUS * math.cos(angle), _RADIUS * math.sin(angle)


@dataclass(frozen=True)
class _Scale:
    low: float
    high: float
    step: float
    categories: int

    @property
    def slot(self) -> float:
        return (WIDTH - _LEFT - _RIGHT) / max(1, self.categories)

    def x(self, index: int) -> float:
        return _LEFT + self.slot * (index + 0.5)

    def y(self, value: float) -> float:
        return _TOP + (HEIGHT - _TOP - _BOTTOM) * (self.high - value) / (self.high - self.low)

    def ticks(self) -> list[float]:
        count = round((self.high - self.low) / self.step)
        return [self.low + self.step * index for index in range(count + 1)]


#: Values no further apart are one and the same: a quarter of it would be no number any more.
_NOTHING = 1e-300


def _scale(values: Sequence[float], categories: int) -> _Scale:
    low, high = min(0.0, *values), max(0.0, *values)
    apart = high - low
    rough = (apart if apart > _NOTHING else 1.0) / 4
    size: float = 10.0 ** math.floor(math.log10(rough))
    step = next(size * nice for nice in (1, 2, 2.5, 5, 10) if size * nice >= rough)
    return _Scale(math.floor(low / step) * step, (math.ceil(high / step) or 1) * step, step, categories)


def _plot(chart: Json) -> Drawing:
    axes = chart.get("axis_config") or {}
    series = [(str(each.get("name", "")), each.get("data") or []) for each in chart.get("series") or []]
    categories = [
        str(each) for each in axes.get("categories") or [p.get("label") for _, data in series[:1] for p in data]
    ]
    columns = [_values(data, categories) for _, data in series]
    scale = _scale([value for column in columns for value in column if value is not None] or [0.0], len(categories))
    shapes = [
        shape
        for index, ((name, _), column) in enumerate(zip(series, columns, strict=True))
        for shape in _drawn(str(chart.get("type")), scale, column, (index, len(series), name, categories))
    ]
    rows = [["", *(name for name, _ in series)]]
    rows += [
        [category, *("" if (value := column[at]) is None else number(value) for column in columns)]
        for at, category in enumerate(categories)
    ]
    return Drawing(
        shapes,
        [*_categories(scale, categories), *_values_beside(scale)],
        [scale.y(tick) for tick in scale.ticks()],
        [(index, name) for index, (name, _) in enumerate(series)] if len(series) > 1 else [],
        rows,
        str(axes.get("x_label") or ""),
        str(axes.get("y_label") or ""),
    )


def _values(data: Sequence[Json], categories: Sequence[str]) -> list[float | None]:
    known = {str(point.get("label")): point.get("value") for point in data}
    return [None if known.get(name) is None else float(known[name] or 0) for name in categories]


def _drawn(
    kind: str, scale: _Scale, column: Sequence[float | None], told: tuple[int, int, str, list[str]]
) -> list[Shape]:
    index, of, name, categories = told
    points = [(scale.x(at), scale.y(value)) for at, value in enumerate(column) if value is not None]
    if kind == "bar":
        width = scale.slot * 0.7 / of
        return [
            Shape(_bar(scale, at, value, (index, of, width)), index, f"{name}, {categories[at]}: {number(value)}")
            for at, value in enumerate(column)
            if value is not None
        ]
    line = "L".join(f"{x:.1f},{y:.1f}" for x, y in points)
    if kind == "area" and points:
        base = scale.y(0)
        area = f"M{points[0][0]:.1f},{base:.1f}L{line}L{points[-1][0]:.1f},{base:.1f}Z"
        return [Shape(area, index, name), Shape(f"M{line}", index, name, line=True)]
    return [Shape(f"M{line}", index, name, line=True)]


def _bar(scale: _Scale, at: int, value: float, told: tuple[int, int, float]) -> str:
    index, of, width = told
    left = scale.x(at) - width * of / 2 + width * index
    top, bottom = sorted((scale.y(value), scale.y(0)))
    return f"M{left:.1f},{bottom:.1f}V{top:.1f}H{left + width * 0.92:.1f}V{bottom:.1f}Z"


def _categories(scale: _Scale, categories: Sequence[str]) -> list[Mark]:
    """As many as can stand beside each other."""
    most = max(len(each) for each in categories) if categories else 1
    every = max(1, math.ceil(most * 6.6 / scale.slot))
    return [Mark(scale.x(at), HEIGHT - 8, name) for at, name in enumerate(categories) if at % every == 0]


def _values_beside(scale: _Scale) -> list[Mark]:
    return [Mark(_LEFT - 8, scale.y(tick) + 4, number(tick), "end") for tick in scale.ticks()]

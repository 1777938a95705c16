"""Charts become shapes that stand where their figures say."""

import math
import re
from typing import Any

from hypothesis import example, given
from hypothesis import strategies as st

from bot.sandbox.window.charts import HEIGHT, WIDTH, drawing

figures = st.lists(st.floats(-1e9, 1e9, allow_nan=False), min_size=1, max_size=20)


def plot(kind: str, *columns: list[float]) -> dict[str, Any]:
    categories = [f"W{number}" for number in range(len(columns[0]))]
    lines = [
        {"name": f"s{at}", "data": [{"label": w, "value": v} for w, v in zip(categories, column, strict=True)]}
        for at, column in enumerate(columns)
    ]
    return {"type": kind, "series": lines, "axis_config": {"categories": categories}}


@example("bar", [5e-324])
@given(st.sampled_from(["bar", "line", "area"]), figures)
def test_nothing_is_drawn_beside_the_frame(kind: str, values: list[float]) -> None:
    drawn = drawing(plot(kind, values))

    numbers = [
        tuple(map(float, each)) for shape in drawn.shapes for each in re.findall(r"(-?[\d.]+),(-?[\d.]+)", shape.path)
    ]
    assert all(0 <= x <= WIDTH and 0 <= y <= HEIGHT for x, y in numbers)
    assert all(math.isfinite(each) for point in numbers for each in point)


@given(st.lists(st.floats(0.001, 1e6), min_size=1, max_size=12))
def test_a_pie_has_a_slice_for_each_segment(values: list[float]) -> None:
    segments = [{"label": f"s{at}", "value": value} for at, value in enumerate(values)]

    drawn = drawing({"type": "pie", "segments": segments})

    assert len(drawn.shapes) == len(drawn.legend) == len(values)


def test_the_figures_are_there_as_a_table_too() -> None:
    drawn = drawing(plot("bar", [8, 12], [7, 11.5]))

    assert drawn.rows == [["", "s0", "s1"], ["W0", "8", "7"], ["W1", "12", "11.5"]]
    assert [name for _, name in drawn.legend] == ["s0", "s1"]
    assert "0" in [mark.text for mark in drawn.marks]

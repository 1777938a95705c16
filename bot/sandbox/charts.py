from collections.abc import Mapping
from typing import Any

from bot.sandbox.schema import Check, Problem, Problems, Shape, items, number, string, typed

_MOST_SEGMENTS = _MOST_SERIES = 12
_MOST_POINTS = 20
_LABEL = string(20, 1)
_IN_A_MESSAGE = 2


def _labels_are_categories(thing: Mapping[str, object], at: str) -> Problems:
    """Slack: each series has one point for each category, and a name of its own."""
    axis, series = thing.get("axis_config"), thing.get("series")
    categories = axis.get("categories") if isinstance(axis, dict) else None
    known = [each for each in series if isinstance(each, dict)] if isinstance(series, list) else []
    if isinstance(categories, list):
        for place, each in enumerate(known):
            if _labels(each) != sorted(map(str, categories)):
                yield Problem("must have one data point for each category", f"{at}/series/{place}/data")
    if len({str(each.get("name")) for each in known}) < len(known):
        yield Problem("must have unique names", f"{at}/series")


def _labels(series: Mapping[str, Any]) -> list[str]:
    data = series.get("data")
    points = data if isinstance(data, list) else []
    return sorted(str(point.get("label")) for point in points if isinstance(point, dict))


_POINT = Shape({"label": _LABEL, "value": number()})
_SERIES = Shape({"name": _LABEL, "data": items(_POINT, _MOST_POINTS)})
_AXIS = Shape({"categories": items(_LABEL, _MOST_POINTS)}, {"x_label": string(50), "y_label": string(50)})
_XY = Shape({"series": items(_SERIES, _MOST_SERIES), "axis_config": _AXIS}, {}, (_labels_are_categories,))
_PIE = Shape({"segments": items(Shape({"label": _LABEL, "value": number(above=0)}), _MOST_SEGMENTS)})
_CHARTS: Mapping[str, Check] = {"pie": _PIE, "bar": _XY, "area": _XY, "line": _XY}
CHART = Shape({"title": string(50, 1), "chart": typed(_CHARTS)}, {"block_id": string(255)})


def whole_message_problems(blocks: list[dict[str, Any]], at: str) -> Problems:
    places = [place for place, block in enumerate(blocks) if block.get("type") == "data_visualization"]
    for place in places[_IN_A_MESSAGE:]:
        yield Problem(f"no more than {_IN_A_MESSAGE} data_visualization blocks allowed", f"{at}/{place}")

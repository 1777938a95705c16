"""Slack's charts, which stand in messages only."""

from collections.abc import Mapping, Sequence

from bot.slack.blocks import Block
from bot.slack.text import shorten


def bar_chart(title: str, labels: Sequence[str], series: Mapping[str, Sequence[float]]) -> Block:
    """At most 20 bars of each of 12 series; every label is another."""
    return _chart("bar", title, labels, series)


def line_chart(title: str, labels: Sequence[str], series: Mapping[str, Sequence[float]]) -> Block:
    """As `bar_chart`, a point for each label."""
    return _chart("line", title, labels, series)


def _chart(kind: str, title: str, labels: Sequence[str], series: Mapping[str, Sequence[float]]) -> Block:
    shown = [shorten(label, 20) for label in labels[:20]]
    told = [
        {"name": name, "data": [{"label": label, "value": value} for label, value in zip(shown, values, strict=False)]}
        for name, values in list(series.items())[:12]
    ]
    return {
        "type": "data_visualization",
        "title": shorten(title, 50),
        "chart": {"type": kind, "series": told, "axis_config": {"categories": shown}},
    }

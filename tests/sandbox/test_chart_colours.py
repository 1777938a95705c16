"""The colours of charts go by position, so that none may say good or bad, and nobody may take one for another."""

import colorsys
import re
from itertools import combinations
from pathlib import Path

import pytest

from bot.sandbox import window

Colour = tuple[float, ...]
CSS = (Path(window.__file__).parent / "static" / "window.css").read_text()
#: Series that a chart of ours has at most.
TOGETHER = 5

#: What reaches whoever lacks a kind of cone, in linear RGB (Machado, Oliveira and Fernandes, 2009).
SIGHTS = {
    "all cones": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "no red": ((0.152, 1.053, -0.205), (0.115, 0.786, 0.099), (-0.004, -0.048, 1.052)),
    "no green": ((0.367, 0.861, -0.228), (0.280, 0.673, 0.047), (-0.012, 0.043, 0.969)),
    "no blue": ((1.256, -0.077, -0.179), (-0.078, 0.931, 0.148), (0.005, 0.691, 0.304)),
}


def themes() -> list[tuple[Colour, list[Colour]]]:
    """The sheet and the colours of charts: light, dark, and dark as the system has it."""
    sheets = re.findall(r"--sheet: (#\w{6});", CSS)
    colours = re.findall(r"--c\d+: (#\w{6});", CSS)
    return [(read(sheet), [read(one) for one in colours[at * 12 : at * 12 + 12]]) for at, sheet in enumerate(sheets)]


def read(written: str) -> Colour:
    return tuple(int(written[at : at + 2], 16) / 255 for at in (1, 3, 5))


def linear(colour: Colour) -> Colour:
    return tuple(part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in colour)


def luminance(colour: Colour) -> float:
    red, green, blue = linear(colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: Colour, other: Colour) -> float:
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def seen_as(colour: Colour, sight: str) -> Colour:
    """In CIE Lab, where distance is what the eye tells apart."""
    red, green, blue = (
        min(1.0, max(0.0, sum(a * b for a, b in zip(row, linear(colour), strict=True)))) for row in SIGHTS[sight]
    )
    x, y, z = (
        part ** (1 / 3) if part > 0.008856 else 7.787 * part + 16 / 116
        for part in (
            (0.4124 * red + 0.3576 * green + 0.1805 * blue) / 0.9505,
            0.2126 * red + 0.7152 * green + 0.0722 * blue,
            (0.0193 * red + 0.1192 * green + 0.9505 * blue) / 1.089,
        )
    )
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


@pytest.mark.parametrize(("sheet", "colours"), themes())
def test_no_colour_of_a_chart_is_one_of_a_traffic_light(sheet: Colour, colours: list[Colour]) -> None:
    for colour in colours:
        hue, _, saturation = colorsys.rgb_to_hls(*colour)
        assert saturation < 0.2 or 180 <= hue * 360 <= 300, colour


@pytest.mark.parametrize(("sheet", "colours"), themes())
def test_each_stands_out_from_the_sheet(sheet: Colour, colours: list[Colour]) -> None:
    assert min(contrast(colour, sheet) for colour in colours) >= 3


@pytest.mark.parametrize("sight", SIGHTS)
@pytest.mark.parametrize(("sheet", "colours"), themes())
def test_nobody_takes_one_for_another(sheet: Colour, colours: list[Colour], sight: str) -> None:
    seen = [seen_as(colour, sight) for colour in colours[:TOGETHER]]
    apart = [sum((a - b) ** 2 for a, b in zip(one, other, strict=True)) ** 0.5 for one, other in combinations(seen, 2)]
    assert min(apart) > 20

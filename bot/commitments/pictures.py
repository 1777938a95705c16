"""What pictures are drawn with: one width for phones, an opaque ground, letters of many scripts, a mark for each state.

Colours are Okabe and Ito's, which the colour-blind tell apart; beside each stands the mark that text has for it.
"""

from dataclasses import dataclass
from functools import cache
from io import BytesIO
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from bot.commitments.states import State

#: As wide as a phone shows without making letters too small: 28 here is about 10 there.
WIDTH, MARGIN = 1080, 36
TEXT, SMALL, LARGE = 28, 24, 34
GROUND, INK, FAINT, LINE = "#ffffff", "#1d1c1d", "#616061", "#d5d5d5"
#: Drawn so many times as large, and made smaller: edges are smooth.
FINER = 2
_FONT = Path(__file__).parent / "font" / "DejaVuSans.ttf"
#: No font has it.
_NO_LETTER = "\uffff"


@dataclass(frozen=True)
class Colour:
    """`ink` is what can be read on it."""

    fill: str
    ink: str


COLOURS = {
    State.KEPT: Colour("#0072b2", "#ffffff"),
    State.PARTLY_KEPT: Colour("#cc79a7", "#000000"),
    State.ON_TRACK: Colour("#009e73", "#000000"),
    State.AT_RISK: Colour("#f0e442", "#000000"),
    State.OFF_TRACK: Colour("#e69f00", "#000000"),
    State.PAST_DATE: Colour("#d55e00", "#000000"),
    State.MISSED: Colour("#1d1c1d", "#ffffff"),
    State.DROPPED: Colour("#8d8d8d", "#000000"),
    State.PAUSED: Colour("#56b4e9", "#000000"),
    State.SILENT: Colour("#e8e8e8", "#000000"),
    State.WITHOUT_OWNER: Colour("#ffffff", "#000000"),
}


@cache
def font(size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(_FONT), size)


class Canvas:
    def __init__(self, height: int) -> None:
        self._image = Image.new("RGB", (WIDTH * FINER, height * FINER), GROUND)
        self._draw = ImageDraw.Draw(self._image)

    def words(self, x: float, y: float, text: str, size: int = TEXT, ink: str = INK, anchor: str = "lm") -> None:
        """`anchor` as Pillow has it: lm is the left end at middle height."""
        self._draw.text((x * FINER, y * FINER), text, font=font(size * FINER), fill=ink, anchor=anchor)

    def box(self, x: float, y: float, width: float, height: float, fill: str, outline: str | None = None) -> None:
        corners = [x * FINER, y * FINER, (x + width) * FINER, (y + height) * FINER]
        self._draw.rounded_rectangle(corners, 8 * FINER, fill, outline, 2 * FINER if outline else 0)

    def line(self, points: list[tuple[float, float]], ink: str, width: int = 2) -> None:
        self._draw.line([(x * FINER, y * FINER) for x, y in points], ink, width * FINER, joint="curve")

    def dashed(self, begin: tuple[float, float], end: tuple[float, float], ink: str) -> None:
        (x, y), (to_x, to_y) = begin, end
        steps = max(1, int(max(abs(to_x - x), abs(to_y - y)) // 10))
        at = [(x + (to_x - x) * step / steps, y + (to_y - y) * step / steps) for step in range(steps + 1)]
        for one, other in zip(at[::2], at[1::2], strict=False):
            self.line([one, other], ink)

    def png(self) -> bytes:
        small = self._image.resize((WIDTH, self._image.height // FINER), Image.Resampling.LANCZOS)
        written = BytesIO()
        small.quantize(128).save(written, "PNG")
        return written.getvalue()


def state_box(canvas: Canvas, x: float, y: float, width: float, height: float, state: State, mark: str) -> None:
    colour = COLOURS[state]
    canvas.box(x, y, width, height, colour.fill, FAINT)
    canvas.words(x + width / 2, y + height / 2, mark, TEXT, colour.ink, "mm")


def fitted(text: str, width: float, size: int = TEXT) -> str:
    """As much of it as there is room for."""
    if font(size).getlength(text) <= width:
        return text
    while text and font(size).getlength(f"{text}…") > width:
        text = text[:-1]
    return f"{text.rstrip()}…"


def drawable(text: str, otherwise: str) -> str:
    """`otherwise` where the font lacks a letter of it: a row of empty boxes tells nobody anything."""
    return text if all(_has(letter) for letter in set(text)) else otherwise


@cache
def _has(letter: str) -> bool:
    if letter.isspace():
        return True
    drawn, lacking = font(TEXT).getmask(letter), font(TEXT).getmask(_NO_LETTER)
    return (drawn.size, bytes(drawn)) != (lacking.size, bytes(lacking))

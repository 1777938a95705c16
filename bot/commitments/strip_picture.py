"""The strip as a picture: where each promise stood at the last all-hands meetings, and now."""

from collections.abc import Iterator

from bot.commitments import digest_text
from bot.commitments.digest import Digest, Line
from bot.commitments.pictures import (
    FAINT,
    INK,
    LARGE,
    LINE,
    MARGIN,
    SMALL,
    WIDTH,
    Canvas,
    drawable,
    fitted,
    font,
    state_box,
)
from bot.commitments.states import State
from bot.commitments.views import MARKS, NOT_YET
from bot.slack.text import one_line, whole_sentences

#: More and a phone shows them too small to read; those that need the room come first.
MOST_ROWS = 14
ROW, CELL, GAP, LEGEND, TOP = 60, 92, 8, 46, 150


def strip_picture(digest: Digest) -> bytes:
    rows, names = digest.lines[:MOST_ROWS], (*digest.meetings, "now")
    legend = list(_legend(rows))
    left = WIDTH - MARGIN - len(names) * CELL
    below = TOP + ROW * len(rows) + (ROW if len(digest.lines) > MOST_ROWS else 0)
    canvas = Canvas(below + 24 + LEGEND * len(legend) + MARGIN)
    canvas.words(MARGIN, 52, fitted(_title(digest), WIDTH - 2 * MARGIN, LARGE), LARGE)
    for number, name in enumerate(names):
        ink = INK if name == "now" else FAINT
        canvas.words(left + CELL * number + CELL / 2, TOP - 28, fitted(name, CELL, SMALL), SMALL, ink, "mm")
    for number, line in enumerate(rows):
        _row(canvas, line, TOP + ROW * number, left)
    if len(digest.lines) > MOST_ROWS:
        rest = f"and {len(digest.lines) - MOST_ROWS} more, in the table and in this thread"
        canvas.words(MARGIN, TOP + ROW * len(rows) + ROW / 2, rest, SMALL, FAINT)
    _draw_legend(canvas, legend, below + 24)
    return canvas.png()


def _title(digest: Digest) -> str:
    many = len(digest.lines)
    return f"{'One promise' if many == 1 else f'{many} promises'}, from one all-hands to the next"


def _row(canvas: Canvas, line: Line, top: float, left: float) -> None:
    name = drawable(one_line(line.what), f"Promise {line.id}, {line.owner}")
    canvas.words(MARGIN, top + ROW / 2, fitted(drawable(name, f"Promise {line.id}"), left - MARGIN - 20))
    for number, state in enumerate((*line.strip, line.state)):
        x, y = left + CELL * number + GAP / 2, top + GAP / 2
        if state:
            state_box(canvas, x, y, CELL - GAP, ROW - GAP, state, MARKS[state])
        else:
            canvas.words(x + (CELL - GAP) / 2, top + ROW / 2, NOT_YET, ink=FAINT, anchor="mm")
    canvas.line([(MARGIN, top + ROW), (left - 20, top + ROW)], LINE, 1)


def _legend(rows: tuple[Line, ...]) -> Iterator[list[State | None]]:
    """The states that are shown, as many in a line as have room."""
    shown = {state for line in rows for state in (*line.strip, line.state)}
    found: list[State | None] = [state for state in MARKS if state in shown]
    line, room = list[State | None](), float(WIDTH - 2 * MARGIN)
    for state in [*found, *([None] if None in shown else [])]:
        if _wide(state) > room:
            yield line
            line, room = [], float(WIDTH - 2 * MARGIN)
        line, room = [*line, state], room - _wide(state)
    if line:
        yield line


def _wide(state: State | None) -> float:
    return 44 + 10 + font(SMALL).getlength(_named(state)) + 30


def _named(state: State | None) -> str:
    return str(state) if state else "not promised yet"


def _draw_legend(canvas: Canvas, lines: list[list[State | None]], top: float) -> None:
    for number, states in enumerate(lines):
        x, y = float(MARGIN), top + LEGEND * number
        for state in states:
            if state:
                state_box(canvas, x, y, 44, 38, state, MARKS[state])
            else:
                canvas.words(x + 22, y + 19, NOT_YET, ink=FAINT, anchor="mm")
            canvas.words(x + 54, y + 19, _named(state), SMALL, FAINT)
            x += _wide(state)


def in_words(digest: Digest) -> Iterator[str]:
    """The same, a sentence a promise: `Search: Jan on track, now at risk`."""
    yield f"{_title(digest)}."
    yield from (_in_words(line, digest) for line in digest.lines[:MOST_ROWS])
    if len(digest.lines) > MOST_ROWS:
        yield _and_more(len(digest.lines) - MOST_ROWS)


def description(digest: Digest, most: int) -> str:
    """What a screen reader says of the picture, with what matters most first: how many stand how, then row by row
    as many as have room."""
    rows, beyond = digest.lines[:MOST_ROWS], max(0, len(digest.lines) - MOST_ROWS)
    said = [f"{_title(digest)}. {digest_text.result(digest)}", *(_in_words(line, digest) for line in rows)]
    return whole_sentences(said, most, _and_more, beyond)


def _in_words(line: Line, digest: Digest) -> str:
    stood = [f"{name} {state}" for name, state in zip(digest.meetings, line.strip, strict=True) if state]
    return f"{one_line(line.what)}: {', '.join([*stood, f'now {digest_text.stands(line, digest.today)}'])}."


def _and_more(count: int) -> str:
    return f"And {count} more, in the table."

"""A frozen digest as Markdown, CSV and a page to present or print. All from the same snapshot."""

import csv
import html
import io
import re
from collections.abc import Iterator, Sequence
from datetime import date

from bot.commitments import digest_text, slip_views
from bot.commitments.counting import Change
from bot.commitments.digest import Digest, Line
from bot.commitments.digest_post import CHANGE_MARKS, SERIES, counts, in_words
from bot.commitments.forecast_chart import forecast_chart
from bot.commitments.slide_page import PAGE, SCRIPT, STYLE
from bot.commitments.slip_chart import slip_chart
from bot.commitments.states import State
from bot.commitments.views import mark
from bot.slack.unmarked import line as md
from bot.slack.unmarked import lines as md_lines
from bot.spreadsheets import cell

_SLACK_LINK = re.compile(r"<(?:[^<>|]*\|)?([^<>]*)>")


def as_csv(digest: Digest) -> str:
    """One row a commitment, dates as ISO 8601; safe to open in a spreadsheet."""
    written = io.StringIO()
    rows = csv.writer(written, lineterminator="\r\n")
    rows.writerow([*_COLUMNS, *(f"at {cell(name)}" for name in digest.meetings)])
    for line in digest.lines:
        rows.writerow([cell(each) for each in _cells(line)])
    return written.getvalue()


_COLUMNS = (
    "number",
    "promise",
    "owner",
    "state",
    "first promised",
    "promised now",
    "forecast",
    "closed on",
    "called before it was put right",
    "put right on",
    "moved times",
    "moved days",
    "last word",
    "said on",
    "since the last all-hands",
    "counted as",
    "sentence",
)


def _cells(line: Line) -> Iterator[str]:
    yield from (str(line.id), line.what, line.owner, line.state)
    yield from (_iso(day) for day in (line.first, line.promised, line.forecast, line.closed_on))
    yield from (line.put_right_from or "", _iso(line.put_right_on))
    yield from (str(line.moves), str(line.moved_days), line.word, _iso(line.word_on))
    yield from (line.change or "", "; ".join(line.outcomes), line.sentence)
    yield from (state or "" for state in line.strip)


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""


AT_EACH = "At each all-hands"
#: Above what was added to promises that have not changed.
BESIDE = "A word beside"


def _beside(digest: Digest) -> list[Line]:
    return [line for line in digest.lines if line.sentence and not line.change]


def as_markdown(digest: Digest) -> str:
    parts = [f"# {md(digest_text.title(digest))}", md_lines(digest.opening), md(digest_text.result(digest))]
    parts.append(md(digest_text.kept_of_due(digest)))
    if digest.changed:
        parts.append("## What changed\n\n" + "\n".join(_md_change(line, digest) for line in digest.changed))
    if beside := _beside(digest):
        told = "\n".join(f"- **{md(line.what)}**: {md(line.sentence)}" for line in beside)
        parts.append(f"## {BESIDE}\n\n{told}")
    if digest.lines:
        parts.append("## Every promise\n\n" + _md_table(digest_text.table(digest)))
    if digest.meetings and digest.lines:
        parts.append(f"## {AT_EACH}\n\n" + "\n".join(f"- {md(name)}: {in_words(of)}" for name, of in counts(digest)))
    if digest.slips:
        parts.append(
            "## How dates moved\n\n"
            + "\n".join(f"- {md(_plain(slip_views.words(slip, digest.today)))}" for slip in digest.slips)
        )
    parts.append(md(digest_text.how_good_forecasts_were(digest)))
    if digest.learned:
        parts.append(
            "## What we changed because of you\n\n" + "\n".join(f"- {md(_plain(said))}" for said in digest.learned)
        )
    parts += [md(_plain(said)) for said in digest.figures]
    parts.append("## To talk about\n\n" + "\n".join(f"1. {md(asked)}" for asked in digest.questions))
    return "\n\n".join(part for part in parts if part) + "\n"


def _md_change(line: Line, digest: Digest) -> str:
    said = f" {md(line.sentence)}" if line.sentence else ""
    return f"- {_mark(line.change)} **{md(line.what)}**: {md(digest_text.changed(line, digest.today))}.{said}"


def _mark(change: Change | None) -> str:
    return CHANGE_MARKS[change] if change else ""


def _md_table(rows: Sequence[Sequence[str]]) -> str:
    head, *body = [[md(cell) for cell in row] for row in rows]
    ruled = [head, ["---"] * len(head), *body]
    return "\n".join(f"| {' | '.join(row)} |" for row in ruled)


def _plain(markup: str) -> str:
    """Sentences of other practices come as Slack markup."""
    return html.unescape(_SLACK_LINK.sub(r"\1", markup).replace("*", ""))


# The page


def as_html(digest: Digest) -> str:
    """One file without anything from elsewhere: a slide a section on screen, one page after another on paper."""
    slides = "\n".join(f'<section tabindex="0">\n{slide}\n</section>' for slide in _slides(digest))
    title = html.escape(digest_text.title(digest))
    return PAGE.format(title=title, slides=slides, style=STYLE, script=SCRIPT)


def _slides(digest: Digest) -> Iterator[str]:
    opening = f'<p class="opening">{_lines(digest.opening)}</p>' if digest.opening else ""
    forecasts = digest_text.how_good_forecasts_were(digest)
    told = [digest_text.result(digest), digest_text.kept_of_due(digest), forecasts]
    results = "".join(f"<p>{html.escape(said)}</p>" for said in told if said)
    yield f"<h1>{html.escape(digest_text.title(digest))}</h1>{opening}{results}"
    for start in range(0, len(digest.changed), 8):
        yield f"<h2>What changed</h2>{_changes(digest, digest.changed[start : start + 8])}"
    beside = _beside(digest)
    for start in range(0, len(beside), 8):
        items = "".join(
            f"<li><strong>{html.escape(line.what)}</strong><br><em>{html.escape(line.sentence)}</em></li>"
            for line in beside[start : start + 8]
        )
        yield f"<h2>{BESIDE}</h2><ul class='changes'>{items}</ul>"
    for start in range(0, len(digest.lines), 12):
        yield f"<h2>Every promise</h2>{_html_table(digest, digest.lines[start : start + 12])}"
    if digest.meetings and digest.lines:
        yield f"<h2>{AT_EACH}</h2>{_counts(digest)}"
    moved = [line for line in digest.lines if line.moves][:8]
    if moved:
        yield f"<h2>What moved</h2>{slip_chart(moved, digest.today)}{_note(MOVED)}"
    if digest.slips:
        yield f"<h2>What was expected when</h2>{forecast_chart(digest.slips, digest.today)}{_note(EXPECTED)}"
    if digest.learned or digest.figures:
        said = "".join(f"<li>{html.escape(_plain(each))}</li>" for each in (*digest.learned, *digest.figures))
        yield f"<h2>{digest_text.elsewhere_title(digest)}</h2><ul>{said}</ul>"
    asked = "".join(f"<li>{html.escape(question)}</li>" for question in digest.questions)
    yield f"<h2>To talk about</h2><ol>{asked}</ol>"


def _counts(digest: Digest) -> str:
    """What the post's chart shows: a column for each all-hands, and a bar for each count."""
    counted, most = counts(digest), len(digest.lines)
    head = "".join(f'<th scope="col">{html.escape(name)}</th>' for name, _ in counted)
    rows = "".join(
        f'<tr><th scope="row">{series}</th>{"".join(_bar(of[series], most) for _, of in counted)}</tr>'
        for series in SERIES
    )
    return f"<table><thead><tr><td></td>{head}</tr></thead><tbody>{rows}</tbody></table>"


def _bar(count: int, most: int) -> str:
    return f'<td><span class="bar" style="width:{6 * count / most:.2f}em"></span> {count}</td>'


MOVED = "● first promised, ○ promised now; a thin ring is the forecast."
EXPECTED = "Across, the day on which it was said; up, the day then expected. A level line held, a step up is a slip."


def _note(text: str) -> str:
    return f'<p class="note">{text}</p>'


def _lines(text: str) -> str:
    return "<br>".join(html.escape(text).split("\n"))


def _changes(digest: Digest, lines: Sequence[Line]) -> str:
    items = []
    for line in lines:
        said = f"<br><em>{html.escape(line.sentence)}</em>" if line.sentence else ""
        how = html.escape(digest_text.changed(line, digest.today))
        items.append(f"<li>{_mark(line.change)} <strong>{html.escape(line.what)}</strong>: {how}{said}</li>")
    return f"<ul class='changes'>{''.join(items)}</ul>"


def _html_table(digest: Digest, lines: Sequence[Line]) -> str:
    names = digest_text.table(digest, [])[0]
    head = "".join(f'<th scope="col">{html.escape(name)}</th>' for name in names)
    body = "".join(_html_row(line, digest) for line in lines)
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def _html_row(line: Line, digest: Digest) -> str:
    count = len(digest.meetings)
    cells = list(digest_text.row(line, digest))
    told, strip = cells[: len(cells) - count] if count else cells, line.strip
    kind = _css(line.state)
    row = "".join(f'<td class="{kind if at == 5 else ""}">{html.escape(cell)}</td>' for at, cell in enumerate(told))
    return f"<tr>{row}{''.join(_strip_cell(state) for state in strip)}</tr>"


def _strip_cell(state: State | None) -> str:
    word = state or "no promise yet"
    return f'<td class="{_css(state)}" title="{word}"><span aria-label="{word}">{mark(state)}</span></td>'


def _css(state: State | None) -> str:
    return state.replace(" ", "-") if state else ""

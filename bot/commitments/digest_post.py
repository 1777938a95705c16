"""The digest in Slack: the post with its table and chart, and the pages of its thread."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from bot.commitments import digest_text
from bot.commitments.counting import Change
from bot.commitments.dates import day_text
from bot.commitments.digest import Digest, Line
from bot.commitments.states import State
from bot.commitments.views import MARKS, Block, mark
from bot.slack import blocks, charts
from bot.slack.limits import MOST_TEXT
from bot.slack.messages import Message
from bot.slack.text import escape, length, one_line, shorten

PRESENT = "all_hands.present"
ASK = "all_hands.ask"

#: Rows of one table: a hundred are allowed, and ten thousand characters.
PAGE_ROWS = 40
LONGEST_CELL = 70
#: What stands in place of rows that have no room, or above them.
LONGEST_REST = 50
MOST_CHANGED = 12

CHANGE_MARKS = {
    Change.KEPT: MARKS[State.KEPT],
    Change.PARTLY_KEPT: MARKS[State.PARTLY_KEPT],
    Change.MISSED: MARKS[State.MISSED],
    Change.DROPPED: MARKS[State.DROPPED],
    Change.PAST_DATE: MARKS[State.PAST_DATE],
    Change.PROMISED_AGAIN: "↻",
    Change.MOVED: "→",
    Change.OFF_TRACK: MARKS[State.OFF_TRACK],
    Change.AT_RISK: MARKS[State.AT_RISK],
    Change.SILENT: MARKS[State.SILENT],
    Change.WITHOUT_OWNER: MARKS[State.WITHOUT_OWNER],
    Change.PAUSED: MARKS[State.PAUSED],
    Change.BACK_ON_TRACK: MARKS[State.ON_TRACK],
    Change.NEW: "+",
    Change.HANDED_OVER: "⇄",
}


def post(digest: Digest) -> Message:
    """What the channel sees. `text` says it all where the blocks cannot be shown."""
    shown = preview(digest)
    return Message(shown.text, [*shown.blocks, _reading_buttons(digest)])


def _reading_buttons(digest: Digest) -> Block:
    value = digest.day.isoformat()
    ask = [blocks.button("Ask about a promise", ASK, value=value)] if digest.lines else []
    return blocks.actions(blocks.button("Open the presentation", PRESENT, value=value), *ask, *digest.explained)


def preview(digest: Digest) -> Message:
    """What will be posted, before it is."""
    content = [*_top(digest), *_changes(digest)]
    if digest.lines:
        content.append(_table(digest, digest.lines[:PAGE_ROWS]))
    content += [*_charts(digest), *_closing(digest)]
    return Message(_as_text(digest), content)


def _top(digest: Digest) -> Iterator[Block]:
    yield blocks.header(digest_text.title(digest))
    if digest.opening:
        yield blocks.words(digest.opening)
    sentences = filter(None, [digest_text.result(digest), digest_text.kept_of_due(digest)])
    yield blocks.section(" ".join(sentences))


#: Lines with a sentence of their own: five have room in one block, and a message has 50 of these.
BESIDE_IN_ONE, MOST_BESIDE = 5, 50


def _changes(digest: Digest) -> Iterator[Block]:
    found = digest.changed
    if found:
        since = f" since {day_text(digest.since, digest.today)}" if digest.since else ""
        shown = [change_line(line, digest) for line in found[:MOST_CHANGED]]
        if len(found) > MOST_CHANGED:
            where = "in the table" if len(digest.lines) <= PAGE_ROWS else "in the table and its pages in the thread"
            shown.append(f"and {len(found) - MOST_CHANGED} more, {where}")
        yield blocks.section(f"*What changed{since}*\n" + "\n".join(shown))
    yield from _beside(digest)


def _beside(digest: Digest) -> Iterator[Block]:
    """What was added to lines that are not told above."""
    said = _untold(digest)
    for start in range(0, min(len(said), MOST_BESIDE), BESIDE_IN_ONE):
        yield blocks.section("\n".join(map(beside_line, said[start : start + BESIDE_IN_ONE])))
    if len(said) > MOST_BESIDE:
        yield blocks.context(f"and {len(said) - MOST_BESIDE} more words on promises, in the presentation")


def _untold(digest: Digest) -> list[Line]:
    told = digest.changed[:MOST_CHANGED]
    return [line for line in digest.lines if line.sentence and line not in told]


def beside_line(line: Line) -> str:
    return f"{mark(line.state)}  *{escape(shorten(line.what, 80))}*\n      _{escape(one_line(line.sentence))}_"


def change_line(line: Line, digest: Digest) -> str:
    assert line.change, "only what changed is told"
    said = f"\n      _{escape(one_line(line.sentence))}_" if line.sentence else ""
    what, how = escape(shorten(line.what, 80)), escape(shorten(digest_text.changed(line, digest.today), 160))
    return f"{CHANGE_MARKS[line.change]}  *{what}*   {how}{said}"


def _table(digest: Digest, lines: Sequence[Line]) -> Block:
    rows = digest_text.table(digest, lines)
    return blocks.table([[shorten(cell, LONGEST_CELL) for cell in row] for row in rows])


def _charts(digest: Digest) -> Iterator[Block]:
    """States at each all-hands side by side, from the second one on."""
    if digest.meetings and digest.lines:
        yield chart(digest)


AT_EACH = "These promises at each all-hands"
#: The chart's series: few, so that it can be read.
SERIES: Mapping[str, Sequence[State]] = {
    "kept": (State.KEPT, State.PARTLY_KEPT),
    "on track": (State.ON_TRACK,),
    "at risk": (State.AT_RISK, State.OFF_TRACK, State.PAST_DATE),
    "silent or paused": (State.SILENT, State.PAUSED, State.WITHOUT_OWNER),
    "missed or dropped": (State.MISSED, State.DROPPED),
}


def chart(digest: Digest) -> Block:
    counted = counts(digest)
    series = {name: [count[name] for _, count in counted] for name in SERIES}
    return charts.bar_chart(AT_EACH, [name for name, _ in counted], series)


def counts(digest: Digest) -> list[tuple[str, Mapping[str, int]]]:
    """Of each all-hands and of now: how many of these promises stood in which series."""
    found = list[tuple[str, Mapping[str, int]]]()
    for at, name in enumerate([*digest.meetings, "now"]):
        states = Counter([*line.strip, line.state][at] for line in digest.lines)
        found.append((name, {series: sum(states[each] for each in of) for series, of in SERIES.items()}))
    return found


def in_words(count: Mapping[str, int]) -> str:
    return ", ".join(f"{number} {name}" for name, number in count.items() if number) or "none was promised yet"


def _closing(digest: Digest) -> Iterator[Block]:
    if forecasts := digest_text.how_good_forecasts_were(digest):
        yield blocks.context(forecasts)
    if digest.learned:
        yield blocks.section("*What we changed because of you*\n" + "\n".join(digest.learned))
    if digest.figures:
        yield blocks.context("\n".join(digest.figures))
    asked = "\n".join(f"{number}. {escape(question)}" for number, question in enumerate(digest.questions, start=1))
    yield blocks.section(f"*To talk about*\n{asked}")
    if len(digest.lines) > PAGE_ROWS:
        yield blocks.context(f"The other {len(digest.lines) - PAGE_ROWS} promises are in the thread.")
    if digest.lines:
        yield blocks.context(
            "Every promise has its page: `/promises`. What each number means is the last page of the presentation."
        )


def _as_text(digest: Digest) -> str:
    said = [
        digest_text.title(digest),
        escape(digest.opening),
        digest_text.result(digest),
        digest_text.kept_of_due(digest),
    ]
    said += [change_line(line, digest).replace("*", "") for line in digest.changed[:MOST_CHANGED]]
    said += [digest_text.how_good_forecasts_were(digest), *digest.learned, *digest.figures]
    said += [escape(question) for question in digest.questions]
    if digest.meetings and digest.lines:
        said.append(f"{AT_EACH}: " + "; ".join(f"{escape(name)} {in_words(count)}" for name, count in counts(digest)))
    return _told("\n".join(filter(None, said)), digest.lines[:PAGE_ROWS], digest)


def _told(text: str, lines: Sequence[Line], digest: Digest) -> str:
    """With as many rows as a text has room for, and first those with a sentence that stands nowhere above."""
    rows, room, untold = [text], MOST_TEXT - LONGEST_REST - length(text), _untold(digest)
    for number, line in enumerate(sorted(lines, key=lambda line: line not in untold)):
        row = _in_words(line, digest, untold)
        room -= length(row) + 1
        if room < 0:
            return "\n".join([*rows, f"and {len(lines) - number} more: `/promises everybody`"])
        rows.append(row)
    return "\n".join(rows)


def _in_words(line: Line, digest: Digest, untold: Sequence[Line]) -> str:
    """A row of the table, for whoever hears it, and where Slack does not take a table."""
    facts = " · ".join(filter(None, digest_text.facts(line, digest.today)))
    added = f" · {escape(one_line(line.sentence))}" if line in untold else ""
    return f"{MARKS[line.state]} {escape(shorten(one_line(line.what), 80))}: {escape(facts)}{added}"


def thread(digest: Digest) -> list[Message]:
    """First where to ask, then what the post's table had no room for, page by page. Pictures stand between."""
    first = "This thread is for questions about any promise. `/promises NUMBER` shows all that was said of one."
    found, shown, untold = [Message(first)], PAGE_ROWS, _untold(digest)
    for page in _pages([(line, _in_words(line, digest, untold)) for line in digest.lines[PAGE_ROWS:]]):
        heading = f"Promises {shown + 1} to {shown + len(page)} of {len(digest.lines)}"
        table = _table(digest, [line for line, _ in page])
        found.append(Message("\n".join([heading, *(said for _, said in page)]), [blocks.context(heading), table]))
        shown += len(page)
    return found


Row = tuple[Line, str]


def _pages(rows: Sequence[Row]) -> Iterator[Sequence[Row]]:
    """So long that the words hold as much as the table: whoever hears a page misses none."""
    page, room = list[Row](), MOST_TEXT - LONGEST_REST
    for row in rows:
        needed = length(row[1]) + 1
        if len(page) == PAGE_ROWS or needed > room:
            yield page
            page, room = [], MOST_TEXT - LONGEST_REST
        page.append(row)
        room -= needed
    if page:
        yield page

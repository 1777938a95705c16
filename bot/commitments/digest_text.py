"""The digest in sentences, the same in Slack and in every export. Plain text; people's words as they wrote them."""

from collections.abc import Iterator, Sequence
from datetime import date

from bot.commitments.counting import Change
from bot.commitments.dates import day_text, kept_text, moved_text
from bot.commitments.digest import Digest, Line
from bot.commitments.outcomes import Outcome
from bot.commitments.states import CLOSING, State
from bot.commitments.views import MARKS, mark

NOTHING_YET = "Nothing is promised yet. `/promise` begins, and at the next all-hands it stands here."


def title(digest: Digest) -> str:
    return f"All-hands, {day_text(digest.held or digest.day, digest.today)}: what we promised, and where we are"


def result(digest: Digest) -> str:
    """`We promised 14. 6 kept, 5 on track, 2 at risk, 1 missed.`"""
    if not digest.lines:
        return NOTHING_YET
    states, many = digest.states, len(digest.lines)
    if len(states) == 1:
        return f"We promised {'one thing' if many == 1 else many}; {_all_are(many, next(iter(states)))}."
    told = [State.KEPT, State.PARTLY_KEPT, State.ON_TRACK, *(state for state in State if state not in _FIRST)]
    parts = [f"{states[state]} {state}" for state in told if states[state]]
    return f"We promised {many}. {', '.join(parts)}."


_FIRST = (State.KEPT, State.PARTLY_KEPT, State.ON_TRACK)


def _all_are(many: int, state: State) -> str:
    """`it is on track`, `both were kept`."""
    if many == 1:
        return f"it {'was' if state in CLOSING else 'is'} {state}"
    said = "without an owner" if state is State.WITHOUT_OWNER else str(state).replace("its date", "their date")
    return f"{'both' if many == 2 else 'all of them'} {'were' if state in CLOSING else 'are'} {said}"


def kept_of_due(digest: Digest) -> str:
    """`Of the 8 due since 29 Jan, 6 were kept, 1 of them late; 1 moved in time; 1 missed. 4 were kept by …`"""
    return " ".join(filter(None, [_of_due(digest), _by_the_first_date(digest)]))


def _by_the_first_date(digest: Digest) -> str:
    """Where a date that was kept had moved: how many were kept by the date that was promised first."""
    kept = [line for line in digest.lines if {Outcome.KEPT, Outcome.KEPT_LATE} & {*line.outcomes}]
    many = digest.outcomes[Outcome.KEPT] + digest.outcomes[Outcome.KEPT_LATE]
    if many > len(kept) or all(line.first == line.promised for line in kept):
        return ""
    in_time = sum(bool(line.closed_on and line.first and line.closed_on <= line.first) for line in kept)
    were = {0: "None was", 1: "1 was"}.get(in_time, f"{in_time} were")
    return f"{were} kept by the date first promised." if len(kept) > 1 else _the_one_by_the_first_date(in_time)


def _the_one_by_the_first_date(in_time: int) -> str:
    return f"It was {'' if in_time else 'not '}kept by the date first promised."


def _of_due(digest: Digest) -> str:
    outcomes = digest.outcomes
    due = sum(outcomes.values())
    if not due:
        return ""
    since = f" since {day_text(digest.since, digest.today)}" if digest.since else ""
    dates = " dates" if due > sum(bool(line.outcomes) for line in digest.lines) else ""
    if due == len(digest.lines) == 1 and str(next(iter(outcomes))) == str(digest.lines[0].state):
        return ""  # the result says so
    if due == 1:
        return f"The one due{since} was {next(iter(outcomes))}."
    kept, late = outcomes[Outcome.KEPT] + outcomes[Outcome.KEPT_LATE], outcomes[Outcome.KEPT_LATE]
    if kept == due:
        return f"{'Both' if due == 2 else f'All {due}'}{dates} due{since} were kept{_of_them_late(kept, late)}."
    were = {0: "none was", 1: "1 was"}.get(kept, f"{kept} were")
    parts = [f"{were} kept{_of_them_late(kept, late)}"]
    others = (Outcome.PARTLY_KEPT, Outcome.MOVED, Outcome.MISSED, Outcome.DROPPED)
    parts += [f"{outcomes[outcome]} {outcome}" for outcome in others if outcomes[outcome]]
    return f"Of the {due}{dates} due{since}, {'; '.join(parts)}."


def _of_them_late(kept: int, late: int) -> str:
    if not late:
        return ""
    if late < kept:
        return f", {late} of them late"
    return {1: ", late", 2: ", both late"}.get(kept, ", all of them late")


def how_good_forecasts_were(digest: Digest) -> str:
    """`Our forecasts …: of 9 that were on track four weeks before the date, 7 were kept by it.`"""
    many, kept = digest.forecasts, digest.forecasts_kept
    if not many:
        return ""
    return f"Our forecasts of the past year: {_of_forecasts(many, kept)} by it."


def _of_forecasts(many: int, kept: int) -> str:
    ahead = "on track four weeks before the date"
    if many == 1:
        return f"the one that was {ahead} was {'kept' if kept else 'not kept'}"
    if kept == many:
        return f"{'both' if many == 2 else f'all {many}'} that were {ahead} were kept"
    were = {0: "none was", 1: "1 was"}.get(kept, f"{kept} were")
    return f"of {many} that were {ahead}, {were} kept"


def elsewhere_title(digest: Digest) -> str:
    """Over what the other practices tell."""
    return "What we changed because of you" if digest.learned else "Questions and reports"


def changed(line: Line, today: date) -> str:
    """What happened to a commitment, in a few words: `kept, 2 days early`."""
    assert line.change, "nothing changed"
    moved = "" if line.change in _TELL_OF_MOVES else moved_text(line.moves, line.moved_days)
    parts = [_put_right(line) + ", ".join(filter(None, [_change(line, today), moved]))]
    if line.word and line.change not in (Change.SILENT, Change.NEW):
        parts.append(line.word)
    return ": ".join(parts)


def _put_right(line: Line) -> str:
    if line.was_called is None:
        return ""
    return "put right: " if line.was_called is line.state else f"was called {line.was_called}, put right: "


_TELL_OF_MOVES = (Change.MOVED, Change.PROMISED_AGAIN)


def _change(line: Line, today: date) -> str:
    day = day_text(line.promised, today) if line.promised else "no date yet"
    match line.change:
        case Change.KEPT:
            return ", ".join(filter(None, ["kept", timing(line)]))
        case Change.MOVED | Change.PROMISED_AGAIN:
            again = "promised again for" if line.change is Change.PROMISED_AGAIN else "now"
            return f"{moved_text(line.moves, line.moved_days)}, {again} {day}"
        case Change.PAST_DATE | Change.MISSED:
            return f"{line.change}, promised for {day}"
        case Change.SILENT:
            return f"no word since {day_text(line.word_on, today)}" if line.word_on else "no word"
        case Change.NEW:
            return f"new, for {day}"
        case Change.HANDED_OVER:
            return f"handed over to {line.owner}"
        case Change.BACK_ON_TRACK if line.was_called:
            return str(line.state)
    return str(line.change)


def timing(line: Line) -> str:
    return kept_text(line.closed_on, line.promised, line.first) if line.state is State.KEPT else ""


def marked(state: State | None) -> str:
    return mark(state)


def table(digest: Digest, lines: Sequence[Line] | None = None) -> list[list[str]]:
    """With its header: promise, owner, promised, now, moved, last word, and a strip of states."""
    header = ["Promise", "Owner", "Promised", "Now", "Moved", "State", "Last word", *digest.meetings]
    return [header, *(list(row(line, digest)) for line in (digest.lines if lines is None else lines))]


def row(line: Line, digest: Digest) -> Iterator[str]:
    yield line.what
    yield line.owner
    yield day_text(line.first, digest.today) if line.first else "no date"
    yield day_text(line.promised, digest.today) if line.promised and line.promised != line.first else ""
    yield moved_text(line.moves, line.moved_days).removeprefix("moved ")
    yield f"{MARKS[line.state]} {stands(line, digest.today)}"
    yield line.word
    yield from (mark(state) for state in line.strip)


def facts(line: Line, today: date) -> Iterator[str]:
    """All of a row but its name and strip, in words."""
    yield stands(line, today)
    yield line.owner
    yield f"promised {day_text(line.first, today)}" if line.first else "no date"
    yield f"now {day_text(line.promised, today)}" if line.promised and line.promised != line.first else ""
    yield moved_text(line.moves, line.moved_days)


def stands(line: Line, today: date) -> str:
    """`silent since 29 Jan`, `kept, 2 days early`."""
    detail = _detail(line, today)
    between = " " if line.state is State.SILENT else ", "
    return f"{line.state}{between}{detail}" if detail else str(line.state)


def _detail(line: Line, today: date) -> str:
    if line.state is State.KEPT:
        return timing(line)
    if line.state is State.SILENT and line.word_on:
        return f"since {day_text(line.word_on, today)}"
    forecast_differs = line.forecast and line.forecast != line.promised and line.state not in CLOSING
    return f"forecast {day_text(line.forecast, today)}" if forecast_differs and line.forecast else ""

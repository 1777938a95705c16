"""The figures in words: in full for whoever asks for them, in one line for Monday's post."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from typing import Any

from bot.questions import sentences
from bot.questions.figures import Figures, Paused
from bot.slack import blocks, charts
from bot.slack.messages import Message
from bot.slack.text import about_text, date_text, duration_text
from bot.spread import LEAST_FOR_MEDIAN, Share, Spread

Block = dict[str, Any]

CHART = "questions.chart"
CASES = "questions.cases"
#: Beside it: two buttons of one row need two names.
ASKED = "questions.cases.asked"
WHY_THIS_NUMBER = "Why this number?"
#: As a chart of Slack's takes.
MOST_WEEKS = 20
#: Below so many, a share is told as a count only.
LEAST_FOR_PERCENT = 20
HEIGHTS = "▁▂▃▄▅▆▇█"
NONE_YET = "No question was asked in this time. Once one is, this shows how long people wait."


@dataclass(frozen=True)
class Report:
    """`what` says which questions and which time; links are markup."""

    what: str
    found: Figures
    weeks: Sequence[tuple[date, Figures]]
    now: datetime
    zone: tzinfo
    oldest: str = ""


def no_such_figures(word: str) -> Message:
    """`word`: as typed."""
    return Message(sentences.none_of_what_can_be_added(word))


def message(report: Report, value: str) -> Message:
    """`value`: what its buttons are asked to show, as `periods.read` reads it."""
    if not report.found.asked:
        return Message(f"{report.what}. {NONE_YET}")
    said = list(lines(report))
    body = [blocks.section(f"*Response times* · {report.what}"), blocks.section("\n".join(said))]
    weeks = list(_weeks(report))
    if len(weeks) > 1:
        body.append(blocks.section("\n".join([f"*By week*{_of_weeks(report)}", *weeks])))
    body.append(blocks.actions(*_buttons(value, len(weeks) > 1)))
    body.append(blocks.context(HOW))
    return Message("\n".join([f"Response times, {report.what}", *said, *weeks, HOW]), tuple(body))


def _buttons(value: str, has_weeks: bool) -> Iterator[dict[str, Any]]:
    yield why_button(value)
    if has_weeks:
        yield blocks.button("As a chart", CHART, value=value)


def why_button(value: str) -> dict[str, Any]:
    """Wherever figures stand. `value`: of which questions and as of when, as `periods.read` reads it."""
    return blocks.button(WHY_THIS_NUMBER, CASES, value=value, label="Why this number? The questions behind it")


def asked_button(week: str) -> dict[str, Any]:
    """Wherever it stands how many were asked under the post of a week."""
    label = "What was asked under the post, and what became of it"
    return blocks.button("What was asked", ASKED, value=f"asked {week}", label=label)


TOLD_BY_HAND = "given elsewhere, such as in a meeting, and told here by hand with the time."

HOW = (
    "Working time runs in the hours of whoever has a question; waiting time is on the clock. What is open and past due "
    "counts as a miss; what was taken back counts in no other figure. *More* on any card, then *Why this number?*, "
    "shows the events behind it."
)


def in_words(report: Report) -> str:
    return "\n".join([f"*Response times* · {report.what}", *lines(report)])


def lines(report: Report) -> Iterator[str]:
    found = report.found
    yield _asked(found)
    yield f"First response: {_shared(found.responded)}{_spread(found.response_working, found.response_waiting)}"
    yield f"Answer: {_shared(found.answered)}{_spread(found.answer_working, found.answer_waiting)}"
    if found.by_hand:
        yield f"{_count(found.by_hand, 'answer')} {'was' if found.by_hand == 1 else 'were'} {TOLD_BY_HAND}"
    if found.oldest_open:
        since = date_text(found.oldest_open.asked_at, report.zone)
        age = about_text(report.now - found.oldest_open.asked_at)
        yield f"The oldest open one waits since {since} ({age}){': ' + report.oldest if report.oldest else '.'}"
    yield from _again(found)
    yield from _paused(found.paused)
    if found.reopened:
        yield f"{found.reopened:,} went into another round: an answer was not enough, or its day to look again came."
    if found.community:
        yield f"{found.community} had an answer from colleagues."


def _asked(found: Figures) -> str:
    """What became of each; together they are all that was asked."""
    said = f"{_count(found.asked, 'question')} asked: {', '.join(_outcomes(found))}."
    return f"{said} {found.joined} of them joined with another." if found.joined else said


def _outcomes(found: Figures) -> Iterator[str]:
    yield f"{found.answers:,} answered"
    yield from _besides(found)
    if found.open:
        in_time = f", {found.running:,} still in time" if found.running else ""
        yield f"{found.open:,} open{in_time}"


def _besides(found: Figures) -> Iterator[str]:
    """What was neither answered nor is open, which no total leaves out."""
    if found.declined:
        yield f"{found.declined:,} declined with a reason{_past_due(found.declined_late)}"
    if found.kept:
        yield f"{found.kept:,} kept for later with a reason{_past_due(found.kept_late)}"
    if found.withdrawn:
        yield f"{found.withdrawn:,} taken back{_past_due(found.withdrawn_late)}"


def _past_due(late: int) -> str:
    return f" ({late:,} past due)" if late else ""


def _again(found: Figures) -> Iterator[str]:
    if found.again:
        said = f"{found.again:,} {'is' if found.again == 1 else 'are'} open again, in another round"
        yield f"{said}; {found.again_past:,} past due." if found.again_past else f"{said}."


def _paused(paused: Paused) -> Iterator[str]:
    parts = []
    if paused.questions:
        rested = f"{duration_text(paused.working)} of working time ({duration_text(paused.waiting)} on the clock)"
        parts.append(f"Paused in all while asked back: {rested}, in {_count(paused.questions, 'question')}.")
    if paused.resting:
        parts.append(f"{_count(paused.resting, 'answer clock')} {'rests' if paused.resting == 1 else 'rest'} now.")
    if parts:
        yield " ".join(parts)


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def _shared(share: Share) -> str:
    if not share.of:
        return "none was due yet."
    rest = [f"{share.late} late" if share.late else "", f"{share.missed} open and past due" if share.missed else ""]
    said = ", ".join(filter(None, rest))
    return f"{share.in_time} of {share.of} in time{share.percent}{', ' + said if said else ''}."


def _spread(working: Spread[timedelta], waiting: Spread[timedelta]) -> str:
    if not working.cases:
        return ""
    if len(working.cases) < LEAST_FOR_MEDIAN:
        each = (
            f"{duration_text(one)} ({duration_text(other)})"
            for one, other in zip(working.cases, waiting.cases, strict=True)
        )
        return f" Each: {'; '.join(each)} of working time (on the clock)."
    told = f" Half within {_both(working.middle, waiting.middle)}"
    if working.tenth is not None:
        told += f", nine of ten within {_both(working.tenth, waiting.tenth)}"
    return f"{told}."


def _both(working: Any, waiting: Any) -> str:
    return f"{duration_text(working)} of working time ({duration_text(waiting)} on the clock)"


def _of_weeks(report: Report) -> str:
    """Empty where none is left out."""
    count = len(report.weeks)
    return f", the last {MOST_WEEKS} of {count}" if count > MOST_WEEKS else ""


def _weeks(report: Report) -> Iterator[str]:
    most = max((found.asked for _, found in report.weeks), default=0)
    for monday, found in report.weeks[-MOST_WEEKS:]:
        bar = HEIGHTS[(len(HEIGHTS) - 1) * found.asked // most] if most else HEIGHTS[0]
        answered = (
            f"{found.answered.in_time} of {found.answered.of} answered in time" if found.answered.of else "none due"
        )
        yield f"{bar} {monday.day} {monday:%b}: {found.asked} asked, {answered}"


def chart(report: Report, value: str) -> Message:
    """Two series a week; where Slack does not take it, the words stand alone. `value` as in `message`."""
    weeks = report.weeks[-MOST_WEEKS:]
    labels = [f"{monday.day} {monday:%b}" for monday, _ in weeks]
    series = {
        "answered in time": [found.answered.in_time for _, found in weeks],
        "late or missed": [found.answered.late + found.answered.missed for _, found in weeks],
    }
    lines = [f"Questions by week, {report.what}{_of_weeks(report)}", *_weeks(report)]
    drawn = charts.bar_chart("Questions by the week they were asked", labels, series)
    return Message("\n".join(lines), (drawn, blocks.actions(why_button(value))))


def monday_line(found: Figures, oldest_since: str, when: str = "last week") -> str:
    """For the end of Monday's post, and of others. Empty where there is nothing to say."""
    if not found.asked:
        return ""
    half = (
        f", half within {duration_text(found.answer_working.middle)} of working time"
        if found.answer_working.middle
        else ""
    )
    answered = f"{found.answers} answered{half}"
    waits = "waits" if found.open == 1 else "wait"
    open_ = f"; {found.open} {waits}, the oldest since {oldest_since}" if found.open else ""
    besides = "".join(f", {one}" for one in _besides(found))
    return f"Questions {when}: {found.asked} asked, {answered}{besides}{open_}."


def digest_line(asked: Figures, earlier: Figures, open_in_all: int) -> str:
    """For Friday's digest: what became of this week's, and this week of those that were asked `earlier`."""
    parts = [_this_week(asked) if asked.asked else "none asked"]
    if earlier.asked:
        answers = [f"{earlier.answers:,} answered"] if earlier.answers else []
        again = [f"{earlier.again:,} open again"] if earlier.again else []
        parts.append(f"Asked earlier: {', '.join([*answers, *_besides(earlier), *again])}")
    if open_in_all != asked.open:
        parts.append(f"{open_in_all:,} open in all")
    return f"Questions this week: {'. '.join(parts)}."


def _this_week(asked: Figures) -> str:
    open_ = [f"{asked.open:,} open"] if asked.open else []
    said = ", ".join([f"{asked.asked:,} asked", f"{asked.answers:,} answered", *_besides(asked), *open_])
    return f"{said}; {asked.joined:,} of them joined with another" if asked.joined else said

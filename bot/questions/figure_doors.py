"""`/cadence response-times`, for everybody; "Why this number?" of all figures; and what other practices tell."""

import re
from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from bot.access import ANSWER_QUESTIONS, may
from bot.questions import (
    as_it_was,
    behind,
    cards,
    digest,
    figures,
    lists,
    nudges,
    periods,
    queries,
    reporting,
    sentences,
)
from bot.questions.asking_doors import work_of
from bot.questions.figures import Case
from bot.questions.models import Question
from bot.questions.periods import MOMENT, Period
from bot.questions.queries import Which
from bot.questions.rules import Visibility
from bot.questions.work import Work
from bot.settings import Operating
from bot.slack.blocks import Block, Modal
from bot.slack.doors import Answer, Call, Open, Redraw, Say
from bot.slack.messages import Message
from bot.slack.text import date_text


def response_times(session: Session, call: Call) -> Answer:
    return Say(_response_times(work_of(session, call), call.text.removeprefix("response-times").strip()))


def _response_times(work: Work, words: str) -> Message:
    period, unknown = periods.read(work, words)
    if unknown:
        return reporting.no_such_figures(unknown)
    return reporting.message(_report(work, period)[0], str(period))


def chart(session: Session, call: Call) -> Answer:
    """Where Slack does not take a chart in a message to one person, its words arrive."""
    work = work_of(session, call)
    period = _read(work, call.value)
    return Say(reporting.chart(_report(work, period)[0], str(period)))


def explain(session: Session, call: Call) -> Answer:
    """What was counted, the longest wait first; each opens to its events."""
    return Open(_explained(work_of(session, call), call.value))


def turn(session: Session, call: Call) -> Answer:
    """Others of them."""
    start, value = behind.read_turn(call.value)
    return Redraw(_explained(work_of(session, call), value, start))


def _explained(work: Work, value: str, start: int = 0) -> Modal:
    if since := re.fullmatch(r"digest (\S+) (\S+)", value):
        counted = digest.count(work, *map(datetime.fromisoformat, since.groups()))
        return _page(work, counted.line, counted.at, counted.groups, value, start)
    if at := re.fullmatch(r"waiting (\S+)", value):
        return _waiting(work, datetime.fromisoformat(at[1]), value, start)
    if week := re.fullmatch(r"asked (\S+)", value):
        return _asked(work, week[1], value, start)
    period = _read(work, value)
    report, found = _report(work, period)
    return _page(work, reporting.in_words(report), period.at, {"": found}, str(period), start)


def _waiting(work: Work, at: datetime, value: str, start: int) -> Modal:
    found = as_it_was.cases(work, Which(digest.BEGINNING, at + MOMENT, owed=True), at)
    oldest = min((case.asked_at for case in found), default=at)
    return _page(work, _so_many_wait(len(found), oldest, work.settings), at, {"": found}, value, start)


def _asked(work: Work, week: str, value: str, start: int) -> Modal:
    """As it is now, as the line that it explains says it."""
    found = queries.cases(work.session, Which(digest.BEGINNING, work.now + MOMENT, week=week), work.now)
    told = sentences.asked_under_a_post(*queries.under_a_post(work.session, week))
    return _page(work, told, work.now, {"": found}, value, start)


def _page(work: Work, told: str, at: datetime, groups: Mapping[str, Sequence[Case]], value: str, start: int) -> Modal:
    """`groups`: what was counted, by the titles of its parts."""
    listed = [(title, case) for title, found in groups.items() for case in sorted(found, key=_longest_first)]
    shown = [(title, _behind(work, case)) for title, case in listed[start : start + behind.MOST_CASES]]
    as_of = date_text(at, work.settings.calendar.zone)
    return behind.cases(told, as_of, at, behind.Stretch(shown, start, len(listed), value))


def _longest_first(case: Case) -> int:
    return -(10**12) if case.answer_waiting is None else -case.answer_waiting


def _behind(work: Work, case: Case) -> behind.Behind:
    question = work.session.get_one(Question, case.id)
    if not work.may_see(question):
        return behind.Behind(case, sentences.A_PRIVATE_ONE, may_open=False)
    return behind.Behind(case, cards.link(work, question, work.by.id), may_open=True)


def _read(work: Work, value: str) -> Period:
    """Of buttons; those of earlier versions begin with a dash where nothing was typed."""
    return periods.read(work, value.removeprefix("-"))[0]


def _report(work: Work, period: Period) -> tuple[reporting.Report, Sequence[Case]]:
    found = as_it_was.cases(work, period.which, period.at)
    whole = figures.figures(found)
    report = reporting.Report(
        what=periods.in_words(work, period),
        found=whole,
        weeks=figures.by_week(found, period.zone, period.days),
        now=period.at,
        zone=period.zone,
        oldest=_oldest(work, whole.oldest_open),
    )
    return report, found


def last_month(work: Work) -> tuple[reporting.Report, str]:
    """And what explains it."""
    period, _ = periods.read(work, "")
    return _report(work, period)[0], str(period)


def what_waits(session: Session, call: Call) -> Answer:
    """All that whoever looks may answer; opened from App Home."""
    work, most = work_of(session, call), nudges.MOST_IN_WINDOW
    if may(call.person, ANSWER_QUESTIONS, call.settings.people):
        return Open(nudges.window(*lists.waiting_for_the_office(work, most)))
    return Open(nudges.window(*lists.waiting_for(work, call.person.id, most)))


def _oldest(work: Work, case: Case | None) -> str:
    question = work.session.get(Question, case.id) if case else None
    if question is None:
        return ""
    return sentences.A_PRIVATE_ONE if question.visibility == Visibility.PRIVATE else cards.link(work, question)


# For Monday's post and Friday's message


def last_week(session: Session, settings: Operating, since: datetime, until: datetime) -> Sequence[str]:
    """One line for the end of Monday's post, which everybody reads."""
    return _line(session, settings, since, until, sentences.LAST_WEEK)


def since_all_hands(session: Session, settings: Operating, since: datetime, until: datetime) -> Sequence[str]:
    """The same of the time since the last all-hands, for its digest."""
    return _line(session, settings, since, until, sentences.SINCE_THE_ALL_HANDS)


def _line(session: Session, settings: Operating, since: datetime, until: datetime, when: str) -> Sequence[str]:
    found = figures.figures(queries.cases(session, Which(since, until), until))
    oldest = found.oldest_open
    since_when = date_text(oldest.asked_at, settings.calendar.zone, "{date_short_pretty}") if oldest else ""
    line = reporting.monday_line(found, since_when, when)
    return [line] if line else []


def explained(session: Session, settings: Operating, since: datetime, until: datetime) -> Sequence[Block]:
    """The button that explains that line, below it; none where nothing was asked."""
    which = Which(since, until)
    if not queries.any_asked(session, which):
        return []
    return [reporting.why_button(str(Period(which, until, settings.calendar.zone)))]


def waiting(session: Session, settings: Operating, since: datetime, until: datetime) -> Sequence[str]:
    """One line for the CTO on Friday."""
    count, oldest = lists.waiting(session)
    if not count or oldest is None:
        return []
    return [_so_many_wait(count, oldest, settings)]


def _so_many_wait(count: int, oldest: datetime, settings: Operating) -> str:
    return sentences.so_many_wait(count, date_text(oldest, settings.calendar.zone, "{date_short_pretty}"))


def explained_waiting(session: Session, settings: Operating, since: datetime, until: datetime) -> Sequence[Block]:
    """The button that explains that line; none where nothing waits."""
    count, _ = lists.waiting(session)
    return [reporting.why_button(f"waiting {until.isoformat()}")] if count else []


def explained_asked(session: Session, week: str) -> Sequence[Block]:
    """The same of what was asked under the post of a week."""
    asked, _ = queries.under_a_post(session, week)
    return [reporting.asked_button(week)] if asked else []

"""`/cadence response-times`, for everybody; and what Monday's post and Friday's message tell of questions."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta

from sqlalchemy.orm import Session

from bot.access import ANSWER_QUESTIONS, may
from bot.local_time import resolve
from bot.questions import cards, figures, lists, nudges, queries, reporting, sentences
from bot.questions.asking_doors import work_of
from bot.questions.figures import Case
from bot.questions.models import Question
from bot.questions.queries import Which
from bot.questions.rules import Kind, Visibility
from bot.questions.work import Work
from bot.settings import Operating
from bot.slack.doors import Answer, Call, Open, Say
from bot.slack.mentions import names_in
from bot.slack.messages import Message
from bot.slack.text import date_text

SPANS = {"week": 7, "month": 28, "quarter": 91, "year": 364}


def response_times(session: Session, call: Call) -> Answer:
    return Say(_response_times(session, call, call.text.removeprefix("response-times").strip()))


def _response_times(session: Session, call: Call, words: str) -> Message:
    work = work_of(session, call)
    which, unknown = _which(words.split(), work)
    if unknown:
        return reporting.no_such_figures(unknown)
    return reporting.message(_report(work, which, words), words)


def chart(session: Session, call: Call) -> Answer:
    """Where Slack does not take a chart in a message to one person, its words arrive."""
    words = call.value.removeprefix("-")
    work = work_of(session, call)
    which, _ = _which(words.split(), work)
    return Say(reporting.chart(_report(work, which, words)))


def behind(session: Session, call: Call) -> Answer:
    """The cases behind the figures, the longest wait first; each opens to its events."""
    work, words = work_of(session, call), call.value.removeprefix("-")
    which, _ = _which(words.split(), work)
    found = sorted(
        queries.cases(session, which, work.now), key=lambda case: case.answer_waiting or 10**12, reverse=True
    )
    shown = [_behind(work, case) for case in found[: reporting.MOST_CASES]]
    return Open(reporting.cases(_what(work, which, words), shown, len(found)))


def _behind(work: Work, case: Case) -> reporting.Behind:
    question = work.session.get_one(Question, case.id)
    if not work.may_see(question):
        return reporting.Behind(case, sentences.A_PRIVATE_ONE, may_open=False)
    return reporting.Behind(case, cards.link(work, question, work.by.id), may_open=True)


def _which(words: Sequence[str], work: Work) -> tuple[Which, str]:
    """What is asked for, and the first word that means nothing."""
    cto = work.settings.people.cto
    which = Which(work.now - timedelta(days=SPANS["month"]), work.now + timedelta(seconds=1), cto=cto)
    days = [day for word in words if (day := _day(word, work))]
    if days:
        which = replace(which, start=days[0], end=days[1] if len(days) > 1 else which.end)
    for word in words:
        if word in SPANS:
            which = replace(which, start=work.now - timedelta(days=SPANS[word]))
        elif word in list(Kind):
            which = replace(which, kind=Kind(word))
        elif channel := re.match(r"<#([CG]\w+)", word):
            which = replace(which, channel=channel[1])
        elif person := re.match(r"<@([UW]\w+)", word):
            which = replace(which, responder=person[1])
        elif not _day(word, work):
            return which, word
    return which, ""


def _day(word: str, work: Work) -> datetime | None:
    """Its midnight where the office is."""
    try:
        return resolve(datetime.combine(date.fromisoformat(word), time()), work.settings.calendar.zone)
    except ValueError:
        return None


def _report(work: Work, which: Which, words: str) -> reporting.Report:
    found = queries.cases(work.session, which, work.now)
    zone = work.settings.calendar.zone
    whole = figures.figures(found)
    return reporting.Report(
        what=_what(work, which, words),
        found=whole,
        weeks=figures.by_week(found, zone),
        now=work.now,
        zone=zone,
        oldest=_oldest(work, whole.oldest_open),
    )


def last_month(work: Work) -> reporting.Report:
    which, _ = _which([], work)
    return _report(work, which, "")


def what_waits(session: Session, call: Call) -> Answer:
    """All that whoever looks may answer; opened from App Home."""
    work, most = work_of(session, call), nudges.MOST_IN_WINDOW
    if may(call.person, ANSWER_QUESTIONS, call.settings.people):
        return Open(nudges.window(*lists.waiting_for_the_office(work, most)))
    return Open(nudges.window(*lists.waiting_for(work, call.person.id, most)))


def _what(work: Work, which: Which, words: str) -> str:
    since = date_text(which.start, work.settings.calendar.zone, "{date_long}")
    names = names_in(work.session, words)
    until = date_text(which.end, work.settings.calendar.zone, "{date_long}") if which.end <= work.now else ""
    responder = names.get(which.responder, which.responder) if which.responder else ""
    return sentences.which_questions(since, until, which.kind or "", which.channel or "", responder)


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


def waiting(session: Session, settings: Operating, since: datetime, until: datetime) -> Sequence[str]:
    """One line for the CTO on Friday."""
    count, oldest = lists.waiting(session)
    if not count or oldest is None:
        return []
    when = date_text(oldest, settings.calendar.zone, "{date_short_pretty}")
    return [sentences.so_many_wait(count, when)]

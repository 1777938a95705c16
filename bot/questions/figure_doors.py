"""`/cadence response-times`, for everybody; and what Monday's post and Friday's message tell of questions."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from bot.questions import cards, figures, nudging, queries, reporting
from bot.questions.asking_doors import names_in, work_of
from bot.questions.figures import Case
from bot.questions.models import Question
from bot.questions.queries import Which
from bot.questions.rules import Kind, Visibility
from bot.questions.work import Work
from bot.settings import Operating
from bot.slack.doors import Answer, Call, Say
from bot.slack.messages import Message
from bot.slack.text import date_text, escape

SPANS = {"week": 7, "month": 28, "quarter": 91, "year": 364}
USAGE = (
    "`/cadence response-times` shows how long people waited for answers in the last four weeks. Add `week`, `month`, "
    "`quarter` or `year`; `question`, `challenge` or `tell`; a #channel; a @responder."
)


def cadence_command(session: Session, call: Call) -> Answer:
    name, _, rest = call.text.partition(" ")
    if name != "response-times":
        return Say(Message(USAGE))
    return Say(_response_times(session, call, rest.strip()))


def _response_times(session: Session, call: Call, words: str) -> Message:
    work = work_of(session, call)
    which, unknown = _which(words.split(), call.now)
    if unknown:
        return Message(f"“{escape(unknown)}” is none of what can be added. {USAGE}")
    return reporting.message(_report(work, which, words), words)


def chart(session: Session, call: Call) -> Answer:
    """Where Slack does not take a chart in a message to one person, its words arrive."""
    words = call.value.removeprefix("-")
    which, _ = _which(words.split(), call.now)
    return Say(reporting.chart(_report(work_of(session, call), which, words)))


def _which(words: Sequence[str], now: datetime) -> tuple[Which, str]:
    """What is asked for, and the first word that means nothing."""
    which = Which(now - timedelta(days=SPANS["month"]), now + timedelta(seconds=1))
    for word in words:
        if word in SPANS:
            which = replace(which, start=now - timedelta(days=SPANS[word]))
        elif word in list(Kind):
            which = replace(which, kind=Kind(word))
        elif channel := re.match(r"<#([CG]\w+)", word):
            which = replace(which, channel=channel[1])
        elif person := re.match(r"<@([UW]\w+)", word):
            which = replace(which, responder=person[1])
        else:
            return which, word
    return which, ""


def _report(work: Work, which: Which, words: str) -> reporting.Report:
    found = queries.cases(work.session, which)
    zone = work.settings.calendar.zone
    whole = figures.figures(found, work.now)
    return reporting.Report(
        what=_what(work, which, words),
        found=whole,
        weeks=figures.by_week(found, zone, work.now),
        now=work.now,
        zone=zone,
        oldest=_oldest(work, whole.oldest_open),
    )


def _what(work: Work, which: Which, words: str) -> str:
    since = date_text(which.start, work.settings.calendar.zone, "{date_long}")
    names = names_in(work.session, words)
    parts = [f"asked since {since}"]
    parts += [f"{which.kind}s only"] if which.kind else []
    parts += [f"in <#{which.channel}>"] if which.channel else []
    parts += [f"answered by {escape(names.get(which.responder, which.responder))}"] if which.responder else []
    return ", ".join(parts)


def _oldest(work: Work, case: Case | None) -> str:
    question = work.session.get(Question, case.id) if case else None
    if question is None:
        return ""
    return "a private question" if question.visibility == Visibility.PRIVATE else cards.link(work, question)


# For Monday's post and Friday's message


def last_week(session: Session, settings: Operating, since: datetime, until: datetime) -> Sequence[str]:
    """One line for the end of Monday's post, which everybody reads."""
    found = figures.figures(queries.cases(session, Which(since, until)), until)
    oldest = found.oldest_open
    since_when = date_text(oldest.asked_at, settings.calendar.zone, "{date_short_pretty}") if oldest else ""
    line = reporting.monday_line(found, since_when)
    return [line] if line else []


def waiting(session: Session, settings: Operating, since: datetime, until: datetime) -> Sequence[str]:
    """One line for the CTO on Friday."""
    count, oldest = nudging.waiting(session)
    if not count or oldest is None:
        return []
    when = date_text(oldest, settings.calendar.zone, "{date_short_pretty}")
    return [f"1 question waits, since {when}" if count == 1 else f"{count:,} questions wait, the oldest since {when}"]

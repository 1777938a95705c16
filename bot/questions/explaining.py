"""Gathers what "Why this number?" shows."""

from collections.abc import Mapping
from datetime import time
from itertools import groupby
from typing import Any

from bot.questions import in_force, logbook, views, why
from bot.questions.clocks import clocks
from bot.questions.effects import steps
from bot.questions.models import Question
from bot.questions.work import Work
from bot.slack import people
from bot.slack.blocks import Modal

DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


def modal(work: Work, question: Question) -> Modal:
    happened = logbook.events(work, question)
    calendar, targets = in_force.versions(work.session, work.known_by)
    found = clocks(happened, calendar, targets, work.now)
    read_at = found.first.answer.stopped or work.now
    version = calendar.at(read_at)
    cto = version.cto
    shown = why.Calendar(cto.zone, hours_text(cto.week), calendar.since(read_at), found.course.turns)
    told = why.lines(steps(happened, targets, work.now))
    return why.modal(
        question.text or views.REMOVED, told, found, shown, lambda person: people.name(work.session, person)
    )


def hours_text(week: Mapping[int, Any]) -> str:
    """Such as Mon–Fri 09:00–17:30."""
    parts = []
    for hours, days in groupby(range(7), key=lambda day: tuple(week.get(day, ()))):
        span = list(days)
        name = DAYS[span[0]] if len(span) == 1 else f"{DAYS[span[0]]}–{DAYS[span[-1]]}"
        if hours:
            parts.append(f"{name} {' and '.join(_interval(*one) for one in hours)}")
    return "; ".join(parts) or "none"


def _interval(opens: time, closes: time) -> str:
    return f"{opens:%H:%M}–{closes:%H:%M}"

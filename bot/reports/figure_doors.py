"""The figures of reports, for everybody."""

from datetime import timedelta

from sqlalchemy.orm import Session

from bot.reports import figures_queries, figures_text
from bot.slack.doors import Answer, Call, Say
from bot.slack.text import date_text

SPANS = {"month": 28, "quarter": 91, "year": 364}


def command(session: Session, call: Call) -> Answer:
    """`/cadence reports year`."""
    return figures(session, call, call.text.partition(" ")[2].strip())


def figures(session: Session, call: Call, word: str) -> Answer:
    span = SPANS.get(word.casefold() or "quarter")
    if span is None:
        return Say(figures_text.usage(word))
    start = call.now - timedelta(days=span)
    found = figures_queries.between(session, call.settings, start, call.now + timedelta(seconds=1), call.now)
    when = f"since {date_text(start, call.settings.calendar.zone, '{date_long}')}"
    return Say(figures_text.message(found, when))

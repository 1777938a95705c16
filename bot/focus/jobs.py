"""When the week's post is asked for, reminded of and posted."""

from datetime import timedelta

from sqlalchemy.orm import Session

from bot.focus import rhythms, service
from bot.schedule import Job, Occasion


def ask(session: Session, occasion: Occasion) -> None:
    coming = rhythms.posting(occasion.settings).next_after(occasion.slot.at)
    week = rhythms.week_of(occasion.settings, coming)
    service.ask(session, week, settings=occasion.settings, words=occasion.prompts.of("focus"), now=occasion.now)


def remind(session: Session, occasion: Occasion) -> None:
    week = rhythms.week_of(occasion.settings, occasion.slot)
    service.remind(session, week, settings=occasion.settings, now=occasion.now)


def post(session: Session, occasion: Occasion) -> None:
    service.post_due(session, occasion.slot, settings=occasion.settings, now=occasion.now)


def post_missed(session: Session, occasion: Occasion) -> None:
    service.post_missed(session, occasion.slot, settings=occasion.settings, now=occasion.now)


# How late each may still run: an ask in the evening would disturb, and the reminder catches what it missed; a post
# that the CTO approved is rather late than lost.
JOBS = (
    Job("focus.ask", rhythms.asking, ask, grace=timedelta(hours=4)),
    Job("focus.remind", rhythms.reminding, remind, grace=timedelta(minutes=45)),
    Job("focus.post", rhythms.posting, post, grace=timedelta(days=2), missed=post_missed),
)

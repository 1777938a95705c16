"""When owners are asked for a word."""

from datetime import timedelta

from sqlalchemy.orm import Session

from bot.commitments import hand_overs, reminders, rhythms
from bot.schedule import Job, Occasion


def ask(session: Session, occasion: Occasion) -> None:
    """Also notices who left, so that nobody is asked in their place."""
    hand_overs.notice_departures(session, occasion.now)
    words = occasion.prompts.of("commitments")
    reminders.remind(session, settings=occasion.settings, words=words, now=occasion.now)


# Later, the next hour's does the same.
JOBS = (Job("commitments.ask", rhythms.asking, ask, grace=timedelta(hours=1)),)

"""When reports are brought up by themselves."""

from datetime import timedelta

from sqlalchemy.orm import Session

from bot.local_time import EVERY_DAY
from bot.reports import departed_reviewers, orphans, reminding
from bot.rhythm import Hourly, Rhythm
from bot.schedule import Job, Occasion
from bot.settings import Operating


def each_hour(settings: Operating) -> Rhythm:
    return Hourly(EVERY_DAY)


def remind(session: Session, occasion: Occasion) -> None:
    """Also notices who left, so that nobody is reminded in their place."""
    words = occasion.prompts.of("report_actions")
    orphans.notice_departures(session, occasion.settings, occasion.now)
    departed_reviewers.notice_departures(session, occasion.now)
    reminding.remind(session, settings=occasion.settings, words=words, now=occasion.now)


# The next hour does the same.
JOBS = (Job("reports.remind", each_hour, remind, grace=timedelta(minutes=59), frequent=True),)

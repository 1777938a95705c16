"""When questions are brought up by themselves."""

from datetime import timedelta

from sqlalchemy.orm import Session

from bot.local_time import EVERY_DAY
from bot.questions import anonymity, digest, edits, going_out, mornings, nudging, resettling
from bot.questions.work import Work
from bot.recurrence import Daily, OnHoliday, Weekly
from bot.rhythm import Ahead, Hourly, Rhythm
from bot.schedule import Job, Occasion
from bot.settings import Operating

QUARTERLY = Hourly(EVERY_DAY, times=4)


def each_morning(settings: Operating) -> Rhythm:
    """Also at the weekend and while the CTO is away: on whichever day somebody was told that it comes back."""
    return Daily(settings.questions.list_at, settings.calendar.zone)


def anybodys_morning(settings: Operating) -> Rhythm:
    """Four times an hour, at the minute of the lists: every zone is whole quarters of an hour away."""
    minutes = -settings.questions.list_at.minute % 15
    return Ahead(Hourly(EVERY_DAY, times=4), timedelta(minutes=minutes))


def often(settings: Operating) -> Rhythm:
    return Hourly(EVERY_DAY, times=12)


def each_hour(settings: Operating) -> Rhythm:
    return Hourly(EVERY_DAY)


def each_quarter(settings: Operating) -> Rhythm:
    return QUARTERLY


def morning(session: Session, occasion: Occasion) -> None:
    mornings.morning(_work(session, occasion))


def resettle(session: Session, occasion: Occasion) -> bool:
    return resettling.resettle(_work(session, occasion))


def lists(session: Session, occasion: Occasion) -> None:
    mornings.mornings(_work(session, occasion))


def hour(session: Session, occasion: Occasion) -> None:
    work = _work(session, occasion)
    anonymity.forget_other_days(work)
    going_out.post_due(work)
    nudging.nudge(work)
    edits.tell(work)


def quarter(session: Session, occasion: Occasion) -> None:
    mornings.redraw_passed(_work(session, occasion), since=occasion.slot.at - QUARTERLY.apart)


def each_week(settings: Operating) -> Rhythm:
    questions, calendar = settings.questions, settings.calendar
    on_holiday = OnHoliday.PREVIOUS_WORKING_DAY
    day, at = questions.digest_on.number, questions.digest_at
    return Weekly(day, at, calendar.zone, holidays=calendar.holidays(), on_holiday=on_holiday)


def week(session: Session, occasion: Occasion) -> None:
    digest.post(_work(session, occasion))


def _work(session: Session, occasion: Occasion) -> Work:
    return Work(session, occasion.settings, occasion.now)


# What the office's morning brings back stands on the list after it; what an hour missed the next one says. Words go out
# by the hour, so that what falls due in it is one message; cards are drawn more often, so that none says long what is
# past. What follows a change of settings does so before a list is made of it. A digest may come in the evening.
JOBS = (
    Job("questions.morning", each_morning, morning, grace=timedelta(hours=4)),
    Job("questions.resettle", often, resettle, grace=timedelta(minutes=4), frequent=True),
    Job("questions.lists", anybodys_morning, lists, grace=timedelta(minutes=14), frequent=True),
    Job("questions.hour", each_hour, hour, grace=timedelta(minutes=59), frequent=True),
    Job("questions.quarter", each_quarter, quarter, grace=timedelta(minutes=14), frequent=True),
    Job("questions.digest", each_week, week, grace=timedelta(hours=12)),
)

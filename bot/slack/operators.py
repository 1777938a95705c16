"""What those who run the bot are told: one message a cause and day, with what to do."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from bot import settings as settings_
from bot.slack import notices, outbox, remedies
from bot.slack.outbox import Delivery, Kind
from bot.slack.outcome import Later, Outcome, Refused, Sent
from bot.slack.pace import EVERYTHING

KEY = "operators:"


def tell(session: Session, cause: str, sentence: str, now: datetime) -> None:
    """To every operator, or to the CTO where there is none. The same `cause` is told once."""
    people = settings_.load(session).people
    tell_people(session, people.operators or tuple(filter(None, [people.cto])), f"{KEY}{cause}", sentence, now)


def tell_people(session: Session, users: Sequence[str], key: str, sentence: str, now: datetime) -> None:
    for user in users:
        outbox.enqueue(session, key=f"{key}:{user}", channel=user, message=notices.notice(sentence), now=now)


def report(session: Session, row: Delivery, outcome: Outcome, now: datetime) -> None:
    """In the transaction that writes the outcome down, so that no crash comes between. What became of a message to
    operators is in the log and the outbox only: telling of it would not end."""
    if row.key.startswith(KEY):
        return
    match outcome:
        case Refused(error) if row.kind == Kind.HOME and error in remedies.GONE:
            return
        case Refused(error) if error != remedies.ORPHAN:
            _tell_once(session, error, row, notices.refused(row.key, row.channel, error), now)
        case Sent(flaw=str(flaw)):
            _tell_once(session, flaw, row, notices.flawed(row.key, row.channel, flaw), now)
        case Later(error, closes=closes) if closes == EVERYTHING:
            _tell_once(session, error, row, notices.held(error), now)


def _tell_once(session: Session, error: str, row: Delivery, sentence: str, now: datetime) -> None:
    # That a workspace takes no files may be its wish: it is told once, not each day.
    day = "" if error.startswith(remedies.NO_FILE) else f":{now.date()}"
    tell(session, f"outbox:{remedies.cause(error, row.channel)}{day}", sentence, now)


def report_job(session: Session, job: str, due: datetime, error: str, now: datetime) -> None:
    """`due` is local."""
    tell(session, f"job:{job}:{due.isoformat()}", notices.job_fails(job, f"{due:%A %H:%M}", error), now)

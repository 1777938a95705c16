"""How the bot runs: what is due next, what failed, what waits, and which versions these are."""

import platform
from collections.abc import Iterator, Sequence
from datetime import datetime
from importlib.metadata import version

import sqlalchemy as sa
from sqlalchemy.orm import Session

from bot import settings as settings_
from bot.occurrences import JobFailure
from bot.operating.status_views import Due, Failing, Refused, Status, Versions
from bot.rhythm import NoSlot
from bot.schedule import Job, is_on
from bot.settings import Operating
from bot.slack import remedies, upkeep
from bot.slack.outbox import UNSENT, Delivery, State

SHOWN = 5
_SHOWN_TROUBLE = 3


def status(session: Session, jobs: Sequence[Job], now: datetime) -> Status:
    settings = settings_.load(session)
    refused, refused_count = upkeep.find(session, (State.REFUSED,), _SHOWN_TROUBLE)
    failing = list(_failing(session))
    return Status(
        missing=tuple(settings.missing().values()),
        due=tuple(coming(settings, jobs, now)),
        failing=tuple(failing[:_SHOWN_TROUBLE]),
        failing_count=len(failing),
        refused=tuple(_refused(row) for row in refused),
        refused_count=refused_count,
        unsent=session.scalar(_UNSENT) or 0,
        oldest_unsent=upkeep.waiting_since(session),
        versions=versions(session),
        zone=settings.calendar.zone,
        now=now,
    )


_UNSENT = sa.select(sa.func.count()).select_from(Delivery).where(Delivery.state.in_(UNSENT))


def coming(settings: Operating, jobs: Sequence[Job], now: datetime) -> list[Due]:
    """The next occurrence of every job that runs, the soonest first."""
    if settings.missing():
        return []
    found = [Due(job.name, at) for job in jobs if is_on(job, settings) and (at := next_of(job, settings, now))]
    return sorted(found, key=lambda due: (due.at, due.job))


def next_of(job: Job, settings: Operating, now: datetime) -> datetime | None:
    """None where its days off leave nothing over."""
    try:
        return job.rhythm(settings).next_after(now).at
    except NoSlot:
        return None


def _failing(session: Session) -> Iterator[Failing]:
    for row in session.scalars(sa.select(JobFailure).order_by(JobFailure.try_again_at)):
        yield Failing(row.job, row.failures, row.local, row.error, row.try_again_at)


def _refused(row: Delivery) -> Refused:
    error = row.error or ""
    return Refused(row.channel, error, remedies.remedy(error))


def versions(session: Session) -> Versions:
    schema = session.scalar(sa.text("SELECT version_num FROM alembic_version"))
    dialect = session.get_bind().dialect.name
    database = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}.get(dialect, dialect)
    return Versions(version("cto-cadence"), str(schema), database, platform.python_version())

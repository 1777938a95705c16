"""What is on record of jobs: which of their due times were decided and how, since when they are known, what failed."""

from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from bot.contents import FACTS, TRACES
from bot.storage import Model


class Outcome(StrEnum):
    RAN = "ran"
    MISSED = "missed"


class Occurrence(Model):
    """One due time of a job that ran, or never will. `local`: naive wall-clock time in the job's zone, ISO 8601."""

    __tablename__ = "occurrences"

    job: Mapped[str] = mapped_column(sa.String(64), primary_key=True, info=FACTS)
    local: Mapped[str] = mapped_column(sa.String(32), primary_key=True, info=FACTS)
    due_at: Mapped[datetime]
    outcome: Mapped[str] = mapped_column(sa.String(16), info=FACTS)
    decided_at: Mapped[datetime]


class JobRecord(Model):
    """Since when a job is known, and since when it follows its present rhythm: what was due before does not run.
    What was due before the database came back out of a backup does not either: it may have run."""

    __tablename__ = "jobs"

    name: Mapped[str] = mapped_column(sa.String(64), primary_key=True, info=FACTS)
    rhythm: Mapped[str] = mapped_column(sa.Text, info=FACTS)
    since: Mapped[datetime]
    known_since: Mapped[datetime]
    restored_at: Mapped[datetime | None]


class JobFailure(Model):
    """An occurrence that raised and will be tried again."""

    __tablename__ = "job_failures"

    job: Mapped[str] = mapped_column(sa.String(64), primary_key=True, info=FACTS)
    local: Mapped[str] = mapped_column(sa.String(32), primary_key=True, info=FACTS)
    failures: Mapped[int]
    error: Mapped[str] = mapped_column(sa.Text, info=TRACES)
    try_again_at: Mapped[datetime]

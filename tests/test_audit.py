"""Who changed which setting, role or status is appended, in the transaction that changes it."""

from datetime import datetime, timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from bot import audit
from bot import settings as settings_
from bot.audit import AppendOnly, AuditEntry
from bot.storage import Database
from tests.factories import ANA, MAYA, settings


def entries(session: Session) -> list[tuple[str, str, object, object]]:
    rows = session.scalars(sa.select(AuditEntry).order_by(AuditEntry.id)).all()
    return [(row.by, row.subject, row.was, row.became) for row in rows]


def test_each_setting_that_changes_is_written_down_with_what_it_was(session: Session, now: datetime) -> None:
    settings_.save(session, settings(), by="cadence config", now=now)
    session.flush()
    before = len(entries(session))

    changed = settings(people={"delegates": [ANA]}, focus={"post_at": "08:00"})
    settings_.save(session, changed, by=MAYA, now=now + timedelta(hours=1))
    session.flush()

    assert entries(session)[before:] == [
        (MAYA, "focus.post_at", "09:00", "08:00"),
        (MAYA, "people.delegates", [], [ANA]),
    ]


def test_saving_the_same_settings_again_changes_nothing(session: Session, now: datetime) -> None:
    settings_.save(session, settings(), by=MAYA, now=now)
    session.flush()
    before = entries(session)

    settings_.save(session, settings(), by=MAYA, now=now + timedelta(hours=1))
    session.flush()

    assert entries(session) == before


def test_a_change_that_is_not_saved_leaves_no_entry(database: Database, now: datetime) -> None:
    def breaks(session: Session) -> None:
        settings_.save(session, settings(), by=MAYA, now=now)
        raise ValueError("broken")

    with pytest.raises(ValueError, match="broken"):
        database.run_here(breaks)

    assert database.run_here(entries) == []


def test_an_entry_is_neither_changed_nor_deleted(session: Session, now: datetime) -> None:
    audit.record(session, "backup written", by="the command line", now=now)
    session.flush()
    (entry,) = session.scalars(sa.select(AuditEntry)).all()

    entry.by = MAYA
    with pytest.raises(AppendOnly):
        session.flush()
    session.rollback()


def test_the_program_deletes_no_entry(session: Session, now: datetime) -> None:
    audit.record(session, "backup written", by="the command line", now=now)
    session.flush()
    (entry,) = session.scalars(sa.select(AuditEntry)).all()

    session.delete(entry)
    with pytest.raises(AppendOnly):
        session.flush()
    session.rollback()

"""Who changed which setting, role or status is appended, in the transaction that changes it, and stays."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from bot import audit, contents, someone
from bot import settings as settings_
from bot.audit import AppendOnly, AuditEntry
from bot.contents import Holds
from bot.storage import Database, Model
from tests.factories import ANA, MAYA, settings
from tests.keeping.rows import fill


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


RECORDS = ("audit_entries", "question_events", "commitment_updates", "report_events")


@pytest.fixture(params=RECORDS)
def on_record(request: pytest.FixtureRequest, session: Session) -> sa.Table:
    """With a row in it."""
    fill(session, person=MAYA, name="Maya Okafor", said="Close the audit")
    table: sa.Table = Model.metadata.tables[request.param]
    return table


def stays(session: Session, change: sa.Update | sa.Delete | sa.TextClause) -> None:
    with pytest.raises(sa.exc.IntegrityError, match="on record and stays as it is"), session.begin_nested():
        session.execute(change)


def test_the_database_itself_refuses_to_delete_what_is_on_record(session: Session, on_record: sa.Table) -> None:
    stays(session, sa.delete(on_record))


def test_the_database_itself_refuses_to_change_what_is_on_record(session: Session, on_record: sa.Table) -> None:
    for column in on_record.columns:
        holds = contents.declared(column)
        if holds is None or holds.holds in (Holds.PERSON, Holds.FACTS):
            stays(session, sa.update(on_record).values({column.name: other(session, column)}))


def other(session: Session, column: sa.Column[Any]) -> Any:
    """Another value than the one that stands there."""
    match session.scalar(sa.select(column)):
        case bool(was):
            return not was
        case int(was):
            return was + 1
        case datetime() | date() as was:
            return was + timedelta(days=1)
    return ANA


def test_what_a_setting_was_and_became_is_not_changed_either(session: Session, now: datetime) -> None:
    audit.record(session, "setting changed", "focus.post_at", by=MAYA, now=now, was="09:00", became="08:00")
    session.flush()

    for name in ("subject", "was", "became"):
        stays(session, sa.update(AuditEntry).values({name: "07:00"}))
        stays(session, sa.update(AuditEntry).values({name: ""}))


def test_a_row_on_record_is_not_replaced_by_another(session: Session, on_record: sa.Table) -> None:
    if session.get_bind().dialect.name == "sqlite":
        stays(session, sa.text(f"INSERT OR REPLACE INTO {on_record.name} SELECT * FROM {on_record.name}"))
    else:
        stays(session, sa.text(f"TRUNCATE {on_record.name}"))


def test_a_person_may_become_nobody_of_a_name_and_nothing_else(session: Session, on_record: sa.Table) -> None:
    """What forgetting needs; that it and emptying still do their work is shown where they are tested."""
    for column in on_record.columns:
        holds = contents.declared(column)
        if holds and holds.holds is Holds.PERSON:
            session.execute(sa.update(on_record).values({column.name: someone.numbered(3)}))
            stays(session, sa.update(on_record).values({column.name: ANA}))

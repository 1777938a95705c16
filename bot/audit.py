"""Who changed which setting or role, and who took, gave away or removed data: appended in the same transaction.

It holds no texts and no secrets: settings are neither, and of an act only its name and counts are kept.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, Session, mapped_column

from bot.contents import FACTS, PERSON, TRACES
from bot.storage import Model

CHANGED = "setting changed"
#: Of where something stands, for what keeps no list of its own.
STANDING = "standing changed"
#: Who it was, where it is no person: a job, or what follows from a change elsewhere.
NOBODY = "cadence"


class AuditEntry(Model):
    __tablename__ = "audit_entries"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(index=True)
    #: A person, or the command that did it.
    by: Mapped[str] = mapped_column(sa.String(64), info=PERSON)
    act: Mapped[str] = mapped_column(sa.String(64), info=FACTS)
    #: The key of a setting, or what else it was done to.
    subject: Mapped[str] = mapped_column(sa.String(200), info=TRACES)
    was: Mapped[Any] = mapped_column(sa.JSON(none_as_null=True), nullable=True, info=TRACES)
    became: Mapped[Any] = mapped_column(sa.JSON(none_as_null=True), nullable=True, info=TRACES)


class AppendOnly(TypeError):
    """An entry is never changed or deleted; only forgetting replaces a person in it."""


@sa.event.listens_for(AuditEntry, "before_update")
@sa.event.listens_for(AuditEntry, "before_delete")
def _refuse(_mapper: object, _connection: object, entry: AuditEntry) -> None:
    raise AppendOnly(f"entry {entry.id}")


def record(
    session: Session, act: str, subject: str = "", *, by: str, now: datetime, was: Any = None, became: Any = None
) -> None:
    session.add(AuditEntry(at=now, by=by, act=act, subject=subject, was=was, became=became))


def record_change(
    session: Session, before: Mapping[str, Any], after: Mapping[str, Any], *, by: str, now: datetime
) -> None:
    """An entry for each setting that differs between two whole documents."""
    old, new = dict(_flat(before)), dict(_flat(after))
    for key in sorted(old.keys() | new.keys()):
        if old.get(key) != new.get(key):
            record(session, CHANGED, key, by=by, now=now, was=old.get(key), became=new.get(key))


def _flat(document: Mapping[str, Any], above: str = "") -> Iterator[tuple[str, Any]]:
    for name, value in document.items():
        key = f"{above}{name}"
        if isinstance(value, Mapping):
            yield from _flat(value, f"{key}.")
        else:
            yield key, value

"""The database's tables against the migrations that travel with the package.

While an upgrade is under way, old and new run side by side on the new tables. So migrations only ever add; what nobody
needs any more is taken away a release later, by one that says `contract = REVISION`: the newest revision that the
oldest version knows which can do without. The database keeps that as its floor, so that a version can tell by itself
whether it may use tables that are newer than it.
"""

from collections.abc import Iterator, Set
from contextlib import contextmanager
from enum import StrEnum
from functools import cache
from typing import Any

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy.orm import Mapped, mapped_column

from bot.contents import FACTS
from bot.resources import resource
from bot.storage import Model

#: Versions before it do not know of floors, so none of them may use newer tables.
LOWEST = "2026_11_25_2219"
#: Where a database keeps which revisions it is at.
VERSIONS = "alembic_version"


class Floor(Model):
    """One row."""

    __tablename__ = "schema_floor"

    revision: Mapped[str] = mapped_column(sa.String(32), primary_key=True, info=FACTS)


class Standing(StrEnum):
    CURRENT = "at this version's schema"
    BEHIND = "at an older version's schema"
    #: An upgrade is under way, or was taken back.
    USABLE = "at a newer version's schema, which this one can use"
    TOO_NEW = "at a newer version's schema"


def _config(connection: sa.Connection | None = None) -> Config:
    config = Config()
    config.set_main_option("script_location", str(resource("migrations")).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config


def is_modelled(name: str | None, _kind: str, _parents: object) -> bool:
    """Whether our models describe it: what a text index keeps for itself is the database's own affair."""
    return not (name or "").startswith("question_search")


def upgrade(engine: sa.Engine, revision: str = "head") -> None:
    with migrating(engine) as connection:
        command.upgrade(_config(connection), revision)
        _set_floor(connection)


def downgrade(engine: sa.Engine, revision: str = "base") -> None:
    with migrating(engine) as connection:
        command.downgrade(_config(connection), revision)
        _set_floor(connection)


def _set_floor(connection: sa.Connection) -> None:
    if not sa.inspect(connection).has_table(Floor.__tablename__):
        return
    there = set(MigrationContext.configure(connection).get_current_heads())
    contracts = [
        script.module.contract
        for head in there
        for script in _scripts().iterate_revisions(head, "base")
        if hasattr(script.module, "contract")
    ]
    connection.execute(sa.delete(Floor))
    connection.execute(sa.insert(Floor).values(revision=max(contracts, default=LOWEST)))


@contextmanager
def migrating(engine: sa.Engine) -> Iterator[sa.Connection]:
    """One transaction for all steps, and no other migration at the same time."""
    with engine.connect() as connection:
        if engine.dialect.name == "postgresql":
            with connection.begin():
                _without_hurry(connection)
                yield connection
        else:
            with _without_foreign_keys(connection), connection.begin():
                yield connection
                _require_whole(connection)


def _without_hurry(connection: sa.Connection) -> None:
    """A migration may take longer than a person would wait. It still must not queue behind a long lock for ever."""
    connection.execute(sa.text("SET LOCAL statement_timeout = 0"))
    connection.execute(sa.text("SET LOCAL lock_timeout = '10s'"))
    connection.execute(sa.text("SELECT pg_advisory_xact_lock(hashtext('cadence migrate'))"))


@contextmanager
def _without_foreign_keys(connection: sa.Connection) -> Iterator[None]:
    """SQLite changes a table by copying it, and would not drop the old one while rows refer to it."""
    driver: Any = connection.connection.driver_connection
    driver.execute("PRAGMA foreign_keys=OFF")  # heeded outside of transactions only
    try:
        yield
    finally:
        driver.execute("PRAGMA foreign_keys=ON")


def _require_whole(connection: sa.Connection) -> None:
    broken = connection.exec_driver_sql("PRAGMA foreign_key_check").first()
    if broken:
        dangling = ValueError(f"a row of {broken[0]} refers to a row of {broken[2]} that is not there")
        raise sa.exc.IntegrityError("PRAGMA foreign_key_check", None, dangling)


@cache
def _scripts() -> ScriptDirectory:
    return ScriptDirectory.from_config(_config())


@cache
def heads() -> tuple[str, ...]:
    return tuple(_scripts().get_heads())


@cache
def known() -> frozenset[str]:
    return frozenset(script.revision for script in _scripts().walk_revisions())


def standing(connection: sa.Connection) -> Standing:
    there = set(MigrationContext.configure(connection).get_current_heads())
    return compared(there, None if there <= known() else _floor(connection))


def _floor(connection: sa.Connection) -> str | None:
    """What is older than floors, or no database of ours, has none."""
    has_one = sa.inspect(connection).has_table(Floor.__tablename__)
    return connection.scalar(sa.select(Floor.revision)) if has_one else None


def compared(there: Set[str], floor: str | None) -> Standing:
    """How a database stands that is at these revisions."""
    if there == set(heads()):
        return Standing.CURRENT
    if there <= known():
        return Standing.BEHIND
    return Standing.USABLE if floor in known() else Standing.TOO_NEW


def stands(engine: sa.Engine) -> Standing:
    with engine.connect() as connection:
        return standing(connection)


def is_current(engine: sa.Engine) -> bool:
    return stands(engine) is Standing.CURRENT


def unknown(engine: sa.Engine) -> list[str]:
    """Revisions the database is at and this version does not know."""
    with engine.connect() as connection:
        return sorted(set(MigrationContext.configure(connection).get_current_heads()) - known())

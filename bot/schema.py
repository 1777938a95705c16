"""The database's tables against the migrations that travel with the package."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from bot.resources import resource


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


def downgrade(engine: sa.Engine, revision: str = "base") -> None:
    with migrating(engine) as connection:
        command.downgrade(_config(connection), revision)


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


def heads() -> tuple[str, ...]:
    return tuple(ScriptDirectory.from_config(_config()).get_heads())


def is_current(engine: sa.Engine) -> bool:
    with engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_heads() == heads()


def unknown(engine: sa.Engine) -> list[str]:
    """Revisions the database is at and this version does not know."""
    known = {script.revision for script in ScriptDirectory.from_config(_config()).walk_revisions()}
    with engine.connect() as connection:
        return sorted(set(MigrationContext.configure(connection).get_current_heads()) - known)

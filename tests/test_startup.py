"""What can keep the bot from starting, each in one plain sentence."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from aiohttp import ClientConnectionError
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot import schema, startup
from bot.deployment import Deployment
from bot.engines import make_engine
from bot.errors import CannotStart
from bot.sandbox.organisation import invented
from bot.sandbox.server import Sandbox
from bot.startup import Identity
from tests.cli.command import ended, running
from tests.patience import database_waits

PASSWORD = "hunter2"
URL = "https://slack.com/api/"


def sentence_of(act: Callable[..., Any], *arguments: Any) -> str:
    with pytest.raises(CannotStart) as refused:
        act(*arguments)
    return str(refused.value)


def deployment(**told: Any) -> Deployment:
    nothing = {"slack_bot_token": None, "slack_app_token": None, "slack_signing_secret": None, "port": None}
    return Deployment(**{**nothing, **told})


@pytest.mark.parametrize(
    ("told", "begins"),
    [
        ({}, "SLACK_BOT_TOKEN is not set. Copy the Bot User OAuth Token (xoxb-…)"),
        ({"slack_bot_token": "x"}, "Set SLACK_APP_TOKEN for Socket Mode, or SLACK_SIGNING_SECRET and CADENCE_PORT"),
        ({"slack_bot_token": "x", "slack_signing_secret": "x"}, "CADENCE_PORT is not set"),
    ],
)
def test_what_is_not_set_is_asked_for(told: dict[str, Any], begins: str) -> None:
    assert sentence_of(startup.require_tokens, deployment(**told)).startswith(begins)


@pytest.mark.parametrize(
    "told",
    [
        {"slack_bot_token": "x", "slack_app_token": "x"},
        {"slack_bot_token": "x", "slack_signing_secret": "x", "port": 8080},
        {"slack_bot_token": "x", "slack_app_token": "x", "slack_signing_secret": "x", "port": 8080},
    ],
)
def test_either_way_in_is_enough(told: dict[str, Any]) -> None:
    startup.require_tokens(deployment(**told))


def answered(data: Any, status: int = 200) -> SlackApiError:
    response = AsyncSlackResponse(
        client=None, http_verb="POST", api_url=URL, req_args={}, data=data, headers={}, status_code=status
    )
    return SlackApiError("", response)


class NotJson:
    """What the SDK puts in the error where the answer is not JSON: aiohttp's response, not its own."""

    status = 502


@pytest.mark.parametrize(
    ("error", "begins"),
    [
        (answered({"error": "invalid_auth"}), "SLACK_BOT_TOKEN is not known to Slack (invalid_auth). Copy"),
        (answered({"error": "token_revoked"}), "SLACK_BOT_TOKEN was revoked (token_revoked). Copy"),
        (answered({"error": "account_inactive"}), "SLACK_BOT_TOKEN belongs to an app that was removed"),
        (
            answered({"error": "missing_scope", "needed": "pins:write"}),
            "SLACK_BOT_TOKEN lacks a scope: pins:write. Add it to the app and install it again.",
        ),
        (answered({"error": "fatal_error"}), "Slack answered fatal_error to SLACK_BOT_TOKEN. Try again in a minute."),
        (answered({}), f"{URL} does not answer as Slack does. Check"),
        (SlackApiError("", NotJson()), f"{URL} does not answer as Slack does. Check"),
        (ClientConnectionError(), f"Slack at {URL} could not be reached (ClientConnectionError). Check the network"),
        (TimeoutError(), f"Slack at {URL} could not be reached (TimeoutError). Check the network"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_why_slack_did_not_let_us_in(error: Exception, begins: str) -> None:
    assert str(startup.slack_trouble(error, "SLACK_BOT_TOKEN", URL)).startswith(begins)


def test_an_app_token_without_its_scope_is_to_be_made_anew() -> None:
    error = answered({"error": "missing_scope", "needed": "connections:write"})

    sentence = str(startup.slack_trouble(error, "SLACK_APP_TOKEN", URL))

    assert sentence.startswith("SLACK_APP_TOKEN lacks a scope: connections:write. Make an app-level token (xapp-…)")


def test_a_persons_token_is_not_the_bots() -> None:
    answer = {"user_id": "U0MAYA", "team_id": "T0", "team": "Larkspur"}

    assert sentence_of(Identity.read, answer).startswith("SLACK_BOT_TOKEN is not a bot's token. Copy")


def test_all_scopes_granted_is_enough_and_more_does_not_harm() -> None:
    wanted = startup.manifest()["oauth_config"]["scopes"]["bot"]

    startup.require_scopes(",".join([*wanted, "files:read"]))
    startup.require_scopes(", ".join(wanted))


def test_an_app_that_was_installed_before_there_were_files_still_starts() -> None:
    wanted = startup.manifest()["oauth_config"]["scopes"]["bot"]

    startup.require_scopes(",".join(scope for scope in wanted if scope != "files:write"))


def test_where_slack_does_not_say_which_scopes_there_are_nothing_is_missing() -> None:
    startup.require_scopes(None)


@pytest.mark.parametrize(("lacking", "noun"), [(["pins:write"], "a scope"), (["commands", "users:read"], "scopes")])
def test_missing_scopes_are_named(lacking: list[str], noun: str) -> None:
    wanted = startup.manifest()["oauth_config"]["scopes"]["bot"]
    granted = ",".join(scope for scope in wanted if scope not in lacking)

    assert sentence_of(startup.require_scopes, granted) == (
        f"The Slack app lacks {noun}: {', '.join(lacking)}. "
        "Update it from `cadence manifest` and install it to the workspace again."
    )


@pytest.mark.parametrize(
    ("url", "says"),
    [
        (
            f"postgresql://bot:{PASSWORD}@127.0.0.1:1/cadence",
            "The database at postgresql://bot:***@127.0.0.1:1/cadence",
        ),
        (
            f"postgresql://127.0.0.1:1/cadence?password={PASSWORD}",
            "The database at postgresql://127.0.0.1:1/cadence could",
        ),
        (f"postgresql://bot:{PASSWORD}@nowhere.invalid/cadence", "could not be opened"),
        (f"postgresql://bot:a/{PASSWORD}@127.0.0.1/cadence", "CADENCE_DATABASE_URL"),
        (f"postgresql://bot:pw@127.0.0.1:{PASSWORD}/cadence", "CADENCE_DATABASE_URL is not an address"),
        (f"mysql://bot:{PASSWORD}@127.0.0.1:1/cadence", "must begin with sqlite:/// or postgresql://."),
        (f"oracle+nonsense://bot:{PASSWORD}@x/y", "must begin with sqlite:/// or postgresql://."),
        (PASSWORD, "CADENCE_DATABASE_URL is not an address. Write it as sqlite:///"),
        ("", "CADENCE_DATABASE_URL is not an address."),
        ("sqlite:////nowhere/at/all/cadence.sqlite3", "sqlite:////nowhere/at/all/cadence.sqlite3 could not be opened"),
        ("sqlite:////", "could not be opened"),
    ],
)
def test_a_database_that_cannot_be_opened_is_named_without_its_password(url: str, says: str) -> None:
    sentence = sentence_of(startup.open_database, url)

    assert says in sentence
    assert PASSWORD not in sentence
    assert "\n" not in sentence


def test_a_file_that_is_no_database_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "notes.sqlite3"
    file.write_text("This is no database, whatever its name says. " * 50)

    assert "is not a database" in sentence_of(startup.open_database, f"sqlite:///{file}")


def test_an_empty_sqlite_file_is_brought_up_to_date(tmp_path: Path) -> None:
    engine = startup.open_database(f"sqlite:///{tmp_path / 'new.sqlite3'}")

    startup.require_schema(engine)

    assert schema.is_current(engine)
    engine.dispose()


@contextmanager
def of_a_newer_version(url: str, floor: str) -> Iterator[sa.Engine]:
    """Migrated by a version that this one does not know."""
    engine = make_engine(url)
    with engine.begin() as connection:
        before = connection.scalar(sa.text("SELECT version_num FROM alembic_version"))
        connection.execute(sa.text("UPDATE alembic_version SET version_num = '2099_01_01_0000'"))
        connection.execute(sa.update(schema.Floor).values(revision=floor))
    try:
        yield engine
    finally:
        with engine.begin() as connection:
            connection.execute(sa.text("UPDATE alembic_version SET version_num = :before"), {"before": before})
            connection.execute(sa.update(schema.Floor).values(revision=schema.LOWEST))
        engine.dispose()


def test_tables_of_a_newer_version_that_this_one_cannot_use_are_left_alone(database_url: str) -> None:
    sentence = "The database was left by a newer version of cadence (2099_01_01_0000). Install that version."
    with of_a_newer_version(database_url, floor="2098_01_01_0000") as engine:
        assert sentence_of(startup.migrate, engine) == sentence
        if engine.dialect.name == "sqlite":
            assert sentence_of(startup.require_schema, engine) == sentence


def test_while_an_upgrade_is_under_way_the_old_version_goes_on_and_can_be_started_again(database_url: str) -> None:
    with of_a_newer_version(database_url, floor=schema.heads()[0]) as engine:
        startup.require_schema(engine)
        startup.migrate(engine)

        assert schema.unknown(engine) == ["2099_01_01_0000"], "nothing was changed"


# One process a file


HOLD = """
import sys, time
from bot import startup
held = startup.claim(startup.open_database(sys.argv[1]))
print("held", flush=True)
time.sleep(60)
"""


def test_a_sqlite_file_serves_one_process_until_that_is_killed(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'cadence.sqlite3'}"
    other = subprocess.Popen([sys.executable, "-c", HOLD, url], stdout=subprocess.PIPE, text=True)
    assert other.stdout
    try:
        assert other.stdout.readline() == "held\n"
        engine = startup.open_database(url)
        assert sentence_of(startup.claim, engine) == (
            f"Another `cadence run` is using {tmp_path / 'cadence.sqlite3'}. Stop it first: a SQLite file serves one "
            "process, PostgreSQL (CADENCE_DATABASE_URL) any number."
        )
        startup.require_schema(engine)  # whoever only reads or sets something is not held up
    finally:
        other.kill()
        other.communicate()

    held = startup.claim(engine)
    assert held, "the system let go of it with the process"
    held.close()
    engine.dispose()


def test_another_path_to_the_same_file_is_the_same_file(tmp_path: Path) -> None:
    (tmp_path / "link.sqlite3").symlink_to(tmp_path / "cadence.sqlite3")
    engine = startup.open_database(f"sqlite:///{tmp_path / 'cadence.sqlite3'}")
    linked = startup.open_database(f"sqlite:///{tmp_path / 'link.sqlite3'}")
    held = startup.claim(engine)
    assert held

    assert sentence_of(startup.claim, linked).startswith("Another `cadence run` is using")
    held.close()
    engine.dispose()
    linked.dispose()


@pytest.fixture
def usual_umask() -> Iterator[None]:
    """Of a user's shell: what is made is everybody's to read."""
    before = os.umask(0o022)
    yield
    os.umask(before)


def modes(folder: Path) -> dict[str, str]:
    return {file.name: f"{file.stat().st_mode & 0o777:o}" for file in folder.iterdir()}


def test_what_people_wrote_is_in_files_that_nobody_else_on_the_machine_can_read(
    tmp_path: Path, usual_umask: None
) -> None:
    engine = startup.open_database(f"sqlite:///{tmp_path / 'cadence.sqlite3'}")
    startup.require_schema(engine)
    held = startup.claim(engine)
    assert held

    assert {f"cadence.sqlite3{end}" for end in ("", "-wal", "-shm", "-running")} <= modes(tmp_path).keys()
    assert set(modes(tmp_path).values()) == {"600"}
    held.close()
    engine.dispose()


def test_a_file_that_was_there_keeps_the_mode_that_somebody_gave_it(tmp_path: Path, usual_umask: None) -> None:
    (tmp_path / "cadence.sqlite3").touch(0o640)

    engine = startup.open_database(f"sqlite:///{tmp_path / 'cadence.sqlite3'}")
    startup.require_schema(engine)

    assert set(modes(tmp_path).values()) == {"640"}
    engine.dispose()


def test_a_file_that_somebody_else_has_locked_is_named_and_no_traceback(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'cadence.sqlite3'}"
    with database_waits(patience=0.2):
        engine, other = startup.open_database(url), make_engine(url)
        with other.begin():
            for step in (startup.claim, startup.require_schema):
                assert "could not be opened: database is locked" in sentence_of(step, engine)
    engine.dispose()
    other.dispose()


def test_postgresql_and_memory_serve_any_number(postgres_url: str) -> None:
    for url in (postgres_url, "sqlite://"):
        engine = startup.open_database(url)
        assert startup.claim(engine) is None
        engine.dispose()


async def test_a_second_run_on_the_same_file_ends_with_2_and_config_still_works(tmp_path: Path) -> None:
    organisation = invented().with_manifest(startup.manifest())
    async with Sandbox(organisation) as sandbox:
        told = {
            "SLACK_BOT_TOKEN": "xoxb-sandbox",
            "SLACK_APP_TOKEN": "xapp-sandbox",
            "CADENCE_SLACK_API_URL": sandbox.api_url,
            "CADENCE_DATABASE_URL": f"sqlite:///{tmp_path / 'cadence.sqlite3'}",
        }
        async with running(tmp_path, **told) as first:
            second = await ended("run", folder=tmp_path, **told)
            shown = await ended("config", "show", folder=tmp_path, **told)
            first.tell(signal.SIGKILL)
            await first.ends()
        async with running(tmp_path, **told) as third:
            third.tell(signal.SIGTERM)
            assert await third.ends() == 0

    assert (second.code, second.out, second.err.count("\n")) == (2, "", 1), second.err
    assert second.err.startswith("Another `cadence run` is using")
    assert shown.code == 0

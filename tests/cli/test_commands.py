"""The commands that need no Slack: help, manifest, migrate."""

import ast
import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from click.testing import CliRunner, Result
from slack_sdk.web.async_client import AsyncWebClient

import bot
from bot import schema, startup
from bot.cli import COMMANDS, main
from bot.slack.doors import Door
from bot.storage import Model
from bot.wiring import ROUTES

PACKAGE = Path(bot.__file__).parent
#: What each method of the Web API asks for; several where any one of them will do for the kind of conversation.
SCOPES = {
    "apps_connections_open": set(),  # the app-level token's own
    "auth_test": set(),
    "bots_info": {"users:read"},
    "chat_postEphemeral": {"chat:write"},
    "conversations_join": {"channels:join"},
    "chat_postMessage": {"chat:write"},
    "chat_update": {"chat:write"},
    "conversations_history": {"channels:history", "im:history"},
    "conversations_info": {"channels:read"},
    "conversations_list": {"channels:read"},
    "conversations_members": {"channels:read"},
    "conversations_open": {"im:write"},
    "conversations_replies": {"channels:history", "im:history"},
    "files_completeUploadExternal": {"files:write"},
    "files_getUploadURLExternal": {"files:write"},
    "pins_add": {"pins:write"},
    "pins_remove": {"pins:write"},
    "users_info": {"users:read"},
    "users_list": {"users:read"},
    "views_open": set(),
    "views_publish": set(),
    "views_push": set(),
    "views_update": set(),
}
EVENT_SCOPES = {
    "app_home_opened": set(),
    "app_mention": {"app_mentions:read"},
    "channel_archive": {"channels:read"},
    "channel_created": {"channels:read"},
    "channel_deleted": {"channels:read"},
    "channel_rename": {"channels:read"},
    "channel_shared": {"channels:read"},
    "channel_unarchive": {"channels:read"},
    "channel_unshared": {"channels:read"},
    "member_joined_channel": {"channels:read"},
    "member_left_channel": {"channels:read"},
    "message.channels": {"channels:history"},
    "message.im": {"im:history"},
    "reaction_added": {"reactions:read"},
    "reaction_removed": {"reactions:read"},
    "team_join": {"users:read"},
    "user_change": {"users:read"},
}


def cadence(*arguments: str, **told: str | None) -> Result:
    return CliRunner().invoke(main, list(arguments), env=told)


def manifest() -> dict[str, Any]:
    told: dict[str, Any] = json.loads(cadence("manifest").stdout)
    return told


def events() -> list[str]:
    subscribed: list[str] = manifest()["settings"]["event_subscriptions"]["bot_events"]
    return subscribed


def called() -> set[str]:
    """Methods of the Web API that the bot names anywhere but in the sandbox."""
    methods = {name for name in dir(AsyncWebClient) if "_" in name.strip("_") and not name.startswith("_")}
    return {name for file in ours() for name in attributes(file) if name in methods}


def ours() -> Iterator[Path]:
    return (file for file in PACKAGE.rglob("*.py") if "sandbox" not in file.relative_to(PACKAGE).parts)


def attributes(file: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Attribute):
            yield node.attr


def test_help_lists_the_commands() -> None:
    told = cadence("--help").stdout

    listed = told.partition("Commands:\n")[2]
    named = re.findall(r"^  ([a-z-]+)  +[A-Z]", listed, re.M)
    assert named == sorted(COMMANDS)
    assert {"config", "demo", "manifest", "migrate", "outbox", "run", "sandbox"} <= set(named)


def test_the_manifest_is_printed_and_an_address_that_holds_it() -> None:
    end = cadence("manifest")

    assert json.loads(end.stdout) == startup.manifest()
    [address] = [line for line in end.stderr.splitlines() if line.startswith("https://")]
    parts = urlsplit(address)
    assert f"{parts.scheme}://{parts.netloc}{parts.path}" == "https://api.slack.com/apps"
    asked = parse_qs(parts.query)
    assert asked["new_app"] == ["1"]
    assert json.loads(asked["manifest_json"][0]) == startup.manifest()
    assert len(address) < 4000, "longer ones are cut by some browsers and mail programs"


def test_the_address_alone_can_be_had_for_a_script() -> None:
    end = cadence("manifest", "--url")

    assert end.stdout.startswith("https://api.slack.com/apps?new_app=1&manifest_json=%7B")
    assert end.stdout.count("\n") == 1


def test_the_manifest_keeps_slacks_limits() -> None:
    told = manifest()
    shown, features = told["display_information"], told["features"]

    assert len(shown["name"]) <= 35
    assert len(shown["description"]) <= 140
    assert len(shown.get("long_description", "")) <= 4000
    assert re.fullmatch(r"#[0-9a-f]{6}", shown["background_color"])
    assert len(features["bot_user"]["display_name"]) <= 80
    assert len(features["slash_commands"]) <= 50
    for command in features["slash_commands"]:
        assert re.fullmatch(r"/[a-z0-9_-]{1,31}", command["command"])
        assert 0 < len(command["description"]) <= 2000
        assert len(command.get("usage_hint", "")) <= 1000
    assert len(told["settings"]["event_subscriptions"]["bot_events"]) <= 100
    assert set(told) <= {"_metadata", "display_information", "features", "oauth_config", "settings"}


def test_its_commands_and_events_are_those_with_a_door() -> None:
    told = manifest()

    commands = {command["command"] for command in told["features"]["slash_commands"]}
    assert commands == {route.id for route in ROUTES if route.door is Door.COMMAND}
    # One kind of event, such as a message, is subscribed to by where it happens.
    kinds = {event.partition(".")[0] for event in events()}
    assert kinds == {route.id for route in ROUTES if route.door is Door.EVENT}
    clicked = any(route.door in (Door.ACTION, Door.VIEW) for route in ROUTES)
    assert told["settings"]["interactivity"]["is_enabled"] is clicked


def test_every_method_that_is_called_stands_in_the_table() -> None:
    assert called() == set(SCOPES)


def test_its_scopes_are_what_methods_commands_and_events_need_and_no_more() -> None:
    needed = set().union(*(SCOPES[method] for method in called()))
    needed |= set().union(*(EVENT_SCOPES[event] for event in events()))
    needed |= {"commands"}

    assert set(manifest()["oauth_config"]["scopes"]["bot"]) == needed


def test_an_environment_that_is_not_right_is_named_by_its_variables_and_never_by_their_values() -> None:
    end = cadence("run", CADENCE_PORT="hunter2", CADENCE_LOG_LEVEL="hunter2", CADENCE_INSTALLER="hunter2")

    assert (end.exit_code, end.stdout, end.stderr.count("\n")) == (2, "", 1)
    assert all(name in end.stderr for name in ("CADENCE_PORT: ", "CADENCE_LOG_LEVEL: ", "CADENCE_INSTALLER: "))
    assert "hunter2" not in end.stderr


def test_migrating_twice_is_fine_and_says_where_the_database_is(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'cadence.sqlite3'}"

    ends = [cadence("migrate", CADENCE_DATABASE_URL=url) for _ in range(2)]

    assert [end.exit_code for end in ends] == [0, 0]
    assert {end.stdout for end in ends} == {f"The database is at {schema.heads()[0]}.\n"}


@pytest.mark.parametrize(
    ("url", "begins"),
    [
        ("sqlite:////nowhere/at/all.sqlite3", "The database at sqlite:////nowhere/at/all.sqlite3 could not be opened"),
        ("postgresql://bot:hunter2@127.0.0.1:1/x", "The database at postgresql://bot:***@127.0.0.1:1/x could not be"),
        ("hunter2", "CADENCE_DATABASE_URL is not an address."),
    ],
)
def test_a_database_that_cannot_be_migrated_is_named(url: str, begins: str) -> None:
    end = cadence("migrate", CADENCE_DATABASE_URL=url)

    assert (end.exit_code, end.stdout, end.stderr.count("\n")) == (2, "", 1)
    assert end.stderr.startswith(begins)
    assert "hunter2" not in end.stderr


@pytest.mark.parametrize("command", ["export", "forget"])
def test_a_command_that_goes_through_all_tables_knows_them_all(command: str) -> None:
    program = (
        "from bot.cli import main; from bot.storage import Model; import click; "
        f"main.get_command(click.Context(main), {command!r}); print(len(Model.metadata.tables))"
    )
    known = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout
    assert int(known) == len(Model.metadata.tables)

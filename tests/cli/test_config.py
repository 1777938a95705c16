"""`cadence config` against a workspace: what is looked up, refused and kept."""

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from click.testing import CliRunner, Result
from sqlalchemy.orm import Session

from bot import settings as settings_
from bot.cli import main
from bot.sandbox.client import SandboxClient
from bot.sandbox.server import Sandbox
from bot.settings import SettingsVersion
from bot.storage import Database
from tests.factories import ANA, CTO_CHANNEL, MAYA, TOM

Cadence = Callable[..., Any]


@pytest.fixture
def told(sandbox: Sandbox, database_url: str) -> dict[str, str | None]:
    return {
        "SLACK_BOT_TOKEN": "xoxb-sandbox",
        "CADENCE_SLACK_BOT_TOKEN": None,
        "CADENCE_SLACK_API_URL": sandbox.api_url,
        "CADENCE_DATABASE_URL": database_url,
    }


@pytest.fixture
def cadence(told: dict[str, str | None]) -> Cadence:
    """`cadence config …`, on a thread of its own as it has an event loop of its own."""

    async def run(*arguments: str, **other: str | None) -> Result:
        runner = CliRunner()
        return await asyncio.to_thread(runner.invoke, main, ["config", *arguments], env={**told, **other})

    return run


def versions(session: Session) -> list[dict[str, Any]]:
    return list(session.scalars(sa.select(SettingsVersion.document).order_by(SettingsVersion.id)))


@pytest.fixture
def saved(database: Database) -> Callable[[], list[dict[str, Any]]]:
    return lambda: database.run_here(versions)


GOOD = """
[people]
cto = "maya"
operators = ["@tom", "Ana Ruiz"]

[calendar]
zone = "Europe/Berlin"
country = "DE"
subdivision = "BE"

[focus]
channel = "#cto"
"""
BAD = """[people]
cto = "nobody"
operators = ["tom", "remy"]

[calendar]
zone = "Mars"

[focus]
channel = "#engineering"
chanel = "#cto"
"""


async def test_names_are_saved_as_ids_and_come_back_by_export(cadence: Cadence, saved: Any, tmp_path: Path) -> None:
    file, out = tmp_path / "settings.toml", tmp_path / "out.toml"
    file.write_text(GOOD)

    end = await cadence("import", str(file))

    assert (end.exit_code, end.stderr) == (0, "")
    assert end.stdout == f"Saved {file}. It takes effect within seconds, without a restart.\n"
    assert saved()[0]["people"] == {"cto": MAYA, "operators": [TOM, ANA]}
    assert saved()[0]["focus"] == {"channel": CTO_CHANNEL}

    await cadence("export", str(out))
    await cadence("import", str(out))
    assert saved()[1] == saved()[0], "ids are taken as well as names"


async def test_a_file_that_cannot_be_written_is_named(cadence: Cadence, tmp_path: Path) -> None:
    end = await cadence("export", str(tmp_path / "nowhere" / "out.toml"))

    assert (end.exit_code, end.stdout) == (1, "")
    assert end.stderr == f"{tmp_path}/nowhere/out.toml could not be written: No such file or directory.\n"


async def test_all_that_is_wrong_with_a_file_is_told_and_nothing_is_saved(
    cadence: Cadence, saved: Any, tmp_path: Path
) -> None:
    file = tmp_path / "settings.toml"
    file.write_text(BAD)

    end = await cadence("import", str(file))

    assert (end.exit_code, end.stdout) == (1, "")
    assert end.stderr.splitlines() == [
        'line 2, people.cto: nobody in this workspace is called "nobody".',
        'line 3, people.operators: "remy" is a guest, and guests may do nothing here.',
        'line 6, calendar.zone: "Mars" is not a time zone. Write it as in Europe/Berlin.',
        "line 9, focus.channel: the bot is not in #engineering. Invite it there: /invite @cadence",
        "line 10, focus.chanel: is not a setting. Did you mean focus.channel?",
    ]
    assert saved() == []


@pytest.mark.parametrize(
    ("key", "value", "sentence"),
    [
        ("focus.channel", "#nowhere", 'focus.channel: there is no public channel "#nowhere" in this workspace.'),
        ("focus.channel", "#leadership", 'focus.channel: there is no public channel "#leadership" in this workspace.'),
        (
            "focus.channel",
            "#engineering",
            "focus.channel: the bot is not in #engineering. Invite it there: /invite @cadence",
        ),
        ("people.cto", "nobody", 'people.cto: nobody in this workspace is called "nobody".'),
        ("people.cto", "cadence", 'people.cto: "cadence" is not a person who works here.'),
        ("people.operators", "tom, slackbot", 'people.operators: "slackbot" is not a person who works here.'),
        ("focus.chanel", "#cto", "focus.chanel: is not a setting. Did you mean focus.channel?"),
        ("focus.post_at", "9", 'focus.post_at: "9" is not a time. Write it as 15:00.'),
        ("calendar.country", "XX", "calendar.country: no public holidays are known for XX."),
    ],
)
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_one_wrong_value_is_refused_and_not_saved(
    cadence: Cadence, saved: Any, key: str, value: str, sentence: str
) -> None:
    end = await cadence("set", key, value)

    assert (end.exit_code, end.stdout, end.stderr) == (1, "", f"{sentence}\n")
    assert saved() == []


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_a_workspace_changes_and_what_is_set_is_judged_by_how_it_is(
    cadence: Cadence, saved: Any, workspace: SandboxClient
) -> None:
    await workspace.changes("ana", deleted=True)
    await workspace.changes("jonas", real_name="Maya Okafor")
    await workspace.archive("cto")

    ends = [
        await cadence("set", "people.cto", "ana"),
        await cadence("set", "people.cto", "Maya Okafor"),
        await cadence("set", "focus.channel", "#cto"),
    ]

    assert [end.stderr for end in ends] == [
        'people.cto: "ana" is not a person who works here.\n',
        'people.cto: "Maya Okafor" is the name of 2 people; give a member id instead: U0JONAS, U0MAYA.\n',
        "focus.channel: #cto is archived.\n",
    ]
    assert saved() == []


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_a_colleague_who_left_does_not_block_other_changes(
    cadence: Cadence, saved: Any, workspace: SandboxClient
) -> None:
    await cadence("set", "people.operators", "tom, ana")
    await workspace.changes("ana", deleted=True)

    end = await cadence("set", "focus.post_at", "10:00", SLACK_BOT_TOKEN=None)

    assert end.exit_code == 0, end.stderr
    assert saved()[-1]["people"]["operators"] == [TOM, ANA]


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_an_empty_value_goes_back_to_the_default_and_each_version_is_kept(cadence: Cadence, saved: Any) -> None:
    await cadence("set", "people.operators", "tom, @ana")
    await cadence("set", "focus.post_at", "10:00")
    await cadence("set", "people.operators", "", SLACK_BOT_TOKEN=None)
    await cadence("set", "focus.post_at", "")

    assert saved() == [
        {"people": {"operators": [TOM, ANA]}},
        {"people": {"operators": [TOM, ANA]}, "focus": {"post_at": "10:00"}},
        {"focus": {"post_at": "10:00"}},
        {},
    ]


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    ("environment", "begins"),
    [
        ({"SLACK_BOT_TOKEN": None}, "People and channels are looked up in Slack: set SLACK_BOT_TOKEN, then try again."),
        ({"SLACK_BOT_TOKEN": "xoxb-wrong"}, "SLACK_BOT_TOKEN is not known to Slack (invalid_auth)."),
        ({"CADENCE_SLACK_API_URL": "http://127.0.0.1:1/api/"}, "Slack at http://127.0.0.1:1/api/ could not be reached"),
    ],
)
async def test_where_slack_cannot_be_asked_that_is_said(
    cadence: Cadence, saved: Any, environment: dict[str, Any], begins: str
) -> None:
    end = await cadence("set", "people.cto", "maya", **environment)

    assert (end.exit_code, end.stdout, end.stderr.count("\n")) == (2, "", 1)
    assert end.stderr.startswith(begins)
    assert "xoxb" not in end.stderr.replace("(xoxb-…)", "")
    assert saved() == []


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_show_has_every_setting_and_says_what_is_not_set(cadence: Cadence) -> None:
    end = await cadence("show")

    assert 'post_at = "09:00"' in end.stdout
    assert "# calendar.country is not set\n" in end.stdout
    assert "# people.cto is missing: who the CTO is\n" in end.stdout


async def test_a_change_is_seen_by_whoever_loads_next(cadence: Cadence, database: Database) -> None:
    await cadence("set", "focus.post_on", "tuesday")

    assert database.run_here(settings_.load).focus.post_on == "tuesday"

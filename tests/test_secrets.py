"""Tokens and passwords are in no repr, no error, no log and no dump of settings."""

import re
import traceback
from typing import Any

import pytest
import structlog
from click.testing import CliRunner
from pydantic import SecretStr
from structlog.testing import capture_logs

from bot import startup
from bot.cli import main
from bot.cli.edges import deployment
from bot.deployment import Deployment
from bot.errors import CannotStart

BOT, APP, SIGNING, PASSWORD = "xoxb-hunter2", "xapp-hunter2", "signed-hunter2", "pass-hunter2"
URL = f"postgresql://cadence:{PASSWORD}@127.0.0.1:1/cadence"
TOLD = {
    "SLACK_BOT_TOKEN": BOT,
    "SLACK_APP_TOKEN": APP,
    "SLACK_SIGNING_SECRET": SIGNING,
    "CADENCE_DATABASE_URL": URL,
}
SECRET_NAMES = re.compile(r"token|secret|password|key|dsn|database_url")


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in TOLD.items():
        monkeypatch.setenv(name, value)


def test_every_setting_whose_name_tells_of_a_secret_is_kept_as_one() -> None:
    named = {name: field for name, field in Deployment.model_fields.items() if SECRET_NAMES.search(name)}
    assert {"slack_bot_token", "database_url"} <= named.keys()
    assert [name for name, field in named.items() if "SecretStr" not in str(field.annotation)] == []


@pytest.mark.parametrize("shown", [repr, str, lambda one: one.model_dump(), lambda one: one.model_dump_json(), vars])
def test_whoever_prints_the_deployment_sees_no_secret(told: None, shown: Any) -> None:
    assert "hunter2" not in str(shown(Deployment()))
    assert isinstance(Deployment().slack_bot_token, SecretStr)


def test_the_log_shows_no_secret_of_a_deployment(told: None) -> None:
    with capture_logs() as logged:
        structlog.get_logger().info("started", deployment=Deployment(), told=[Deployment()])

    assert "hunter2" not in str(logged)


@pytest.mark.parametrize(
    "wrong", [{"CADENCE_PORT": "much"}, {"CADENCE_LOG_LEVEL": "loud"}, {"CADENCE_INSTALLER": "someone"}]
)
def test_what_is_wrong_with_the_environment_is_told_without_its_values(
    told: None, monkeypatch: pytest.MonkeyPatch, wrong: dict[str, str]
) -> None:
    for name, value in wrong.items():
        monkeypatch.setenv(name, value)

    with pytest.raises(CannotStart) as refused:
        deployment()

    assert "hunter2" not in "".join(traceback.format_exception(refused.value))


def test_a_database_that_cannot_be_reached_is_told_without_its_password() -> None:
    with pytest.raises(CannotStart) as refused:
        startup.open_database(URL)

    assert PASSWORD not in "".join(traceback.format_exception(refused.value))


@pytest.mark.parametrize(
    "url", [f"postgresql://cadence:{PASSWORD}@[bad/x", f"no://{PASSWORD}@x", f"postgresql://u:{PASSWORD}@h:port/x"]
)
def test_an_address_that_is_none_is_not_quoted(url: str) -> None:
    with pytest.raises(CannotStart) as refused:
        startup.open_database(url)

    assert PASSWORD not in str(refused.value)


@pytest.mark.parametrize("command", ["config show", "config export", "audit", "outbox list", "doctor --help"])
def test_no_command_prints_a_secret(database_url: str, command: str) -> None:
    environment = {**TOLD, "CADENCE_DATABASE_URL": database_url, "CADENCE_SLACK_API_URL": "http://127.0.0.1:9/api/"}
    done = CliRunner().invoke(main, command.split(), env=environment)

    assert "hunter2" not in done.output + str(done.exception)

"""Tokens and passwords are in no repr, no error, no log and no dump of settings."""

import re
import traceback
from typing import Any

import pytest
import structlog
from click.testing import CliRunner
from pydantic import SecretStr, ValidationError
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


#: Where a password may stand in an address.
WITH_A_PASSWORD = "https://user:hunter2@somewhere.example.com:4318/path"
WRITTEN = [name for name, field in Deployment.model_fields.items() if re.search(r"\b(str|SecretStr)\b", str(field))]


@pytest.mark.parametrize("name", WRITTEN)
def test_a_password_in_the_address_of_any_setting_is_shown_nowhere(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is kept as a secret, or refused without being quoted."""
    monkeypatch.setenv(f"CADENCE_{name.upper()}", WITH_A_PASSWORD)
    try:
        shown = [repr(deployment()), str(deployment().model_dump())]
    except CannotStart as refused:
        with pytest.raises(ValidationError) as plain:
            Deployment()
        shown = [str(refused), str(plain.value), repr(plain.value)]

    assert "hunter2" not in "".join(shown)


def test_each_setting_that_takes_an_address_was_tried() -> None:
    assert {"otlp_endpoint", "slack_api_url", "host", "database_url", "sentry_dsn"} <= set(WRITTEN)


@pytest.mark.parametrize(
    ("variable", "value", "sentence"),
    [
        ("CADENCE_OTLP_ENDPOINT", "collector:4318", "must begin with http:// or https://"),
        ("CADENCE_SLACK_API_URL", "https://me:hunter2@slack.com/api/", "must hold no user and no password"),
    ],
)
def test_what_is_wrong_with_an_address_is_said(
    variable: str, value: str, sentence: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(variable, value)

    with pytest.raises(CannotStart, match=f"The environment is not right: {variable}: {sentence}."):
        deployment()


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

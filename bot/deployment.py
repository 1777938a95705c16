"""How this process is deployed: by environment variables."""

from pathlib import Path
from typing import Literal

from pydantic import AliasChoices, Field, SecretStr, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict


def _slack_name(name: str) -> AliasChoices:
    """Slack's own variable names are accepted beside ours."""
    return AliasChoices(f"CADENCE_{name}", name)


class Deployment(BaseSettings):
    """Read from the environment once, in `cli.py`."""

    model_config = SettingsConfigDict(
        env_prefix="CADENCE_",
        frozen=True,
        extra="ignore",
        env_ignore_empty=True,
        populate_by_name=True,
        hide_input_in_errors=True,
    )

    slack_bot_token: SecretStr | None = Field(None, validation_alias=_slack_name("SLACK_BOT_TOKEN"))
    slack_app_token: SecretStr | None = Field(None, validation_alias=_slack_name("SLACK_APP_TOKEN"))
    slack_signing_secret: SecretStr | None = Field(None, validation_alias=_slack_name("SLACK_SIGNING_SECRET"))
    slack_api_url: str = "https://slack.com/api/"
    database_url: SecretStr = SecretStr("sqlite:///cadence.sqlite3")
    host: str = "0.0.0.0"  # noqa: S104  # a container is reached from outside; every request is checked
    port: int | None = Field(None, ge=0, le=65535)
    metrics_port: int | None = Field(None, ge=0, le=65535)
    installer: str | None = Field(None, pattern=r"^[UW][A-Z0-9_]+$", max_length=32)
    prompts: Path | None = None
    sentry_dsn: SecretStr | None = None
    otlp_endpoint: SecretStr | None = None
    acts_a_minute: int = Field(120, ge=0)
    log_level: Literal["debug", "info", "warning", "error"] = "info"
    log_format: Literal["json", "console"] = "json"

    @field_validator("slack_bot_token", "slack_app_token", "slack_signing_secret", "installer", mode="before")
    @classmethod
    def _without_the_newline_of_its_file(cls, value: object) -> object:
        return (value.strip() or None) if isinstance(value, str) else value

    @field_validator("otlp_endpoint")
    @classmethod
    def _over_http(cls, endpoint: SecretStr | None) -> SecretStr | None:
        if endpoint and not endpoint.get_secret_value().startswith(("http://", "https://")):
            raise ValueError("must begin with http:// or https://")
        return endpoint

    @field_validator("slack_api_url", "host")
    @classmethod
    def _fit_to_be_shown(cls, address: str) -> str:
        """What cannot be reached is named."""
        if "@" in address:
            raise ValueError("must hold no user and no password")
        return address

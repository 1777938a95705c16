"""What can keep the bot from starting, each in one plain sentence with what to do."""

import json
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from slack_sdk.errors import SlackApiError
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from bot import schema
from bot.deployment import Deployment
from bot.engines import make_engine, make_private
from bot.errors import CannotStart
from bot.resources import resource
from bot.schema import Standing
from bot.slack.outcome import error_name

TOKEN_TROUBLE = {
    "not_authed": "is empty",
    "invalid_auth": "is not known to Slack",
    "token_revoked": "was revoked",
    "token_expired": "has expired",
    "account_inactive": "belongs to an app that was removed",
    "not_allowed_token_type": "is of another kind",
}
WHERE = {
    "SLACK_BOT_TOKEN": "Copy the Bot User OAuth Token (xoxb-…) from your app's page, OAuth & Permissions.",
    "SLACK_APP_TOKEN": "Make an app-level token (xapp-…) with connections:write on your app's page, Basic Information.",
}


LACKING = {
    "SLACK_BOT_TOKEN": "Add it to the app and install it again.",
    "SLACK_APP_TOKEN": WHERE["SLACK_APP_TOKEN"],
}


#: The last is what some hosts write.
DATABASES = ("sqlite", "postgresql", "postgres")


@dataclass(frozen=True)
class Identity:
    """Who the bot is in Slack, as `auth.test` says."""

    bot_id: str
    user_id: str
    team_id: str
    team: str
    url: str = ""

    @classmethod
    def read(cls, answer: Mapping[str, Any]) -> "Identity":
        """Raises CannotStart: a person's token has no bot behind it."""
        if "bot_id" not in answer:
            raise CannotStart(f"SLACK_BOT_TOKEN is not a bot's token. {WHERE['SLACK_BOT_TOKEN']}")
        return cls(*(answer.get(name) or "" for name in ("bot_id", "user_id", "team_id", "team", "url")))


def manifest() -> dict[str, Any]:
    content: dict[str, Any] = json.loads(resource("manifest.json").read_text(encoding="utf-8"))
    return content


def require_tokens(deployment: Deployment) -> None:
    """Raises CannotStart."""
    if deployment.slack_bot_token is None:
        raise CannotStart(f"SLACK_BOT_TOKEN is not set. {WHERE['SLACK_BOT_TOKEN']}")
    if deployment.slack_app_token is None and deployment.slack_signing_secret is None:
        raise CannotStart(
            "Set SLACK_APP_TOKEN for Socket Mode, or SLACK_SIGNING_SECRET and CADENCE_PORT for HTTP, "
            "so that Slack can reach the bot."
        )
    if deployment.slack_app_token is None and deployment.port is None:
        raise CannotStart("CADENCE_PORT is not set: name the port on which Slack's HTTP requests arrive.")


def is_token_trouble(error: Exception) -> bool:
    """Nothing that time heals."""
    return isinstance(error, SlackApiError) and error_name(error.response) in TOKEN_TROUBLE


def slack_trouble(error: Exception, variable: str, url: str) -> CannotStart:
    """Why Slack did not let us in with the token of `variable`."""
    name = error_name(error.response) if isinstance(error, SlackApiError) else None
    if isinstance(error, SlackApiError) and name is None:
        return CannotStart(f"{url} does not answer as Slack does. Check CADENCE_SLACK_API_URL, the network or proxy.")
    if isinstance(error, SlackApiError):
        if name in TOKEN_TROUBLE:
            return CannotStart(f"{variable} {TOKEN_TROUBLE[name]} ({name}). {WHERE[variable]}")
        if name == "missing_scope":
            return CannotStart(f"{variable} lacks a scope: {_needed(error.response)}. {LACKING[variable]}")
        return CannotStart(f"Slack answered {name} to {variable}. Try again in a minute.")
    return CannotStart(f"Slack at {url} could not be reached ({type(error).__name__}). Check the network or proxy.")


def _needed(response: Any) -> str:
    return str(response.data.get("needed") or "see manifest.json")


#: What a workspace may keep to itself, and what then comes instead: the app may be older than the wish for it.
DISPENSABLE = {"files:write": "pictures and calendar files come as words"}


def missing_scopes(granted: str | None) -> list[str]:
    """Scopes of the manifest that `x-oauth-scopes` does not list; none where Slack did not say."""
    if granted is None:
        return []
    wanted: list[str] = manifest()["oauth_config"]["scopes"]["bot"]
    return sorted(set(wanted) - {scope.strip() for scope in granted.split(",")})


def scopes_beyond(granted: str) -> list[str]:
    """What the app was given and the manifest does not ask for."""
    wanted: list[str] = manifest()["oauth_config"]["scopes"]["bot"]
    return sorted({scope.strip() for scope in granted.split(",")} - {*wanted, ""})


def lacks_scopes(lacking: Sequence[str]) -> CannotStart:
    return CannotStart(
        f"The Slack app lacks {'a scope' if len(lacking) == 1 else 'scopes'}: {', '.join(lacking)}. "
        "Update it from `cadence manifest` and install it to the workspace again."
    )


def require_scopes(granted: str | None) -> None:
    if lacking := [scope for scope in missing_scopes(granted) if scope not in DISPENSABLE]:
        raise lacks_scopes(lacking)


def open_database(url: str) -> sa.Engine:
    """The engine, reached once. Raises CannotStart; the sentence never shows the password."""
    with database_trouble(url):
        if sa.make_url(url).get_backend_name() not in DATABASES:
            raise CannotStart("CADENCE_DATABASE_URL must begin with sqlite:/// or postgresql://.")
        engine = make_engine(url)
        with engine.connect():
            return engine


@contextmanager
def database_trouble(url: str) -> Iterator[None]:
    """Raises CannotStart instead, in one sentence."""
    try:
        yield
    except (sa.exc.ArgumentError, ValueError):  # it would quote a part of the address, which may be of the password
        raise CannotStart(
            "CADENCE_DATABASE_URL is not an address. Write it as sqlite:///cadence.sqlite3 or as "
            "postgresql://user:password@host:5432/name, with %-codes for : / @ in the password."
        ) from None
    except (SQLAlchemyError, OSError) as error:
        raise CannotStart(
            f"The database at {shown(url)} could not be opened: {_reason(error)}. Check CADENCE_DATABASE_URL."
        ) from error


def shown(url: str) -> str:
    return sa.make_url(url).set(query={}).render_as_string(hide_password=True)


def _reason(error: Exception) -> str:
    cause = error.orig if isinstance(error, DBAPIError) else error
    return next(iter(str(cause).strip().splitlines()), type(error).__name__).rstrip(".:")


def database_file(url: str) -> Path | None:
    """None for PostgreSQL, and for what is kept in memory. Raises CannotStart."""
    with database_trouble(url):
        parsed = sa.make_url(url)
        name = parsed.database if parsed.get_backend_name() == "sqlite" else None
    return Path(name) if name and name != ":memory:" else None


def require_file(url: str) -> None:
    """Where there is none, to open it would make one. Raises CannotStart."""
    file = database_file(url)
    if file and not file.exists():
        raise CannotStart(f"{file} is not there. Name the database in CADENCE_DATABASE_URL, as `cadence run` has it.")


def claim(engine: sa.Engine) -> sqlite3.Connection | None:
    """A SQLite file serves one `cadence run`: hold the connection for the life of the process. Raises CannotStart.

    The lock is on an empty file beside the database, which stays and does no harm: the system frees the lock with the
    process, however that ends. `cadence config` and backups do not ask for it.
    """
    with database_trouble(str(engine.url)):
        file = file_of(engine)
        if file is None:
            return None
        make_private(f"{file}-running")
        lock = sqlite3.connect(f"{file}-running", timeout=0, isolation_level=None, check_same_thread=False)
        try:
            lock.execute("BEGIN EXCLUSIVE")
        except sqlite3.Error as error:
            lock.close()
            if getattr(error, "sqlite_errorcode", 0) & 0xFF != sqlite3.SQLITE_BUSY:
                raise OSError(f"{file}-running: {error}") from error
            raise CannotStart(
                f"Another `cadence run` is using {file}. Stop it first: a SQLite file serves one process, "
                "PostgreSQL (CADENCE_DATABASE_URL) any number."
            ) from error
        return lock


def file_of(engine: sa.Engine) -> str | None:
    """None for PostgreSQL, and for what is kept in memory."""
    if engine.dialect.name != "sqlite":
        return None
    with engine.connect() as connection:
        listed = connection.exec_driver_sql("PRAGMA database_list").all()
    return next((file or None for _, name, file in listed if name == "main"), None)


def require_schema(engine: sa.Engine) -> None:
    """SQLite is ours alone and is brought up to date; a shared database is migrated when its keepers say so."""
    with database_trouble(str(engine.url)):
        if schema.stands(engine) in (Standing.CURRENT, Standing.USABLE):
            return
        if engine.dialect.name != "sqlite":
            raise CannotStart("The database is not at this version's schema. Run `cadence migrate` first.")
        migrate(engine)


def migrate(engine: sa.Engine) -> None:
    """Raises CannotStart where a newer version of cadence was here before, and left what this one cannot use."""
    if schema.stands(engine) is Standing.USABLE:
        return
    if unknown := schema.unknown(engine):
        raise CannotStart(
            f"The database was left by a newer version of cadence ({', '.join(unknown)}). Install that version."
        )
    schema.upgrade(engine)

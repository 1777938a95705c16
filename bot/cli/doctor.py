"""cadence doctor: is everything there that the bot needs?"""

import asyncio
import json
import stat
import sys
import zoneinfo
from collections.abc import AsyncIterator, Iterator
from dataclasses import asdict
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

import aiohttp
import click
import sqlalchemy as sa
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from sqlalchemy.orm import Session

from bot import clock, prompts, schema, startup
from bot import doctor as rules
from bot import settings as settings_
from bot.cli import listening
from bot.cli.edges import deployment
from bot.cli.looking_up import ask_slack
from bot.deployment import Deployment
from bot.doctor import Finding, Level, failed, passed, warned
from bot.errors import CannotStart
from bot.occurrences import JobFailure
from bot.reports import wording
from bot.schema import Standing
from bot.settings import Operating
from bot.slack import upkeep
from bot.slack.outbox import UNSENT, Delivery, Kind, State
from bot.startup import Identity

TROUBLE = (SlackApiError, aiohttp.ClientError, OSError, TimeoutError)
PATIENCE_SECONDS = 10


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print the findings as JSON.")
def doctor(as_json: bool) -> None:
    """Check tokens, scopes, channels, database, clock and more; each line says what to do.

    The exit code is 1 where something fails. Nothing is changed.
    """
    findings = asyncio.run(_examined())
    bad = [finding for finding in findings if finding.level is Level.FAIL]
    click.echo(_as_json(findings) if as_json else _as_text(findings))
    sys.exit(bool(bad))


def _as_json(findings: list[Finding]) -> str:
    sound = all(finding.level is not Level.FAIL for finding in findings)
    return json.dumps({"ok": sound, "findings": [asdict(finding) for finding in findings]}, indent=2)


def _as_text(findings: list[Finding]) -> str:
    width = max(len(finding.check) for finding in findings)
    lines = [f"{finding.level}  {finding.check:{width}}  {finding.sentence}" for finding in findings]
    counts = {level: sum(finding.level is level for finding in findings) for level in Level}
    return "\n".join([*lines, f"{counts[Level.PASS]} pass, {counts[Level.WARN]} warn, {counts[Level.FAIL]} fail."])


async def _examined() -> list[Finding]:
    try:
        chosen = deployment()
    except CannotStart as why:
        return [failed("environment", why)]
    now = clock.now()
    stored = list(_database(chosen, now))
    operating = next((found for found in stored if isinstance(found, Operating)), None)
    asked = [finding async for finding in _slack(chosen, operating)]
    kept = [found for found in stored if isinstance(found, Finding)]
    return [*asked, *kept, _wording(chosen), *_calendars(operating, now)]


def _wording(chosen: Deployment) -> Finding:
    try:
        wording.require(prompts.load(chosen.prompts))
    except CannotStart as why:
        return failed("wording", why)
    return passed("wording", f"{chosen.prompts} can be used." if chosen.prompts else "It is ours.")


# Slack


async def _slack(chosen: Deployment, operating: Operating | None) -> AsyncIterator[Finding]:
    try:
        startup.require_tokens(chosen)
        yield passed("environment", "The variables that must be set are set.")
    except CannotStart as why:
        yield failed("environment", why)
    if chosen.slack_bot_token is None:
        return
    try:
        answer = await _client(chosen).auth_test()
        identity = Identity.read(answer.data)  # type: ignore[arg-type]  # bytes only of files
    except TROUBLE as error:
        yield failed("bot token", startup.slack_trouble(error, "SLACK_BOT_TOKEN", chosen.slack_api_url))
        return
    except CannotStart as why:
        yield failed("bot token", why)
        return
    headers = {name.lower(): str(value) for name, value in answer.headers.items()}
    yield passed("bot token", f"Slack knows it: {answer['user']} in {identity.team}.")
    yield rules.scopes(headers.get("x-oauth-scopes"))
    yield rules.skew(_date(headers.get("date")), clock.now())
    yield await _way_in(chosen, identity.bot_id)
    if operating:
        for finding in await _looked_up(chosen, operating):
            yield finding


def _client(chosen: Deployment) -> AsyncWebClient:
    token = chosen.slack_bot_token
    assert token, "checked before"
    return AsyncWebClient(token=token.get_secret_value(), base_url=chosen.slack_api_url, timeout=PATIENCE_SECONDS)


def _date(header: str | None) -> datetime | None:
    try:
        return parsedate_to_datetime(header) if header else None
    except ValueError:
        return None


async def _way_in(chosen: Deployment, bot_id: str) -> Finding:
    if chosen.slack_app_token is None:
        return await listening.examined(chosen)
    try:
        await _client(chosen).apps_connections_open(app_token=chosen.slack_app_token.get_secret_value())
    except TROUBLE as error:
        return failed("connection", startup.slack_trouble(error, "SLACK_APP_TOKEN", chosen.slack_api_url))
    if fault := rules.other_app(chosen.slack_app_token.get_secret_value(), await _app(chosen, bot_id)):
        return fault
    return passed("connection", "Socket Mode: Slack takes the app token.")


async def _app(chosen: Deployment, bot_id: str) -> str | None:
    """Whose bot it is; None where Slack does not say."""
    try:
        answer = await _client(chosen).bots_info(bot=bot_id)
    except TROUBLE:
        return None
    app: str | None = answer["bot"].get("app_id")
    return app


async def _looked_up(chosen: Deployment, operating: Operating) -> list[Finding]:
    try:
        return list(rules.looked_up(operating, await ask_slack(chosen)))
    except CannotStart as why:
        return [failed("people", why)]


# Database


def _database(chosen: Deployment, now: datetime) -> Iterator[Finding | Operating]:
    """Findings, and the settings where they could be read."""
    url = chosen.database_url.get_secret_value()
    if file := _absent_file(url):
        yield warned("database", f"{file} is not there yet. `cadence run` and `cadence config` make it.")
        return
    try:
        engine = startup.open_database(url)
    except CannotStart as why:
        yield failed("database", why)
        return
    try:
        schema_ = _schema(engine)
        yield schema_
        if file := startup.file_of(engine):
            yield rules.readable(file, _readable_by_others(file))
        if schema_.level is Level.PASS:
            with Session(engine) as session:
                yield from _kept(session, now)
    finally:
        engine.dispose()


def _absent_file(url: str) -> str | None:
    try:
        parsed = sa.make_url(url)
    except (sa.exc.ArgumentError, ValueError):
        return None  # what is wrong with it is said where it is opened
    file = parsed.database if parsed.get_backend_name() == "sqlite" else None
    return file if file and file != ":memory:" and not Path(file).exists() else None


def _readable_by_others(file: str) -> list[str]:
    """Of a SQLite file and those beside it."""
    beside = (Path(f"{file}{end}") for end in ("", "-wal", "-shm"))
    return [one.name for one in beside if one.exists() and one.stat().st_mode & (stat.S_IRGRP | stat.S_IROTH)]


def _schema(engine: sa.Engine) -> Finding:
    standing = schema.stands(engine)
    if standing is Standing.USABLE:
        return passed("database", f"{engine.dialect.name}, {standing}.")
    if unknown := schema.unknown(engine):
        return failed(
            "database", f"It was left by a newer version of cadence ({', '.join(unknown)}). Install that one."
        )
    if standing is Standing.CURRENT:
        return passed("database", f"{engine.dialect.name}, at this version's schema.")
    if engine.dialect.name == "sqlite":
        return warned("database", "Its tables are of an older version; `cadence run` brings them up to date by itself.")
    return failed("database", "Its tables are not this version's. Run `cadence migrate`.")


def _kept(session: Session, now: datetime) -> Iterator[Finding | Operating]:
    operating = settings_.load(session)
    yield operating
    yield rules.settings(operating)
    yield rules.outbox(_outbox(session), now)
    failing = session.execute(sa.select(JobFailure.job, JobFailure.error).order_by(JobFailure.job)).all()
    yield rules.jobs([(job, error) for job, error in failing])
    since = now - timedelta(days=1)
    yield rules.limits(
        session.scalars(sa.select(Delivery.sent_at).where(Delivery.kind == Kind.POST, Delivery.sent_at > since))
    )


def _outbox(session: Session) -> rules.Outbox:
    return rules.Outbox(_number(session, State.REFUSED), _number(session, *UNSENT), upkeep.waiting_since(session))


def _number(session: Session, *states: State) -> int:
    counted = sa.select(sa.func.count()).select_from(Delivery).where(Delivery.state.in_(states))
    return session.scalar(counted) or 0


# Calendars


def _calendars(operating: Operating | None, now: datetime) -> Iterator[Finding]:
    yield rules.zones(*_zone_data(), now.date())
    if operating:
        calendar = operating.calendar
        yield rules.holidays(calendar.country, calendar.holidays(), now.astimezone(calendar.zone).date())


def _zone_data() -> tuple[str | None, str]:
    """Version and source of what `zoneinfo` reads: the system's where there is one, else the package's."""
    folder = next((Path(path) for path in zoneinfo.TZPATH if (Path(path) / "Europe").is_dir()), None)
    if folder is None:
        return version("tzdata"), "the package tzdata"
    try:
        first: Any = (folder / "tzdata.zi").read_text(encoding="utf-8").partition("\n")[0]
    except OSError:
        return None, "the system's tzdata"
    return first.removeprefix("# version ").strip(), "the system's tzdata"

"""cadence config: the operating settings, seen and changed."""

import asyncio
from datetime import datetime
from pathlib import Path

import click
from sqlalchemy.orm import Session

from bot import clock, directory
from bot import config as config_
from bot import settings as settings_
from bot.cli.edges import deployment, opened_database, plainly, whoever_runs_this, write
from bot.cli.looking_up import ask_slack
from bot.config import Document, Fault
from bot.errors import CannotStart
from bot.settings import Operating
from bot.slack import visits
from bot.storage import Database


@click.group()
def config() -> None:
    """Show and change the operating settings. A change takes effect without a restart."""


@config.command()
@plainly
def show() -> None:
    """All settings, with the defaults where nothing was set."""
    with opened_database() as database:
        operating = database.run_here(settings_.load)
    click.echo(config_.as_toml(operating, everything=True), nl=False)
    for key in config_.unset(operating):
        click.echo(f"# {key} is not set")
    for key, meaning in operating.missing().items():
        click.echo(f"# {key} is missing: {meaning}")


@config.command(name="set")
@click.argument("key")
@click.argument("value")
@plainly
def set_(key: str, value: str) -> None:
    """Change one setting: cadence config set focus.channel '#cto'. Lists take commas, '' goes back to the default."""
    with opened_database() as database:
        before = database.run_here(settings_.load)
        document = config_.with_value(before, key, value)
        # What was looked up when it was set needs no second look: a colleague who left must not block the rest.
        operating = _save(database, document, look_up=directory.is_looked_up(key) and value != "")
    click.echo(f"Saved. {_what_now(operating)}")


@config.command(name="import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@plainly
def import_(file: Path) -> None:
    """Replace all settings by those of a TOML file, or none if anything in it is wrong."""
    source = config_.read(file)
    with opened_database() as database:
        operating = _save(database, config_.parse(source), source)
    click.echo(f"Saved {file}. {_what_now(operating)}")


@config.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path), required=False)
@plainly
def export(file: Path | None) -> None:
    """Write the settings as TOML, to FILE or to the terminal."""
    with opened_database() as database:
        text = config_.as_toml(database.run_here(settings_.load))
    if file is None:
        click.echo(text, nl=False)
    else:
        write(file, text)
        click.echo(f"Wrote {file}.")


def _save(database: Database, document: Document, source: str = "", *, look_up: bool = True) -> Operating:
    """Everything is checked before anything is saved. Raises InvalidConfig, CannotStart."""
    found, faults = _looked_up(document, source) if look_up else (document, [])
    operating = config_.validated(found, source, faults)
    database.run_here(_saved, operating, clock.now())
    return operating


def _saved(session: Session, operating: Operating, now: datetime) -> None:
    settings_.save(session, operating, by=whoever_runs_this(), now=now)
    visits.changed_for_all(session, now)


def _looked_up(document: Document, source: str) -> tuple[Document, list[Fault]]:
    if not directory.mentions_people_or_channels(document):
        return document, []
    chosen = deployment()
    if chosen.slack_bot_token is None:
        raise CannotStart("People and channels are looked up in Slack: set SLACK_BOT_TOKEN, then try again.")
    return directory.resolved(document, asyncio.run(ask_slack(chosen)), source)


def _what_now(operating: Operating) -> str:
    missing = operating.missing()
    if not missing:
        return "It takes effect within seconds, without a restart."
    return "Still missing: " + "; ".join(f"{meaning} ({key})" for key, meaning in missing.items()) + "."

"""cadence forget: a person becomes nobody, everywhere in the database."""

import asyncio
import re
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from typing import Any

import click
import sqlalchemy as sa
from sqlalchemy.orm import Session

from bot import clock
from bot.cli.edges import deployment, opened_database, plainly, whoever_runs_this
from bot.cli.looking_up import ask_slack
from bot.deployment import Deployment
from bot.keeping import forgetting
from bot.keeping.forgetting import Found, Known
from bot.slack.people import Profile
from bot.storage import Database

KEEPS = (
    "Counts, figures and the words they wrote stay. Messages to them are given up, and what they promised has no owner."
)
STAYS = (
    "Untouched: messages that are in Slack already, backups and exports made before, logs written before. "
    "If they still work here, cadence meets them anew, as a stranger, when it next starts."
)


#: As Slack writes it, of whatever organisation.
_MEMBER = re.compile(r"[UW][A-Z0-9]{2,30}")


@click.command()
@click.argument("person")
@click.option("--also", multiple=True, metavar="NAME", help="Another name of theirs, to be replaced in sentences too.")
@click.option("--dry-run", is_flag=True, help="Say what would change, and change nothing.")
@click.option("--yes", is_flag=True, help="Do not ask.")
@plainly
def forget(person: str, also: Sequence[str], dry_run: bool, yes: bool) -> None:
    """Replace PERSON everywhere by "someone": a member id, @name or e-mail address. Counts and figures stay."""
    with opened_database() as database:
        known = _known(database, person)
        for line in _told(person, database.run_here(forgetting.look, known, also)):
            click.echo(line)
        if dry_run:
            click.echo("Nothing was changed.")
            return
        if not yes:
            click.confirm("This cannot be undone. Go on?", abort=True)
        found = database.run_here(forgetting.forget, known, also, by=whoever_runs_this(), now=clock.now())
        click.echo(
            f"Done: {sum(found.rows.values())} places. `cadence audit` says when, and calls them {found.becomes}."
        )
        _free_the_space(database)


def _known(database: Database, person: str) -> Known:
    """By id or by name, as Slack lists them, or as cadence knows them. Raises CannotForget, CannotStart."""
    chosen = deployment()
    try:
        return _listed(chosen, person) if chosen.slack_bot_token else database.run_here(_remembered, person)
    except LookupError as nobody:
        if _MEMBER.fullmatch(person) and database.run_here(forgetting.holds, person):
            return Known(person)
        raise forgetting.CannotForget(str(nobody.args[0])) from None


def _listed(chosen: Deployment, person: str) -> Known:
    id, names = asyncio.run(ask_slack(chosen)).anybody(person)
    return Known(id, frozenset(names))


def _remembered(session: Session, person: str) -> Known:
    """Raises LookupError with a sentence."""
    wanted = person.removeprefix("@").casefold()
    rows = session.execute(sa.select(Profile.id, Profile.name)).all()
    found = [row.id for row in rows if row.id == person or row.name.casefold() == wanted]
    if not found:
        raise LookupError(f"cadence knows nobody called {person}. Names are looked up with SLACK_BOT_TOKEN.")
    if len(found) > 1:
        raise LookupError(f"{person} is the name of {len(found)} people; give a member id instead.")
    return Known(found[0])


def _told(person: str, found: Found) -> Iterator[str]:
    yield f'{person} becomes "someone" in:'
    yield from (
        f"  {table:<22} {count:>7} {'place' if count == 1 else 'places'}"
        for table, count in found.rows.items()
        if count
    )
    if not any(found.rows.values()):
        yield "  nothing: cadence holds no trace of them"
    if found.roles:
        yield f"They no longer hold: {', '.join(found.roles)}."
    yield KEEPS
    yield from _left_alone(found)
    yield STAYS


def _left_alone(found: Found) -> Iterator[str]:
    """Names are words, and others have the same: whoever forgets somebody looks, and says so."""
    for name in sorted({name for name, _ in found.left}):
        where = {table: count for (of, table), count in found.left.items() if of == name}
        listed = ", ".join(f"{count} in {table}" for table, count in sorted(where.items()))
        texts = "text holds" if sum(where.values()) == 1 else "texts hold"
        if " " in name:
            yield f"{sum(where.values())} {texts} “{name}” grown together to one word ({listed}) and stay as they are."
            yield "Add --also with the word as it stands there."
        else:
            yield (
                f"{sum(where.values())} {texts} “{name}” alone ({listed}) and stay as they are: "
                "others may be called so."
            )
            yield f"If it is theirs everywhere, add --also {name}."


def _free_the_space(database: Database) -> None:
    """What was overwritten lies in the file until it is packed."""
    try:
        _pack(database.engine)
    except (sa.exc.DBAPIError, sqlite3.Error):
        click.echo("The file could not be packed while others use it: run VACUUM when it rests.", err=True)


def _pack(engine: sa.Engine) -> None:
    """Outside of any transaction."""
    if engine.dialect.name == "sqlite":
        with closing(engine.raw_connection()) as connection:
            driver: Any = connection.driver_connection
            driver.execute("VACUUM")
            driver.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    else:
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql("SET statement_timeout = 0")
            connection.exec_driver_sql("VACUUM")

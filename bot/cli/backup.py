"""cadence backup, restore."""

from collections.abc import Iterator
from pathlib import Path

import click

from bot import audit, clock, schema, startup
from bot.backup import copying
from bot.backup.resuming import Resumed
from bot.cli.edges import deployment, plainly, whoever_runs_this
from bot.storage import Database


@click.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@plainly
def backup(file: Path) -> None:
    """Write all that the database holds to FILE. The bot may go on meanwhile."""
    copying.save(_url(), file, _tell)
    _record("backup written")
    click.echo(f"Wrote {file}. It holds everything that people wrote: keep it as safe as the database.")


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@plainly
def restore(file: Path) -> None:
    """Put the backup FILE into the empty database of CADENCE_DATABASE_URL."""
    resumed = copying.restore(_url(), file, _tell, by=whoever_runs_this(), now=clock.now())
    click.echo(f"Restored {file}. {_until(resumed)}")
    for line in _before_it_runs(resumed):
        click.echo(line)


def _until(resumed: Resumed) -> str:
    if resumed.until is None:
        return "It holds nothing but empty tables."
    return f"It holds what was there until {resumed.until:%d %B %Y %H:%M} UTC, and nothing that came later."


def _before_it_runs(resumed: Resumed) -> Iterator[str]:
    waited = "1 message" if resumed.in_doubt == 1 else f"{resumed.in_doubt} messages"
    yield "Before `cadence run`, look at what stands in Slack since then:"
    if resumed.in_doubt:
        yield f"- {waited} waited to go out. Each is looked for in Slack before it is sent, as after a crash."
    yield "- What was due since then counts as missed. A Monday post or digest that waited asks for a new yes: give"
    yield "  none where it stands in its channel already."
    yield "- Reminders and lists may come a second time."
    yield "- Cards of questions, promises and reports from that time have no record here, and numbers are given anew:"
    yield "  their buttons may open something else. Delete them in Slack."
    yield "`cadence doctor` shows whether all is well."


def _record(act: str) -> None:
    """Where the tables are this version's; a copy is made of any."""
    engine = startup.open_database(_url())
    try:
        if schema.is_current(engine):
            Database(engine).run_here(audit.record, act, by=whoever_runs_this(), now=clock.now())
    finally:
        engine.dispose()


def _url() -> str:
    return deployment().database_url.get_secret_value()


def _tell(progress: str) -> None:
    click.echo(progress, err=True)

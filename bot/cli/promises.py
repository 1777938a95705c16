"""cadence promises: brings in what was promised elsewhere."""

from pathlib import Path

import click

from bot import clock
from bot import settings as settings_
from bot.cli.edges import opened_database, plainly
from bot.commitments import imports
from bot.errors import BotError


class NotSetUp(BotError):
    """Nobody is there to ask in whose name."""


class TooLarge(BotError):
    """It was not read."""


@click.group()
def promises() -> None:
    """Bring in promises from a file."""


@promises.command(name="import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--dry-run", is_flag=True, help="Only say what is wrong in which row, and how many would be asked.")
@plainly
def import_(file: Path, dry_run: bool) -> None:
    """Ask every owner in a CSV file, the CTO too, whether they promise it, in the CTO's name.

    Columns: promise, owner, and if you like date, how, why, audience, promised at, links, measure. If any row is wrong,
    every such row is named and nothing is imported. A row that was imported before asks nobody again.
    """
    if file.stat().st_size > imports.LARGEST_FILE:
        raise TooLarge(f"{file} has more than {imports.LARGEST_FILE // 1_000_000} MB: is it the right file?")
    with opened_database() as database:
        operating = database.run_here(settings_.load)
        if operating.people.cto is None:
            raise NotSetUp("Set people.cto first: owners are asked in the CTO's name.")
        done = database.run_here(
            imports.import_,
            file.read_bytes(),
            by=operating.people.cto,
            settings=operating,
            now=clock.now(),
            dry_run=dry_run,
        )
    verb = "would be asked about" if dry_run else "are asked about"
    again = f" {done.known} are tracked already." if done.known else ""
    click.echo(f"Owners {verb} {done.asked} {'promise' if done.asked == 1 else 'promises'}.{again}")

"""cadence backup, restore."""

from pathlib import Path

import click

from bot import audit, clock, schema, startup
from bot.backup import copying
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
    copying.restore(_url(), file, _tell)
    _record("backup restored")
    click.echo(f"Restored {file}. `cadence doctor` shows whether all is well.")


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

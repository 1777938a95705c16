"""cadence export: what was measured or read out, to take away."""

import csv
import json
import sys
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, time, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import click
from sqlalchemy.orm import Session

from bot import audit, clock
from bot.cli.all_hands import all_hands
from bot.cli.edges import deployment, opened_database, plainly, whoever_runs_this
from bot.cli.export_customers import export_customers
from bot.cli.export_focus import focus
from bot.cli.export_report import report
from bot.cli.export_report_figures import report_figures
from bot.keeping import exporting
from bot.questions import queries

DAY = click.DateTime(["%Y-%m-%d"])


@click.group()
def export() -> None:
    """Take away what was posted, measured or read out."""


export.add_command(focus)
export.add_command(all_hands)
export.add_command(report)
export.add_command(export_customers)
export.add_command(report_figures)


@export.command()
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@plainly
def everything(folder: Path) -> None:
    """All that the database holds, as JSON lines and CSV, into an empty FOLDER. Private things are in it."""
    with opened_database() as database:
        url = deployment().database_url.get_secret_value()
        counts = exporting.export(url, folder, partial(click.echo, err=True))
        database.run_here(audit.record, "export written", by=whoever_runs_this(), now=clock.now())
    click.echo(f"Wrote {sum(counts.values())} rows of {len(counts)} tables to {folder}.")


@export.command()
@click.option(
    "--since", type=click.DateTime(["%Y-%m-%d"]), help="Asked on this day (UTC) or later. [default: 91 days ago]"
)
@click.option("--until", type=DAY, help="Asked before this day (UTC). [default: now]")
@click.option("--format", "style", type=click.Choice(["csv", "json"]), default="csv", show_default=True)
@click.option(
    "--output", type=click.File("w", encoding="utf-8"), default="-", help="A file; without it, it is printed."
)
@plainly
def questions(since: datetime | None, until: datetime | None, style: str, output: Any) -> None:
    """A row a question, a column an instant; durations in seconds, of the first round. Holds nobody's words."""
    now = clock.now()
    start = since.replace(tzinfo=UTC) if since else now - timedelta(days=91)
    end = until.replace(tzinfo=UTC) if until else now + timedelta(seconds=1)
    with opened_database() as database:
        count = database.run_here(_write, output, style, start, end)
    if output is not sys.stdout:
        click.echo(f"{count} questions.", err=True)


def _write(session: Session, output: Any, style: str, start: datetime, end: datetime) -> int:
    rows = map(_plain, queries.rows(session, start, end))
    return _as_csv(rows, output) if style == "csv" else _as_json(rows, output)


def _as_csv(rows: Iterator[Mapping[str, Any]], output: Any) -> int:
    writer = csv.DictWriter(output, [*queries.FACTS, *queries.INSTANTS])
    writer.writeheader()
    return sum(1 for row in rows if writer.writerow(row))


def _as_json(rows: Iterator[Mapping[str, Any]], output: Any) -> int:
    told = list(rows)
    json.dump(told, output, indent=1)
    output.write("\n")
    return len(told)


def _plain(row: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value.isoformat() if isinstance(value, date | time) else value for name, value in row.items()}

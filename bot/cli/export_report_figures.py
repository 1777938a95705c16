"""cadence export report-figures: how soon reports came after their incidents, without words and people."""

import csv
import json
import sys
from datetime import UTC, datetime, timedelta
from typing import Any

import click
from sqlalchemy.orm import Session

from bot import clock
from bot import settings as settings_
from bot.cli.edges import opened_database, plainly
from bot.reports import figures_queries, figures_text

DAY = click.DateTime(["%Y-%m-%d"])


@click.command("report-figures")
@click.option("--since", type=DAY, help="Incidents that ended on this day (UTC) or later. [default: 364 days ago]")
@click.option("--until", type=DAY, help="Incidents that ended before this day (UTC). [default: now]")
@click.option("--format", "style", type=click.Choice(["csv", "json"]), default="csv", show_default=True)
@click.option(
    "--output", type=click.File("w", encoding="utf-8"), default="-", help="A file; without it, it is printed."
)
@plainly
def report_figures(since: datetime | None, until: datetime | None, style: str, output: Any) -> None:
    """A row a report that is for everybody; days are working days after the incident. Holds no words and nobody."""
    now = clock.now()
    start = since.replace(tzinfo=UTC) if since else now - timedelta(days=364)
    end = until.replace(tzinfo=UTC) if until else now + timedelta(seconds=1)
    with opened_database() as database:
        count = database.run_here(_write, output, style, start, end, now)
    if output is not sys.stdout:
        click.echo(f"{count} reports.", err=True)


def _write(session: Session, output: Any, style: str, start: datetime, end: datetime, now: datetime) -> int:
    found = figures_queries.cases_between(session, settings_.load(session), start, end, now)
    rows = list(figures_text.rows(found))
    if style == "csv":
        writer = csv.DictWriter(output, figures_text.COLUMNS)
        writer.writeheader()
        writer.writerows(rows)
    else:
        json.dump(rows, output, indent=1)
        output.write("\n")
    return len(rows)

"""python -m bench.chaos: exit code 0 only where nothing was lost, doubled, stuck, out of order or told wrong."""

import asyncio
import secrets
import sys
from collections.abc import Iterator
from pathlib import Path

import click

from bench.chaos import tables
from bench.chaos.breaks import BREAKS
from bench.chaos.plan import Plan
from bench.chaos.run import Outcome, run

DATABASES = ("sqlite", "postgresql")


@click.command()
@click.option("--database", type=click.Choice([*DATABASES, "both"]), default="both", show_default=True)
@click.option("--minutes", type=float, help="Instead of --seconds.")
@click.option("--seconds", type=float, default=40, show_default=True, help="How long things go wrong.")
@click.option("--seed", type=int, help="Repeats the decisions of a run.")
@click.option("--processes", type=click.IntRange(1, 4), default=3, show_default=True, help="On PostgreSQL.")
@click.option("--often", type=float, default=1.0, help="How many times as often as usual each fault strikes.")
@click.option("--broken", type=click.Choice(list(BREAKS)), help="Break the delivery: the harness must find it.")
@click.option(
    "--markdown",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write the tables into this page, between its marks.",
)
def main(
    database: str,
    minutes: float | None,
    seconds: float,
    seed: int | None,
    processes: int,
    often: float,
    broken: str | None,
    markdown: Path | None,
) -> None:
    """Real processes under faults and SIGKILL: is anything lost, doubled or stuck?"""
    length = minutes * 60 if minutes else seconds
    chosen = secrets.randbelow(1_000_000) if seed is None else seed
    kinds = DATABASES if database == "both" else (database,)
    plans = [Plan(kind, length, chosen, 1 if kind == "sqlite" else processes, broken, often) for kind in kinds]
    outcomes = list(_played(plans))
    text = tables.shown(outcomes)
    print(text)
    if markdown:
        page = markdown.read_text(encoding="utf-8") if markdown.exists() else ""
        markdown.write_text(tables.put(text, page), encoding="utf-8")
    sys.exit(not all(each.findings.is_sound for each in outcomes))


def _played(plans: list[Plan]) -> Iterator[Outcome]:
    for plan in plans:
        print(f"{plan.command}", flush=True)
        outcome = asyncio.run(run(plan))
        for sentence in tables.details(outcome):
            print(f"  {sentence}", flush=True)
        yield outcome


if __name__ == "__main__":
    main()

"""`cadence run` with the harness's practice, and on demand with a delivery that is broken: python -m bench.chaos.bot

The product knows nothing of this: what is added or broken here is put into the composition root from outside.
"""

import os
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

from bench.chaos import practice
from bench.chaos.breaks import broken
from bot import app, cli
from bot.slack import claims, delivery, outcome

HORIZON, LEASE, BROKEN = "CHAOS_HORIZON", "CHAOS_LEASE", "CHAOS_BROKEN"
LONGEST_PAUSE = timedelta(seconds=3)


def main() -> None:
    compose(os.environ)
    cli.main(["run"])


def compose(told: Mapping[str, str]) -> None:
    root: Any = app
    root.ROUTES = (*practice.ROUTES, *app.ROUTES)
    root.FILES = {**app.FILES, **practice.FILES}
    root.JOBS = (*app.JOBS, *practice.jobs(Path(told[HORIZON])))
    if lease := told.get(LEASE):
        _shorten(timedelta(seconds=float(lease)))
    if name := told.get(BROKEN):
        root.DeliveryLoop = broken(name)


def _shorten(lease: timedelta) -> None:
    """For short runs; a try still ends well before its lease."""
    claims.LEASE = lease
    claims.SETTLES = 2 * lease  # the sandbox shows a file at once
    delivery.TRY_SECONDS = lease.total_seconds() / 2
    outcome.LONGEST_PAUSE = LONGEST_PAUSE


if __name__ == "__main__":
    main()

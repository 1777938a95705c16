"""What is counted, timed and logged of visits at doors, and counted of deliveries."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from time import perf_counter

import structlog

from bot import metrics, trace
from bot.errors import BotError, Unavailable, Uncertain
from bot.slack.claims import Claimed
from bot.slack.doors import Door, Route
from bot.slack.outcome import Outcome, Sent

log = structlog.get_logger()


class Answered(StrEnum):
    """How a visit ended for the person."""

    ANSWERED = "answered"
    #: With a sentence that says why not.
    EXPLAINED = "explained"
    NOT_SAVED = "not_saved"
    PERHAPS_SAVED = "perhaps_saved"
    #: By a defect: they have read an apology.
    FAILED = "failed"


@dataclass
class Visited:
    outcome: Answered = Answered.ANSWERED

    def failed_with(self, error: Exception) -> None:
        kinds = {Uncertain: Answered.PERHAPS_SAVED, Unavailable: Answered.NOT_SAVED, BotError: Answered.EXPLAINED}
        self.outcome = next((told for kind, told in kinds.items() if isinstance(error, kind)), Answered.FAILED)


@contextmanager
def visit(route: Route) -> Iterator[Visited]:
    """From the knock to the answer, which Bolt sends when the visit is over."""
    began, visited = perf_counter(), Visited()
    with trace.beginning() as cause:
        try:
            yield visited
        finally:
            # Of an act without a name not even the time is told, unless there is something to mend.
            if cause.request or visited.outcome is Answered.FAILED:
                _told(route, visited.outcome, perf_counter() - began)


def _told(route: Route, outcome: Answered, seconds: float) -> None:
    metrics.ACKNOWLEDGED.labels(route.door, outcome).inc()
    metrics.ACKNOWLEDGED_AFTER.labels(route.door).observe(seconds)
    trace.over("door", door=route.door, id=route.id, outcome=outcome)
    # A busy channel's events are many, and most concern nobody.
    tell = log.debug if route.door is Door.EVENT else log.info
    tell("door", door=route.door, id=route.id, outcome=outcome, milliseconds=round(1000 * seconds))


def delivery(claimed: Claimed, outcome: Outcome, now: datetime) -> None:
    metrics.DELIVERIES.labels(claimed.kind, type(outcome).__name__.lower()).inc()
    trace.over("delivery", kind=claimed.kind, outcome=type(outcome).__name__.lower())
    if isinstance(outcome, Sent):
        metrics.DELIVERED_AFTER.observe(max(0.0, (now - claimed.caused_at).total_seconds()))

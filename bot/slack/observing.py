"""What is counted and timed of visits at doors and of deliveries."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from time import perf_counter

from bot import metrics
from bot.errors import BotError, Unavailable, Uncertain
from bot.slack.claims import Claimed
from bot.slack.doors import Route
from bot.slack.outcome import Outcome, Sent


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
    try:
        yield visited
    finally:
        metrics.ACKNOWLEDGED.labels(route.door, visited.outcome).inc()
        metrics.ACKNOWLEDGED_AFTER.labels(route.door).observe(perf_counter() - began)


def delivery(claimed: Claimed, outcome: Outcome, now: datetime) -> None:
    metrics.DELIVERIES.labels(claimed.kind, type(outcome).__name__.lower()).inc()
    if isinstance(outcome, Sent):
        metrics.DELIVERED_AFTER.observe(max(0.0, (now - claimed.caused_at).total_seconds()))

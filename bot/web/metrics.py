"""`/metrics`: what this process counted, and what the database knows, which is the same from every process."""

import asyncio
import platform
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import version

import sqlalchemy as sa
import structlog
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector
from sqlalchemy.orm import Session
from starlette.requests import Request
from starlette.responses import Response

from bot.clock import Clock
from bot.errors import Unavailable
from bot.metrics import REGISTRY
from bot.occurrences import JobFailure
from bot.slack.outbox import UNSENT_STATES, Delivery
from bot.slack.upkeep import waiting_since
from bot.storage import Database

log = structlog.get_logger()

#: However many scrapers there are, the database is asked no more often than this.
FRESH_SECONDS = 10.0
UP = "Whether the database answered; where it did not, what it knows is left out."


@dataclass(frozen=True)
class Gauge:
    """What the database knows: `read` gives a number for each value of the label."""

    name: str
    help: str
    label: str
    read: Callable[[Session], Mapping[str, float]]

    def family(self, found: Mapping[str, float]) -> Metric:
        family = GaugeMetricFamily(self.name, self.help, labels=(self.label,))
        for value, number in sorted(found.items()):
            family.add_metric((value,), number)
        return family


def _unsent(session: Session) -> Mapping[str, float]:
    counted = sa.select(Delivery.state, sa.func.count()).where(Delivery.state.in_(UNSENT_STATES))
    return {state: count for state, count in session.execute(counted.group_by(Delivery.state))}


def _failing(session: Session) -> Mapping[str, float]:
    counted = sa.select(JobFailure.job, sa.func.max(JobFailure.failures)).group_by(JobFailure.job)
    return {job: failures for job, failures in session.execute(counted)}


GAUGES = (
    Gauge("cadence_deliveries_unsent", "Messages that have not arrived yet.", "state", _unsent),
    Gauge("cadence_job_failing", "How often in a row a job has raised that is tried again.", "job", _failing),
)


class _Page(Collector):
    """Families that live for one scrape."""

    def __init__(self, families: Iterable[Metric]) -> None:
        self._families = families

    def collect(self) -> Iterable[Metric]:
        return self._families


class Metrics:
    """`gauges`: what the practices want told beside our own."""

    def __init__(self, database: Database, gauges: Sequence[Gauge], now: Clock) -> None:
        self._database, self._gauges, self._now = database, (*GAUGES, *gauges), now
        self._asking = asyncio.Lock()
        self._asked_at, self._found = -FRESH_SECONDS, list[Metric]()

    async def page(self, _request: Request) -> Response:
        families = [_build(), *await self._stored()]
        return Response(generate_latest(REGISTRY) + generate_latest(_Page(families)), media_type=CONTENT_TYPE_LATEST)

    async def _stored(self) -> list[Metric]:
        async with self._asking:
            time = asyncio.get_running_loop().time()
            if time - self._asked_at >= FRESH_SECONDS:
                self._found, self._asked_at = await self._ask(), time
        return self._found

    async def _ask(self) -> list[Metric]:
        """Where the database does not answer, only that is told: an old number would look like a new one."""
        try:
            found = await self._database.run(self._read)
        except Unavailable:
            return [_plain("cadence_database_up", UP, 0)]
        return [*found, _plain("cadence_database_up", UP, 1)]

    def _read(self, session: Session) -> list[Metric]:
        since = waiting_since(session)
        waited = max(0.0, (self._now() - since).total_seconds()) if since else 0
        oldest = _plain("cadence_oldest_unsent_seconds", "How long the oldest unsent message waits; 0 if none.", waited)
        return [oldest, *(gauge.family(gauge.read(session)) for gauge in self._gauges)]


def _plain(name: str, meaning: str, number: float) -> Metric:
    return GaugeMetricFamily(name, meaning, value=number)


def _build() -> Metric:
    family = GaugeMetricFamily("cadence_build_info", "What runs. Always 1.", labels=("version", "python"))
    family.add_metric((version("cto-cadence"), platform.python_version()), 1)
    return family

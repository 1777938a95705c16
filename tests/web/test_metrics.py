"""`/metrics`: what a process did, what the database knows, and nothing of anybody."""

import asyncio
import re
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from aiohttp import ClientSession
from prometheus_client.parser import text_string_to_metric_families
from pydantic import SecretStr
from sqlalchemy.orm import Session

from bot import prompts, startup
from bot import settings as settings_
from bot.app import Cadence
from bot.deployment import Deployment
from bot.errors import CannotStart
from bot.questions.course import Owes, State
from bot.questions.models import Question
from bot.questions.rules import Kind, Visibility
from bot.sandbox.client import SandboxClient
from bot.sandbox.organisation import invented
from bot.sandbox.server import Sandbox
from bot.schedule import Schedule, count_failure
from bot.slack import outbox
from bot.slack.messages import Message
from bot.storage import Database
from bot.web import metrics
from bot.web.metrics import Metrics
from bot.wiring import GAUGES
from tests.factories import ANA, CTO_CHANNEL, settings
from tests.patience import little_time
from tests.test_schedule import MONDAY, SET_UP, fails, job, leaves_a_row

ROOT = Path(__file__).parents[2]
NOW = datetime(2026, 3, 3, 10, 0, tzinfo=UTC)
WORDS = prompts.load()

Samples = Mapping[str, float]


def samples(text: str) -> Samples:
    """`name{label="value"}` → number."""
    found = {}
    for family in text_string_to_metric_families(text):
        for sample in family.samples:
            labels = ",".join(f'{name}="{value}"' for name, value in sorted(sample.labels.items()))
            found[f"{sample.name}{{{labels}}}" if labels else sample.name] = sample.value
    return found


async def page(metrics: Metrics) -> Samples:
    return samples(bytes((await metrics.page(None)).body).decode())


@pytest.fixture
def told(database: Database, monkeypatch: pytest.MonkeyPatch) -> Metrics:
    """Never older than the question for it."""
    monkeypatch.setattr(metrics, "FRESH_SECONDS", 0)
    return Metrics(database, GAUGES, lambda: NOW)


def enqueue(session: Session, key: str, at: datetime) -> None:
    outbox.enqueue(session, key=key, channel=CTO_CHANNEL, message=Message("Hello"), now=at)


# What the database knows


async def test_of_what_waits_it_tells_how_many_and_since_when(database: Database, told: Metrics) -> None:
    assert (await page(told))["cadence_oldest_unsent_seconds"] == 0
    database.run_here(enqueue, "first", NOW - timedelta(minutes=3))
    database.run_here(enqueue, "second", NOW)

    found = await page(told)

    assert found["cadence_oldest_unsent_seconds"] == 180
    assert found['cadence_deliveries_unsent{state="waiting"}'] == 2
    assert found["cadence_database_up"] == 1


async def test_a_job_that_fails_is_named_with_how_often(database: Database, told: Metrics) -> None:
    database.run_here(settings_.save, settings(), by="test", now=SET_UP)
    for _ in range(2):
        database.run_here(count_failure, job(fails), "LookupError", MONDAY, lambda *_: None)

    assert (await page(told))['cadence_job_failing{job="focus.post"}'] == 2


def ask(session: Session, *, owes: Owes, closed: bool = False, posts_at: datetime | None = None) -> None:
    common = {"kind": Kind.QUESTION, "visibility": Visibility.PUBLIC, "text": "Why?", "asked_at": NOW}
    state = State.ANSWERED if closed else State.OPEN
    session.add(Question(**common, state=state, closed=closed, owes=owes, owed_since=NOW, posts_at=posts_at))


async def test_open_questions_are_told_by_who_owes_what_is_next(database: Database, told: Metrics) -> None:
    database.run_here(ask, owes=Owes.OFFICE)
    database.run_here(ask, owes=Owes.OFFICE)
    database.run_here(ask, owes=Owes.ASKER)
    database.run_here(ask, owes=Owes.OFFICE, closed=True)

    found = await page(told)

    assert found['cadence_questions_open{owes="office"}'] == 2
    assert found['cadence_questions_open{owes="asker"}'] == 1


async def test_a_question_without_a_name_is_not_counted_before_it_stands_in_its_channel(
    database: Database, told: Metrics
) -> None:
    """Else the number would tell when it was asked."""
    database.run_here(ask, owes=Owes.OFFICE, posts_at=NOW + timedelta(minutes=20))

    assert (await page(told))['cadence_questions_open{owes="office"}'] == 0


async def test_the_database_is_asked_once_however_many_scrape(database: Database) -> None:
    told = Metrics(database, GAUGES, lambda: NOW)
    await asyncio.gather(*(page(told) for _ in range(5)))
    database.run_here(enqueue, "first", NOW)

    assert 'cadence_deliveries_unsent{state="waiting"}' not in await page(told), "of some seconds ago"


async def test_without_its_database_it_tells_that_and_no_old_numbers(database: Database, told: Metrics) -> None:
    assert (await page(told))["cadence_database_up"] == 1
    database.run_here(settings_.save, settings(), by="test", now=NOW)
    held = [database.engine.connect() for _ in range(database.engine.pool.size())]
    with little_time():
        found = await page(told)
    for connection in held:
        connection.close()

    assert found["cadence_database_up"] == 0
    assert "cadence_oldest_unsent_seconds" not in found
    assert "cadence_build_info" in str(found)


# Each name


async def names(told: Metrics) -> set[str]:
    """Of all families, as they are asked for in Prometheus."""
    text = bytes((await told.page(None)).body).decode()
    families = list(text_string_to_metric_families(text))
    return {f"{family.name}_total" if family.type == "counter" else family.name for family in families}


async def test_every_metric_is_explained_and_no_other_is(told: Metrics) -> None:
    explained = re.findall(r"`(cadence_[a-z_]+)`", (ROOT / "docs" / "operations.md").read_text(encoding="utf-8"))

    assert {name for name in await names(told) if not name.startswith("process_")} == set(explained)


# What this process did


async def test_occurrences_are_counted_by_job_and_outcome_once_they_are_committed(
    database: Database, told: Metrics
) -> None:
    database.run_here(settings_.save, settings(), by="test", now=SET_UP)
    before = await page(told)
    runs, breaks = job(leaves_a_row, name="test.runs"), job(fails, name="test.breaks")
    schedule = Schedule(database, (runs, breaks), WORDS, lambda *_: None)
    for at in (SET_UP, MONDAY, MONDAY, MONDAY + timedelta(days=21)):
        await schedule.run_due(at)

    after = await page(told)

    def counted(name: str) -> float:
        return after.get(name, 0) - before.get(name, 0)

    assert counted('cadence_occurrences_total{job="test.runs",outcome="ran"}') == 2
    assert counted('cadence_occurrences_total{job="test.runs",outcome="missed"}') == 2
    assert counted('cadence_occurrences_total{job="test.breaks",outcome="ran"}') == 0, "nothing of it is kept"
    assert counted('cadence_job_failures_total{job="test.breaks"}') == 2


@asynccontextmanager
async def running(sandbox: Sandbox, folder: Path, **deployed: Any) -> AsyncIterator[Cadence]:
    told: dict[str, Any] = {
        "slack_bot_token": SecretStr("xoxb-sandbox"),
        "slack_signing_secret": SecretStr("sandbox-secret"),
        "slack_api_url": sandbox.api_url,
        "database_url": SecretStr(f"sqlite:///{folder / 'cadence.sqlite3'}"),
        "host": "127.0.0.1",
        "port": 0,
    }
    cadence = Cadence(Deployment(**{**told, **deployed}))
    await cadence.start()
    try:
        yield cadence
    finally:
        await cadence.stop()


@pytest.fixture
async def sandbox() -> AsyncIterator[Sandbox]:
    async with Sandbox(invented().with_manifest(startup.manifest())) as sandbox:
        yield sandbox


async def get(port: int | None) -> tuple[int, str]:
    url = f"http://127.0.0.1:{port}/metrics"
    async with ClientSession() as session, session.get(url) as answer:
        return answer.status, await answer.text()


async def test_what_people_do_and_what_arrives_is_counted_and_names_nobody(sandbox: Sandbox, tmp_path: Path) -> None:
    async with running(sandbox, tmp_path, metrics_port=0) as cadence, SandboxClient(sandbox.url) as client:
        await client.app(request_url=f"http://127.0.0.1:{cadence.port}/slack/events")
        before = samples((await get(cadence.metrics_port))[1])
        refused = await client.person("ana").runs("/focus", "hunter2", channel="general")
        assert "not set up yet" in str(refused)
        await cadence.database.run(settings_.save, settings(), by="test", now=NOW)
        await client.person("ana").runs("/focus", "hunter2", channel="general")
        await cadence.database.run(enqueue, "test", NOW)
        async with asyncio.timeout(20):
            while not await client.messages("C0CTO"):
                await asyncio.sleep(0.05)
        await asyncio.sleep(0.2)
        status, text = await get(cadence.metrics_port)

    after = samples(text)
    command = 'cadence_acknowledgements_total{{door="command",outcome="{}"}}'
    for outcome in ("answered", "explained"):
        assert after[command.format(outcome)] - before.get(command.format(outcome), 0) == 1
    timed = 'cadence_acknowledgement_seconds_count{door="command"}'
    assert after[timed] - before.get(timed, 0) == 2
    sent = 'cadence_deliveries_total{kind="chat.postMessage",outcome="sent"}'
    assert after[sent] - before.get(sent, 0) >= 1
    assert after["cadence_delivery_seconds_count"] > before.get("cadence_delivery_seconds_count", 0)
    assert status == 200
    assert not any(word in text for word in (ANA, "Ana", "hunter2", CTO_CHANNEL, "xoxb"))


async def test_metrics_have_a_port_of_their_own_that_nobody_else_need_reach(sandbox: Sandbox, tmp_path: Path) -> None:
    async with running(sandbox, tmp_path, metrics_port=0) as cadence:
        assert cadence.metrics_port != cadence.port
        assert (await get(cadence.metrics_port))[0] == 200
        assert (await get(cadence.port))[0] == 404


async def test_they_may_share_the_port_of_everything_else(
    sandbox: Sandbox, tmp_path: Path, unused_tcp_port: int
) -> None:
    async with running(sandbox, tmp_path, port=unused_tcp_port, metrics_port=unused_tcp_port) as cadence:
        assert cadence.metrics_port is None
        assert (await get(cadence.port))[0] == 200


async def test_where_nobody_asks_for_them_there_are_none(sandbox: Sandbox, tmp_path: Path) -> None:
    async with running(sandbox, tmp_path) as cadence:
        assert cadence.metrics_port is None
        assert (await get(cadence.port))[0] == 404


async def test_a_port_that_is_taken_is_named_with_its_variable(
    sandbox: Sandbox, tmp_path: Path, unused_tcp_port: int
) -> None:
    async with await asyncio.start_server(lambda *_: None, "127.0.0.1", unused_tcp_port):
        with pytest.raises(CannotStart, match="Set CADENCE_METRICS_PORT or CADENCE_HOST"):
            async with running(sandbox, tmp_path, metrics_port=unused_tcp_port):
                pass

"""Acts, jobs and deliveries are drawn as one trace by a collector on this machine, and tell nothing of anybody."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import pytest
from aiohttp import web
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
from sqlalchemy.orm import Session

from bot import settings as settings_
from bot import telemetry, trace
from bot.access import ANYONE
from bot.deployment import Deployment
from bot.schedule import Schedule
from bot.slack import outbox
from bot.slack.delivery import DeliveryLoop
from bot.slack.doors import Answer, Call, Done, Door, Route
from bot.slack.messages import Message
from bot.storage import Database
from tests.factories import ANA, CTO_CHANNEL, settings
from tests.slack_driver import slack_driver
from tests.test_schedule import MONDAY, SET_UP, WORDS, job, leaves_a_row


@dataclass
class Collector:
    url: str = ""
    bodies: list[bytes] = field(default_factory=list)

    async def take(self, request: web.Request) -> web.Response:
        self.bodies.append(await request.read())
        return web.Response(content_type="application/x-protobuf")

    def spans(self) -> list[Any]:
        requests = [ExportTraceServiceRequest.FromString(body) for body in self.bodies]
        resources = [resource for request in requests for resource in request.resource_spans]
        return [span for resource in resources for scope in resource.scope_spans for span in scope.spans]


@pytest.fixture
async def collector() -> AsyncIterator[Collector]:
    one = Collector()
    application = web.Application()
    application.router.add_post("/v1/traces", one.take)
    runner = web.AppRunner(application)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    one.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    yield one
    await runner.cleanup()


async def drawn(collector: Collector, doing: Any) -> list[Any]:
    """What the collector was told of it once the process ended."""
    started = telemetry.started(Deployment(otlp_endpoint=collector.url))
    started.__enter__()
    try:
        await doing
    finally:
        await asyncio.to_thread(started.__exit__, None, None, None)
    return collector.spans()


def facts(span: Any) -> dict[str, str]:
    return {fact.key: fact.value.string_value for fact in span.attributes}


def leaves_a_message(session: Session, call: Call) -> Answer:
    outbox.enqueue(session, key="key", channel=CTO_CHANNEL, message=Message(call.text), now=call.now)
    return Done()


async def test_an_act_with_its_transaction_and_its_delivery_is_one_trace(
    collector: Collector, database: Database, now: datetime
) -> None:
    database.run_here(settings_.save, settings(), by="test", now=now)
    async with slack_driver(database, now, (Route(Door.COMMAND, "/test", leaves_a_message, ANYONE),)) as slack:
        slack.wire.answers["chat.postMessage"] = {"ok": True, "channel": CTO_CHANNEL, "ts": "1.1"}

        async def acts() -> None:
            await slack.types("/test", "my words", by=ANA)
            await DeliveryLoop(database, slack.bolt.client, lambda: now).deliver_due()

        spans = await drawn(collector, acts())

    named = {span.name: span for span in spans}
    door, delivery = named["door"], named["delivery"]
    assert {span.trace_id for span in spans} == {door.trace_id}
    assert door.parent_span_id == b""
    assert delivery.parent_span_id == door.span_id
    assert named["chat.postMessage"].parent_span_id == delivery.span_id
    assert next(span.parent_span_id for span in spans if span.name == "transaction") == door.span_id
    assert facts(door).keys() == {"door", "id", "outcome", "request"}
    assert facts(delivery)["outcome"] == "sent"
    assert all(span.start_time_unix_nano <= span.end_time_unix_nano for span in spans)
    assert not any(
        word in body for body in collector.bodies for word in (b"my words", ANA.encode(), CTO_CHANNEL.encode())
    )


async def test_of_jobs_only_those_that_ran_are_drawn(collector: Collector, database: Database) -> None:
    database.run_here(settings_.save, settings(), by="test", now=SET_UP)
    schedule = Schedule(database, (job(leaves_a_row),), WORDS, lambda *_: None)

    async def lives() -> None:
        for at in (SET_UP, MONDAY, MONDAY):
            await schedule.run_due(at)

    spans = await drawn(collector, lives())

    (whole,) = [span for span in spans if span.name == "job"]
    assert (facts(whole)["job"], facts(whole)["outcome"]) == ("focus.post", "ran")


async def test_an_act_without_a_name_is_not_drawn(collector: Collector, database: Database, now: datetime) -> None:
    def leaves_no_trace(session: Session, call: Call) -> Answer:
        trace.leave_none()
        return Done()

    database.run_here(settings_.save, settings(), by="test", now=now)
    async with slack_driver(database, now, (Route(Door.COMMAND, "/test", leaves_no_trace, ANYONE),)) as slack:
        assert await drawn(collector, slack.types("/test", by=ANA)) == []


async def test_where_nobody_listens_nothing_is_timed(database: Database) -> None:
    with trace.beginning() as cause, trace.part("transaction"):
        trace.over("door")

    assert cause.parts == []

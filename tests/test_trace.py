"""One id leads from what somebody did to the lines of the log and to the messages that came of it."""

import asyncio
from datetime import datetime

import sqlalchemy as sa
import structlog
from sqlalchemy.orm import Session
from structlog.testing import capture_logs

from bot import settings as settings_
from bot import trace
from bot.access import ANYONE
from bot.schedule import Schedule
from bot.slack import outbox
from bot.slack.doors import Answer, Call, Done, Door, Route
from bot.slack.messages import Message
from bot.slack.outbox import Delivery
from bot.storage import Database
from tests.factories import ANA, CTO_CHANNEL, MAYA, settings
from tests.slack_driver import slack_driver
from tests.test_schedule import MONDAY, SET_UP, WORDS, job, leaves_a_row

log = structlog.get_logger()


def requests(database: Database) -> dict[str, str | None]:
    """Key of a delivery → what caused it."""
    query = sa.select(Delivery.key, Delivery.request)
    return database.run_here(lambda session: dict(session.execute(query).all()))


def enqueue(session: Session, key: str, now: datetime) -> None:
    outbox.enqueue(session, key=key, channel=CTO_CHANNEL, message=Message("Hello"), now=now)


async def test_an_act_its_transaction_and_its_messages_share_one_id(database: Database, now: datetime) -> None:
    def handler(session: Session, call: Call) -> Answer:
        log.info("in the transaction")
        enqueue(session, call.text, call.now)
        return Done()

    database.run_here(settings_.save, settings(), by="test", now=now)
    with capture_logs([trace.told_with]) as told:
        async with slack_driver(database, now, (Route(Door.COMMAND, "/test", handler, ANYONE),)) as slack:
            await slack.types("/test", "first", by=ANA)
            await slack.types("/test", "second", by=MAYA)

    caused = requests(database)
    inside, end, other, _ = [line["request"] for line in told]
    assert [line["event"] for line in told] == ["in the transaction", "door"] * 2
    assert caused["first"] == inside == end
    assert caused["second"] == other != inside
    assert {"door", "id", "outcome", "milliseconds"} < set(told[1])
    assert trace.request() is None, "and is over with it"


async def test_the_messages_of_a_job_share_one_id_with_its_line(database: Database) -> None:
    database.run_here(settings_.save, settings(), by="test", now=SET_UP)
    schedule = Schedule(database, (job(leaves_a_row),), WORDS, lambda *_: None)
    await schedule.run_due(SET_UP)
    with capture_logs([trace.told_with]) as told:
        await schedule.run_due(MONDAY)

    (line,) = told
    assert list(requests(database).values()) == [line["request"]]


def test_what_is_changed_before_it_left_is_traced_to_what_changed_it(database: Database, now: datetime) -> None:
    with trace.continuing("a"):
        database.run_here(enqueue, "key", now)
    with trace.continuing("b"):
        database.run_here(lambda session: outbox.change(session, key="key", message=Message("Other"), now=now))

    assert requests(database) == {"key": "b"}


async def test_acts_at_the_same_time_keep_their_ids_apart(database: Database, now: datetime) -> None:
    async def act(key: str) -> tuple[str, str | None]:
        with trace.beginning() as cause:
            await database.run(enqueue, key, now)
            return key, cause.request

    acted = dict(await asyncio.gather(*(act(str(number)) for number in range(20))))

    assert len(set(acted.values())) == 20
    assert requests(database) == acted


def test_what_leaves_no_trace_leaves_none_from_then_on(database: Database, now: datetime) -> None:
    with capture_logs([trace.told_with]) as told, trace.beginning():
        trace.leave_none()
        log.info("afterwards")
        database.run_here(enqueue, "key", now)

    assert requests(database) == {"key": None}
    assert "request" not in told[0]


def test_an_id_is_made_of_chance_alone() -> None:
    with trace.beginning() as first, trace.beginning() as second:
        assert first.request != second.request
        assert len(str(first.request)) == 12

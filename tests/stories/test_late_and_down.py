"""The database away, the bot away, the hour doubled: people are told in time, and everything goes on by itself."""

import asyncio
import json
import shutil
import sqlite3
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, closing, contextmanager
from datetime import datetime, timedelta
from datetime import time as dt_time
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from bot import app
from bot.app import Cadence
from bot.cli.scenes.focus import WRITTEN
from bot.cli.scenes.stage import ZONE, Stage, action_of, offers, says
from bot.engines import make_engine
from bot.occurrences import Occurrence
from bot.recurrence import Weekly
from bot.rhythm import Rhythm
from bot.schedule import Job, Occasion
from bot.settings import Operating
from bot.slack import outbox
from bot.slack.messages import Message
from tests.conftest import empty
from tests.factories import CTO_CHANNEL
from tests.patience import little_time
from tests.web.proxy import Proxy, Way, proxy

Json = dict[str, Any]
LONG = {
    "what-0": "Payments leave the shared database",
    **{f"why-{number}": "It costs. " * 29 for number in range(3)},
    "what-1": "A platform lead joins",
    "what-2": "On-call that lets people sleep",
    "not_this_week-0": "The mobile rewrite. " * 10,
    "would_like_to_hear-0": "Which alert would you delete first?",
}
#: Slack waits for three seconds.
IN_TIME = 3.0

FRIDAY_THREE = datetime(2026, 2, 27, 15, 0, tzinfo=ZONE)


@pytest.fixture
def transport() -> str:
    """Being late or down is the same however Slack reaches the bot; the first Monday's stories hold both ways."""
    return "signed http"


@pytest.fixture(autouse=True)
def quick_heart(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the heartbeat mends by itself is mended sooner."""
    monkeypatch.setattr("bot.heartbeat.BEAT_SECONDS", 0.5)


class Outage:
    """What can happen to the database at `url`."""

    def __init__(self, kind: str, url: str, way: Proxy | None = None) -> None:
        self.url, self._kind, self._way = url, kind, way

    @asynccontextmanager
    async def strikes(self, stage: Stage) -> AsyncIterator[None]:
        if self._kind == "locked":
            with _locked(self.url), little_time():
                yield
            return
        await self._turn(stage, away=True)
        try:
            with little_time():
                yield
        finally:
            await self._turn(stage, away=False)

    async def _turn(self, stage: Stage, *, away: bool) -> None:
        if self._way:
            self._way.become(Way[self._kind.upper()] if away else Way.OPEN)
        else:
            await stage.cadence.database.run(_allow_pages, 1 if away else 1_000_000)


def _allow_pages(session: Session, most: int) -> None:
    session.execute(sa.text(f"PRAGMA max_page_count = {most}"))


@contextmanager
def _locked(url: str) -> Iterator[None]:
    """By somebody else, such as a backup."""
    engine = make_engine(url)
    with engine.connect() as other, other.begin():
        if engine.dialect.name == "postgresql":
            other.execute(sa.text("LOCK TABLE settings_versions IN ACCESS EXCLUSIVE MODE"))
        yield
    engine.dispose()


@pytest.fixture(params=["sqlite", "postgresql"])
async def outage(
    request: pytest.FixtureRequest, tmp_path: Path, sqlite_template: Path, postgres_url: str
) -> AsyncIterator[Outage]:
    """SQLite in a file, or PostgreSQL behind a way that can be broken; what happens is named by the test."""
    engine, _, kind = str(request.param).partition(" ")
    if engine == "sqlite":
        shutil.copy(sqlite_template, tmp_path / "cadence.sqlite3")
        with closing(sqlite3.connect(tmp_path / "cadence.sqlite3")) as file:
            file.execute("VACUUM")  # what migrations left free would let a full disk take a little more
        yield Outage(kind, f"sqlite:///{tmp_path / 'cadence.sqlite3'}")
        return
    async with proxy(postgres_url) as way:
        yield Outage(kind, postgres_url if kind == "locked" else way.url, way)
    empty(postgres_url)


@pytest.fixture
def database_url(outage: Outage) -> str:
    return outage.url


OUTAGES = ["sqlite locked", "sqlite full", "postgresql locked", "postgresql shut", "postgresql silent"]


# The database is away


async def in_time(doing: Awaitable[Json]) -> Json:
    began = time.monotonic()
    answer = await doing
    assert time.monotonic() - began < IN_TIME
    assert not answer["error"], answer
    return answer


@pytest.mark.parametrize("outage", OUTAGES, indirect=True)
async def test_who_saves_while_the_database_is_away_is_told_in_time_and_has_the_text_back(
    stage: Stage, outage: Outage
) -> None:
    maya = stage.person("maya")
    await maya.runs("/focus", channel="#general")
    async with outage.strikes(stage):
        answer = await in_time(maya.submits(LONG))
        await maya.closes()  # the notice; the form stands beneath it
        again = await in_time(maya.submits(LONG))

    for told in (answer, again):
        assert told["ack"]["response_action"] == "push"
        shown = json.dumps(told["ack"]["view"], ensure_ascii=False)
        assert "Not saved: the database did not answer." in shown
        assert LONG["would_like_to_hear-0"] in shown
    await maya.closes()
    assert (await maya.submits(LONG))["ack"] is None
    await stage.sees("maya", "maya", offers("Approve"), "the preview, as soon as it can be saved")


@pytest.mark.parametrize("outage", [each for each in OUTAGES if "full" not in each], indirect=True)
async def test_whoever_types_a_command_then_has_it_back(stage: Stage, outage: Outage) -> None:
    async with outage.strikes(stage):
        answer = await in_time(stage.person("ana").runs("/focus", "why this week?", channel="#general"))

    assert answer["ack"]["text"].startswith("Not saved: the database did not answer.")
    assert answer["ack"]["text"].endswith("why this week?")


@pytest.mark.parametrize("outage", OUTAGES, indirect=True)
async def test_what_was_due_and_on_its_way_then_goes_out_by_itself(stage: Stage, outage: Outage) -> None:
    async with outage.strikes(stage):
        await stage.client.clock(at=FRIDAY_THREE)
        await asyncio.sleep(2.5)

    await stage.sees("maya", "maya", offers("Write Monday's post"), "Friday's question, without a restart")
    messages = await stage.client.messages("maya", viewer="maya")
    assert len([message for message in messages if action_of(message, "Write Monday's post")]) == 1


# The bot is away


async def approved(stage: Stage) -> None:
    await stage.until(FRIDAY_THREE)
    asked = await stage.sees("maya", "maya", offers("Write Monday's post"), "Friday's question")
    await stage.person("maya").clicks(str(action_of(asked, "Write Monday's post")), on=asked)
    await stage.person("maya").submits(WRITTEN)
    preview = await stage.sees("maya", "maya", offers("Approve"), "the preview")
    await stage.person("maya").clicks(str(action_of(preview, "Approve")), on=preview)
    await stage.sees("maya", "maya", says("Approved by Maya Okafor"), "that it is approved")


async def away_until(stage: Stage, back: datetime) -> Cadence:
    """Stopped, and another process started on the same database at that time."""
    before = stage.cadence
    await before.stop()
    await stage.client.clock(at=back)
    stage.cadence = Cadence(before._deployment, now=before._now)
    await stage.cadence.start()
    if before._deployment.port is not None:
        await stage.client.app(request_url=f"http://127.0.0.1:{stage.cadence.port}/slack/events")
    return stage.cadence


async def posts(stage: Stage) -> list[str]:
    messages = await stage.client.messages("#cto", viewer="ana")
    return [message["text"] for message in messages if WRITTEN["what-0"] in message["text"]]


@pytest.mark.parametrize(
    ("back", "said"),
    [
        (datetime(2026, 3, 2, 9, 20, tzinfo=ZONE), "Monday 09:00"),
        (datetime(2026, 3, 2, 13, 0, tzinfo=ZONE), "Monday 09:00"),
        (datetime(2026, 3, 3, 8, 30, tzinfo=ZONE), "Monday 09:00"),
    ],
    ids=["09:20", "13:00", "Tuesday"],
)
async def test_away_on_monday_at_nine_the_approved_post_goes_out_once_and_says_it_is_late(
    stage: Stage, back: datetime, said: str
) -> None:
    await approved(stage)
    cadence = await away_until(stage, back)
    try:
        await stage.sees("ana", "#cto", says(WRITTEN["what-0"]), "the late post")
        await cadence.heartbeat.beat()
        (post,) = await posts(stage)
        assert said in post
        reminders = await stage.client.messages("maya", viewer="maya")
        assert not [each for each in reminders if "not approved yet" in each["text"]]
    finally:
        await cadence.stop()


async def test_away_for_longer_than_the_grace_it_asks_before_it_posts(stage: Stage) -> None:
    await approved(stage)
    cadence = await away_until(stage, datetime(2026, 3, 4, 9, 30, tzinfo=ZONE))
    try:
        await stage.sees("maya", "maya", offers("Approve and post now"), "that nothing went out")
        assert await posts(stage) == []
    finally:
        await cadence.stop()


# Jobs


async def occurrences(stage: Stage, job: str) -> list[tuple[str, str]]:
    rows = sa.select(Occurrence.local, Occurrence.outcome).where(Occurrence.job == job).order_by(Occurrence.local)
    return await stage.cadence.database.run(lambda session: [(row[0], row[1]) for row in session.execute(rows)])


def tells(session: Session, occasion: Occasion) -> None:
    local = occasion.slot.local.isoformat()
    outbox.enqueue(
        session, key=f"test:{local}", channel=CTO_CHANNEL, message=Message(f"It is {local}."), now=occasion.now
    )


def every_sunday_night(operating: Operating) -> Rhythm:
    return Weekly(6, dt_time(2, 30), ZONE)


@pytest.fixture
def with_job(monkeypatch: pytest.MonkeyPatch) -> Callable[[Job], None]:
    return lambda job: monkeypatch.setattr(app, "JOBS", (*app.JOBS, job))


@pytest.fixture
def nightly(monkeypatch: pytest.MonkeyPatch) -> None:
    """No other job: from winter to autumn the rest of them have thousands of occurrences to live through."""
    alone = (Job("test.nightly", every_sunday_night, tells, grace=timedelta(hours=3)),)
    monkeypatch.setattr(app, "JOBS", alone)
    monkeypatch.setattr("bot.cli.scenes.stage.JOBS", alone)  # where the clock stops on its way


async def test_an_hour_that_comes_twice_is_acted_on_once(nightly: None, stage: Stage) -> None:
    first = datetime(2026, 10, 25, 2, 30, tzinfo=ZONE)
    await stage.until(datetime(2026, 10, 25, 1, 0, tzinfo=ZONE))
    for moment in (first, first.replace(fold=1), datetime(2026, 10, 25, 3, 30, tzinfo=ZONE)):
        await stage.until(moment)

    await stage.sees("ana", "#cto", says("It is 2026-10-25T02:30"), "what the night said")
    assert (await occurrences(stage, "test.nightly"))[-1] == ("2026-10-25T02:30", "ran")
    messages = await stage.client.messages("#cto", viewer="ana")
    assert len([each for each in messages if "2026-10-25" in each["text"]]) == 1


@pytest.fixture
def failing(with_job: Callable[[Job], None]) -> list[int]:
    """A job that raises, and how often it may still."""
    left = [3]

    def fails(session: Session, occasion: Occasion) -> None:
        tells(session, occasion)
        if left[0]:
            left[0] -= 1
            session.execute(sa.text("SELECT * FROM nowhere"))

    with_job(Job("test.failing", lambda operating: Weekly(4, dt_time(15, 0), ZONE), fails, grace=timedelta(days=1)))
    return left


async def test_a_job_that_raises_is_tried_again_reported_and_harms_no_other(failing: list[int], stage: Stage) -> None:
    await stage.until(FRIDAY_THREE)
    await stage.sees("maya", "maya", offers("Write Monday's post"), "Friday's question, from the job beside it")
    for minutes in (1, 3):
        assert failing[0] > 0
        await stage.until(FRIDAY_THREE + timedelta(minutes=minutes))
    await stage.sees("tom", "tom", says("`test.failing`, due Friday 15:00, failed three times"), "what fails, and how")
    await stage.until(FRIDAY_THREE + timedelta(minutes=9))

    await stage.sees("ana", "#cto", says("It is 2026-02-27T15:00"), "what the job does in the end")
    assert await occurrences(stage, "test.failing") == [("2026-02-27T15:00", "ran")]

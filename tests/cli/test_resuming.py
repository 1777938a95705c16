"""What went out since a backup was made does not go out again once it is restored."""

from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, time
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from bot import settings as settings_
from bot.backup import copying
from bot.backup.resuming import Resumed
from bot.engines import make_engine
from bot.recurrence import Daily
from bot.schedule import Job, Occasion, wanting
from bot.slack import outbox
from bot.slack.delivery import DeliveryLoop
from bot.slack.messages import Message
from bot.slack.outbox import State
from bot.storage import Database
from tests.cli.copies import Cadence
from tests.factories import ANA, CTO_CHANNEL, settings
from tests.slack.test_delivery import Post, a_post, drops_before, too_many
from tests.test_schedule import BERLIN, DAY, HOUR, MINUTE, MONDAY, Operation, daily, job, leaves_a_row, running

pytestmark = pytest.mark.usefixtures("path_of_programs")
WEEK = 7 * DAY


@pytest.fixture
async def post(database: Database, now: datetime) -> AsyncIterator[Post]:
    async with a_post(database, now) as post:
        database.run_here(settings_.save, settings(), by="a test", now=now)
        yield post


@pytest.fixture
def backup(cadence: Cadence, tmp_path: Path) -> Path:
    return tmp_path / "backup"


@contextmanager
def restored(file: Path, url: str, now: datetime) -> Iterator[tuple[Database, Resumed]]:
    resumed = copying.restore(url, file, lambda _: None, by="a test", now=now)
    database = Database(make_engine(url))
    yield database, resumed
    database.close()


def by_the_restored(post: Post, database: Database) -> Post:
    new = replace(post, database=database)
    new.loop = DeliveryLoop(database, post.client, lambda: new.now)
    return new


async def test_what_waited_in_it_and_went_out_since_is_found_in_slack(
    post: Post, cadence: Cadence, backup: Path, elsewhere: str
) -> None:
    post.enqueue("question")
    await post.delivers()
    post.enqueue("news")
    post.enqueue("answer", about="question")
    post.enqueue("hello", channel=ANA)
    assert cadence("backup", backup).exit_code == 0
    await post.delivers(after=MINUTE)

    with restored(backup, elsewhere, post.now + HOUR) as (database, resumed):
        again = by_the_restored(post, database)
        assert resumed.in_doubt == 3
        await again.delivers(after=HOUR)

        assert sorted(post.texts()) == ["answer", "news", "question"]
        assert post.texts("D0ANA") == ["hello"]
        assert again.row("news").ts == post.row("news").ts


@pytest.mark.parametrize("doubtful", [False, True])
async def test_what_waited_for_long_is_looked_for_until_slack_tells(
    post: Post, cadence: Cadence, backup: Path, elsewhere: str, doubtful: bool
) -> None:
    post.enqueue("news")
    if doubtful:
        await post.meets("chat.postMessage", drops_before)
    assert cadence("backup", backup).exit_code == 0
    await post.delivers(after=MINUTE)

    with restored(backup, elsewhere, post.now + 5 * HOUR) as (database, _):
        again = by_the_restored(post, database)
        again.now += 5 * HOUR
        await again.meets("conversations.history", too_many)
        await again.delivers(after=MINUTE)

        assert post.texts() == ["news"]
        assert again.row("news").ts == post.row("news").ts


async def test_what_waited_and_cannot_be_looked_for_for_hours_is_sent_all_the_same(
    post: Post, cadence: Cadence, backup: Path, elsewhere: str
) -> None:
    post.enqueue("news")
    cadence("backup", backup)

    with restored(backup, elsewhere, post.now + 5 * HOUR) as (database, _):
        again = by_the_restored(post, database)
        again.now += 9 * HOUR
        await again.meets("conversations.history", too_many)

    assert post.texts() == ["news"]


async def test_what_waited_in_it_and_never_went_out_is_sent(
    post: Post, cadence: Cadence, backup: Path, elsewhere: str
) -> None:
    post.enqueue("news")
    cadence("backup", backup)

    with restored(backup, elsewhere, post.now + HOUR) as (database, _):
        await by_the_restored(post, database).delivers(after=HOUR)

    assert post.texts() == ["news"]


async def test_a_whisper_that_waited_in_it_is_not_shown_twice(
    post: Post, cadence: Cadence, backup: Path, elsewhere: str
) -> None:
    post.whisper("Saved")
    cadence("backup", backup)
    await post.delivers()

    with restored(backup, elsewhere, post.now + HOUR) as (database, resumed):
        again = by_the_restored(post, database)
        await again.delivers(after=HOUR)
        assert (resumed.in_doubt, again.row("whisper").state) == (0, State.REFUSED)

    assert post.whispers() == ["Saved"]


async def test_what_was_due_since_then_does_not_run_a_second_time_and_is_told_as_missed(
    database: Database, cadence: Cadence, backup: Path, elsewhere: str
) -> None:
    told: list[str] = []

    def tells(_session: Session, occasion: Occasion) -> None:
        told.append(str(occasion.slot.local))

    bot = await running(database, Job("focus.post", job().rhythm, leaves_a_row, 4 * HOUR, missed=tells))
    await bot.at(MONDAY - 5 * MINUTE)
    cadence("backup", backup)
    assert await bot.at(MONDAY) == 1

    with restored(backup, elsewhere, MONDAY + 40 * MINUTE) as (back, _):
        again = Operation(back, bot.jobs)
        assert await again.at(MONDAY + 41 * MINUTE) == 0
        assert again.outcomes() == {"2026-03-02T09:00": "missed"}
        assert told == ["2026-03-02 09:00:00"]
        assert await again.at(MONDAY + WEEK) == 1, "the next one runs"


async def test_what_was_due_longer_ago_than_it_may_run_late_is_told_as_missed_and_all_before_it_is_on_record(
    database: Database, cadence: Cadence, backup: Path, elsewhere: str
) -> None:
    told: list[str] = []

    def tells(_session: Session, occasion: Occasion) -> None:
        told.append(str(occasion.slot.local))

    bot = await running(database, Job("focus.post", daily, leaves_a_row, 4 * HOUR, missed=tells))
    await bot.at(MONDAY - 5 * MINUTE)
    cadence("backup", backup)
    before = bot.outcomes()
    told.clear()

    with restored(backup, elsewhere, MONDAY + 2 * DAY + 5 * HOUR) as (back, _):
        again = Operation(back, bot.jobs)
        assert await again.at(MONDAY + 2 * DAY + 5 * HOUR + MINUTE) == 0
        missed = {f"2026-03-0{day}T09:00": "missed" for day in (2, 3, 4)}
        assert again.outcomes() == before | missed
        assert told == ["2026-03-04 09:00:00"]
        assert back.run_here(wanting, bot.jobs, MONDAY + 2 * DAY + 6 * HOUR) == [], "it is decided"


async def test_what_ran_before_the_backup_is_not_asked_about(
    database: Database, cadence: Cadence, backup: Path, elsewhere: str
) -> None:
    bot = await running(database, job(rhythm=daily))
    await bot.at(MONDAY)
    cadence("backup", backup)

    with restored(backup, elsewhere, MONDAY + HOUR) as (back, resumed):
        again = Operation(back, bot.jobs)
        await again.at(MONDAY + 2 * HOUR)
        assert again.outcomes()["2026-03-02T09:00"] == "ran"
        assert resumed.until is not None


async def test_a_version_that_moves_the_hour_runs_nothing_of_before_the_restoring(
    database: Database, cadence: Cadence, backup: Path, elsewhere: str
) -> None:
    bot = await running(database, job(rhythm=daily))
    await bot.at(MONDAY - HOUR)
    cadence("backup", backup)

    with restored(backup, elsewhere, MONDAY + 40 * MINUTE) as (back, _):
        later = Operation(back, (job(rhythm=lambda _: Daily(time(9, 30), BERLIN)),))
        assert await later.at(MONDAY + 41 * MINUTE) == 0
        assert later.outcomes()["2026-03-02T09:30"] == "missed"


def test_restoring_says_what_to_look_at_before_the_bot_runs(
    database: Database, cadence: Cadence, backup: Path, elsewhere: str
) -> None:
    at = datetime(2026, 3, 2, 7, 55, tzinfo=UTC)
    database.run_here(outbox.enqueue, key="news", channel=CTO_CHANNEL, message=Message("News"), now=at)
    cadence("backup", backup)

    told = cadence("restore", backup, url=elsewhere).stdout

    for words in (
        "It holds what was there until 02 March 2026 07:55 UTC",
        "1 message waited to go out",
        "counts as missed",
        "may come a second time",
        "Delete them in Slack",
    ):
        assert words in told

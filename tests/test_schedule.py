"""Each occurrence once or not at all, whoever asks, however often, and whatever a job does."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from threading import Barrier, Thread
from zoneinfo import ZoneInfo

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given
from hypothesis import settings as trials
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from bot import prompts, schedule
from bot import settings as settings_
from bot.engines import make_engine
from bot.errors import Unavailable
from bot.local_time import EVERY_DAY
from bot.occurrences import JobFailure, Occurrence
from bot.recurrence import Daily, Weekly
from bot.rhythm import Hourly, Rhythm, Slot
from bot.schedule import FIRST_PAUSE, LONGEST_PAUSE, Job, Occasion, Schedule
from bot.settings import Operating
from bot.slack import outbox
from bot.slack.messages import Message
from bot.storage import Database
from tests.factories import CTO_CHANNEL, settings

BERLIN = ZoneInfo("Europe/Berlin")
SET_UP = datetime(2026, 2, 26, 12, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
GRACE = 4 * HOUR
#: Nine o'clock on the Monday of the tests, in Berlin.
MONDAY = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
WORDS = prompts.load()


def mondays(_: Operating) -> Rhythm:
    return Weekly(0, time(9), BERLIN)


def daily(_: Operating) -> Rhythm:
    return Daily(time(9), BERLIN)


def never(_: Operating) -> Rhythm:
    return Daily(time(9), BERLIN, holidays=EveryDay())


class EveryDay:
    def __contains__(self, day: object) -> bool:
        return isinstance(day, date)


def leaves_a_row(session: Session, occasion: Occasion) -> None:
    key = f"ran:{occasion.slot.local.isoformat()}"
    outbox.enqueue(session, key=key, channel=CTO_CHANNEL, message=Message("Ran"), now=occasion.now)


def fails(session: Session, occasion: Occasion) -> None:
    leaves_a_row(session, occasion)
    session.flush()
    raise LookupError("no draft\nof the week")


def job(
    run: Callable[[Session, Occasion], bool | None] = leaves_a_row,
    rhythm: Callable[[Operating], Rhythm] = mondays,
    name: str = "focus.post",
) -> Job:
    return Job(name, rhythm, run, GRACE)


@dataclass
class Reports:
    told: list[tuple[str, str, str]] = field(default_factory=list)

    def __call__(self, session: Session, job: Job, slot: Slot, error: str, now: datetime) -> None:
        self.told.append((job.name, slot.local.isoformat(), error))


@dataclass
class Operation:
    """A bot that has been running since it was set up."""

    database: Database
    jobs: tuple[Job, ...]
    reports: Reports = field(default_factory=Reports)

    async def at(self, now: datetime) -> int:
        return await Schedule(self.database, self.jobs, WORDS, self.reports).run_due(now)

    def outcomes(self, name: str = "focus.post") -> dict[str, str]:
        query = sa.select(Occurrence.local, Occurrence.outcome).where(Occurrence.job == name)
        return self.database.run_here(lambda session: dict(session.execute(query).all()))

    def ran(self) -> list[str]:
        return [key.removeprefix("ran:") for key in self.database.run_here(lambda session: list(keys(session)))]

    def failure(self) -> JobFailure | None:
        return self.database.run_here(lambda session: session.scalars(sa.select(JobFailure)).one_or_none())


def keys(session: Session) -> list[str]:
    return list(outbox.keys(session, "ran:"))


async def running(database: Database, *jobs: Job) -> Operation:
    database.run_here(settings_.save, settings(), by="test", now=SET_UP)
    operation = Operation(database, jobs or (job(),))
    await operation.at(SET_UP)
    return operation


# Once


async def test_an_occurrence_runs_when_it_is_due_and_once(database: Database) -> None:
    bot = await running(database)

    assert await bot.at(MONDAY - timedelta.resolution) == 0
    assert await bot.at(MONDAY) == 1
    assert await bot.at(MONDAY) == 0
    assert await bot.at(MONDAY + HOUR) == 0
    assert bot.ran() == ["2026-03-02T09:00:00"]
    assert bot.outcomes() == {"2026-03-02T09:00": "ran"}


async def test_an_occurrence_that_leaves_more_goes_on_at_each_beat_and_is_on_record_once(database: Database) -> None:
    left = ["c", "b", "a"]

    def does_one(session: Session, occasion: Occasion) -> bool | None:
        key = f"ran:{left.pop()}"
        outbox.enqueue(session, key=key, channel=CTO_CHANNEL, message=Message("Ran"), now=occasion.now)
        return bool(left)

    bot = await running(database, job(does_one))
    outcomes = []
    for beat in range(4):
        await bot.at(MONDAY + beat * timedelta(seconds=5))
        outcomes.append(bot.outcomes())

    assert outcomes == [{}, {}, *[{"2026-03-02T09:00": "ran"}] * 2]
    assert bot.ran() == ["a", "b", "c"]


async def test_a_job_is_told_what_occurrence_it_is_and_how_late(database: Database) -> None:
    told: list[Occasion] = []
    bot = await running(database, job(lambda session, occasion: told.append(occasion)))
    await bot.at(MONDAY + 20 * MINUTE)

    (occasion,) = told
    assert occasion.slot == Slot(datetime.fromisoformat("2026-03-02T09:00"), MONDAY)
    assert occasion.now - occasion.slot.at == 20 * MINUTE
    assert occasion.settings == settings()


def together(*acts: Callable[[], object]) -> list[object]:
    gate = Barrier(len(acts))
    results: list[object] = []

    def start(act: Callable[[], object]) -> None:
        gate.wait()
        try:
            results.append(act())
        except Unavailable:
            results.append(False)

    threads = [Thread(target=start, args=[act]) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


async def test_processes_that_wake_at_the_same_moment_run_it_once(database: Database, database_url: str) -> None:
    bot = await running(database)
    others = [Database(make_engine(database_url)) for _ in range(3)]

    def wakes(process: Database) -> Callable[[], bool]:
        return lambda: process.run_here(schedule.run_if_due, job(), WORDS, MONDAY)

    ran = together(*(wakes(process) for process in (database, *others, database)))
    for process in others:
        process.close()

    assert sorted(map(bool, ran)) == [False, False, False, False, True]
    assert bot.ran() == ["2026-03-02T09:00:00"]


async def test_a_second_process_takes_over_where_the_first_one_fails(database: Database, database_url: str) -> None:
    if database.engine.dialect.name == "sqlite":
        pytest.skip("SQLite has one writer: the second begins when the first is done")
    bot = await running(database)
    other = Database(make_engine(database_url))
    second: Thread

    def fails_while_another_waits(session: Session, occasion: Occasion) -> None:
        nonlocal second
        second = Thread(target=other.run_here, args=[schedule.run_if_due, job(), WORDS, MONDAY])
        second.start()
        second.join(0.2)
        assert second.is_alive(), "the second waits for the first"
        raise LookupError

    with pytest.raises(LookupError):
        database.run_here(schedule.run_if_due, job(fails_while_another_waits), WORDS, MONDAY)
    second.join()
    other.close()

    assert bot.outcomes() == {"2026-03-02T09:00": "ran"}


# Late


@pytest.mark.parametrize("late", [timedelta(), MINUTE, GRACE])
async def test_within_its_grace_a_late_occurrence_runs(database: Database, late: timedelta) -> None:
    bot = await running(database)

    assert await bot.at(MONDAY + late) == 1


async def test_beyond_its_grace_an_occurrence_is_recorded_as_missed(database: Database) -> None:
    bot = await running(database)

    assert await bot.at(MONDAY + GRACE + timedelta.resolution) == 0
    assert bot.outcomes() == {"2026-03-02T09:00": "missed"}
    assert bot.ran() == []


FREQUENT = Job("often", lambda settings: Hourly(EVERY_DAY, times=12), leaves_a_row, timedelta(minutes=4), frequent=True)


async def test_what_a_frequent_job_missed_is_not_on_record_nor_what_it_did_days_ago(database: Database) -> None:
    bot = await running(database, FREQUENT)
    await bot.at(MONDAY)
    await bot.at(MONDAY + DAY)
    assert len(bot.outcomes("often")) == 2

    await bot.at(MONDAY + 7 * DAY)

    assert [*bot.outcomes("often").values()] == ["ran"]


async def test_a_job_with_little_grace_is_not_for_that_frequent(database: Database) -> None:
    bot = await running(database, Job("brief", daily, leaves_a_row, grace=timedelta(minutes=4)))
    await bot.at(MONDAY)

    await bot.at(MONDAY + 3 * DAY)

    assert [*bot.outcomes("brief").values()][-3:] == ["missed", "missed", "ran"]


async def test_after_downtime_only_the_latest_runs_and_older_ones_are_recorded_as_missed(database: Database) -> None:
    bot = await running(database, job(rhythm=daily))
    await bot.at(MONDAY)

    assert await bot.at(MONDAY + 3 * DAY + MINUTE) == 1
    assert bot.ran() == ["2026-03-02T09:00:00", "2026-03-05T09:00:00"]
    assert bot.outcomes() == {
        "2026-02-27T09:00": "missed",
        "2026-02-28T09:00": "missed",
        "2026-03-01T09:00": "missed",
        "2026-03-02T09:00": "ran",
        "2026-03-03T09:00": "missed",
        "2026-03-04T09:00": "missed",
        "2026-03-05T09:00": "ran",
    }


@trials(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(waits=st.lists(st.integers(1, 60 * 60), min_size=1, max_size=12))
def test_whenever_the_bot_is_up_every_occurrence_is_decided_once_and_runs_only_within_its_grace(
    session: Session, waits: list[int]
) -> None:
    ran: list[tuple[Slot, datetime]] = []
    watched = job(lambda session, occasion: ran.append((occasion.slot, occasion.now)), rhythm=daily)
    with session.begin_nested() as trial:
        settings_.save(session, settings(), by="test", now=SET_UP)
        now = SET_UP
        for wait in [0, *waits]:
            now += timedelta(minutes=wait)
            schedule.run_if_due(session, watched, WORDS, now)
        decided = session.scalars(sa.select(Occurrence.due_at).order_by(Occurrence.due_at)).all()
        trial.rollback()

    assert list(decided) == [slot.at for slot in daily(settings()).between(SET_UP, now)]
    assert all(timedelta() <= at - slot.at <= GRACE for slot, at in ran)
    assert len({slot for slot, _ in ran}) == len(ran)


# Jobs that raise


async def test_a_job_that_raises_leaves_nothing_behind(database: Database) -> None:
    bot = await running(database, job(fails))
    await bot.at(MONDAY)

    assert bot.ran() == []
    assert bot.outcomes() == {}


async def test_a_job_that_raised_is_tried_again_with_growing_pauses(database: Database) -> None:
    tries: list[datetime] = []

    def fails_again(session: Session, occasion: Occasion) -> None:
        tries.append(occasion.now)
        raise LookupError

    bot = await running(database, job(fails_again))
    for seconds in range(0, 600, 5):
        await bot.at(MONDAY + timedelta(seconds=seconds))

    waits = [later - earlier for earlier, later in pairwise(tries)]
    assert waits == [FIRST_PAUSE, 2 * FIRST_PAUSE, 4 * FIRST_PAUSE, 8 * FIRST_PAUSE]


def test_pauses_grow_to_an_hour_and_no_longer(session: Session) -> None:
    now = MONDAY
    for _ in range(20):
        schedule.count_failure(session, job(fails), "LookupError", now, Reports())
        failure = session.scalars(sa.select(JobFailure)).one()
        pause = failure.try_again_at - now
        now += MINUTE

    assert pause == LONGEST_PAUSE


async def test_a_job_that_recovers_runs_once_and_its_failures_are_forgotten(database: Database) -> None:
    bot = await running(database, job(fails))
    await bot.at(MONDAY)
    assert bot.failure() is not None
    bot.jobs = (job(),)

    assert await bot.at(MONDAY + FIRST_PAUSE - timedelta.resolution) == 0
    assert await bot.at(MONDAY + FIRST_PAUSE) == 1
    assert bot.failure() is None
    assert bot.outcomes() == {"2026-03-02T09:00": "ran"}


async def test_a_job_that_fails_beyond_its_grace_is_missed_and_its_failures_are_forgotten(database: Database) -> None:
    bot = await running(database, job(fails))
    await bot.at(MONDAY)
    await bot.at(MONDAY + GRACE + MINUTE)

    assert bot.outcomes() == {"2026-03-02T09:00": "missed"}
    assert bot.failure() is None


async def test_the_third_failure_is_reported_and_only_that_one(database: Database) -> None:
    bot = await running(database, job(fails))
    for pauses in (0, 1, 3):
        assert bot.reports.told == []
        await bot.at(MONDAY + pauses * FIRST_PAUSE)
    await bot.at(MONDAY + HOUR)

    assert [(name, local) for name, local, _ in bot.reports.told] == [("focus.post", "2026-03-02T09:00:00")]


async def test_a_report_names_the_error_and_quotes_only_its_first_line(database: Database) -> None:
    bot = await running(database, job(fails))
    for pauses in (0, 1, 3):
        await bot.at(MONDAY + pauses * FIRST_PAUSE)

    assert [error for _, _, error in bot.reports.told] == ["LookupError: no draft"]


def broken(_: Operating) -> Rhythm:
    raise LookupError("no such rhythm")


@pytest.mark.parametrize(
    "trouble",
    [job(fails, name="trouble"), job(rhythm=broken, name="trouble"), job(rhythm=never, name="trouble")],
    ids=["raises", "has a broken rhythm", "never has a slot"],
)
async def test_a_job_in_trouble_harms_no_other(database: Database, trouble: Job) -> None:
    bot = await running(database, trouble, job())

    assert await bot.at(MONDAY) == 1
    assert bot.ran() == ["2026-03-02T09:00:00"]


async def test_a_report_that_fails_harms_no_other_job(database: Database) -> None:
    def cannot_report(session: Session, job: Job, slot: Slot, error: str, now: datetime) -> None:
        raise LookupError("nobody to tell")

    bot = await running(database, job(fails, name="trouble"), job())
    for pauses in (0, 1, 3):
        await Schedule(database, bot.jobs, WORDS, cannot_report).run_due(MONDAY + pauses * FIRST_PAUSE)

    assert bot.ran() == ["2026-03-02T09:00:00"]


def test_two_processes_may_count_a_failure_at_the_same_moment(database: Database, database_url: str) -> None:
    if database.engine.dialect.name == "sqlite":
        pytest.skip("SQLite has one writer: the second begins when the first is done")
    other = Database(make_engine(database_url))

    def counts(session: Session) -> Thread:
        schedule.count_failure(session, job(), "LookupError", MONDAY, Reports())
        session.flush()
        arguments = [schedule.count_failure, job(), "LookupError", MONDAY, Reports()]
        second = Thread(target=other.run_here, args=arguments)
        second.start()
        second.join(0.2)
        return second

    database.run_here(counts).join()
    other.close()

    assert database.run_here(lambda session: session.scalars(sa.select(JobFailure.failures)).all()) == [2]


async def test_a_database_that_is_away_counts_as_no_failure(database: Database) -> None:
    def is_cut_off(session: Session, occasion: Occasion) -> None:
        raise Unavailable

    bot = await running(database, job(is_cut_off))

    assert await bot.at(MONDAY) == 0
    assert bot.failure() is None
    bot.jobs = (job(),)
    assert await bot.at(MONDAY + timedelta(seconds=5)) == 1


# What is nobody's wish


async def test_a_beat_when_nothing_is_due_is_one_transaction_however_many_jobs_there_are(database: Database) -> None:
    operation = await running(database, *(job(name=f"{number}") for number in range(20)))
    await operation.at(MONDAY)
    begun: list[object] = []
    sa.event.listen(database.engine, "begin", begun.append)

    await operation.at(MONDAY + HOUR)

    assert len(begun) == 1


async def test_nothing_runs_before_the_bot_is_set_up(database: Database) -> None:
    bot = Operation(database, (job(),))

    assert await bot.at(MONDAY - MINUTE) == 0
    assert await bot.at(MONDAY + MINUTE) == 0
    assert bot.outcomes() == {}


async def test_what_was_due_before_the_bot_was_set_up_does_not_run(database: Database) -> None:
    database.run_here(settings_.save, settings(), by="test", now=MONDAY + MINUTE)
    bot = Operation(database, (job(),))

    assert await bot.at(MONDAY + MINUTE) == 0
    assert await bot.at(MONDAY + HOUR) == 0
    assert await bot.at(MONDAY + 7 * DAY) == 1
    assert bot.outcomes() == {"2026-03-09T09:00": "ran"}


async def test_a_changed_rhythm_does_not_run_what_lies_before_the_change(database: Database) -> None:
    bot = await running(database, job(rhythm=lambda _: Weekly(0, time(15), BERLIN)))
    database.run_here(settings_.save, settings(), by="test", now=MONDAY + HOUR)
    bot.jobs = (job(),)

    assert await bot.at(MONDAY + HOUR + MINUTE) == 0
    assert bot.outcomes() == {"2026-03-02T09:00": "missed"}
    assert await bot.at(MONDAY + 7 * DAY) == 1


async def test_what_lies_before_a_change_and_is_long_over_wants_no_round(database: Database) -> None:
    bot = await running(database, job(rhythm=lambda _: Weekly(0, time(15), BERLIN)))
    now = MONDAY + 5 * HOUR
    database.run_here(settings_.save, settings(), by="test", now=now)
    bot.jobs = (job(),)

    assert await bot.at(now) == 0
    assert database.run_here(schedule.wanting, bot.jobs, now + MINUTE) == []
    assert bot.outcomes() == {}


async def test_a_changed_rhythm_runs_what_lies_between_the_change_and_the_first_look(database: Database) -> None:
    bot = await running(database, job(rhythm=lambda _: Weekly(0, time(15), BERLIN)))
    database.run_here(settings_.save, settings(), by="test", now=MONDAY - MINUTE)
    bot.jobs = (job(),)

    assert await bot.at(MONDAY + MINUTE) == 1


async def test_other_settings_that_change_leave_an_occurrence_as_it_is(database: Database) -> None:
    bot = await running(database)
    await bot.at(MONDAY)
    database.run_here(settings_.save, settings(focus={"channel": "C0OTHER"}), by="test", now=MONDAY + MINUTE)

    assert await bot.at(MONDAY + HOUR) == 0
    assert bot.ran() == ["2026-03-02T09:00:00"]


# When next


def test_what_is_due_next_is_the_earliest_of_all_jobs(session: Session) -> None:
    settings_.save(session, settings(), by="test", now=SET_UP)
    session.flush()

    jobs = [job(), job(rhythm=daily, name="daily"), job(rhythm=never, name="never")]
    assert schedule.next_due(session, jobs, SET_UP) == datetime(2026, 2, 27, 8, 0, tzinfo=UTC)
    assert schedule.next_due(session, jobs[:1], SET_UP) == MONDAY
    assert schedule.next_due(session, jobs[2:], SET_UP) is None


def test_nothing_is_due_before_the_bot_is_set_up(session: Session) -> None:
    assert schedule.next_due(session, [job()], SET_UP) is None

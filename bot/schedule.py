"""The database decides what is due: each occurrence of a job runs once or not at all.

The row of an occurrence is inserted in the transaction that holds the job's own changes and messages. So with any
number of processes it happens once, with no leader and nothing to hold.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa
import structlog
from sqlalchemy.orm import Session

from bot import metrics, trace
from bot import settings as settings_
from bot.errors import Unavailable
from bot.occurrences import JobFailure, JobRecord, Occurrence, Outcome
from bot.prompts import Prompts
from bot.rhythm import NoSlot, Rhythm, Slot
from bot.settings import Operating
from bot.storage import Database, insert_once

log = structlog.get_logger()

FIRST_PAUSE = timedelta(seconds=30)
LONGEST_PAUSE = timedelta(hours=1)
#: So long the occurrences of a frequent job stay on record: longer than clocks of two processes differ.
FREQUENT_ON_RECORD = timedelta(days=2)
#: After so many failures somebody who can mend it is told.
FAILURES_TO_REPORT = 3
#: Under this name a session remembers what it decided.
_DECIDED = "decided occurrences"


@dataclass(frozen=True)
class Occasion:
    """One occurrence that runs now. It is late by `now - slot.at`."""

    slot: Slot
    now: datetime
    settings: Operating
    prompts: Prompts


@dataclass(frozen=True)
class Job:
    """What runs when. `grace`: how long after its time an occurrence may still run.

    `missed` is called instead where the latest occurrence will never run: the bot was away for longer than the
    grace, or a change of settings moved its time into the past. `frequent`: each run does what those before it
    missed, so that its missed times, thousands after a week away, are not on record, and the others not for long.
    A run that answers True did a portion, and the next beat of any process does the next.
    """

    name: str
    rhythm: Callable[[Operating], Rhythm]
    run: Callable[[Session, Occasion], bool | None]
    grace: timedelta
    missed: Callable[[Session, Occasion], None] | None = None
    frequent: bool = False
    #: Of `settings.practices`; without one, it runs whatever is switched off.
    practice: str | None = None


def is_on(job: Job, settings: Operating) -> bool:
    return job.practice is None or settings.practices.on(job.practice)


#: In place of a rhythm.
OFF = "off"


Report = Callable[[Session, Job, Slot, str, datetime], None]


@dataclass(frozen=True)
class Schedule:
    """Runs what is due. `report` tells operators of a job that keeps failing, in the transaction that counts it."""

    database: Database
    jobs: Sequence[Job]
    prompts: Prompts
    report: Report

    async def run_due(self, now: datetime, moved: Callable[[], object] = lambda: None) -> int:
        """Runs each job that wants to, on its own; how many occurrences ran. Calls `moved` after each."""
        ran = 0
        for job in await self._wanting(now):
            with trace.beginning():
                ran += await self._run_one(job, now)
            moved()
        return ran

    async def _wanting(self, now: datetime) -> Sequence[Job]:
        """Seen in one transaction, since nearly always nothing is due and each job has one of its own."""
        try:
            return await self.database.run_unhurried(wanting, self.jobs, now)
        except Unavailable as away:
            log.warning("jobs.database_away", error=_first_line(away.__cause__ or away))
            return ()

    async def _run_one(self, job: Job, now: datetime) -> int:
        try:
            ran, decided = await self.database.run_unhurried(_round, job, self.prompts, now)
        except Unavailable as away:
            log.warning("job.database_away", job=job.name, error=_first_line(away.__cause__ or away))
        except Exception as error:  # one job of a batch; it must harm no other
            log.exception("job.failed", job=job.name)
            # The first line says what; the rest may quote what people wrote.
            await self._count_failure(job, f"{type(error).__name__}: {_first_line(error)}", now)
        else:
            if decided:
                trace.over("job", job=job.name, outcome=decided[-1])
            for outcome in decided:
                metrics.OCCURRENCES.labels(job.name, outcome).inc()
            return int(ran)
        return 0

    async def _count_failure(self, job: Job, error: str, now: datetime) -> None:
        metrics.JOB_FAILURES.labels(job.name).inc()
        trace.over("job", job=job.name, outcome="failed")
        try:
            await self.database.run(count_failure, job, error, now, self.report)
        except Unavailable:
            log.warning("job.failure_not_counted", job=job.name)
        except Exception:  # a rhythm or a report that fails is this job's trouble too
            log.exception("job.failure_not_counted", job=job.name)


def _first_line(error: BaseException) -> str:
    return str(error).partition("\n")[0]


def _round(session: Session, job: Job, prompts: Prompts, now: datetime) -> tuple[bool, Sequence[Outcome]]:
    """Whether it ran, and the outcome of every occurrence that was decided, to be counted once that is committed."""
    return run_if_due(session, job, prompts, now), session.info.get(_DECIDED, ())


def wanting(session: Session, jobs: Sequence[Job], now: datetime) -> Sequence[Job]:
    """Those whose `run_if_due` might change anything now: never too few, and what it then finds is what counts."""
    operating = settings_.load(session)
    if operating.missing():
        return ()
    records = {record.name: record for record in session.scalars(sa.select(JobRecord))}
    return [job for job in jobs if _wants_round(session, job, operating, records.get(job.name), now)]


def _wants_round(session: Session, job: Job, operating: Operating, record: JobRecord | None, now: datetime) -> bool:
    if not is_on(job, operating):
        return record is not None and record.rhythm != OFF
    try:
        rhythm = job.rhythm(operating)
        slot = _last_slot(rhythm, now)
    except Exception:  # noqa: BLE001  # its own round meets it again, says so and counts it
        return True
    if record is None or record.rhythm != rhythm.label:
        return True
    if slot is None or slot.at <= record.known_since or _is_nobodys_wish(job, record, slot, now):
        return False
    return not _is_at_rest(session, job, slot, now)


def _is_nobodys_wish(job: Job, record: JobRecord, slot: Slot, now: datetime) -> bool:
    """Too long ago to ask about, at an hour that was chosen later."""
    return slot.at <= record.since and now - slot.at > job.grace


def _is_at_rest(session: Session, job: Job, slot: Slot, now: datetime) -> bool:
    return _is_decided(session, job, slot) or _is_resting(session, job, slot, now)


def run_if_due(session: Session, job: Job, prompts: Prompts, now: datetime) -> bool:
    """True where the job's latest occurrence was due and ran now, in this transaction."""
    operating = settings_.load(session)
    if operating.missing():
        return False
    if not is_on(job, operating):
        session.execute(sa.update(JobRecord).where(JobRecord.name == job.name).values(rhythm=OFF))
        return False
    rhythm = job.rhythm(operating)
    record = _record(session, job, rhythm, now)
    slot = _last_slot(rhythm, now)
    if slot is None or slot.at <= record.known_since:
        return False
    if _is_at_rest(session, job, slot, now):
        return False
    session.execute(sa.delete(JobFailure).where(JobFailure.job == job.name))
    if job.frequent:
        _forget_old(session, job, slot)
    else:
        for older in rhythm.between(_settled_until(session, job, record.since), slot.at - timedelta.resolution):
            _decide(session, job, older, Outcome.MISSED, now)
    if _is_nobodys_wish(job, record, slot, now):
        return False
    in_time = now - slot.at <= job.grace and slot.at > max(record.since, record.restored_at or record.since)
    if not _decide(session, job, slot, Outcome.RAN if in_time else Outcome.MISSED, now):
        return False
    _act(session, job, Occasion(slot, now, operating, prompts), in_time)
    return in_time


def _act(session: Session, job: Job, occasion: Occasion, in_time: bool) -> None:
    late = int((occasion.now - occasion.slot.at).total_seconds())
    log.info("job.ran" if in_time else "job.missed", job=job.name, local=_name(occasion.slot), late_seconds=late)
    if in_time:
        if job.run(session, occasion):
            _leave_undecided(session, job, occasion.slot)
    elif job.missed:
        job.missed(session, occasion)


def _last_slot(rhythm: Rhythm, now: datetime) -> Slot | None:
    """None where holidays leave nothing over."""
    try:
        return rhythm.last_until(now)
    except NoSlot:
        return None


def _record(session: Session, job: Job, rhythm: Rhythm, now: datetime) -> JobRecord:
    new = {"name": job.name, "rhythm": rhythm.label, "since": now, "known_since": now}
    record = session.get(JobRecord, job.name)
    if record is None:
        insert_once(session, JobRecord, new)
        return JobRecord(**new)
    if record.rhythm != rhythm.label:
        # Slots of the new rhythm that lie before the change are nobody's wish.
        was_off, record.since = record.rhythm == OFF, settings_.saved_at(session) or now
        record.rhythm, record.known_since = rhythm.label, record.since if was_off else record.known_since
    return record


def _is_decided(session: Session, job: Job, slot: Slot) -> bool:
    return session.get(Occurrence, (job.name, _name(slot))) is not None


def _is_resting(session: Session, job: Job, slot: Slot, now: datetime) -> bool:
    failure = session.get(JobFailure, (job.name, _name(slot)))
    return failure is not None and failure.try_again_at > now


def _forget_old(session: Session, job: Job, slot: Slot) -> None:
    old = Occurrence.due_at < slot.at - FREQUENT_ON_RECORD
    session.execute(sa.delete(Occurrence).where(Occurrence.job == job.name, old))


def _settled_until(session: Session, job: Job, since: datetime) -> datetime:
    """After downtime only the latest occurrence runs; those between this instant and it are on record as missed."""
    last = session.scalar(sa.select(sa.func.max(Occurrence.due_at)).where(Occurrence.job == job.name))
    return max(since, last) if last else since


def _decide(session: Session, job: Job, slot: Slot, outcome: Outcome, now: datetime) -> bool:
    row = {"job": job.name, "local": _name(slot), "due_at": slot.at, "outcome": outcome, "decided_at": now}
    if new := insert_once(session, Occurrence, row):
        session.info.setdefault(_DECIDED, []).append(outcome)
    return new


def _leave_undecided(session: Session, job: Job, slot: Slot) -> None:
    """Until the commit its row keeps others from it; after that the occurrence is due again."""
    session.flush()
    session.execute(sa.delete(Occurrence).where(Occurrence.job == job.name, Occurrence.local == _name(slot)))
    session.info[_DECIDED].pop()


def count_failure(session: Session, job: Job, error: str, now: datetime, report: Report) -> None:
    """The pause doubles with each failure, up to an hour."""
    slot = job.rhythm(settings_.load(session)).last_until(now)
    row = {"job": job.name, "local": _name(slot), "failures": 0, "error": "", "try_again_at": now}
    insert_once(session, JobFailure, row)  # another process may count at the same moment
    failure = session.get_one(JobFailure, (job.name, _name(slot)), with_for_update=True)
    failure.failures += 1
    failure.error = error[:2000]
    failure.try_again_at = now + min(FIRST_PAUSE * 2 ** (failure.failures - 1), LONGEST_PAUSE)
    if failure.failures == FAILURES_TO_REPORT:
        report(session, job, slot, failure.error, now)


def _name(slot: Slot) -> str:
    return slot.local.isoformat(timespec="minutes")


def next_due(session: Session, jobs: Sequence[Job], now: datetime) -> datetime | None:
    """When the next occurrence of any job is due; None before the bot is set up."""
    operating = settings_.load(session)
    if operating.missing():
        return None
    running = [job for job in jobs if is_on(job, operating)]
    return min(filter(None, (_next_instant(job.rhythm(operating), now) for job in running)), default=None)


def _next_instant(rhythm: Rhythm, now: datetime) -> datetime | None:
    try:
        return rhythm.next_after(now).at
    except NoSlot:
        return None

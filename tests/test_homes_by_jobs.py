"""What jobs change of what a Home shows is marked for drawing, as behind doors: each runs with something to do.

A row in tests/homes.txt says of each whether a Home changes by it.
"""

from datetime import UTC, date, datetime, timedelta

from sqlalchemy.orm import Session

from bot import settings as settings_
from bot.keep import Keep
from bot.schedule import run_if_due
from bot.settings import AllHands
from bot.storage import Database
from bot.wiring import JOBS
from tests import hostile_home
from tests.conftest import NOW
from tests.focus.office import Office
from tests.home import PROMPTS
from tests.homes import NOTHING, rows, watched_job
from tests.test_hostile_text import ONE_DATABASE

#: A week's nudges and words, and a night long after it, besides the next time of each job.
LATER = ("2026-03-02 08:30", "2026-03-03 08:30", "2026-03-11 09:30", "2026-05-11 08:00")


def everything_happens(session: Session) -> None:
    hostile_home.filled(session, NOW)
    operating = settings_.load(session)
    focus = operating.focus.model_copy(update={"audiences": ("C0EAST 09:30 Asia/Kolkata",)})
    kept = Keep(focus_days=31, questions_days=31, commitments_days=31, reports_days=31)
    changed = {"focus": focus, "keep": kept, "all_hands": AllHands(dates=(date(2026, 3, 5),))}
    operating = operating.model_copy(update=changed)
    settings_.save(session, operating, by="test", now=NOW)
    Office(session, operating, NOW).approves()


def times(session: Session) -> list[datetime]:
    """A minute late, as a heartbeat may be."""
    operating = settings_.load(session)
    next_ones = {job.rhythm(operating).next_after(NOW).at + timedelta(minutes=1) for job in JOBS}
    return sorted(next_ones | {datetime.fromisoformat(time).replace(tzinfo=UTC) for time in LATER})


def lived_through(database: Database) -> tuple[set[str], set[str]]:
    """Jobs that ran, and those by which a Home changed."""
    ran, found = set[str](), set[str]()
    jobs = [watched_job(job, found) for job in JOBS]
    for now in database.run_here(times):
        ran |= {job.name for job in jobs if database.run_here(run_if_due, job, PROMPTS, now)}
    return ran, found


@ONE_DATABASE
def test_a_home_that_a_job_changes_is_drawn_anew_and_each_job_says_whether_one_does(database: Database) -> None:
    for job in JOBS:
        database.run_here(run_if_due, job, PROMPTS, NOW - timedelta(days=1))  # from then on its times are known
    database.run_here(everything_happens)

    ran, found = lived_through(database)

    assert ran == {job.name for job in JOBS}
    assert {f"job {name}" for name in found} == {
        row for row, shown in rows().items() if row.startswith("job ") and shown != NOTHING
    }

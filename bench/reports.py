"""Lists, figures and App Home over 2,000 reports with their actions and readers: python -m bench.reports"""

import time
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from functools import partial
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from bench.databases import BOTH, OPERATING, PEOPLE, SQLITE, databases
from bench.page import Result, Table, Target, command
from bot import clock, prompts
from bot.access import Person
from bot.engines import make_engine
from bot.reports import figures_queries, figures_text, home, listing, reminding
from bot.reports.actions_models import ReportAction
from bot.reports.listing import Which
from bot.reports.models import Report, ReportSection
from bot.reports.sharing_models import ReportReader, ReportRevision
from bot.reports.states import Audience, State
from bot.slack.home import Look

REPORTS, TINY_REPORTS = 2_000, 40
ACTIONS_EACH, READERS_EACH = 3, 20
ROUNDS, TINY_ROUNDS = 10, 2
#: What somebody waits for, and what is asked for now and then.
LOOK_SECONDS, FIGURES_SECONDS = 0.1, 1.0
#: One in so many is still being written.
WRITTEN = 100
#: Five years of an organisation that has an incident a day.
DAYS = 1825

Operations = Mapping[str, Callable[[Session], object]]


def measure(tiny: bool) -> Result:
    kinds, many, rounds = ((SQLITE,), TINY_REPORTS, TINY_ROUNDS) if tiny else (BOTH, REPORTS, ROUNDS)
    times: dict[tuple[str, str], float] = {}
    now = clock.now()
    with databases(kinds) as made:
        for kind in kinds:
            engine = make_engine(made.make(kind))
            _fill(engine, many, now)
            times |= {(kind, name): seconds for name, seconds in _times(engine, rounds, now).items()}
            engine.dispose()
    return Result([_table(times, many)], [_target(*each) for each in times.items()])


def _fill(engine: sa.Engine, many: int, now: datetime) -> None:
    numbers = range(1, many + 1)
    with Session(engine) as session, session.begin():
        if engine.dialect.name == "postgresql":
            session.execute(sa.text("SET LOCAL statement_timeout = 0"))
        session.execute(sa.insert(Report), [_report(number, now) for number in numbers])
        session.execute(sa.insert(ReportSection), [_section(number, now) for number in numbers])
        out = [_revision(number, now) for number in numbers if number % WRITTEN]
        session.execute(sa.insert(ReportRevision), out)
        session.execute(sa.insert(ReportAction), [_action(n, at, now) for n in numbers for at in range(ACTIONS_EACH)])
        session.execute(sa.insert(ReportReader), [_reader(n, at, now) for n in numbers for at in range(READERS_EACH)])
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        if engine.dialect.name == "postgresql":
            connection.execute(sa.text("SET statement_timeout = 0"))
            connection.execute(sa.text("VACUUM ANALYZE"))


def _report(number: int, now: datetime) -> dict[str, Any]:
    ended = now - timedelta(days=number % DAYS, hours=1)
    is_written = number % WRITTEN == 0
    return {
        "id": number,
        "title": f"Service {number % 40} slow for {number % 90} minutes",
        "severity": 1 + number % 4,
        "template": "standard",
        "began_at": ended - timedelta(hours=1),
        "ended_at": ended,
        "zone": "UTC",
        "services": [f"service-{number % 40}"],
        "owner": PEOPLE[number % len(PEOPLE)],
        "audience": Audience.NAMED if number % 20 == 0 else Audience.EVERYONE,
        "named": [PEOPLE[1]] if number % 20 == 0 else [],
        "made_by": PEOPLE[3],
        "created_at": ended,
        "state": State.DRAFT if is_written else State.PUBLISHED,
        "events": 3,
        "revision": 0 if is_written else 1,
        "submitted_at": None if is_written else ended + timedelta(days=1),
        "published_at": None if is_written else ended + timedelta(days=3 + number % 5),
        "published_words": "" if is_written else f"service {number % 40} slow for {number % 90} minutes",
        "searchable": f"service {number % 40} slow for {number % 90} minutes service-{number % 40}",
    }


def _section(number: int, now: datetime) -> dict[str, Any]:
    words = f"The cache of region{number % 50} was empty, and the replica{number % 30} could not carry the difference. "
    told = {"report_id": number, "key": "factors", "number": 1, "text": words * 5}
    return {**told, "by": PEOPLE[3], "at": now - timedelta(days=1)}


def _revision(number: int, now: datetime) -> dict[str, Any]:
    told = _report(number, now)
    frozen = {name: told[name] for name in ("title", "severity", "zone")}
    frozen |= {name: told[name].isoformat() for name in ("began_at", "ended_at")}
    return {"report_id": number, "number": 1, "content": frozen, "lines": [], "by": PEOPLE[3], "at": now}


def _action(number: int, at: int, now: datetime) -> dict[str, Any]:
    due = (now - timedelta(days=number % DAYS) + timedelta(days=28)).date()
    is_done = (number + at) % 3 == 0
    return {
        "report_id": number,
        "number": at + 1,
        "what": f"Alert on the cache hit rate of service {number % 40}",
        "kind": "detect",
        "owner": PEOPLE[at] if at else None,
        "due_on": due,
        "assign_by": due - timedelta(days=26),
        "made_by": PEOPLE[3],
        "made_at": now,
        "asked": 1 if at else 0,
        "phase": ("closed" if is_done else "open") if at else None,
        "word": ("kept" if is_done else "on track") if at else None,
        "holder": PEOPLE[at] if at else None,
        "first": due,
        "promised": due,
        "closed_on": due if at and is_done else None,
        "reason": "",
    }


def _reader(number: int, at: int, now: datetime) -> dict[str, Any]:
    person = PEOPLE[(number + at) % len(PEOPLE)]
    return {"report_id": number, "person": person, "channel": "C0GENERAL", "read_at": now, "took": ""}


def _operations(now: datetime) -> Operations:
    viewer = Person(PEOPLE[7])
    named = {f"list: {which}": partial(_list, which=which, viewer=viewer) for which in Which}
    look = Look(viewer, OPERATING, prompts.load(), now)
    return {
        **named,
        "Home, what waits": lambda session: home.waiting(session, look),
        "Home, what came out": lambda session: home.recent(session, look),
        "reminders, found": lambda session: reminding.without_owners(session, OPERATING, now, owner=viewer.id),
        "figures of a year": partial(_figures, now=now),
    }


def _list(session: Session, *, which: Which, viewer: Person) -> object:
    words = "service 19" if which is Which.FOUND else ""
    return listing.listing(session, which, viewer=viewer, settings=OPERATING, search=words)


def _figures(session: Session, *, now: datetime) -> object:
    found = figures_queries.between(session, OPERATING, now - timedelta(days=364), now, now)
    return figures_text.message(found, "in a year")


def _times(engine: sa.Engine, rounds: int, now: datetime) -> dict[str, float]:
    """The fastest round of each: how idle the machine is says nothing of the code."""
    operations = _operations(now).items()
    return {name: min(_seconds(engine, act) for _ in range(rounds + 1)) for name, act in operations}


def _seconds(engine: sa.Engine, operation: Callable[[Session], object]) -> float:
    with Session(engine) as session:
        began = time.perf_counter()
        operation(session)
        taken = time.perf_counter() - began
        session.rollback()
    return taken


def _table(times: Mapping[tuple[str, str], float], many: int) -> Table:
    kinds = list(dict.fromkeys(kind for kind, _ in times))
    names = list(dict.fromkeys(name for _, name in times))
    rows = [[name, *(f"{times[kind, name] * 1000:.1f}" for kind in kinds)] for name in names]
    title = f"{many:,} reports, with {many * ACTIONS_EACH:,} actions and {many * READERS_EACH:,} readings"
    return Table(title, ("fastest round, ms", *kinds), rows)


def _target(what: tuple[str, str], seconds: float) -> Target:
    kind, name = what
    most = FIGURES_SECONDS if name.startswith("figures") else LOOK_SECONDS
    return Target(f"{kind}: {name} under {most * 1000:,.0f} ms: {seconds * 1000:.1f} ms", seconds < most)


if __name__ == "__main__":
    command("reports", measure)

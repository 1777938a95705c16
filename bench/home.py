"""App Home over a year of data, from opening it to what is sent to Slack: python -m bench.home"""

import asyncio
import time
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from functools import partial
from math import ceil
from statistics import median
from typing import Any, NamedTuple

import sqlalchemy as sa
from slack_sdk.web.async_client import AsyncWebClient
from sqlalchemy.orm import Session

from bench import commitments, questions, reports
from bench.databases import BOTH, PEOPLE, SQLITE, databases
from bench.page import Result, Table, Target, command
from bot import clock, logs, prompts
from bot.engines import make_engine
from bot.focus.models import FocusPost, FocusRevision
from bot.focus.rules import Standing, Week
from bot.reports.models import Report
from bot.reports.review_models import ReportReview
from bot.reports.states import State
from bot.slack import visits
from bot.slack.delivery import DeliveryLoop
from bot.storage import Database
from bot.wiring import HOME


class Sizes(NamedTuple):
    questions: int
    commitments: int
    open: int
    weeks: int
    reports: int


#: A year of an organisation that asks and promises a lot, and writes a report every day.
A_YEAR = Sizes(questions=12_000, commitments=2_000, open=300, weeks=52, reports=365)
TINY = Sizes(questions=50, commitments=60, open=20, weeks=2, reports=10)
ROUNDS, TINY_ROUNDS = 40, 2
MOST_MS = 300
YEAR = timedelta(days=365)
#: Everything waits for the CTO; an owner has promises; whoever asks has questions.
WHOSE = {"the CTO's": PEOPLE[0], "an owner's": PEOPLE[7], "an asker's": PEOPLE[11]}


class SlackThatTakesAll(AsyncWebClient):
    """What is measured ends where the network begins."""

    def __init__(self) -> None:
        super().__init__()
        self.views: list[dict[str, Any]] = []

    async def views_publish(self, *, view: dict[str, Any], **_: Any) -> Any:
        self.views.append(view)
        return {"ok": True}


def measure(tiny: bool) -> Result:
    logs.configure("warning", "json")
    kinds, rounds = ((SQLITE,), TINY_ROUNDS) if tiny else (BOTH, ROUNDS)
    times: dict[tuple[str, str], list[float]] = {}
    with databases(kinds) as made:
        for kind in kinds:
            database = Database(make_engine(made.make(kind)))
            fill(database.engine, TINY if tiny else A_YEAR)
            for name, seconds in asyncio.run(_opened(database, rounds)).items():
                times[kind, name] = seconds
            database.close()
    return Result([_table(times, kinds)], [_target(*each) for each in times.items()])


def fill(engine: sa.Engine, sizes: Sizes) -> None:
    now = clock.now()
    questions._fill(engine, questions.Past(sizes.questions, now, over=YEAR))
    commitments._fill(engine, sizes.commitments, sizes.open, now)
    reports._fill(engine, sizes.reports, now)
    with Session(engine) as session, session.begin():
        session.add_all(_reviews(session, now))
        session.add_all(_posts(sizes.weeks, now))
        session.flush()
        session.add_all(_revisions(session, now))


def _posts(weeks: int, now: datetime) -> list[FocusPost]:
    days = [now - timedelta(weeks=number) for number in range(weeks)]
    return [
        FocusPost(
            week=str(Week.of(day.date())),
            standing=Standing.POSTED,
            revision=1,
            posted_at=day,
            posted_for=PEOPLE[0],
            created_at=day,
        )
        for day in days
    ]


def _revisions(session: Session, now: datetime) -> list[FocusRevision]:
    items = [{"what": f"Thing {number}", "why": "It cannot wait.", "weeks": 1} for number in range(5)]
    posts = session.scalars(sa.select(FocusPost.id)).all()
    return [
        FocusRevision(post_id=post, number=1, content={"items": items}, written_by=PEOPLE[0], written_at=now)
        for post in posts
    ]


def _reviews(session: Session, now: datetime) -> list[ReportReview]:
    """Every thirtieth report waits for a review, and everybody whose Home is measured is asked for it."""
    some = sa.update(Report).where(Report.id % 30 == 1)
    waiting = session.scalars(some.values(state=State.IN_REVIEW, published_at=None).returning(Report.id)).all()
    return [
        ReportReview(report_id=report, person=person, asked_by=PEOPLE[1], asked_at=now)
        for report in waiting
        for person in WHOSE.values()
    ]


async def _opened(database: Database, rounds: int) -> Mapping[str, list[float]]:
    slack = SlackThatTakesAll()
    loop = DeliveryLoop(database, slack, clock.now, home=partial(HOME.view, prompts=prompts.load()))
    for person in WHOSE.values():
        await _once(database, loop, slack, person)
    return {name: [await _once(database, loop, slack, person) for _ in range(rounds)] for name, person in WHOSE.items()}


async def _once(database: Database, loop: DeliveryLoop, slack: SlackThatTakesAll, person: str) -> float:
    slack.views.clear()
    began = time.perf_counter()
    await database.run(visits.opened, person, clock.now())
    await loop.deliver_due()
    took = time.perf_counter() - began
    (view,) = slack.views
    assert len(view["blocks"]) > 10, "a Home with something on it"
    return took


def _table(times: Mapping[tuple[str, str], Sequence[float]], kinds: Sequence[str]) -> Table:
    rows = []
    for name in WHOSE:
        both = [times[kind, name] for kind in kinds]
        rows.append([name, *(_ms(median(took)) for took in both), *(_ms(_tenth(took)) for took in both)])
    promised = f"{A_YEAR.commitments:,} commitments, {A_YEAR.open} of them open"
    title = f"A year: {A_YEAR.questions:,} questions, {promised}, {A_YEAR.weeks} posts, {A_YEAR.reports} reports"
    return Table(
        title, ("whose Home, ms", *(f"{k}, median" for k in kinds), *(f"{k}, nine of ten" for k in kinds)), rows
    )


def _tenth(times: Sequence[float]) -> float:
    """Of ten, nine are faster."""
    return sorted(times)[ceil(0.9 * len(times)) - 1]


def _ms(seconds: float) -> str:
    return f"{seconds * 1000:.1f}"


def _target(which: tuple[str, str], times: Sequence[float]) -> Target:
    kind, name = which
    most = _tenth(times) * 1000
    return Target(f"{kind}: nine of ten of {name} Homes under {MOST_MS} ms: {most:.0f} ms", most < MOST_MS)


if __name__ == "__main__":
    command("home", measure)

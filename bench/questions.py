"""Figures, the open list and a card with ever more questions behind them: python -m bench.questions"""

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median

import sqlalchemy as sa
from sqlalchemy.orm import Session

from bench.databases import BOTH, PEOPLE, SQLITE, Databases, databases
from bench.page import Result, Table, Target, command
from bot import clock
from bot import settings as settings_
from bot.engines import make_engine
from bot.questions import figures, lists, logbook, queries
from bot.questions.models import Question, QuestionEvent
from bot.questions.queries import Which
from bot.questions.work import Work

#: Each with ten events, over three years; so many of them are open.
SIZES, OPEN = (1_000, 10_000, 100_000), 2_000
TINY_SIZES = (50, 200)
EVENTS_EACH = 10
YEARS = timedelta(days=3 * 365)
QUARTER = timedelta(days=91)
ROUNDS = 15
FIGURES, LIST, READ = "figures of a quarter", "open list", "one question's log"
MOST_MS = {FIGURES: 200, LIST: 30}


@dataclass(frozen=True)
class Past:
    size: int
    now: datetime
    over: timedelta = YEARS

    def questions(self) -> Iterator[dict[str, object]]:
        open_ = min(OPEN, self.size // 10)
        for number in range(1, self.size + 1):
            asked = self.now - self.over * (self.size - number) / self.size - timedelta(hours=1)
            yield _question(number, asked, is_open=number % (self.size // open_) == 0)

    def events(self) -> Iterator[dict[str, object]]:
        for row in self.questions():
            yield from _events(row)


def _question(number: int, asked: datetime, is_open: bool) -> dict[str, object]:
    ended = None if is_open else asked + timedelta(hours=1 + number % 30)
    seconds = None if is_open else 600 * (number % 60)
    times = dict.fromkeys(("acknowledged_at", "responded_at", "answered_at", "ended_at"), ended)
    measured = ("respond_working", "respond_waiting", "answer_working", "answer_waiting")
    due = asked + timedelta(hours=8)
    return {
        "id": number,
        "kind": "question",
        "visibility": "public",
        "text": f"Why is number {number} so?",
        "asker": PEOPLE[number % len(PEOPLE)],
        "asked_at": asked,
        "channel": "C0GENERAL",
        "state": "open" if is_open else "answered",
        "closed": not is_open,
        "owes": "office" if is_open else "nobody",
        "owed_since": asked,
        "due_at": due if is_open else None,
        "answer": None if is_open else "Because.",
        "answered_by": None if is_open else PEOPLE[0],
        "respond_due_at": due,
        "answer_due_at": due,
        "answer_late": number % 7 == 0,
        **times,
        **dict.fromkeys(measured, seconds),
    }


def _events(row: dict[str, object]) -> Iterator[dict[str, object]]:
    asked = row["asked_at"]
    assert isinstance(asked, datetime)
    told = ["asked", *["wrote"] * (EVENTS_EACH - 2), "answered" if row["closed"] else "edited"]
    for at, what in enumerate(told):
        by = "responder" if what == "answered" else "asker"
        yield {
            "question_id": row["id"],
            "at": asked + timedelta(minutes=at),
            "recorded_at": asked + timedelta(minutes=at),
            "what": what,
            "by": by,
            "message": f"{row['id']}.{at}",
            "person": row["asker"],
            "says": "",
            "by_hand": False,
        }


def measure(tiny: bool) -> Result:
    kinds, sizes, rounds = ((SQLITE,), TINY_SIZES, 2) if tiny else (BOTH, SIZES, ROUNDS)
    times: dict[tuple[str, str, int], float] = {}
    with databases(kinds) as made:
        for kind in kinds:
            for size in sizes:
                found = _measured(made, kind, Past(size, clock.now()), rounds)
                times |= {(kind, name, size): seconds for name, seconds in found.items()}
    return Result([_table(times, sizes)], _targets(times, sizes[-1]))


def _measured(made: Databases, kind: str, past: Past, rounds: int) -> dict[str, float]:
    engine = make_engine(made.make(kind))
    _fill(engine, past)
    with Session(engine) as session:
        doing = _operations(session, past)
        found = {name: _median(operation, rounds) for name, operation in doing.items()}
        session.rollback()
    engine.dispose()
    return found


def _fill(engine: sa.Engine, past: Past) -> None:
    with Session(engine) as session, session.begin():
        if engine.dialect.name == "postgresql":
            session.execute(sa.text("SET LOCAL statement_timeout = 0"))
        for model, rows in ((Question, past.questions()), (QuestionEvent, past.events())):
            for some in _chunks(rows, 5_000):
                session.execute(sa.insert(model), some)
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        if engine.dialect.name == "postgresql":
            connection.execute(sa.text("SET statement_timeout = 0"))
            connection.execute(sa.text("VACUUM ANALYZE"))


def _chunks(rows: Iterator[dict[str, object]], size: int) -> Iterator[list[dict[str, object]]]:
    some: list[dict[str, object]] = []
    for row in rows:
        some.append(row)
        if len(some) == size:
            yield some
            some = []
    if some:
        yield some


def _operations(session: Session, past: Past) -> dict[str, Callable[[], object]]:
    work = Work(session, settings_.load(session), past.now)
    quarter = Which(past.now - QUARTER, past.now)
    newest = session.get_one(Question, past.size)
    return {
        FIGURES: lambda: figures.figures(queries.cases(session, quarter, past.now)),
        LIST: lambda: [lists.list_of(work, reader) for reader in lists.readers(work)],
        READ: lambda: logbook.read(work, newest),
    }


def _median(operation: Callable[[], object], rounds: int) -> float:
    operation()
    return median(_seconds(operation) for _ in range(rounds))


def _seconds(operation: Callable[[], object]) -> float:
    began = time.perf_counter()
    operation()
    return time.perf_counter() - began


def _table(times: dict[tuple[str, str, int], float], sizes: Sequence[int]) -> Table:
    head = ("median ms", "database", *(f"{size:,} questions" for size in sizes))
    kinds = list(dict.fromkeys((name, kind) for kind, name, _ in times))
    rows = [[name, kind, *(f"{times[kind, name, size] * 1000:.1f}" for size in sizes)] for name, kind in kinds]
    return Table(f"Questions with {EVENTS_EACH} events each", head, rows)


def _targets(times: dict[tuple[str, str, int], float], size: int) -> list[Target]:
    return [
        Target(f"{kind}: {name} with {size:,} questions under {most} ms: {1000 * took:.0f} ms", took * 1000 < most)
        for (kind, name, at), took in times.items()
        if at == size and (most := MOST_MS.get(name))
    ]


if __name__ == "__main__":
    command("questions", measure)

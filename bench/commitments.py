"""Lists, a page, and the digest over 20,000 commitments with 400,000 updates: python -m bench.commitments"""

import time
from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from functools import partial
from statistics import median
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import Session

from bench.databases import BOTH, OPERATING, PEOPLE, SQLITE, databases
from bench.page import Result, Table, Target, command
from bot import clock, prompts
from bot.access import Person
from bot.commitments import cards, digest_post, gathering, ledger, meetings, queries
from bot.commitments.checks import Audience
from bot.commitments.digest import frozen, thawed
from bot.commitments.meeting_models import AllHands, Held
from bot.commitments.models import Commitment, CommitmentUpdate
from bot.commitments.queries import Place, Which
from bot.commitments.states import Kind, Phase, State
from bot.elsewhere import Moment
from bot.engines import make_engine
from bot.wiring import ALL_HANDS

#: Of the commitments so many are open, which is what a digest reads, beside what was closed since the last one.
COMMITMENTS, UPDATES_EACH, OPEN = 20_000, 20, 2_000
TINY_COMMITMENTS, TINY_OPEN = 60, 20
#: Of those that are closed, one in so many was closed since the last all-hands; and one in so many of all has moved.
CLOSED_LATELY, MOVED = 40, 3
#: All-hands before, a month apart.
EARLIER = 12
ROUNDS, TINY_ROUNDS = 9, 2
LIST_SECONDS, DIGEST_SECONDS = 0.05, 1.0


class Seconds(NamedTuple):
    """`busy`: of this process's processor, which tells more where others use the machine."""

    taken: float
    busy: float


Operations = Mapping[str, Callable[[Session], object]]


def measure(tiny: bool) -> Result:
    kinds, many, is_open, rounds = (
        ((SQLITE,), TINY_COMMITMENTS, TINY_OPEN, TINY_ROUNDS) if tiny else (BOTH, COMMITMENTS, OPEN, ROUNDS)
    )
    times: dict[tuple[str, str], Seconds] = {}
    now = clock.now()
    with databases(kinds) as made:
        for kind in kinds:
            engine = make_engine(made.make(kind))
            _fill(engine, many, is_open, now)
            times |= {(kind, name): seconds for name, seconds in _times(engine, rounds, now).items()}
            engine.dispose()
    return Result([_table(times, many, is_open)], [_target(*each) for each in times.items()])


def _fill(engine: sa.Engine, many: int, is_open: int, now: datetime) -> None:
    with Session(engine) as session, session.begin():
        if engine.dialect.name == "postgresql":
            session.execute(sa.text("SET LOCAL statement_timeout = 0"))
        session.execute(
            sa.insert(Commitment), [_commitment(number, number <= is_open, now) for number in range(1, many + 1)]
        )
        for start in range(1, many + 1, 1000):
            numbers = range(start, min(start + 1000, many + 1))
            rows = [row for number in numbers for row in _updates(number, number <= is_open, now)]
            session.execute(sa.insert(CommitmentUpdate), rows)
        session.execute(
            sa.insert(AllHands), [_meeting(now - timedelta(days=30 * ago)) for ago in range(1, EARLIER + 1)]
        )
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        if engine.dialect.name == "postgresql":
            connection.execute(sa.text("SET statement_timeout = 0"))
            connection.execute(sa.text("VACUUM ANALYZE"))


def _meeting(at: datetime) -> dict[str, Any]:
    counted = {"on_track_ahead": 300, "of_them_kept": 200}
    words = {"opening": "", "sentences": {}, "snapshot": "{}", "revision": 0, "desk_messages": 0}
    return {"day": at.date(), "standing": Held.POSTED, "created_at": at, "posted_at": at, **words, **counted}


def _closed(number: int, now: datetime) -> datetime:
    lately = number % CLOSED_LATELY == 0
    return now - timedelta(days=1 + number % 28 if lately else 93 + number % 700)


def _first(number: int, now: datetime) -> date:
    return (now + timedelta(days=number % 90 - (14 if number % MOVED == 0 else 0))).date()


def _commitment(number: int, is_open: bool, now: datetime) -> dict[str, Any]:
    due = now + timedelta(days=number % 90)
    closed = _closed(number, now)
    return {
        "id": number,
        "what": f"Promise {number}: the search answers in under 200 ms",
        "why": "",
        "how": "p95 in the search dashboard",
        "measure": None,
        "links": [],
        "audience": Audience.ORGANISATION,
        "said_at": "",
        "made_by": PEOPLE[0],
        "rhythm_days": 14,
        "created_at": now - timedelta(days=400),
        "searchable": f"promise {number}: the search answers in under 200 ms p95 in the search dashboard",
        "asked": 0,
        "updates": UPDATES_EACH,
        "phase": Phase.OPEN if is_open else Phase.CLOSED,
        "word": State.AT_RISK if number % 5 == 0 else State.ON_TRACK if is_open else State.KEPT,
        "word_at": now - timedelta(days=2),
        "owner": PEOPLE[number % len(PEOPLE)],
        "first": _first(number, now),
        "promised": due.date(),
        "moves": 1 if number % MOVED == 0 else 0,
        "due_at": due,
        "silent_at": now + timedelta(days=12) if is_open else None,
        "closed_on": None if is_open else closed.date(),
        "closed_at": None if is_open else closed,
    }


def _updates(number: int, is_open: bool, now: datetime) -> list[dict[str, Any]]:
    """Proposed, accepted, a word every ten days, a move of some, and the end of what is closed."""
    last = now - timedelta(days=2) if is_open else _closed(number, now)
    begun = last - timedelta(days=10 * UPDATES_EACH)
    day = (now + timedelta(days=number % 90)).date()
    rows = [
        _update(
            number,
            1,
            Kind.PROPOSED,
            begun,
            owner=PEOPLE[number % len(PEOPLE)],
            zone="Europe/Berlin",
            day=_first(number, now),
        ),
        _update(number, 2, Kind.ACCEPTED, begun),
    ]
    for count in range(3, UPDATES_EACH + 1):
        ends = count == UPDATES_EACH and not is_open
        state = State.KEPT if ends else State.AT_RISK if number % 5 == 0 else State.ON_TRACK
        at = begun + timedelta(days=10 * count)
        if number % MOVED == 0 and count == UPDATES_EACH - 1:
            rows.append(_update(number, count, Kind.MOVED, at, day=day, note="Slower than measured."))
            continue
        rows.append(_update(number, count, Kind.SAID, at, state=state, note="As planned; the smaller index helps."))
    return rows


def _update(number: int, count: int, kind: Kind, at: datetime, **said: Any) -> dict[str, Any]:
    empty: dict[str, date | str | None] = {"state": None, "day": None, "owner": None, "zone": None, "note": ""}
    told = {"commitment_id": number, "number": count, "kind": kind, "at": at, "by": PEOPLE[0], "evidence": ""}
    return {**empty, **told, **said}


def _operations(now: datetime) -> Operations:
    viewer = Person(PEOPLE[7])
    asked = {which: partial(_list, which=which, viewer=viewer, now=now) for which in Which}
    named = {f"list: {which}": operation for which, operation in asked.items()}
    return {**named, "page of one": partial(_page, now=now), "digest": partial(_digest, now=now)}


def _list(session: Session, *, which: Which, viewer: Person, now: datetime) -> object:
    found = queries.listing(session, Place(which, "promise 199"), viewer=viewer, settings=OPERATING, now=now)
    return cards.cards(session, found.found, now)


def _page(session: Session, *, now: datetime) -> object:
    commitment = ledger.find(session, 1)
    return cards.card(session, commitment, now), cards.history(session, commitment)


def _digest(session: Session, *, now: datetime) -> object:
    """Read, counted, frozen, and as it is posted from what was frozen."""
    moment = Moment(OPERATING, prompts.load().of("commitments"), now, ALL_HANDS)
    counted = gathering.digest(session, meetings.find(session, now.date(), now), moment)
    snapshot = frozen(counted.digest)
    shown = thawed(snapshot)
    return snapshot, digest_post.post(shown), digest_post.thread(shown)


def _times(engine: sa.Engine, rounds: int, now: datetime) -> dict[str, Seconds]:
    """The median round of each, as somebody who looks meets it."""
    found = {}
    for name, operation in _operations(now).items():
        measured = [_seconds(engine, operation) for _ in range(rounds + 1)][1:]
        found[name] = Seconds(median(each.taken for each in measured), median(each.busy for each in measured))
    return found


def _seconds(engine: sa.Engine, operation: Callable[[Session], object]) -> Seconds:
    with Session(engine) as session:
        began, was_busy = time.perf_counter(), time.process_time()
        operation(session)
        measured = Seconds(time.perf_counter() - began, time.process_time() - was_busy)
        session.rollback()
    return measured


def _table(times: Mapping[tuple[str, str], Seconds], many: int, is_open: int) -> Table:
    kinds = list(dict.fromkeys(kind for kind, _ in times))
    names = list(dict.fromkeys(name for _, name in times))
    rows = [[name, *(f"{each * 1000:.1f}" for kind in kinds for each in times[kind, name])] for name in names]
    title = f"{many:,} commitments, {is_open:,} of them open, with {many * UPDATES_EACH:,} updates"
    heads = [head for kind in kinds for head in (kind, f"{kind}: processor time of this process")]
    return Table(title, ("median round, ms", *heads), rows)


def _target(what: tuple[str, str], seconds: Seconds) -> Target:
    kind, name = what
    most = DIGEST_SECONDS if name == "digest" else LIST_SECONDS
    return Target(f"{kind}: {name} under {most * 1000:,.0f} ms: {seconds.taken * 1000:.1f} ms", seconds.taken < most)


if __name__ == "__main__":
    command("commitments", measure)

"""Who looks at their App Home, and when it is drawn anew.

Slack is never asked who looks. It tells of every opening, and each draws the Home of whoever opened it, at once. In
between, what changes something that somebody sees says so, by `changed`, where it writes it and in that transaction:
one row of the outbox for each of those who opened theirs within a working day is set to leave again. The row holds no
view. It is drawn only as it leaves, so ten changes are one drawing of how things stand; nobody's is drawn more than
once every two seconds; and where thousands are concerned only those who looked last are, slowly enough for Slack's
limit, since whoever comes later gets theirs by coming.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, Session, mapped_column

from bot import trace
from bot.access import ANYONE
from bot.contents import PERSON
from bot.slack.doors import Answer, Call, Done, Door, Route
from bot.slack.outbox import TOPIC, UNSENT, Delivery, Kind, State
from bot.storage import Model, announce, at_end, insert_once

#: For so long after opening it somebody may still look at it.
LATELY = timedelta(hours=8)
#: So many are drawn anew for one change.
MOST = 100
#: One person's is drawn no more often, unless they open it or click in it.
REST = timedelta(seconds=2)
#: Slack takes some hundred a minute.
APART = timedelta(milliseconds=600)
SWEPT_AT_ONCE = 20


class HomeVisit(Model):
    """Somebody opened their Home; forgotten soon after it stops to matter."""

    __tablename__ = "home_visits"

    person: Mapped[str] = mapped_column(sa.String(32), primary_key=True, info=PERSON)
    opened_at: Mapped[datetime] = mapped_column(index=True)


def key(person: str) -> str:
    return f"home:{person}"


def opened(session: Session, person: str, now: datetime) -> None:
    visit = {"person": person, "opened_at": now}
    if not insert_once(session, HomeVisit, visit):
        session.execute(sa.update(HomeVisit).where(HomeVisit.person == person).values(opened_at=now))
    _sweep(session, now)
    publish(session, person, now)


def _sweep(session: Session, now: datetime) -> None:
    """What another process is sweeping is left to it, so that nobody waits."""
    old = sa.select(HomeVisit.person).where(HomeVisit.opened_at <= now - LATELY).order_by(HomeVisit.opened_at)
    some = session.scalars(old.limit(SWEPT_AT_ONCE).with_for_update(skip_locked=True)).all()
    if some:
        session.execute(sa.delete(HomeVisit).where(HomeVisit.person.in_(some)))


def publish(session: Session, person: str, now: datetime) -> None:
    """At once and before all else: they are waiting for it."""
    row = {
        "key": key(person),
        "kind": Kind.HOME,
        "channel": person,
        "reader": person,
        "lane": key(person),  # no message holds it up
        "payload": {},
        "urgent": True,
        "due_at": now,
        "created_at": now,
        "request": trace.request(),
    }
    if not insert_once(session, Delivery, row):
        (known,) = _rows(session, [person])
        _set_out(known, now, urgent=True)
    announce(session, TOPIC)


def _rows(session: Session, people: Iterable[str]) -> Sequence[Delivery]:
    """In one order, so that two transactions never wait for each other."""
    keys = [key(person) for person in people]
    query = sa.select(Delivery).where(Delivery.key.in_(keys)).order_by(Delivery.key).with_for_update()
    return session.scalars(query.execution_options(populate_existing=True)).all() if keys else []


def _set_out(row: Delivery, due: datetime, *, urgent: bool = False) -> None:
    # What is on its way may have been drawn before this change: it goes again.
    row.revision, row.request = row.revision + 1, trace.request()
    waits = row.state == State.WAITING
    if row.state not in UNSENT:
        row.state, row.tries, row.created_at = State.WAITING, 0, due
    if urgent or not waits:
        row.due_at, row.urgent = due, urgent


# What changed


@dataclass
class _Changes:
    """Of one transaction, until it ends: the rows of those who look are held for its last moment only."""

    now: datetime
    people: set[str] = field(default_factory=set)
    everybody: bool = False
    #: Who wait for it.
    clicked: set[str] = field(default_factory=set)


def changed(session: Session, people: Iterable[str | None], now: datetime) -> None:
    """Something that these people see on their Home is other than it was."""
    _changes(session, now).people.update(filter(None, people))


def changed_for_all(session: Session, now: datetime) -> None:
    """Something that everybody sees."""
    _changes(session, now).everybody = True


def clicked(session: Session, person: str, now: datetime) -> None:
    """They did something on their Home, and look at it."""
    _changes(session, now).clicked.add(person)


def _changes(session: Session, now: datetime) -> _Changes:
    at_end(session, _draw_anew)
    found: _Changes = session.info.setdefault("home_changes", _Changes(now))
    return found


def _draw_anew(session: Session) -> None:
    changes: _Changes = session.info.pop("home_changes")
    rows = _rows(session, {*_looking(session, changes), *changes.clicked})
    for number, row in enumerate(rows):
        if row.reader in changes.clicked:
            _set_out(row, changes.now, urgent=True)
        elif row.state in (*UNSENT, State.SENT):  # what Slack refused comes when it is opened
            _set_out(row, _rested(row, changes.now) + number * APART)
        announce(session, TOPIC)
    for person in sorted(changes.clicked - {row.reader for row in rows}):
        publish(session, person, changes.now)


def _rested(row: Delivery, now: datetime) -> datetime:
    return now + REST if row.claimed_at and row.claimed_at > now - REST else now


def _looking(session: Session, changes: _Changes) -> Sequence[str]:
    """Whoever came last first."""
    lately = sa.select(HomeVisit.person).where(HomeVisit.opened_at > changes.now - LATELY)
    if not changes.everybody:
        lately = lately.where(HomeVisit.person.in_(changes.people))
    return session.scalars(lately.order_by(HomeVisit.opened_at.desc()).limit(MOST)).all()


def _opened(session: Session, call: Call) -> Answer:
    if call.event.get("tab") == "home":
        opened(session, call.person.id, call.now)
    return Done()


ROUTES = (Route(Door.EVENT, "app_home_opened", _opened, ANYONE),)

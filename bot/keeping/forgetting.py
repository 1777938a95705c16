"""A person is replaced by nobody, wherever a table says that one may stand; rows, counts and figures stay."""

import json
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from bot import audit, contents, someone
from bot import settings as settings_
from bot.contents import Declared, Holds
from bot.errors import BotError
from bot.keeping.traces import traces
from bot.keeping.unhurried import take_time
from bot.slack import visits
from bot.slack.outbox import Delivery, State
from bot.slack.people import Profile

ACT = "person forgotten"
MANY = 500


class CannotForget(BotError):
    """Nothing was changed."""


@dataclass(frozen=True)
class Known:
    """Somebody to forget, with the names that Slack has or had of them."""

    id: str
    names: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Found:
    """What is changed where, and what would be left: texts that hold a name in some other way, by name and table."""

    becomes: str
    rows: Mapping[str, int]
    roles: tuple[str, ...] = ()
    left: Mapping[tuple[str, str], int] = field(default_factory=dict)


def look(session: Session, person: Known, also: Collection[str] = ()) -> Found:
    """What forgetting would change. Raises CannotForget."""
    return _Forgetting(session, person, also, really=False).done()


def holds(session: Session, member: str) -> bool:
    """Whether anything here is of this member id, whoever that is: also of people whom Slack does not list, such as
    those of another organisation who replied or reacted. Raises CannotForget."""
    found = _Forgetting(session, Known(member), (), really=False).done()
    return any(count for table, count in found.rows.items() if table not in _nobodys_tables())


def forget(session: Session, person: Known, also: Collection[str] = (), *, by: str, now: datetime) -> Found:
    """`by`: who says so. Raises CannotForget."""
    found = _Forgetting(session, person, also, really=True).done()
    audit.record(session, ACT, found.becomes, by=by, now=now, became=dict(found.rows))
    _leave_nobody_of_that_name(session, found.becomes, now)
    visits.changed_for_all(session, now)
    return found


def _leave_nobody_of_that_name(session: Session, becomes: str, now: datetime) -> None:
    """As somebody who left, so that every practice gives up waiting for them."""
    session.execute(sa.delete(Profile).where(Profile.id == becomes))
    session.add(Profile(id=becomes, name=someone.NAME, zone="UTC", guest=False, bot=False, left=True, seen_at=now))


class _Forgetting:
    def __init__(self, session: Session, person: Known, also: Collection[str], *, really: bool) -> None:
        self.session, self.really = session, really
        take_time(session)
        self.operating = settings_.load(session)
        if self.operating.people.cto == person.id:
            raise CannotForget(
                "This is the CTO, whom nothing runs without. Say first who it is now: "
                "`cadence config set people.cto @name`."
            )
        profile = session.get(Profile, person.id)
        names = person.names | ({profile.name} if profile else set())
        forgotten = sa.select(sa.func.count()).where(Profile.id.like(f"{someone.NAME}-%"))
        becomes = someone.numbered((session.scalar(forgotten) or 0) + 1)
        self.person = person.id
        self.traces = traces({person.id, *self._direct()}, names, also, becomes)
        self.rows: Counter[str] = Counter()
        self.left: Counter[tuple[str, str]] = Counter()

    def _direct(self) -> set[str]:
        """The channels in which they alone read the bot."""
        sent = sa.select(Delivery.sent_channel).where(Delivery.channel == self.person).distinct()
        return {channel for channel in self.session.scalars(sent) if channel and channel.startswith("D")}

    def done(self) -> Found:
        roles = tuple(sorted(_roles(self.operating.model_dump(mode="json"), self.person)))
        for column in contents.columns():
            declared = contents.declared(column)
            assert declared, "a test sees to it"
            self._treat(column, declared)
        if self.really:
            self._give_up_messages()
            _tidy_search(self.session)
        rows = {table: count for table, count in sorted(self.rows.items()) if count}
        return Found(self.traces.becomes, rows, roles, dict(self.left))

    def _give_up_messages(self) -> None:
        """What was for their eyes: its words go, and nothing is sent or changed there any more."""
        nobody = self.traces.becomes
        theirs = sa.or_(Delivery.channel == nobody, Delivery.reader == nobody)
        gone: dict[str, Any] = dict.fromkeys(("lease", "leased_until", "doubtful_since", "sent_channel", "ts", "error"))
        gone |= {"state": State.DROPPED, "payload": {}}
        self.session.execute(sa.update(Delivery).where(theirs).values(gone))

    def _treat(self, column: sa.Column[Any], declared: Declared) -> None:
        match declared.holds:
            case Holds.PERSON:
                self._replace_person(column)
            case Holds.WORDS | Holds.UNSAID | Holds.TRACES | Holds.ROLES:
                self._replace_within(column, declared.holds)
            case Holds.FINGERPRINT:
                self._delete_all(column.table)

    def _replace_person(self, column: sa.Column[Any]) -> None:
        theirs = column.in_(self.traces.ids)
        self.rows[column.table.name] += self._count(column.table, theirs)
        if self.really:
            self.session.execute(sa.update(column.table).where(theirs).values({column.name: self.traces.becomes}))

    def _replace_within(self, column: sa.Column[Any], holds: Holds) -> None:
        change = self.traces.taken_out if holds is Holds.ROLES else self.traces.replaced
        for key, value in list(self._holding(column)):
            changed = change(value)
            if changed != value:
                self.rows[column.table.name] += 1
                if self.really:
                    self.session.execute(sa.update(column.table).where(*key).values({column.name: changed}))
            self.left.update((name, column.table.name) for name in self.traces.still_in(_as_text(changed)))

    def _holding(self, column: sa.Column[Any]) -> Iterator[tuple[list[sa.ColumnElement[bool]], Any]]:
        """The keys of rows that may hold a trace, and what the column holds there."""
        keys = list(column.table.primary_key.columns)
        text = sa.cast(column, sa.Text)
        may = sa.or_(*(text.icontains(needle, autoescape=True) for needle in sorted(self.traces.needles)))
        rows = self.session.execute(sa.select(*keys, column).where(may).execution_options(yield_per=MANY))
        for *values, value in rows:
            yield [key == each for key, each in zip(keys, values, strict=True)], value

    def _delete_all(self, table: sa.FromClause) -> None:
        assert isinstance(table, sa.Table)
        self.rows[table.name] += self._count(table, sa.true())
        if self.really:
            self.session.execute(sa.delete(table))

    def _count(self, table: sa.FromClause, where: sa.ColumnElement[bool]) -> int:
        return self.session.scalar(sa.select(sa.func.count()).select_from(table).where(where)) or 0


def _nobodys_tables() -> set[str]:
    """In which nobody can tell whose a row is."""
    declared = ((column.table.name, contents.declared(column)) for column in contents.columns())
    return {table for table, marked in declared if marked and marked.holds is Holds.FINGERPRINT}


def _as_text(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _roles(document: Mapping[str, Any], person: str, above: str = "") -> Iterator[str]:
    for name, value in document.items():
        if isinstance(value, Mapping):
            yield from _roles(value, person, f"{above}{name}.")
        elif value == person or (isinstance(value, list) and person in value):
            yield f"{above}{name}"


def _tidy_search(session: Session) -> None:
    """SQLite's text index keeps words that were changed until it is put in order."""
    if session.get_bind().dialect.name == "sqlite":
        session.execute(sa.text("INSERT INTO question_search(question_search) VALUES ('optimize')"))

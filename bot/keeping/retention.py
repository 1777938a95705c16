"""Words that were kept long enough are emptied each night; rows, states, dates and figures stay."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime, time, timedelta
from typing import Any

import sqlalchemy as sa
import structlog
from sqlalchemy.orm import Session

from bot import contents
from bot.contents import Declared, Holds
from bot.keep import Keep
from bot.keeping.unhurried import take_time
from bot.recurrence import Daily
from bot.rhythm import Rhythm
from bot.schedule import Job, Occasion
from bot.settings import Operating
from bot.slack import visits
from bot.slack.outbox import Delivery, State
from bot.storage import Model

log = structlog.get_logger()

#: When hardly anybody waits for the database.
AT_NIGHT = time(3, 30)
ENDED = (State.SENT, State.REFUSED, State.DROPPED)


def each_night(settings: Operating) -> Rhythm:
    return Daily(AT_NIGHT, settings.calendar.zone)


def night(session: Session, occasion: Occasion) -> None:
    emptied = empty(session, occasion.settings.keep, occasion.now)
    if emptied:
        log.info("texts.emptied", **emptied)
        visits.changed_for_all(session, occasion.now)


JOBS = (Job("texts.empty", each_night, night, grace=timedelta(hours=20)),)


def empty(session: Session, keep: Keep, now: datetime) -> Mapping[str, int]:
    """How many texts, by table."""
    take_time(session)
    emptied: dict[str, int] = {}
    for column in contents.columns():
        found, days = contents.declared(column), _days(column.table.name, keep)
        if found and found.holds is Holds.WORDS and days:
            count = _empty(session, column, found, now - timedelta(days=days))
            emptied[column.table.name] = emptied.get(column.table.name, 0) + count
    return {table: count for table, count in emptied.items() if count}


def _days(table: str, keep: Keep) -> int | None:
    """By the practice whose table it is. A message may be of any, so its copy goes with the first of them."""
    told = {"focus": keep.focus_days, "questions": keep.questions_days, "reports": keep.reports_days}
    told["commitments"] = keep.commitments_days
    practice = next(
        mapper.class_.__module__.split(".")[1] for mapper in Model.registry.mappers if _is_of(mapper, table)
    )
    return told[practice] if practice in told else min(filter(None, told.values()), default=None)


def _is_of(mapper: Any, table: str) -> bool:
    return bool(mapper.local_table.name == table)


def _empty(session: Session, column: sa.Column[Any], found: Declared, until: datetime) -> int:
    table = column.table
    assert isinstance(table, sa.Table)
    over = [_condition(table, found.since, until), column.is_not(None)]
    if found.when:
        over.append(_condition(table, found.when, None))
    if table is Delivery.__table__:
        _give_up_refused(session, over[0])
        over.append(table.c.state.in_(ENDED))
    if found.emptied:
        return _one_by_one(session, table, column, found, over)
    over.append(sa.cast(column, sa.Text).not_in(_left(found.becomes)))
    return _changed(session, sa.update(table).where(*over).values({column.name: found.becomes}))


def _give_up_refused(session: Session, over: sa.ColumnElement[bool]) -> None:
    """Without words it cannot be sent again."""
    session.execute(sa.update(Delivery).where(over, Delivery.state == State.REFUSED).values(state=State.DROPPED))


def _left(becomes: Any) -> Sequence[str]:
    """What needs no emptying any more, as the database shows it."""
    return ["", becomes] if isinstance(becomes, str) else ["", json.dumps(becomes)]


def _condition(table: sa.Table, name: str, until: datetime | None) -> sa.ColumnElement[bool]:
    """That it happened until then, or is so: of this table, or of the one that it belongs to."""
    parent, _, own = name.rpartition(".")
    if not parent:
        return _holds(table.c[own], until)
    (key,) = [key for key in table.foreign_keys if key.column.table.name == parent]
    of_parent = sa.select(key.column).where(_holds(key.column.table.c[own], until))
    return key.parent.in_(of_parent)


def _holds(column: sa.ColumnElement[Any], until: datetime | None) -> sa.ColumnElement[bool]:
    return column <= until if until else column.is_(True)


def _one_by_one(
    session: Session, table: sa.Table, column: sa.Column[Any], found: Declared, over: list[sa.ColumnElement[bool]]
) -> int:
    assert found.emptied
    count = 0
    for row in session.execute(sa.select(table).where(*over)).mappings().all():
        left = found.emptied(dict(row), row[column.name])
        if left != row[column.name]:
            key = [each == row[each.name] for each in table.primary_key.columns]
            session.execute(sa.update(table).where(*key).values({column.name: left}))
            count += 1
    return count


def _changed(session: Session, statement: sa.Update) -> int:
    result: Any = session.execute(statement)
    return int(result.rowcount)

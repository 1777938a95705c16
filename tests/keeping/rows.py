"""One row in every table, made from the declarations of its columns: so that a new table is tested as it comes."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

import bot.app  # noqa: F401  # with it, every practice's tables are known
from bot.contents import Holds, declared
from bot.slack import visits
from bot.slack.outbox import UNSENT, Delivery, Kind, State
from bot.storage import Model, UtcDateTime

#: Written by others: settings are validated when they are read, and a migration fills the other.
ELSEWHERE = ("settings_versions", "schema_floor")
#: Of every row; what is written later counts from 1.
ID = 1001
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)


def fill(
    session: Session,
    *,
    person: str,
    name: str,
    said: str,
    now: datetime = LONG_AGO,
    number: int = ID,
    **of_events: Any,
) -> None:
    """`person` wherever a person may stand, `said` wherever words or traces may. With another number it is another row
    of each. `of_events`: of questions, which stay as they are written."""
    special = {"profiles": {"name": name}, "question_events": of_events}
    for table in Model.metadata.sorted_tables:
        row = {column.name: _value(column, person, said, now, number) for column in table.columns}
        if table.name not in ELSEWHERE:
            session.execute(sa.insert(table).values(row | special.get(table.name, {})))


def everything(session: Session) -> list[str]:
    """Every row as the database shows it, and what SQLite's text index knows."""
    tables = Model.metadata.sorted_tables
    rows = [f"{table.name}: {tuple(row)}" for table in tables for row in session.execute(sa.select(table))]
    if session.get_bind().dialect.name == "sqlite":
        index = session.execute(sa.text("SELECT block FROM question_search_data"))
        rows += [f"question_search: {row.block!r}" for row in index]
    return rows


def counts(session: Session) -> dict[str, int]:
    return {
        table.name: session.scalar(sa.select(sa.func.count()).select_from(table)) or 0
        for table in Model.metadata.sorted_tables
    }


def _value(column: sa.Column[Any], person: str, said: str, now: datetime, number: int) -> Any:
    found = declared(column)
    if found is None:
        return _plain(column, now, number)
    if found.holds is Holds.PERSON:
        return person
    if found.holds in (Holds.WORDS, Holds.UNSAID, Holds.TRACES):
        return _words(column, said)
    return [number] if isinstance(column.type, sa.JSON) else f"x{number - ID or ''}"


def _words(column: sa.Column[Any], said: str) -> Any:
    if isinstance(column.type, sa.JSON):
        return {"said": [said]}
    return said[: column.type.length] if isinstance(column.type, sa.String) and column.type.length else said


def _plain(column: sa.Column[Any], now: datetime, number: int) -> Any:
    match column.type:
        case sa.Boolean():
            return True
        case sa.Date():
            return date(2020, 1, 1) + timedelta(days=number - ID)
        case UtcDateTime():
            return now
        case sa.Float():
            return 1.0
        case _:
            return number


def seen_on_home(session: Session, person: str, now: datetime) -> None:
    """They opened their Home, and it was drawn."""
    visits.opened(session, person, now)
    session.execute(sa.update(Delivery).where(Delivery.kind == Kind.HOME).values(state=State.SENT))


def homes_to_draw(session: Session) -> set[str]:
    query = sa.select(Delivery.channel).where(Delivery.kind == Kind.HOME, Delivery.state.in_(UNSENT))
    return set(filter(None, session.scalars(query)))

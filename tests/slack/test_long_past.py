"""Sent messages stay for ever: whatever is asked again and again finds its rows without passing over them."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from bot.slack import claims, outbox
from bot.slack.messages import Message
from bot.slack.outbox import Delivery
from bot.slack.outcome import Sent
from bot.web import health

CHANNEL = "C0CTO"
Statement = tuple[str, Any]


@contextmanager
def statements(session: Session) -> Iterator[list[Statement]]:
    """Whatever is asked or changed meanwhile."""
    told: list[Statement] = []

    def note(_connection: Any, _cursor: Any, statement: str, parameters: Any, _context: Any, many: bool) -> None:
        if statement.startswith(("SELECT", "UPDATE", "DELETE")):
            told.append((statement, parameters[0] if many else parameters))

    engine = session.get_bind()
    sa.event.listen(engine, "before_cursor_execute", note)
    yield told
    sa.event.remove(engine, "before_cursor_execute", note)


def passes_over_all(session: Session, statement: Statement) -> list[str]:
    """The steps of its plan that read every row of the outbox."""
    connection = session.connection()
    if connection.dialect.name == "sqlite":
        plan = [str(row[3]) for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement[0]}", statement[1])]
        return [step for step in plan if "deliveries" in step and not _is_found(step)]
    # Of a table as small as this one it would read every row; whether it must is what is asked.
    connection.exec_driver_sql("SET LOCAL enable_seqscan = off")
    plan = [str(row[0]) for row in connection.exec_driver_sql(f"EXPLAIN {statement[0]}", statement[1])]
    return [step for step in plan if "Seq Scan on deliveries" in step or _is_whole_index(step, plan)]


def _is_found(step: str) -> bool:
    """By an index, or among the few that are not sent."""
    return "ix_deliveries_unsent" in step or (step.startswith("SEARCH") and "USING" in step)


def _is_whole_index(step: str, plan: list[str]) -> bool:
    """An index of all rows, read without a condition."""
    if "Index" not in step or "on deliveries" not in step or "ix_deliveries_unsent" in step:
        return False
    following = plan[plan.index(step) + 1 :]
    return not (following and "Index Cond" in following[0])


def claims_and_settles(session: Session, now: datetime) -> None:
    for claimed in claims.claim(session, now=now):
        claims.settle(session, claimed, Sent(CHANNEL, "1.0"), now=now)
    session.flush()


def changes(session: Session, now: datetime) -> None:
    for key in outbox.keys(session, "old"):
        outbox.change(session, key=key, message=Message("New."), now=now)


def looks(session: Session, now: datetime) -> None:
    health.look(session)


def many_are_sent(session: Session) -> None:
    """As many as the first one, so that a database knows which way is the shorter, whatever it remembers."""
    sent = session.scalars(sa.select(Delivery)).one()
    columns = {column.name: getattr(sent, column.name) for column in Delivery.__table__.columns}
    rows = [{**columns, "id": sent.id + 100 + number, "key": f"sent:{number}"} for number in range(2000)]
    session.execute(sa.insert(Delivery), rows)
    if session.get_bind().dialect.name == "postgresql":
        session.connection().exec_driver_sql("ANALYZE deliveries")


@pytest.mark.parametrize("does", [claims_and_settles, changes, looks])
def test_no_sent_row_is_passed_over(does: Callable[[Session, datetime], None], session: Session, now: datetime) -> None:
    outbox.enqueue(session, key="old", channel=CHANNEL, message=Message("Old."), now=now)
    claims_and_settles(session, now)
    many_are_sent(session)
    for key, about in (("post", None), ("reply", "old")):
        outbox.enqueue(session, key=key, channel="C0NEW", about=about, message=Message("Hello."), now=now)
    session.flush()

    with statements(session) as asked:
        does(session, now)

    assert [each for each in asked if "deliveries" in each[0]], "it asks nothing of the outbox"
    assert {each[0]: steps for each in asked if (steps := passes_over_all(session, each))} == {}

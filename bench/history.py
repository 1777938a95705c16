"""A long past: so many messages sent, copied inside the database from a thousand that differ."""

from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from bot.occurrences import Occurrence
from bot.slack.outbox import Delivery, Kind, State

#: That differ in channel, instant and thread.
PATTERN = 1000
CHANNELS = 200
WAITING = 20


def fill(session: Session, sent: int, now: datetime) -> None:
    """`sent` messages behind us, a thousandth as many occurrences of each job, and a few messages that wait."""
    pattern = min(sent, PATTERN)
    session.execute(sa.insert(Delivery), [_sent(n, now) for n in range(pattern)])
    if sent > pattern:
        _copy(session, sent // pattern - 1)
    session.execute(sa.insert(Occurrence), _occurrences(max(1, sent // 1000), now))
    session.execute(sa.insert(Delivery), [_waiting(n, now) for n in range(min(WAITING, sent))])


def _row(key: str, n: int, at: datetime) -> dict[str, object]:
    channel = f"C0BENCH{n % CHANNELS}"
    payload = {"text": "What the CTO is focused on this week, and why.", "blocks": []}
    common = {"kind": Kind.POST, "channel": channel, "lane": channel, "payload": payload}
    return {"key": key, **common, "urgent": False, "due_at": at, "created_at": at}


def _sent(n: int, now: datetime) -> dict[str, object]:
    at = now - timedelta(minutes=10 * (n + 1))
    about = f"sent:{n - n % 10}" if n % 10 else None
    sent = {"state": State.SENT, "tries": 1, "claimed_at": at, "sent_at": at, "sent_channel": f"C0BENCH{n % CHANNELS}"}
    return {**_row(f"sent:{n}", n, at), **sent, "ts": f"{at.timestamp():.6f}", "about": about}


def _waiting(n: int, now: datetime) -> dict[str, object]:
    return {**_row(f"waiting:{n}", n, now - timedelta(minutes=1)), "state": State.WAITING}


def _occurrences(number: int, now: datetime) -> list[dict[str, object]]:
    weeks = [now - timedelta(weeks=n + 1) for n in range(number)]
    jobs = ("focus.ask", "focus.remind", "focus.post")
    return [
        {"job": job, "local": f"{at:%Y-%m-%dT%H:%M}", "due_at": at, "outcome": "ran", "decided_at": at}
        for at in weeks
        for job in jobs
    ]


def _copy(session: Session, times: int) -> None:
    numbers = sa.select(sa.literal(1).label("n")).cte("numbers", recursive=True)
    numbers = numbers.union_all(sa.select(numbers.c.n + 1).where(numbers.c.n < times))
    columns = [column for column in Delivery.__table__.columns if column.name != "id"]
    copied = [
        (column + "-" + sa.cast(numbers.c.n, sa.String)).label("key") if column.name == "key" else column
        for column in columns
    ]
    rows = sa.select(*copied).select_from(sa.join(Delivery, numbers, sa.true()))
    session.execute(sa.insert(Delivery).from_select([column.name for column in columns], rows))

"""Tables' common ground, and the one door through which anything holds a `Session`."""

import asyncio
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import contextmanager
from contextvars import copy_context
from datetime import UTC, datetime
from threading import Lock
from typing import Any, Concatenate, ParamSpec, TypeVar

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.orm import DeclarativeBase, Session, sessionmaker

from bot import trace
from bot.engines import hang_up, is_away
from bot.errors import Unavailable, Uncertain

P = ParamSpec("P")
R = TypeVar("R")

#: Longest that a person waits for a thread; what comes after is bounded by `engines.PATIENCE_SECONDS`.
QUEUE_SECONDS = 1.0
#: All of it together: then a transaction that has not begun to commit is called off.
ANSWER_SECONDS = 1.7
#: What nobody waits for.
UNHURRIED_SECONDS = 60.0
#: A commit that began cannot be called off; it gets so much longer to say how it ended.
COMMIT_SECONDS = 0.3
#: What still runs at the end gets so much longer.
CLOSING_SECONDS = 2.0

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class UtcDateTime(sa.TypeDecorator[datetime]):
    """An instant: aware in, aware UTC out. Naive datetimes are refused."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: sa.Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"an instant needs a zone: {value!r}")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: sa.Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Model(DeclarativeBase):
    metadata = sa.MetaData(naming_convention=NAMES)
    type_annotation_map: Mapping[Any, Any] = {datetime: UtcDateTime}


def insert_once(session: Session, model: type[Model], values: Mapping[str, Any]) -> bool:
    """Insert unless a unique constraint forbids it; true where the row is new.

    On PostgreSQL it waits for a transaction in flight that holds the same key.
    """
    dialect = session.get_bind().dialect.name
    insert = postgresql.insert if dialect == "postgresql" else sqlite.insert
    statement = insert(model).values(**values).on_conflict_do_nothing()
    # Not by `rowcount`: psycopg counts -1 where nothing was inserted.
    return session.execute(statement.returning(sa.literal(1))).first() is not None


def announce(session: Session, topic: str) -> None:
    """Tell whoever subscribed to `topic` once this transaction has committed."""
    session.info.setdefault("topics", set()).add(topic)


def at_end(session: Session, last: Callable[[Session], None]) -> None:
    """Run `last` once, just before this transaction commits: for what many steps of it may ask for."""
    session.info.setdefault("at_end", {})[last] = None


def run_last(session: Session) -> None:
    """What was asked for by `at_end`."""
    for last in session.info.pop("at_end", ()):
        last(session)


class Database:
    """Runs functions that take a `Session`, each in one transaction on a worker thread."""

    def __init__(self, engine: sa.Engine) -> None:
        self.engine = engine
        workers: int = engine.pool.size()  # type: ignore[attr-defined]  # a QueuePool, made above
        self._threads = ThreadPoolExecutor(workers, thread_name_prefix="database")
        self._running: set[Future[Any]] = set()
        self._sessions = sessionmaker(engine, expire_on_commit=False)
        self._subscribers: dict[str, list[Callable[[], None]]] = {}

    def subscribe(self, topic: str, callback: Callable[[], None]) -> None:
        """`callback` runs in the event loop that awaited the transaction."""
        self._subscribers.setdefault(topic, []).append(callback)

    async def run(self, function: Callable[Concatenate[Session, P], R], *args: P.args, **kwargs: P.kwargs) -> R:
        """`function(session, …)` in one transaction, in time for whoever waits for Slack's answer.

        Raises Unavailable where nothing was saved because the database does not answer, Uncertain where nobody knows.
        """
        return await self._in_time(lambda session: function(session, *args, **kwargs), QUEUE_SECONDS, ANSWER_SECONDS)

    async def run_unhurried(
        self, function: Callable[Concatenate[Session, P], R], *args: P.args, **kwargs: P.kwargs
    ) -> R:
        """The same for what nobody waits for."""
        seconds = UNHURRIED_SECONDS
        return await self._in_time(lambda session: function(session, *args, **kwargs), seconds, seconds)

    async def _in_time(self, function: Callable[[Session], R], queue: float, seconds: float) -> R:
        # Whoever takes it first decides: the thread to commit, or we to call it off. Who is told that nothing was
        # saved must be told the truth.
        decision = Lock()
        begun = self._begin(function, decision)
        ended = asyncio.wrap_future(begun)
        ended.add_done_callback(_heard)
        try:
            await asyncio.wait({ended}, timeout=queue)
            if not ended.done():
                await _longer(begun, ended, decision, seconds - queue)
        except asyncio.CancelledError:
            ended.cancel()
            raise
        result, topics = ended.result()
        self._tell(topics)
        return result

    def _begin(self, function: Callable[[Session], R], decision: Lock) -> Future[tuple[R, frozenset[str]]]:
        begun = self._threads.submit(copy_context().run, self._on_thread, function, decision)
        self._running.add(begun)
        begun.add_done_callback(self._running.discard)
        return begun

    def _tell(self, topics: Iterable[str]) -> None:
        for topic in topics:
            for callback in self._subscribers.get(topic, ()):
                callback()

    def run_here(self, function: Callable[Concatenate[Session, P], R], *args: P.args, **kwargs: P.kwargs) -> R:
        """The same on the calling thread, for commands that have no event loop."""
        with self._transaction(Lock()) as session:
            return function(session, *args, **kwargs)

    def _on_thread(self, function: Callable[[Session], R], decision: Lock) -> tuple[R, frozenset[str]]:
        with trace.part("transaction"), self._transaction(decision) as session:
            result = function(session)
        return result, frozenset(session.info.get("topics", ()))

    @contextmanager
    def _transaction(self, decision: Lock) -> Iterator[Session]:
        try:
            with self._sessions() as session:
                yield session
                run_last(session)
                session.flush()
                if not decision.acquire(blocking=False):
                    raise Unavailable
                _commit(session)
        except PoolTimeout as error:
            raise Unavailable from error
        except DBAPIError as error:
            if is_away(error):
                raise Unavailable from error
            raise

    def close(self) -> None:
        """Finish what runs, or after CLOSING_SECONDS cut it off. It blocks: not in the event loop."""
        if wait(tuple(self._running), CLOSING_SECONDS).not_done:
            self._threads.shutdown(wait=False, cancel_futures=True)
            hang_up(self.engine)
        self._threads.shutdown(wait=True)
        self.engine.dispose()


async def _longer(begun: Future[R], ended: asyncio.Future[R], decision: Lock, seconds: float) -> None:
    """For what is not done within the time of a queue. Raises Unavailable where it is called off, Uncertain where it
    could not be any more."""
    if begun.cancel():
        raise Unavailable
    await asyncio.wait({ended}, timeout=seconds)
    if not ended.done() and decision.acquire(blocking=False):
        raise Unavailable
    await asyncio.wait({ended}, timeout=COMMIT_SECONDS)
    if not ended.done():
        raise Uncertain


def _heard(ended: asyncio.Future[Any]) -> None:
    """Nobody waits any more for a transaction that was called off; asyncio would complain of its error."""
    if not ended.cancelled():
        ended.exception()


def _commit(session: Session) -> None:
    try:
        session.commit()
    except DBAPIError as error:
        if error.connection_invalidated:
            raise Uncertain from error
        raise

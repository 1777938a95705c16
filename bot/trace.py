"""What caused what: an id that one act in Slack or one round of a job shares with its log lines and its messages.

It is made of chance and says nothing of whoever acted. An act without a name leaves none at all. Where somebody wants
to be told (telemetry.py), the parts of each act are timed, too, and told when it is over.
"""

import secrets
import time
from collections.abc import Callable, Iterator, Mapping, MutableMapping, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Span:
    """What took how long. Instants in nanoseconds, by the system's clock, as whoever draws them wants."""

    name: str
    start: int
    end: int
    facts: Mapping[str, str]


@dataclass
class Cause:
    """`request` is None where nothing may lead back to it."""

    request: str | None
    begun: bool = True
    start: int = field(default_factory=time.time_ns)
    parts: list[Span] = field(default_factory=list)


#: Hears the request, whether it began here or goes on, the whole, and its parts.
Listener = Callable[[str, bool, Span, Sequence[Span]], None]
_listeners: list[Listener] = []


_CAUSE: ContextVar[Cause | None] = ContextVar("cause", default=None)


@contextmanager
def _within(cause: Cause) -> Iterator[Cause]:
    before = _CAUSE.set(cause)
    try:
        yield cause
    finally:
        _CAUSE.reset(before)


def beginning() -> AbstractContextManager[Cause]:
    """Something new begins."""
    return _within(Cause(secrets.token_hex(6)))


def continuing(request: str | None) -> AbstractContextManager[Cause]:
    """What `request` caused goes on."""
    return _within(Cause(request, begun=False))


def untraced() -> AbstractContextManager[Cause]:
    """What happens within is not to be traced back."""
    return _within(Cause(None))


def leave_none() -> None:
    """From here on, nothing leads back to the act that is going on."""
    if cause := _CAUSE.get():
        cause.request = None


def request() -> str | None:
    cause = _CAUSE.get()
    return cause.request if cause else None


def told_with(_logger: object, _method: str, line: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Adds it to a log line."""
    if id := request():
        line["request"] = id
    return line


# Timed, where somebody listens


@contextmanager
def heard_by(listener: Listener) -> Iterator[None]:
    _listeners.append(listener)
    try:
        yield
    finally:
        _listeners.remove(listener)


def part(name: str) -> AbstractContextManager[None]:
    """A part of what is going on."""
    cause = _CAUSE.get() if _listeners else None
    return _part(cause, name) if cause else nullcontext()


@contextmanager
def _part(cause: Cause, name: str) -> Iterator[None]:
    start = time.time_ns()
    try:
        yield
    finally:
        cause.parts.append(Span(name, start, time.time_ns(), {}))


def over(name: str, **facts: str) -> None:
    """What is going on is over, and worth being told."""
    cause = _CAUSE.get()
    if not _listeners or cause is None or cause.request is None:
        return
    whole = Span(name, cause.start, time.time_ns(), facts)
    for listener in _listeners:
        listener(cause.request, cause.begun, whole, tuple(cause.parts))

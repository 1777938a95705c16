"""What caused what: an id that one act in Slack or one round of a job shares with its log lines and its messages.

It is made of chance and says nothing of whoever acted. An act without a name leaves none at all.
"""

import secrets
from collections.abc import Iterator, MutableMapping
from contextlib import AbstractContextManager, contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any


@dataclass
class Cause:
    """`request` is None where nothing may lead back to it."""

    request: str | None


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
    return _within(Cause(request))


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

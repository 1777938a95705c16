"""What a practice wants read from Slack, which no listener may wait for: `web/reading.py` reads it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from sqlalchemy.orm import Session


class Wanted(Protocol):
    """One message, or it and all replies to it."""

    @property
    def channel(self) -> str: ...
    @property
    def ts(self) -> str: ...
    @property
    def thread(self) -> bool: ...


@dataclass(frozen=True)
class Reader:
    """Whoever wants something read: what next, what came, and what Slack said instead. Each is one transaction."""

    topic: str
    claim: Callable[[Session, datetime], Wanted | None]
    took: Callable[[Session, Any, list[Mapping[str, Any]], datetime], None]
    failed: Callable[[Session, Any, str, datetime], None]

"""How an action becomes a commitment: functions of commitments that `wiring.py` hands over."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from sqlalchemy.orm import Session

from bot.settings import Operating


class Propose(Protocol):
    """Asks the owner, or takes their word where they propose it themselves. Its number; raises FieldErrors."""

    def __call__(
        self,
        session: Session,
        *,
        origin: str,
        what: str,
        owner: str,
        by: str,
        settings: Operating,
        now: datetime,
        day: date | None,
        said_at: str,
        audience: str,
    ) -> int: ...


class TakeBack(Protocol):
    """Before it was promised; afterwards it raises BotError."""

    def __call__(self, session: Session, origin: str, *, by: str, now: datetime) -> None: ...


class Readdress(Protocol):
    """Who may see it from now on, and where it says that it was promised."""

    def __call__(self, session: Session, origin: str, *, audience: str, said_at: str) -> None: ...


@dataclass(frozen=True)
class Promising:
    propose: Propose
    take_back: TakeBack
    readdress: Readdress
    #: The action id of a button that opens a commitment's page, and its value.
    page: str
    page_value: Callable[[int], str]

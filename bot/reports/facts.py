"""What reports are told by other practices, as functions that `wiring.py` hands over; and what holds meanwhile."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy.orm import Session

from bot.prompts import Prompts, Words
from bot.settings import Operating

#: Of a report: "5 actions, 1 done, next due 6 March (Tom: alert on cache hit rate)." as markup; empty without any.
Actions = Callable[[Session, int, datetime], str]


def no_actions(session: Session, report_id: int, now: datetime) -> str:
    return ""


@dataclass(frozen=True)
class Elsewhere:
    actions: Actions = no_actions


@dataclass(frozen=True)
class Moment:
    """Settings, wording and time that hold while one thing is done."""

    settings: Operating
    prompts: Prompts
    now: datetime
    elsewhere: Elsewhere = field(default_factory=Elsewhere)

    @property
    def words(self) -> Words:
        return self.prompts.of("reports_shared")

"""Practices as what can be switched on and off: a practice that is off does nothing, and says so where it is asked."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Concatenate, ParamSpec, TypeVar

from sqlalchemy.orm import Session

from bot.errors import BotError
from bot.operating import refusals
from bot.schedule import Job
from bot.settings import Operating, People
from bot.slack.doors import Answer, Call, Done, Door, Handler, Route

P = ParamSpec("P")
T = TypeVar("T")
Telling = Callable[[Session, Operating, datetime, datetime], Sequence[T]]

#: In the order in which people meet them, with the names that they read.
NAMES: Mapping[str, str] = {
    "focus": "Focus",
    "questions": "Questions",
    "commitments": "Commitments",
    "reports": "Reports",
}


class SwitchedOff(BotError):
    def __init__(self, practice: str, people: People) -> None:
        super().__init__(refusals.switched_off(NAMES[practice], people.operators[:3]))


def jobs_of(practice: str, jobs: Iterable[Job]) -> tuple[Job, ...]:
    return tuple(replace(job, practice=practice) for job in jobs)


def routes_of(practice: str, routes: Iterable[Route]) -> tuple[Route, ...]:
    return tuple(replace(route, handler=_guarded(practice, route)) for route in routes)


def handler_of(practice: str, handler: Handler) -> Handler:
    """Raises SwitchedOff."""

    def guarded(session: Session, call: Call) -> Answer:
        if not call.settings.practices.on(practice):
            raise SwitchedOff(practice, call.settings.people)
        return handler(session, call)

    return guarded


def _guarded(practice: str, route: Route) -> Handler:
    return _deaf(practice, route.handler) if route.door is Door.EVENT else handler_of(practice, route.handler)


def _deaf(practice: str, handler: Handler) -> Handler:
    """Nobody asked: what happens in a channel goes by without a word."""

    def guarded(session: Session, call: Call) -> Answer:
        return handler(session, call) if call.settings.practices.on(practice) else Done()

    return guarded


def tell_of(practice: str, tell: Telling[T]) -> Telling[T]:
    """What one practice tells another: nothing where it is off."""

    def told(session: Session, settings: Operating, since: datetime, until: datetime) -> Sequence[T]:
        return tell(session, settings, since, until) if settings.practices.on(practice) else ()

    return told


def opener_of(
    practice: str, opener: Callable[Concatenate[Session, Call, P], Answer]
) -> Callable[Concatenate[Session, Call, P], Answer]:
    """A form of one practice that another opens. Raises SwitchedOff."""

    def guarded(session: Session, call: Call, /, *told: P.args, **named: P.kwargs) -> Answer:
        return handler_of(practice, lambda session, call: opener(session, call, *told, **named))(session, call)

    return guarded

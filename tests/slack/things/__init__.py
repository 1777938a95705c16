"""Things to act on, each with somebody in every part that one may have in it; and how a payload names them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from bot import settings as settings_
from bot.settings import Operating
from bot.slack.people import Profile
from tests.factories import MAYA, TOM, settings

#: By the words of the table. Whoever is in none of them is a stranger to the thing, a reader where everybody reads it.
PEOPLE = {"cto": MAYA, "operator": TOM, "delegate": "U0DELE", "chief": "U0CHIEF", "leader": "U0LEADER"}
STRANGER = "U0STRANGER"
#: Stands in the words of what is not for everybody, and must reach nobody who has no part in it.
SECRET = "Heliotrope"

Names = Mapping[str, Any]


@dataclass(frozen=True)
class Given:
    """What an act carries: the value of a button, or the memory of a form and what stands in it."""

    value: str = ""
    view: Mapping[str, Any] | None = None
    typed: Mapping[str, str] = field(default_factory=dict)
    chosen: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    text: str = ""


#: Word of the table, person, and what they try it on.
Case = tuple[str, str, Names]


@dataclass(frozen=True)
class Thing:
    """`prepare` makes what is to be acted on: closed to whoever has no part in it, and the same for everybody to read.

    A word is let through where anybody of it is: strangers stand there more than once.
    """

    words: frozenset[str]
    prepare: Callable[[Session, Operating, datetime], Sequence[Case]]
    given: Callable[[str, Names], Given]
    #: Word → what nothing that they are shown says.
    kept_from: Mapping[str, str] = field(default_factory=lambda: {"stranger": SECRET})


def tried_by(people: Mapping[str, str], names: Names) -> list[Case]:
    return [(word, person, names) for word, person in people.items()]


def organisation(session: Session, now: datetime) -> Operating:
    people = {"cto": MAYA, "operators": [TOM], "delegates": [PEOPLE["delegate"]]}
    operating = settings(
        people=people,
        questions={"chief_of_staff": PEOPLE["chief"]},
        commitments={"leaders": [PEOPLE["leader"]]},
    )
    settings_.save(session, operating, by="test", now=now)
    return operating


def know(session: Session, people: Mapping[str, str], now: datetime) -> None:
    for word, person in people.items():
        session.merge(Profile(id=person, name=f"Some {word}", zone="Europe/Berlin", seen_at=now))
    session.flush()


def choice(value: str) -> dict[str, Any]:
    return {"type": "static_select", "selected_option": {"value": value}}


def day(value: str) -> dict[str, Any]:
    return {"type": "datepicker", "selected_date": value}


def person(value: str) -> dict[str, Any]:
    return {"type": "users_select", "selected_user": value}


def modal(callback_id: str, memory: str) -> dict[str, Any]:
    return {"type": "modal", "callback_id": callback_id, "private_metadata": memory}

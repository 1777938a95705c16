"""What a practice says of its doors: which act of a person leads to which handler, and what may come back.

A handler is a plain function `(session, call) -> Answer`: `context.py` checks access and runs it in one transaction,
then carries the answer out. So a handler cannot hold a session across a call to Slack.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy.orm import Session

from bot.access import Act, Person
from bot.prompts import Prompts
from bot.settings import Operating
from bot.slack.blocks import Modal
from bot.slack.messages import Message


class Door(StrEnum):
    COMMAND = "command"
    ACTION = "action"
    VIEW = "view"
    EVENT = "event"
    #: Of the whole workspace, or on one message.
    SHORTCUT = "shortcut"


@dataclass(frozen=True)
class Call:
    """One thing that somebody did, with all that a handler may know of it."""

    door: Door
    person: Person
    now: datetime
    settings: Operating
    prompts: Prompts
    body: Mapping[str, Any]

    @property
    def text(self) -> str:
        """What was typed behind a slash command."""
        return str(self.body.get("text") or "").strip()

    @property
    def value(self) -> str:
        """The value of the button that was clicked, or of what was chosen in a menu beside it."""
        clicked = self.body["actions"][0]
        return str((clicked.get("selected_option") or clicked).get("value") or "")

    @property
    def view(self) -> Mapping[str, Any]:
        """The modal that was submitted, or that holds the button."""
        view: Mapping[str, Any] = self.body["view"]
        return view

    @property
    def in_modal(self) -> bool:
        return surface(self.body) == "modal"

    @property
    def on_home(self) -> bool:
        """Clicked on their App Home, which is drawn anew once this is done."""
        return surface(self.body) == "home"

    @property
    def event(self) -> Mapping[str, Any]:
        event: Mapping[str, Any] = self.body["event"]
        return event

    @property
    def message(self) -> Mapping[str, Any]:
        """The message that holds the button, or that the shortcut was used on."""
        message: Mapping[str, Any] = self.body["message"]
        return message

    @property
    def channel(self) -> str:
        """Where an answer for this person alone can be shown: the channel of the act, else their own messages."""
        channel = self.body.get("channel_id") or (self.body.get("channel") or {}).get("id")
        return str(channel or self.person.id)


@dataclass(frozen=True)
class Done:
    """Acknowledged; in a modal, it closes."""


@dataclass(frozen=True)
class Say:
    """To this person only."""

    message: Message


@dataclass(frozen=True)
class Open:
    """A modal over what they see, which may be a modal too."""

    view: Modal


@dataclass(frozen=True)
class Redraw:
    """The modal they are in, anew. Unchanged block ids keep what was typed.

    `beneath`: what the modal under it shows from now on.
    """

    view: Modal
    beneath: Modal | None = None


def who(body: Mapping[str, Any]) -> tuple[str, str | None]:
    """The id of whoever acted, and their workspace where the payload tells it."""
    if event := body.get("event"):
        user = event.get("user")
        return (user.get("id", "") if isinstance(user, dict) else str(user or "")), event.get("user_team")
    if user := body.get("user"):
        return user["id"], user.get("team_id")
    return body["user_id"], body.get("team_id")


def route_id(door: Door, body: Mapping[str, Any]) -> str:
    """What Slack names: the command, the action, the callback or the type of an event."""
    match door:
        case Door.COMMAND:
            return str(body["command"])
        case Door.ACTION:
            return str(body["actions"][0]["action_id"])
        case Door.VIEW:
            return str(body["view"]["callback_id"])
        case Door.EVENT:
            return str(body["event"]["type"])
        case Door.SHORTCUT:
            return str(body["callback_id"])


def surface(body: Mapping[str, Any]) -> str:
    """`modal` or `home`; nothing where it was no view."""
    return str((body.get("view") or {}).get("type") or "")


Answer = Done | Say | Open | Redraw
Handler = Callable[[Session, Call], Answer]


@dataclass(frozen=True)
class Route:
    door: Door
    id: str
    handler: Handler
    act: Act
    #: Open also while the bot waits for its settings.
    before_set_up: bool = False


def together(routes: Iterable[Route]) -> list[Route]:
    """One route for each event: Bolt stops at the first listener, and several practices may hear of one thing."""
    events: dict[str, list[Route]] = {}
    others: list[Route] = []
    for route in routes:
        (events.setdefault(route.id, []) if route.door is Door.EVENT else others).append(route)
    return [*others, *(Route(Door.EVENT, id, _all(heard), heard[0].act) for id, heard in events.items())]


def _all(routes: Sequence[Route]) -> Handler:
    """In one transaction. What an event is answered with is told by whichever practice has something to say."""

    def handler(session: Session, call: Call) -> Answer:
        answers = [route.handler(session, call) for route in routes]
        return next((answer for answer in answers if answer != Done()), Done())

    return handler

"""All views of the bot, found by what they declare: public functions of values that return a message or a modal."""

import importlib
import inspect
import pkgutil
import typing
from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields, is_dataclass
from typing import Any

from sqlalchemy.orm import Session

import bot
from bot.slack.blocks import Modal
from bot.slack.doors import Call
from bot.slack.messages import Message
from bot.storage import Model
from tests.gallery import examples, values

#: They make or mend what they are given, and show nothing of their own.
BUILDERS = frozenset({"bot.slack.blocks", "bot.slack.messages"})
#: Where people meet the bot.
PLACES = tuple(f"bot.{part}." for part in ("focus", "questions", "commitments", "reports", "operating", "slack"))
#: What takes one of these, or something that holds one, loads: what it shows is made by a function that does not.
LOADED = (Session, Call, Model)


@dataclass(frozen=True)
class Shown:
    """One view with an example in it."""

    name: str
    payload: dict[str, Any]

    @property
    def is_modal(self) -> bool:
        return self.payload.get("type") == "modal"


def functions() -> Iterator[tuple[str, Callable[..., Any]]]:
    for module in modules():
        if module.__name__ not in BUILDERS:
            yield from _functions_of(module)


def modules() -> Iterator[Any]:
    for module in sorted(pkgutil.walk_packages(bot.__path__, "bot."), key=lambda found: found.name):
        if module.name.startswith(PLACES):
            yield importlib.import_module(module.name)


def _functions_of(module: Any) -> Iterator[tuple[str, Callable[..., Any]]]:
    for name, function in inspect.getmembers(module, inspect.isfunction):
        own = function.__module__ == module.__name__ and not name.startswith("_")
        if own and _shows(function):
            yield f"{module.__name__.removeprefix('bot.')}.{name}", function


def _shows(function: Callable[..., Any]) -> bool:
    if "return" not in function.__annotations__:
        return False
    hints = typing.get_type_hints(function)
    returned = hints.pop("return")
    taken = list(hints.values())
    mends = any(hint is Modal for hint in taken)
    return _holds(returned, (Message, Modal)) and not mends and not any(_holds(hint, LOADED) for hint in taken)


def _holds(hint: Any, wanted: tuple[Any, ...], above: tuple[Any, ...] = ()) -> bool:
    """It is one of these, or has one in it."""
    if hint in wanted or (isinstance(hint, type) and any(issubclass(hint, one) for one in _classes(wanted))):
        return True
    own = typing.get_origin(hint) or hint
    if own in above or "Callable" in str(own):
        return False
    inside = [*typing.get_args(hint)]
    if is_dataclass(own) or hasattr(own, "_fields"):
        inside += typing.get_type_hints(own).values()
    return any(_holds(one, wanted, (*above, own)) for one in inside)


def _classes(wanted: tuple[Any, ...]) -> list[type]:
    return [one for one in wanted if isinstance(one, type)]


def everything() -> Iterator[Shown]:
    """Raises NoExample with what to write."""
    for name, function in functions():
        for label, example in examples.of(name, function).items():
            payloads = _payloads(name, example)
            for at, payload in enumerate(payloads, 1):
                yield Shown(f"{name}{label}{f', {at}' if len(payloads) > 1 else ''}", payload)


def _payloads(name: str, example: Callable[[], Any]) -> list[dict[str, Any]]:
    try:
        return [payload(one) for one in parts(example())]
    except Exception as wrong:  # whatever it is, the view is named
        raise values.NoExample(
            f"{name} needs an example ({type(wrong).__name__}: {wrong}). Give it one in tests/gallery/examples.py: "
            f'"{name}": {{"": lambda: …}}, or a value for a parameter in tests/gallery/values.py.'
        ) from wrong


def parts(made: Any) -> list[Any]:
    """Messages and modals, one after another."""
    if made is None:
        return []
    if isinstance(made, list | tuple):
        return [part for one in made for part in parts(one)]
    if is_dataclass(made) and not isinstance(made, Message):
        return [part for one in fields(made) for part in parts(getattr(made, one.name))]
    return [made] if isinstance(made, Message) or (isinstance(made, dict) and made.get("type") == "modal") else []


def payload(made: Any) -> dict[str, Any]:
    return made.payload() if isinstance(made, Message) else dict(made)

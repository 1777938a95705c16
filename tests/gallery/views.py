"""All views of the bot, found by what they declare: public functions of values that return a message or a modal."""

import importlib
import inspect
import pkgutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import bot
from bot.slack.messages import Message
from tests.gallery import examples, values

#: They make or mend what they are given, and show nothing of their own.
BUILDERS = frozenset({"bot.slack.blocks", "bot.slack.messages"})
#: Where people meet the bot.
PLACES = tuple(f"bot.{part}." for part in ("focus", "questions", "commitments", "reports", "operating", "slack"))
#: A function that takes one of these loads something: what it shows is drawn by one that does not.
LOADERS = frozenset({"session", "work", "moment", "look"})


@dataclass(frozen=True)
class Shown:
    """One view with an example in it."""

    name: str
    payload: dict[str, Any]

    @property
    def is_modal(self) -> bool:
        return self.payload.get("type") == "modal"


def functions() -> Iterator[tuple[str, Callable[..., Any]]]:
    for module in sorted(pkgutil.walk_packages(bot.__path__, "bot."), key=lambda found: found.name):
        if module.name.startswith(PLACES) and module.name not in BUILDERS:
            yield from _functions_of(importlib.import_module(module.name))


def _functions_of(module: Any) -> Iterator[tuple[str, Callable[..., Any]]]:
    for name, function in inspect.getmembers(module, inspect.isfunction):
        own = function.__module__ == module.__name__ and not name.startswith("_")
        if own and _shows(function) and not LOADERS & set(inspect.signature(function).parameters):
            yield f"{module.__name__.removeprefix('bot.')}.{name}", function


def _shows(function: Callable[..., Any]) -> bool:
    returned = function.__annotations__.get("return")
    written = getattr(returned, "__name__", str(returned)).replace("typing.", "")
    if returned is Message:
        return True
    return (written == "dict" or "dict[str" in str(returned)) and "modal(" in inspect.getsource(function)


def everything() -> Iterator[Shown]:
    """Raises NoExample with what to write."""
    for name, function in functions():
        for label, example in examples.of(name, function).items():
            yield Shown(f"{name}{label}", _payload(name, example))


def _payload(name: str, example: Callable[[], Any]) -> dict[str, Any]:
    try:
        made = example()
    except Exception as wrong:  # whatever it is, the view is named
        raise values.NoExample(
            f"{name} needs an example ({type(wrong).__name__}: {wrong}). Give it one in tests/gallery/examples.py: "
            f'"{name}": {{"": lambda: …}}, or a value for a parameter in tests/gallery/values.py.'
        ) from wrong
    return made.payload() if isinstance(made, Message) else dict(made)

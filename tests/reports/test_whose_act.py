"""Each act upon a report, found by what it takes, asks who does it: whatever its door lets through."""

import importlib
import inspect
import pkgutil
from collections.abc import Callable, Iterator
from typing import Any

import pytest

import bot.reports
from bot.errors import NotAllowed
from bot.reports.learning import NotAsked
from bot.reports.sight import NotThere
from tests.reports.room import PROMPTS, Room

#: What everybody may do who may read it.
READING = {"debriefs.seen", "readers.not_for_me", "readers.read", "readers.take", "reviewing.look"}
REFUSED = (NotThere, NotAllowed, NotAsked)
#: They have no part in any report here.
STRANGER = "U0STRANGER"


def acts() -> Iterator[tuple[str, Callable[..., Any]]]:
    for module in pkgutil.iter_modules(bot.reports.__path__):
        for name, function in inspect.getmembers(importlib.import_module(f"bot.reports.{module.name}")):
            if _is_act(function, f"bot.reports.{module.name}"):
                yield f"{module.name}.{name}", function


def _is_act(function: object, module: str) -> bool:
    """Private ones are behind the others."""
    if not inspect.isfunction(function) or function.__module__ != module or function.__name__.startswith("_"):
        return False
    return {"session", "report_id", "by"} <= inspect.signature(function).parameters.keys()


ACTS = dict(acts())


def does(room: Room, act: str, report_id: int) -> None:
    """With nothing in all other places: whoever may not is refused before anything of it is looked at."""
    given = {"session": room.session, "report_id": report_id, "by": room.person(STRANGER)}
    given |= {"moment": room.moment, "settings": room.settings, "now": room.now, "prompts": PROMPTS}
    wanted = inspect.signature(ACTS[act]).parameters
    ACTS[act](**{name: given.get(name) for name in wanted})


def test_the_acts_are_found() -> None:
    assert len(ACTS) > 25
    assert set(ACTS) >= READING


@pytest.mark.parametrize("act", sorted(ACTS))
def test_upon_a_draft_a_stranger_does_nothing(room: Room, act: str) -> None:
    report = room.written()

    with pytest.raises(REFUSED):
        does(room, act, report.id)


@pytest.mark.parametrize("act", sorted(set(ACTS) - READING))
def test_upon_what_is_published_a_reader_only_reads(room: Room, act: str) -> None:
    report = room.published()

    with pytest.raises(REFUSED):
        does(room, act, report.id)

"""What people can do, found by what it takes: so that an act that is new is tried by whoever has no part in it."""

import importlib
import inspect
import pkgutil
from collections.abc import Callable, Mapping
from types import ModuleType
from typing import Any

Act = Callable[..., Any]


def acts(practice: ModuleType, takes: Callable[[Mapping[str, inspect.Parameter]], bool]) -> dict[str, Act]:
    """`module.name` → each public function of a practice that takes this. Private ones are behind the others."""
    found = {}
    for module in pkgutil.iter_modules(practice.__path__):
        whole = f"{practice.__name__}.{module.name}"
        for name, function in inspect.getmembers(importlib.import_module(whole), inspect.isfunction):
            is_own = function.__module__ == whole and not name.startswith("_")
            if is_own and takes(inspect.signature(function).parameters):
                found[f"{module.name}.{name}"] = function
    return found


def does(act: Act, **given: Any) -> Any:
    """With nothing in all other places: whoever may not is refused before anything of it is looked at."""
    return act(**{name: given.get(name) for name in inspect.signature(act).parameters})

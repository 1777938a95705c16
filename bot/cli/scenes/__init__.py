"""The demo's week, one file a practice. A scene plays people, and says what must have come of it."""

from importlib import import_module
from pkgutil import iter_modules

from bot.cli.scenes.scene import Scene


def every() -> list[Scene]:
    """Whatever file here holds a SCENE."""
    modules = (import_module(f"{__name__}.{found.name}") for found in iter_modules(__path__))
    return [module.SCENE for module in modules if hasattr(module, "SCENE")]

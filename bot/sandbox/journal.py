import logging
import re
from collections.abc import Callable
from datetime import datetime
from typing import Any

_TOKEN = re.compile(r"\b(xox[a-z]|xapp|xoxe)-[\w.-]+")

_SECRET = ("client_secret", "code_verifier", "access_token", "id_token")


class Journal:
    """Every request and delivery with its outcome, for the person who looks at the sandbox."""

    def __init__(self, now: Callable[[], datetime], told: Callable[[], None], kept: int = 5000) -> None:
        self._now, self._told = now, told
        self._kept = kept
        self.entries: list[dict[str, Any]] = []
        self.noted = 0
        """How many there have been, also those no longer kept."""

    def note(self, kind: str, name: str, **facts: Any) -> None:
        entry = {"at": self._now().isoformat(), "kind": kind, "name": name, **masked(facts)}
        self.entries.append(entry)
        del self.entries[: -self._kept]
        self.noted += 1
        self._told()
        logging.getLogger("bot.sandbox").debug("%s %s", kind, name)


def masked(thing: Any) -> Any:
    if isinstance(thing, str):
        return _TOKEN.sub(lambda found: f"{found[1]}-…", thing)
    if isinstance(thing, dict):
        return {key: "…" if key in _SECRET else masked(value) for key, value in thing.items()}
    if isinstance(thing, (list, tuple)):
        return [masked(each) for each in thing]
    return thing

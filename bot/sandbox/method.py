from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from bot.sandbox.call import Call


@dataclass(frozen=True)
class Method:
    run: Callable[[Call], dict[str, Any]]
    scope: str | tuple[str, ...] | None = None
    """What the app must have been granted; of several, one is enough."""
    app_token: bool = False

    @property
    def scopes(self) -> tuple[str, ...]:
        return (self.scope,) if isinstance(self.scope, str) else self.scope or ()

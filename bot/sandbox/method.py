from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

from bot.sandbox.call import Call

Token = Literal["bot", "app", "user", "none"]


@dataclass(frozen=True)
class Method:
    run: Callable[[Call], dict[str, Any]]
    scope: str | tuple[str, ...] | None = None
    """What the app must have been granted; of several, one is enough."""
    token: Token = "bot"
    """Whose token opens it; "none" is for calls that come before there is a token."""

    @property
    def scopes(self) -> tuple[str, ...]:
        return (self.scope,) if isinstance(self.scope, str) else self.scope or ()

"""Where a person lets an app in, or signs in with Slack: the page, and the code that comes of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from html import escape


@dataclass
class Code:
    kind: str
    """"install" or "sign in"."""
    user: str
    scopes: tuple[str, ...]
    redirect_uri: str
    at: datetime
    nonce: str | None = None
    used: bool = False


def page(title: str, scopes: tuple[str, ...], people: Mapping[str, str]) -> str:
    """Asks as whom to answer. The form goes back to the address it stands at."""
    asked = "".join(f"<li><code>{escape(scope)}</code>" for scope in scopes)
    choices = "".join(f'<option value="{escape(key)}">{escape(name)}' for key, name in people.items())
    return (
        f'<!doctype html><html lang="en"><title>{escape(title)}</title><h1>{escape(title)}</h1><ul>{asked}</ul>'
        f'<form method="post"><label>As <select name="user">{choices}</select></label> '
        '<button name="decision" value="allow">Allow</button> <button name="decision" value="deny">Cancel</button>'
        "</form></html>"
    )


def problem(error: str) -> str:
    return f'<!doctype html><html lang="en"><title>Something went wrong</title><p>{escape(error)}</html>'

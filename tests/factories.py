"""Valid objects, naming only what matters to the test that asks."""

from typing import Any

from bot.config import validated
from bot.focus.content import Content, Item
from bot.settings import Operating

MAYA, TOM, ANA = "U0MAYA", "U0TOM", "U0ANA"
CTO_CHANNEL = "C0CTO"


def settings(**sections: dict[str, Any]) -> Operating:
    """Maya is CTO in Berlin, Tom operates, Ana is anybody; `focus={"post_at": "10:00"}` changes a value."""
    document: dict[str, Any] = {
        "people": {"cto": MAYA, "operators": [TOM]},
        "calendar": {"zone": "Europe/Berlin", "country": "DE", "subdivision": "BE"},
        "focus": {"channel": CTO_CHANNEL},
    }
    for name, values in sections.items():
        document[name] = {**document.get(name, {}), **values}
    return validated(document)


def content(*whats: str, not_this_week: str = "", would_like_to_hear: str = "") -> Content:
    items = tuple(Item(what, "Because it cannot wait.") for what in whats or ("Payments leave the shared database",))
    return Content(items, not_this_week, would_like_to_hear)

"""Which emoji there are."""

import re
from functools import cache
from importlib.resources import files

SHAPE = re.compile(r"[a-z0-9_+'-]+(::skin-tone-[2-6])?")
_BY_RULE = re.compile(r"flag-[a-z]{2}|clock\d{1,4}|(man|woman|person)-[a-z-]+")


def exists(name: str) -> bool:
    """Slack: any that everybody has; an app finds none of its own here."""
    bare = name.partition("::")[0]
    return bool(SHAPE.fullmatch(name)) and (bare in _known() or bool(_BY_RULE.fullmatch(bare)))


@cache
def _known() -> frozenset[str]:
    return frozenset(files("bot.sandbox").joinpath("emoji.txt").read_text(encoding="utf-8").split())

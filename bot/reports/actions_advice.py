"""What would make an action stronger. It may be saved without."""

import re
from collections.abc import Sequence

from bot.reports.findings import Checker

MOST = 3
_LATE_VERB = 8


def advice(what: str, checker: Checker) -> Sequence[str]:
    """Where it has no verb, mends people instead of the place they work in, or judges somebody."""
    book = checker.rulebook
    found = [f"“{one.text}”: {one.reason} {one.rewrite}" for one in checker.check(what)]
    words = set(re.findall(r"[a-z]+", what.casefold())[:_LATE_VERB])
    if not words & book.action_verbs:
        missing = book.advice["action-without-verb"]
        found.append(f"{missing.reason} {missing.rewrite}")
    return found[:MOST]

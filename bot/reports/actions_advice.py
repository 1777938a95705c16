"""What would make an action stronger. It may be saved without."""

import re

from bot.reports.findings import Checker

_LATE_VERB = 8


def advice(what: str, checker: Checker) -> str:
    """Where it has no verb; what else may be said of it comes as a second look."""
    book = checker.rulebook
    if set(re.findall(r"[a-z]+", what.casefold())[:_LATE_VERB]) & book.action_verbs:
        return ""
    missing = book.advice["action-without-verb"]
    return f"{missing.reason} {missing.rewrite}"

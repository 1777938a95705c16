"""What would make an action stronger. It may be saved without."""

import re
from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session

from bot.reports.blame import rulebook
from bot.reports.blame.check import check
from bot.reports.blame.roster import names_in
from bot.slack.people import Profile

MOST = 3
_LATE_VERB = 8


def advice(session: Session, what: str) -> Sequence[str]:
    """Where it has no verb, mends people instead of the place they work in, or judges somebody."""
    book = rulebook.load()
    names = names_in("\n".join(session.scalars(sa.select(Profile.name))))
    found = [f"“{one.text}”: {one.reason} {one.rewrite}" for one in check(what, book, names)]
    words = set(re.findall(r"[a-z]+", what.casefold())[:_LATE_VERB])
    if not words & book.action_verbs:
        missing = book.advice["action-without-verb"]
        found.append(f"{missing.reason} {missing.rewrite}")
    return found[:MOST]

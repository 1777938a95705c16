"""What commitments say in a sentence: values in, words out. Names are markup; people's words are escaped here."""

from collections.abc import Sequence
from datetime import date

from bot.slack.text import escape

# In place of buttons, once it is decided

ANOTHER_DAY_NAMED = "You named another day. It waits for an answer."
ASKED_AGAIN = "You are asked once more, in a newer message."
ANOTHER_PERSON_ASKED = "Somebody else was asked to take this promise over."


def declined(by: str) -> str:
    return f"{by} declined this. It is not a promise."


def taken_back(by: str) -> str:
    return f"{by} took this back. Nothing is promised."


def accepted(by: str, day: str) -> str:
    """`day`: in words, or nothing where none is named yet."""
    return f"{by} accepted: it is promised{f' for {day}' if day else ', with no date yet'}."


def taken_over(by: str) -> str:
    return f"{by} took over this promise."


def not_taken_over(by: str) -> str:
    return f"{by} did not take this promise over, so it stays as it was."


def word_by_another(by: str) -> str:
    return f"{by} said something about your promise."


# Somebody left


def lapsed(gone: str) -> str:
    return f"{gone} left before answering, so nothing is promised. `/promise` asks anew."


def lapsed_to_operators(gone: str, what: str) -> str:
    return f"{gone} left before answering whether this is promised: {escape(what)}."


def without_owner(gone: str | None, number: int, what: str) -> str:
    return (
        f"{gone or 'Its owner'} left, so this promise is without an owner: {escape(what)}. "
        f"Find it with `/promises {number}` and hand it over."
    )


# Beside a field: of a promise

BOT_AS_OWNER = "A bot cannot promise anything. Choose a person."
OWNER_LEFT = "This person has left. Choose somebody who is here."
GUEST_AS_OWNER = "Only people of this organisation can own a promise, not guests."
UNKNOWN_AS_OWNER = "This person is not known here. Only people of this organisation can own a promise."
OWNER_AS_SPONSOR = "Choose somebody else: you hear of it first anyway."
DAY_TO_COUNTER = "Choose the day that you can promise."
DAY_AFTER_CLOSING = "It was closed. Choose the day that is promised now."
NEW_DAY = "Choose the new day."
SAME_DAY = "It is promised for this day already."
WHY_IT_MOVES = "Say why the date moves. It stands beside the new date."

# Beside a field: of an all-hands

DAY_IT_MOVES_TO = "Choose the day it moves to."
HOUR_HAS_PASSED = "This hour has passed. Choose a later day, or post it now."
DAY_IS_TAKEN = "There is an all-hands on this day already."


# The all-hands, to the CTO's office

NO_HOUR = "when you post it"
DRAFT_IS_BELOW = "The newest draft of the all-hands digest is further down."


def draft_is_sent(day: date) -> str:
    return f"The draft for the all-hands of {_date(day)} is in your messages."


def posted(day: date, channel: str) -> str:
    return f"The digest of {_date(day)} goes out to <#{channel}>, frozen as it is read out."


def not_taken(day: date, channel: str, error: str, remedy: str) -> str:
    return (
        f"The digest of {_date(day)} did not go out: Slack did not take it in <#{channel}>. It says {escape(error)}. "
        f"{remedy} After that, `cadence outbox retry` sends it, frozen as it was."
    )


def taken(day: date, channel: str) -> str:
    return f"The digest of {_date(day)} is out in <#{channel}>."


def cancelled(by: str, day: date) -> str:
    return f"{by} cancelled the all-hands of {_date(day)}. No digest is posted."


def _date(day: date) -> str:
    return f"{day.day} {day:%B}"


# The all-hands, to everybody

NO_DIGEST_YET = "There was no all-hands digest yet. The first one will be here, and in its channel."
STATES_TITLE = "Where each promise stood, from one all-hands to the next"
MOVES_TITLE = "How dates moved, from one update to the next"


def open_promises(is_open: int, *, at_risk: int, past: int, silent: int) -> str:
    """`Promises: 14 open, 2 at risk, 1 silent.`"""
    told = {"at risk": at_risk, "past its date" if past == 1 else "past their date": past, "silent": silent}
    parts = [f"{is_open} open", *(f"{count} {name}" for name, count in told.items() if count)]
    return f"Promises: {', '.join(parts)}."


# A file of promises


LONG_ROW = "It has more cells than there are columns. Put a text with the separator in it between quotes."
UNREADABLE_ROW = "It cannot be read: a cell is too long, or a quote before it was not closed."


def column_twice(name: str) -> str:
    return f"The column “{name}” stands there twice."


def no_column(name: str) -> str:
    return f"There is no column “{name}”."


def unknown_column(name: str, known: Sequence[str]) -> str:
    return f"“{name}” is not a column. There can be: {', '.join(known)}."

"""What cannot be done with a promise, and what is wrong with what somebody typed, as the sentence that they read."""

from collections.abc import Sequence
from datetime import date

# Whose it is, and how it stands

NO_SUCH_PROMISE = "There is no such promise, or it is not for you to see."
NOT_PROMISED_YET = "This is not promised yet, so there is nothing to update."
DECIDED_ALREADY = "This was decided already, so nothing was changed. The message shows how it stands."
ONLY_WHOEVER_WAS_ASKED = "Only whoever was asked can answer this."
ONLY_WHOEVER_PROMISES = "Only whoever promises it chooses who hears of a silence."


def day_to_accept_has_passed(day: date) -> str:
    """To its owner."""
    return f"{_short(day)} has passed where you live, so this was not promised. Propose another date."


def day_to_agree_has_passed(day: date) -> str:
    """To whoever asked: the owner named that day."""
    return (
        f"{_short(day)} has passed where the owner lives, so nothing was promised. "
        "Take it back, and ask for it anew with another day."
    )


def _short(day: date) -> str:
    return f"{day.day} {day:%b}"


def is_tracked(number: int) -> str:
    return f"This is tracked as a promise already: `/promises {number}` shows it."


def said_meanwhile(by: str) -> str:
    return f"{by} said something about this promise while you wrote. Your text is still here: save again to add it."


# Beside a field: of a promise

NO_PROMISE = "Say in a few words what is promised."
NO_ADDRESS = "One web address a line, each beginning with http:// or https://."
DAY_HAS_PASSED = "This day has passed where the owner lives. Choose today or a later day."
OWNER_ALREADY = "This is the owner already."
WHY_NOT = "Say in a few words why not, or what would make it possible."
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


def at_most(most: int, has: int) -> str:
    return f"At most {most:,} characters; this has {has:,}."


def at_most_together(most: int) -> str:
    return f"At most {most:,} characters together."


def promise_too_long(most: int, has: int) -> str:
    """Of what was typed behind the command."""
    return f"A promise takes at most {most:,} characters; this has {has:,}. Nothing was promised yet."


def too_far_ahead(years: int) -> str:
    return f"This is more than {years} years ahead. Is the year right?"


# Beside a field: how far it is

HOW_TO_MEASURE = "Write it as start and target in one unit, such as: 640 ms to 200 ms."
NOTHING_WOULD_CHANGE = "Start and target are the same, so nothing would change."


def two_units(first: str, second: str) -> str:
    return f"Start is in {first} and target in {second}. Write both in one unit."


def no_value(unit: str, such_as: str) -> str:
    return f"Write a number{f' in {unit}' if unit else ''}, such as {such_as}."


def other_unit(unit: str, typed: str) -> str:
    return f"This promise is measured in {unit or 'plain numbers'}, not in {typed}."


def no_number(typed: str) -> str:
    return f"“{typed}” is not a number."


# Beside a field: how it goes

NO_END_OF_PAUSE = "Say until when. Nobody is asked before."
KEPT_LONG_BEFORE = "This is long before it was promised here. Is the year right?"
KEPT_AHEAD = "It is kept once it is done. Choose today or an earlier day."


def why_it_is(state: str) -> str:
    return f"Say why it is {state}."


# Of an all-hands

DAY_IT_MOVES_TO = "Choose the day it moves to."
HOUR_HAS_PASSED = "This hour has passed. Choose a later day, or post it now."
DAY_IS_TAKEN = "There is an all-hands on this day already."


def already_posted(day: date) -> str:
    return f"The digest of {_date(day)} is posted and frozen, so nothing was changed."


def is_cancelled(day: date) -> str:
    return f"The all-hands of {_date(day)} is cancelled, so nothing was changed."


def is_not_planned(day: date) -> str:
    gone = f"No all-hands is planned for {_date(day)} any more, so nothing was changed."
    return f"{gone} `/promises all-hands` shows the next."


def no_digest(day: date) -> str:
    return f"There is no digest of {_date(day)}."


def _date(day: date) -> str:
    return f"{day.day} {day:%B}"


def other_words_saved(by: str) -> str:
    return f"{by} saved other words while you wrote. Yours are still here: save again to put them in place of theirs."


def line_too_long(most: int) -> str:
    return f"At most {most} characters."


# A file of promises

NOTHING_IMPORTED = "Nothing was imported."
NO_OWNER = "Nobody is named as its owner."
LONG_ROW = "It has more cells than there are columns. Put a text with the separator in it between quotes."
UNREADABLE_ROW = "It cannot be read: a cell is too long, or a quote before it was not closed."


def column_twice(name: str) -> str:
    return f"The column “{name}” stands there twice."


def no_column(name: str) -> str:
    return f"There is no column “{name}”."


def unknown_column(name: str, known: Sequence[str]) -> str:
    return f"“{name}” is not a column. There can be: {', '.join(known)}."


def too_many_rows(has: int, most: int) -> str:
    return f"The file has {has:,} rows; at most {most:,} at once."


def nobody_called(name: str) -> str:
    return f"Nobody here is called “{name}”. Write the full name, or the member id."


def name_of_many(name: str, count: int) -> str:
    return f"“{name}” is the name of {count} people. Write the member id."


def no_date(typed: str) -> str:
    return f"“{typed}” is not a date. Write it as 2026-03-27."


def no_audience(typed: str) -> str:
    return f"“{typed}” is no audience. It is organisation, leaders or private."

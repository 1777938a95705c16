"""What commitments say in a sentence: values in, words out. Names are markup; people's words are escaped here."""

from datetime import date

from bot.slack.text import escape

# In place of buttons, once it is decided

ANOTHER_DAY_NAMED = "You named another day. It waits for an answer."
ASKED_AGAIN = "You are asked once more, in a newer message."
ANOTHER_PERSON_ASKED = "Somebody else was asked to take this promise over."
CLOSED_MEANWHILE = "This promise was closed, so there is nothing to take over."


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


def no_answer(by: str) -> str:
    return f"{by} has not answered whether they take this promise over. It stays as it is, and others can be asked."


def word_by_another(by: str) -> str:
    return f"{by} said something about your promise."


# Beside a promise, where it could be checked more easily

WITHOUT_A_DATE = "It has no date yet, so nobody can tell when it should be kept."
WITHOUT_A_TEST = "It does not say how we will know that it is kept."
ONLY_A_DIRECTION = "It names a direction; a number or a thing that will be there makes it easier to check."

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


# The all-hands, to the CTO's office

NO_HOUR = "when you post it"
#: Why it did not go out.
NOT_RUNNING = "cadence was not running"
NOBODY_SAW_IT = "there was no time for its draft to be seen before"
PLANNED_TOO_LATE = "that hour had passed when it was planned"
DRAFT_IS_BELOW = "The newest draft of the all-hands digest is further down."


def drafted(due: str, channel: str) -> str:
    can = "You can add an opening, and a sentence to any line."
    return f"*The all-hands digest is drafted*\nIt goes out {due} in <#{channel}>. {can}"


def did_not_go_out(due: str) -> str:
    return f"*The all-hands digest did not go out*\nIt was due {due}. You can still post it."


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


def planned_instead(day: date) -> str:
    return f"By the settings this all-hands is on {_date(day)} now. Its newest draft is further down."


def not_planned(day: date) -> str:
    return (
        f"By the settings no all-hands is planned for {_date(day)} any more, so this draft is not posted. "
        "The words added to it are kept, in case that day comes back."
    )


def _date(day: date) -> str:
    return f"{day.day} {day:%B}"


# The all-hands, to everybody

NO_DIGEST_YET = "There was no all-hands digest yet. The first one will be here, and in its channel."


def not_there(channel: str) -> str:
    return f"This digest is frozen, but it is not in <#{channel}> yet: Slack did not take it. The CTO's office knows."


STATES_TITLE = "Where each promise stood, from one all-hands to the next"
MOVES_TITLE = "How dates moved, from one update to the next"


def open_promises(is_open: int, *, at_risk: int, past: int, silent: int) -> str:
    """`Promises: 14 open, 2 at risk, 1 silent.`"""
    told = {"at risk": at_risk, "past its date" if past == 1 else "past their date": past, "silent": silent}
    parts = [f"{is_open} open", *(f"{count} {name}" for name, count in told.items() if count)]
    return f"Promises: {', '.join(parts)}."

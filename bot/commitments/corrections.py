"""What may be put right. No correction takes a date out of the count that has passed, or that an all-hands read out:
whoever is to know whether it was read out since is asked `was_read_out`.

Values in, findings out.
"""

from collections.abc import Callable
from datetime import date, datetime

from bot.commitments.counting import Course
from bot.commitments.standing import due_at
from bot.commitments.states import CLOSING, Kind, State, Update

#: Whether an all-hands was held since.
ReadOut = Callable[[datetime], bool]


def move_to_put_right(course: Course, by: str, day: date, now: datetime, was_read_out: ReadOut) -> Update | None:
    """The last update, where it is a move that this person made on the same day, where the owner lives. A day after
    the one that it named is promised besides: no first date becomes a later one."""
    last, standing = _last(course), course.standing
    is_own = last.kind is Kind.MOVED and last.by == by and last.day is not None and day <= last.day
    if not is_own or standing.local_day(last.at) != standing.local_day(now):
        return None
    return None if _is_counted_on(course, last, now, was_read_out) else last


def word_to_put_right(course: Course, state: State, now: datetime, was_read_out: ReadOut) -> Update | None:
    """The last word, unless the date was moved since. A closing does not put one right that promised it again, once
    somebody counts on the date in it."""
    telling = (update for update in reversed(course.updates) if update.kind in (Kind.SAID, Kind.MOVED))
    word = next(telling, None)
    if word is None or word.kind is Kind.MOVED:
        return None
    if state not in CLOSING:
        return None if _took_a_date_back(course, word) else word
    if word.day is None:
        return word
    is_last = word is _last(course)
    return word if is_last and not _is_counted_on(course, word, now, was_read_out) else None


def _took_a_date_back(course: Course, word: Update) -> bool:
    """It closed again what had been promised again by mistake: only another date opens that."""
    known = {update.number: update for update in course.updates}
    closing = word.state in CLOSING
    while word.state in CLOSING and word.corrects is not None:
        word = known[word.corrects]
    return closing and word.day is not None


def _last(course: Course) -> Update:
    """Where somebody lives says nothing of what they promise."""
    return next(update for update in reversed(course.updates) if update.kind is not Kind.RELOCATED)


def _is_counted_on(course: Course, set_by: Update, now: datetime, was_read_out: ReadOut) -> bool:
    """The date in that update, or the one before, has passed since; or was read out as it is now."""
    standing = course.standing
    dues = [due_at(each) for each in (standing, standing.before_move, standing.before_round) if each]
    return any(due and set_by.at < due <= now for due in dues) or was_read_out(set_by.at)

"""Where a commitment stands, from what was said of it. Updates in, findings out.

Nothing is ever overwritten: where a commitment stood at any moment is where its updates until then lead.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, datetime, timedelta
from functools import reduce
from itertools import accumulate, islice
from zoneinfo import ZoneInfo

from bot.commitments.standing import Move, Standing, due_at, end_of
from bot.commitments.states import CLOSING, Kind, Phase, State, Update


def standing(updates: Iterable[Update]) -> Standing:
    """Updates in their order."""
    return reduce(_after, updates, Standing())


def standings(updates: Iterable[Update]) -> Iterator[Standing]:
    """Where each update leads."""
    return islice(accumulate(updates, _after, initial=Standing()), 1, None)


def _after(before: Standing, update: Update) -> Standing:
    return _FOLDS[update.kind](before, update)


def until(updates: Iterable[Update], instant: datetime) -> list[Update]:
    """What had been said by then."""
    return [update for update in updates if update.at <= instant]


def _proposed(before: Standing, update: Update) -> Standing:
    return before._replace(owner=update.owner, zone=update.zone or before.zone, asked=update.day)


def _countered(before: Standing, update: Update) -> Standing:
    return before._replace(asked=update.day, countered=True)


def _accepted(before: Standing, update: Update) -> Standing:
    """Who accepts says that it can be done."""
    agreed = update.day or before.asked
    opened = before._replace(phase=Phase.OPEN, word=State.ON_TRACK, word_at=update.at, asked=None, countered=False)
    zone = update.zone or before.zone
    return opened._replace(zone=zone, word_zone=zone, first=agreed, promised=agreed)


def _never(before: Standing, update: Update) -> Standing:
    word = State.DECLINED if update.kind is Kind.DECLINED else State.WITHDRAWN
    return before._replace(phase=Phase.NEVER, word=word, word_at=update.at)


def _living_in(before: Standing, zone: ZoneInfo | None, at: datetime) -> Standing:
    """A day that is over, in the zone before or in this one, keeps the end it had: nothing ends in the past."""
    if zone is None or zone is before.zone:
        return before
    there = before._replace(zone=zone, due_zone=None)
    ends = [end for end in (due_at(before), due_at(there)) if end]
    is_over = bool(ends) and min(ends) <= at
    return there._replace(due_zone=before.due_zone or before.zone) if is_over else there


def _said(before: Standing, update: Update) -> Standing:
    assert update.state, "a word without a state"
    closes = update.state in CLOSING
    if update.corrects and closes and before.before_round:
        before = _living_in(before.before_round, before.zone, update.at)
    reopened = before if update.corrects else _reopened(before, update)
    expected = before.forecast_before if update.corrects else before.forecast
    # One new standing a word: an all-hands folds tens of thousands.
    heard = reopened._replace(
        phase=Phase.CLOSED if closes else Phase.OPEN,
        word=update.state,
        word_at=update.at,
        word_zone=before.zone,
        offered_to=None if closes else reopened.offered_to,
        closed_on=_closing_day(before, update) if closes else None,
        paused_until=None if closes else update.until,
        forecast=expected if closes else update.forecast or expected,
        forecast_before=expected,
        before_round=before if update.day and not closes else None,
    )
    return _moved_to(heard, update) if update.day and not closes else heard


def _reopened(before: Standing, update: Update) -> Standing:
    """A word on what was closed begins another round."""
    return before._replace(round=before.round + 1) if before.phase is Phase.CLOSED else before


def _closing_day(before: Standing, update: Update) -> date:
    """What is kept may have been so before it was said, but not after. Today is now, wherever the day ends."""
    today = before.due_day(update.at)
    kept_on = update.forecast if update.state in (State.KEPT, State.PARTLY_KEPT) else None
    was_earlier = kept_on is not None and kept_on < before.local_day(update.at)
    return min(kept_on, today) if kept_on and was_earlier else today


def _moved(before: Standing, update: Update) -> Standing:
    since = _living_in(before.before_move, before.zone, update.at) if update.corrects and before.before_move else before
    word = State.ON_TRACK if since.phase is Phase.CLOSED else since.word
    opened = _reopened(since, update)._replace(phase=Phase.OPEN, word=word, word_at=update.at, closed_on=None)
    return _moved_to(opened._replace(word_zone=since.zone, before_move=since), update)


def _moved_to(before: Standing, update: Update) -> Standing:
    day = update.day
    assert day, "a move without a date"
    if before.promised is None:
        return before._replace(first=day, promised=day)
    if day == before.promised:
        return before
    due = due_at(before)
    move = Move(update.at, before.promised, day, in_time=due is not None and update.at < due)
    return before._replace(promised=day, due_zone=None, moves=(*before.moves, move))


def _offered(before: Standing, update: Update) -> Standing:
    return before._replace(offered_to=update.owner)


def _taken(before: Standing, update: Update) -> Standing:
    """The last word stays as old as it is: what was silent is silent until the new owner says how it goes."""
    there = _living_in(before, update.zone, update.at)
    return there._replace(owner=update.owner, offered_to=None, taken_at=update.at)


def _relocated(before: Standing, update: Update) -> Standing:
    return _living_in(before, update.zone, update.at)


def _refused(before: Standing, update: Update) -> Standing:
    return before._replace(offered_to=None)


def _orphaned(before: Standing, update: Update) -> Standing:
    return before._replace(owner=None)


_FOLDS: Mapping[Kind, Callable[[Standing, Update], Standing]] = {
    Kind.PROPOSED: _proposed,
    Kind.COUNTERED: _countered,
    Kind.ACCEPTED: _accepted,
    Kind.DECLINED: _never,
    Kind.WITHDRAWN: _never,
    Kind.LAPSED: _never,
    Kind.SAID: _said,
    Kind.MOVED: _moved,
    Kind.OFFERED: _offered,
    Kind.TAKEN: _taken,
    Kind.REFUSED: _refused,
    Kind.ORPHANED: _orphaned,
    Kind.RELOCATED: _relocated,
}


def shown(now_standing: Standing, rhythm_days: int, now: datetime) -> State:
    """What stands beside the commitment at `now`."""
    if now_standing.phase is Phase.PROPOSED:
        return State.PROPOSED
    word = now_standing.word
    assert word, "accepted, closed and never are all somebody's word"
    if not now_standing.is_open:
        return word
    if (due := due_at(now_standing)) and due <= now:
        return State.PAST_DATE
    if now_standing.owner is None:
        return State.WITHOUT_OWNER
    return State.SILENT if silent_at(now_standing, rhythm_days) <= now else word


def word_due_on(standing: Standing, rhythm_days: int) -> date:
    """The day on which the next word is due: a rhythm after the last one, or the last of a pause."""
    assert standing.word_at, "only what was accepted has a rhythm"
    if standing.word is State.PAUSED and standing.paused_until:
        return standing.paused_until
    return standing.word_at.astimezone(standing.word_zone).date() + timedelta(days=rhythm_days)


def wanted_on(standing: Standing, rhythm_days: int) -> date:
    """The day from which its owner is asked for a word: whoever took it over has a rhythm from then on."""
    due = word_due_on(standing, rhythm_days)
    taken = standing.taken_at
    return max(due, standing.local_day(taken) + timedelta(days=rhythm_days)) if taken else due


def silent_at(standing: Standing, rhythm_days: int) -> datetime:
    """Where the owner lived when they last said something: who goes west does not become heard again."""
    return end_of(word_due_on(standing, rhythm_days), standing.word_zone)

"""When an owner is asked for a word, and when somebody else hears of the silence. Values in, findings out."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from bot.commitments import rules
from bot.commitments.standing import Standing
from bot.commitments.states import State
from bot.local_time import DAY

#: So long before its date a commitment is asked about. A word as recent is word enough on the date, and after it.
NEAR = timedelta(days=3)
#: Working days between one asking and the next.
PAUSE = 2
#: So often an owner hears of a silence before their sponsor does.
MOST = 2
#: So often an owner may put an asking off until the silence goes on to their sponsor all the same.
MOST_SNOOZES = 2
#: From one asking to the next about what goes on after that.
CALM = timedelta(days=7)


class Reason(StrEnum):
    WORD_DUE = "word due"
    SILENT = "silent"
    DATE_NEAR = "date near"
    PAST_DATE = "past its date"


class Step(StrEnum):
    WAIT = "wait"
    ASK = "ask"
    TELL_SPONSOR = "tell sponsor"


#: What counts as silence, and reaches the sponsor in the end.
SILENCE = (Reason.SILENT, Reason.PAST_DATE)


@dataclass(frozen=True)
class Again:
    """Before an all-hands: how many promises are silent, of how many the owners are asked, or wanted quiet."""

    silent: int = 0
    asked: int = 0
    quiet: int = 0

    @property
    def taken(self) -> int:
        """Taken over so lately that their owners are asked later."""
        return self.silent - self.asked - self.quiet


#: Where nothing was silent, or nobody was asked just now.
NOBODY = Again()


def reason(standing: Standing, rhythm_days: int, today: date) -> Reason | None:
    """Why a word is wanted; none of what is paused, closed, or without an owner. `today` is the owner's."""
    if not standing.is_open or standing.owner is None or standing.heard_at is None:
        return None
    if standing.word is State.PAUSED and today < rules.word_due_on(standing, rhythm_days):
        return None
    word_is_old = today - standing.local_day(standing.heard_at) >= NEAR
    days_left = standing.promised - today if standing.promised and word_is_old else None
    if days_left is not None and days_left < timedelta():
        return Reason.PAST_DATE
    if days_left is not None and days_left <= NEAR:
        return Reason.DATE_NEAR
    wanted = rules.wanted_on(standing, rhythm_days)
    if wanted <= today:
        return Reason.SILENT if wanted < today else Reason.WORD_DUE
    return None


def times(why: Reason | None, asked: int, asked_on: date | None, promised: date | None) -> int:
    """How often its owner heard of this silence: one that lasts beyond the date is another from then on."""
    is_another = why is Reason.PAST_DATE and asked_on and promised and asked_on <= promised
    return 0 if is_another else asked


def step(
    why: Reason | None,
    asked: int,
    asked_on: date | None,
    today: date,
    is_working_day: Callable[[date], bool],
    *,
    goes_on: bool = False,
    put_off: bool = False,
) -> Step:
    """`asked`: how often its owner heard of this silence, the last time on `asked_on`; without that day, they are asked
    once more. `goes_on`: after its date it is asked about for as long as it is open. `put_off`: its owner wanted to be
    asked later, and later is now."""
    if why is None:
        return Step.WAIT
    if put_off or asked_on is None:
        return Step.ASK
    if working_days_between(asked_on, today, is_working_day) < PAUSE:
        return Step.WAIT
    if why is Reason.WORD_DUE or asked < MOST:
        return Step.ASK
    if asked == MOST:
        return Step.TELL_SPONSOR
    week_has_passed = today - asked_on >= CALM
    return Step.ASK if why is Reason.DATE_NEAR or (_is_calm(why, asked, goes_on) and week_has_passed) else Step.WAIT


def is_named(why: Reason | None, asked: int, *, goes_on: bool) -> bool:
    """Whether it stands in a message that goes out anyway."""
    return why is not None and (asked <= MOST or why is Reason.DATE_NEAR or _is_calm(why, asked, goes_on))


def _is_calm(why: Reason | None, asked: int, goes_on: bool) -> bool:
    return goes_on and why is Reason.PAST_DATE and asked > MOST


def working_days_between(start: date, end: date, is_working_day: Callable[[date], bool]) -> int:
    """After `start`, up to and with `end`."""
    return sum(is_working_day(start + number * DAY) for number in range(1, (end - start).days + 1))

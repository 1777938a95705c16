"""Figures people believe: what was never answered is in them, and where cases are few they are listed, not averaged."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import NamedTuple
from zoneinfo import ZoneInfo

from bot.questions.course import State
from bot.spread import Share, Spread, share


class Case(NamedTuple):
    """One question's first round; seconds, None while a clock runs. `past`: open, and its target has passed."""

    id: int
    asked_at: datetime
    withdrawn: bool
    ended: bool
    answered: bool
    responded: bool
    respond_working: int | None
    respond_waiting: int | None
    respond_late: bool
    respond_past: bool
    answer_working: int | None
    answer_waiting: int | None
    answer_late: bool
    answer_past: bool
    rounds: int
    community: int
    #: What ended it, where it was no answer: declined, or cannot share.
    refused: str | None = None
    joined: bool = False
    #: Whoever asked was asked back, and has not said more.
    rests: bool = False
    answer_paused: int = 0
    answer_paused_waiting: int | None = 0
    #: Open in a later round; and whether the next of that round's targets has passed.
    again: bool = False
    again_past: bool = False
    #: Where it stands, where that is in a later round.
    stands: str | None = None
    #: Its answer was given elsewhere, and told so.
    by_hand: bool = False
    #: In figures of one responder: whether it was they who spoke first, and they who answered, or should.
    response_counts: bool = True
    answer_counts: bool = True
    #: In figures of one responder: whether it is theirs to answer in that round.
    again_counts: bool = True

    @property
    def is_open(self) -> bool:
        """Now, whatever its round."""
        return self.again or not (self.ended or self.withdrawn)

    @property
    def is_answered(self) -> bool:
        """Now, by the last of its rounds."""
        if self.stands:
            return not self.again and self.stands in (State.ANSWERED, State.DUPLICATE)
        return self.answered

    @property
    def became(self) -> str:
        """What is told of it where all that was asked is told."""
        if self.withdrawn and not self.answered:
            return "taken back"
        if self.is_open:
            return "open again" if self.again else "open"
        if self.is_answered:
            return "answered"
        return "declined" if (self.stands or self.refused) == State.DECLINED else "kept for later"

    @property
    def is_theirs(self) -> bool:
        """Of what is open."""
        return self.again_counts if self.again else self.answer_counts

    @property
    def is_past(self) -> bool:
        """Of what is open."""
        return self.again_past if self.again else self.answer_past or self.answer_late


@dataclass(frozen=True)
class Paused:
    """While whoever asked was asked back: time in which the answer clock stood still, of so many questions."""

    questions: int
    working: timedelta
    waiting: timedelta
    #: In which it stands still now.
    resting: int


@dataclass(frozen=True)
class Figures:
    asked: int
    #: Taken back before an answer: in no other figure, but of these so many past their target.
    withdrawn: int
    withdrawn_late: int
    #: Ended by a reason and no answer, which is a response; of these so many past their target.
    declined: int
    declined_late: int
    #: Not to be shared yet: likewise, until its day.
    kept: int
    kept_late: int
    #: With another, whose answer is theirs too; each of these is in one of the other figures.
    joined: int
    paused: Paused
    #: Now, in whatever round.
    open: int
    #: Of these, so many whose time is not up.
    running: int
    #: Of these, so many that had ended before; and of those, so many whose time is up.
    again: int
    again_past: int
    #: By whomever, and not open again; `answered` is of the first round, by those whom the figures are about.
    answers: int
    #: Of the first answers: how many were given elsewhere, with a time that somebody told.
    by_hand: int
    responded: Share
    answered: Share
    response_working: Spread[timedelta]
    response_waiting: Spread[timedelta]
    answer_working: Spread[timedelta]
    answer_waiting: Spread[timedelta]
    reopened: int
    community: int
    oldest_open: Case | None


def figures(cases: Iterable[Case]) -> Figures:
    """Of questions asked in one period: each counts where it was asked, whenever it is answered.

    Shares and times are those of first rounds. What is open, past due and oldest is so now, in whatever round.
    """
    all_ = list(cases)
    withdrawn = [case for case in all_ if case.withdrawn and not case.answered]
    counted = [case for case in all_ if not case.withdrawn or case.answered]
    answered = [case for case in counted if case.answered]
    open_ = [case for case in counted if case.is_open]
    again = [case for case in open_ if case.again]
    unended = [case for case in counted if not case.ended]
    declined, kept = _refused(counted)
    past = [case for case in unended if case.is_past]
    responded = [case for case in counted if case.responded and case.response_counts]
    silent = [case for case in unended if not case.responded and case.response_counts]
    theirs = [case for case in answered if case.answer_counts]
    return Figures(
        asked=len(all_),
        withdrawn=len(withdrawn),
        withdrawn_late=sum(case.answer_late for case in withdrawn),
        declined=len(declined),
        declined_late=sum(case.answer_late and not case.answered for case in declined),
        kept=len(kept),
        kept_late=sum(case.answer_late and not case.answered for case in kept),
        joined=sum(case.joined for case in counted),
        paused=_paused(counted),
        open=len(open_),
        running=sum(not case.is_past for case in open_),
        again=len(again),
        again_past=sum(case.is_past for case in again),
        answers=sum(case.is_answered for case in counted),
        by_hand=sum(case.by_hand for case in theirs),
        responded=share(
            [case.respond_late for case in responded], sum(case.respond_past or case.respond_late for case in silent)
        ),
        answered=share([case.answer_late for case in theirs], sum(case.answer_counts for case in past)),
        response_working=_spread(case.respond_working for case in responded),
        response_waiting=_spread(case.respond_waiting for case in responded),
        answer_working=_spread(case.answer_working for case in theirs),
        answer_waiting=_spread(case.answer_waiting for case in theirs),
        reopened=sum(case.rounds > 1 for case in counted),
        community=sum(case.community > 0 for case in counted),
        oldest_open=min((case for case in open_ if case.is_theirs), key=lambda case: case.asked_at, default=None),
    )


def _refused(cases: Sequence[Case]) -> tuple[list[Case], list[Case]]:
    """Declined, and kept for later, as it stands now."""
    refused = [case for case in cases if case.ended and not (case.is_answered or case.is_open)]
    declined = [case for case in refused if (case.stands or case.refused) == State.DECLINED]
    return declined, [case for case in refused if (case.stands or case.refused) != State.DECLINED]


def _paused(cases: Sequence[Case]) -> Paused:
    paused = [case for case in cases if case.answer_paused_waiting or case.answer_paused]
    return Paused(
        questions=len(paused),
        working=timedelta(seconds=sum(case.answer_paused for case in paused)),
        waiting=timedelta(seconds=sum(case.answer_paused_waiting or 0 for case in paused)),
        resting=sum(case.rests for case in cases),
    )


def _spread(seconds: Iterable[int | None]) -> Spread[timedelta]:
    return Spread(tuple(timedelta(seconds=one) for one in sorted(one for one in seconds if one is not None)))


def by_week(cases: Iterable[Case], zone: ZoneInfo, days: tuple[date, date]) -> list[tuple[date, Figures]]:
    """By the Monday of the week in which they were asked: each week between the first and the last of these days, also
    one without any."""

    def monday(case: Case) -> date:
        return _monday(case.asked_at.astimezone(zone).date())

    by_monday = groupby(sorted(cases, key=lambda case: case.asked_at), key=monday)
    weeks = {week: figures(asked) for week, asked in by_monday}
    first, last = map(_monday, days)
    all_ = (first + timedelta(weeks=number) for number in range((last - first).days // 7 + 1))
    return [(week, weeks.get(week) or figures([])) for week in all_]


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())

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
    #: In figures of one responder: whether it was they who spoke first, and they who answered, or should.
    response_counts: bool = True
    answer_counts: bool = True


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
    #: Ended by a reason and no answer, which is a response.
    declined: int
    #: Not to be shared yet: likewise, until its day.
    kept: int
    #: With another, whose answer is theirs too; each of these is in one of the other figures.
    joined: int
    paused: Paused
    open: int
    #: Of these, so many whose time is not up.
    running: int
    #: By whomever; `answered` is by those whom the figures are about.
    answers: int
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
    """Of questions asked in one period: each counts where it was asked, whenever it is answered."""
    all_ = list(cases)
    withdrawn = [case for case in all_ if case.withdrawn and not case.answered]
    counted = [case for case in all_ if not case.withdrawn or case.answered]
    answered = [case for case in counted if case.answered]
    open_ = [case for case in counted if not case.ended]
    refused = [case for case in counted if case.ended and not case.answered]
    past = [case for case in open_ if case.answer_past or case.answer_late]
    responded = [case for case in counted if case.responded and case.response_counts]
    silent = [case for case in open_ if not case.responded and case.response_counts]
    theirs = [case for case in answered if case.answer_counts]
    return Figures(
        asked=len(all_),
        withdrawn=len(withdrawn),
        withdrawn_late=sum(case.answer_late for case in withdrawn),
        declined=sum(case.refused == State.DECLINED for case in refused),
        kept=sum(case.refused != State.DECLINED for case in refused),
        joined=sum(case.joined for case in counted),
        paused=_paused(counted),
        open=len(open_),
        running=len(open_) - len(past),
        answers=len(answered),
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
        oldest_open=min((case for case in open_ if case.answer_counts), key=lambda case: case.asked_at, default=None),
    )


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


def by_week(cases: Iterable[Case], zone: ZoneInfo) -> list[tuple[date, Figures]]:
    """By the Monday of the week in which they were asked."""

    def monday(case: Case) -> date:
        day = case.asked_at.astimezone(zone).date()
        return day - timedelta(days=day.weekday())

    weeks = groupby(sorted(cases, key=lambda case: case.asked_at), key=monday)
    return [(week, figures(asked)) for week, asked in weeks]

"""What may be put right: no date that passed, or that an all-hands read out, ever leaves the count."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.commitments.corrections import move_to_put_right, word_to_put_right
from bot.commitments.counting import Course, Period, as_told
from bot.commitments.outcomes import Outcome, outcomes, settled
from bot.commitments.standing import due_at
from bot.commitments.states import CLOSING, Kind, State, Update
from tests.commitments.courses import BERLIN, JONAS, KOLKATA, PRIYA

ANGELES = ZoneInfo("America/Los_Angeles")
ZONES = [BERLIN, KOLKATA, ANGELES]
BEGIN = datetime(2026, 1, 2, 9, tzinfo=UTC)
END = BEGIN + timedelta(days=4000)


@dataclass(eq=False)
class Stint:
    """A day that was promised for a time, and whether others count on it: it passed, or was read out."""

    day: date
    counted_on: bool = False


@dataclass
class Diary:
    """A promise, what was done with it, and by hand which days stood: without a word of the rules that count."""

    now: datetime = BEGIN
    read_out: list[datetime] = field(default_factory=list)
    course: Course = field(default_factory=lambda: Course([], 14))
    stints: list[Stint] = field(default_factory=list)
    #: What stood before each day that was named.
    before: list[Stint | None] = field(default_factory=list)
    current: Stint | None = None
    closings_put_right: bool = False

    def begins(self, days: int) -> None:
        self._append(Kind.PROPOSED, owner=PRIYA, zone=BERLIN, day=self.today + timedelta(days))
        self._append(Kind.ACCEPTED)
        self._promised(self.today + timedelta(days))

    @property
    def today(self) -> date:
        zone = self.course.standing.zone if self.course.updates else BERLIN
        return self.now.astimezone(zone).date()

    def _append(self, kind: Kind, **told: Any) -> None:
        number = len(self.course.updates) + 1
        update = Update(number, kind, self.now, PRIYA, **told)
        self.course = Course([*self.course.updates, update], 14)

    def _promised(self, day: date) -> None:
        self.current = Stint(day)
        self.stints.append(self.current)

    def waits(self, hours: int) -> None:
        self.now += timedelta(hours=hours)
        due = due_at(self.course.standing)
        if self.current and due and due <= self.now:
            self.current.counted_on = True

    def _was_read_out(self, since: datetime) -> bool:
        return any(at >= since for at in self.read_out)

    def all_hands(self, *_: int) -> None:
        self.read_out.append(self.now)
        if self.current:
            self.current.counted_on = True

    def relocates(self, number: int, *_: int) -> None:
        self._append(Kind.RELOCATED, zone=ZONES[number % 3])

    def hands_over(self, number: int, *_: int) -> None:
        self._append(Kind.TAKEN, owner=JONAS, zone=ZONES[number % 3])

    def moves(self, days: int, *_: int) -> None:
        day = self.today + timedelta(days)
        if self.current and day == self.current.day:
            return
        wrong = move_to_put_right(self.course, PRIYA, day, self.now, self._was_read_out)
        self._append(Kind.MOVED, day=day, corrects=wrong and wrong.number)
        before = self._takes_back() if wrong else self.current
        self.before.append(before)
        self.current = before
        if before is None or day != before.day:
            self._promised(day)

    def _takes_back(self) -> Stint | None:
        before = self.before.pop()
        if self.current is not before and self.current:
            assert not self.current.counted_on
            self.stints.remove(self.current)
        return before

    def says(self, number: int, days: int, corrects: bool) -> None:
        state = [State.ON_TRACK, State.AT_RISK, *CLOSING][number % 6]
        wrong = word_to_put_right(self.course, state, self.now, self._was_read_out) if corrects else None
        was_closed = self.current is None
        reopens = was_closed and state not in CLOSING and (not wrong or days % 2)
        day = self.today + timedelta(days) if reopens else None
        self._append(Kind.SAID, state=state, day=day, corrects=wrong and wrong.number)
        self._stands(state, day, wrong, was_closed)

    def _stands(self, state: State, day: date | None, wrong: Update | None, was_closed: bool) -> None:
        if was_closed:
            self.closings_put_right = True
        if wrong and wrong.day and state in CLOSING:
            self._takes_back()
            self.current = None
        elif state in CLOSING:
            self.current = None
        elif day and not (wrong and day == self.stints[-1].day):
            self.before.append(None)
            self._promised(day)
        elif was_closed:
            self.current = self.stints[-1]


ELSEWHERE = [Diary.relocates, Diary.hands_over]
Act = tuple[int, Callable[[Diary, int, int, bool], None], int, int, bool]
ACTS = st.tuples(
    st.integers(1, 300),
    st.sampled_from([Diary.moves, Diary.moves, Diary.says, Diary.says, Diary.all_hands, *ELSEWHERE]),
    st.integers(0, 40),
    st.integers(0, 40),
    st.booleans(),
)


def lived(first: int, acts: list[Act]) -> Diary:
    diary = Diary()
    diary.begins(first)
    for hours, act, number, days, corrects in acts:
        diary.waits(hours if hours > 60 else hours % 7 + 1)
        act(diary, number, days, corrects)
    diary.waits(0)
    return diary


def counted(diary: Diary) -> list[tuple[Outcome, ...]]:
    ends = [BEGIN - timedelta(days=1), *sorted(set(diary.read_out)), END]
    return [outcomes(diary.course, Period(*each)) for each in pairwise(ends)]


@settings(max_examples=400)
@given(first=st.integers(0, 60), acts=st.lists(ACTS, max_size=10))
def test_whatever_is_moved_and_put_right_each_date_counts_once(first: int, acts: list[Act]) -> None:
    diary = lived(first, acts)

    ended = settled(as_told(diary.course, END), END)
    assert [each.promise.promised for each in ended] == [stint.day for stint in diary.stints]
    held = counted(diary)
    assert sum(map(len, held)) >= sum(stint.counted_on for stint in diary.stints)
    if not diary.closings_put_right:
        assert sum(map(len, held)) == len(diary.stints)

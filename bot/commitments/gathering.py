"""Reads everything that an all-hands is told, once, into a digest. Only what was promised to the organisation."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import Session

from bot.commitments import cards, counting, ledger, rhythms, rules, slips
from bot.commitments.checks import Audience
from bot.commitments.counting import Course, Period
from bot.commitments.dates import day_text
from bot.commitments.digest import Digest, Line, in_order, questions
from bot.commitments.meeting_models import AllHands
from bot.commitments.models import Commitment
from bot.commitments.outcomes import outcomes
from bot.commitments.slips import Slip
from bot.commitments.states import Kind, Phase
from bot.elsewhere import Moment
from bot.settings import Operating
from bot.slack.people import Profile
from bot.slack.text import one_line, shorten

#: How many all-hands the strip goes back, and from when on the first one counts.
STRIP = 3
FIRST_PERIOD = timedelta(days=92)
LONGEST_WORD = 200
#: More lines than these cannot be told apart in a chart.
MOST_SLIPS = 8
FORECAST_WINDOW = timedelta(days=365)


@dataclass(frozen=True)
class Counted:
    """The digest, and what the next ones need of it: forecasts of this period alone."""

    digest: Digest
    on_track_ahead: int
    of_them_kept: int


def digest(session: Session, meeting: AllHands, moment: Moment) -> Counted:
    settings, now = moment.settings, moment.now
    before = _posted_before(session, settings, now)
    period = Period(before[0].posted_at if before else now - FIRST_PERIOD, now)
    today = rhythms.today(settings, now)
    strip = _named(before[:STRIP], today)
    told_lines, landed = _lines(session, period, [at for _, at in strip], meeting.sentences)
    earlier = [each for each in before if each.posted_at > now - FORECAST_WINDOW]
    told = Digest(
        day=meeting.day,
        today=today,
        since=before[0].day if before else None,
        lines=told_lines,
        meetings=tuple(name for name, _ in strip),
        opening=meeting.opening,
        forecasts=len(landed) + sum(each.on_track_ahead for each in earlier),
        forecasts_kept=sum(landed) + sum(each.of_them_kept for each in earlier),
        learned=tuple(moment.told(moment.elsewhere.learned, session, period.start)),
        figures=tuple(moment.told(moment.elsewhere.figures, session, period.start)),
        explained=tuple(moment.explained(session, period.start)),
        questions=questions(told_lines, moment.words),
        slips=_slips(session, told_lines),
        held=rhythms.meetings(settings).held_instead_of(meeting.day),
    )
    return Counted(told, len(landed), sum(landed))


class Before(NamedTuple):
    """An all-hands that was held, by the day it was held on."""

    day: date
    posted_at: datetime
    on_track_ahead: int
    of_them_kept: int


def _posted_before(session: Session, settings: Operating, now: datetime, most: int = 60) -> Sequence[Before]:
    """Newest first, without their snapshots."""
    columns = (AllHands.day, AllHands.posted_at, AllHands.on_track_ahead, AllHands.of_them_kept)
    posted = sa.select(*columns).where(AllHands.posted_at.is_not(None), AllHands.posted_at < now)
    rows = session.execute(posted.order_by(AllHands.posted_at.desc()).limit(most))
    held = rhythms.meetings(settings).held_instead_of
    return [Before(held(day), at, ahead, kept) for day, at, ahead, kept in rows if at]


def last_meetings(session: Session, settings: Operating, now: datetime) -> Sequence[tuple[str, datetime]]:
    """Names and instants of those that a strip of states shows, oldest first."""
    return _named(_posted_before(session, settings, now, STRIP), rhythms.today(settings, now))


def _named(newest_first: Sequence[Before], today: date) -> Sequence[tuple[str, datetime]]:
    """By their months, or by their days where two are in one month."""
    held = [(each.day, each.posted_at) for each in reversed(newest_first)]
    months = {f"{day:%b}" for day, _ in held}
    apart = len(months) == len(held)
    return [(f"{day:%b}" if apart else day_text(day, today), at) for day, at in held]


def lines(session: Session, period: Period) -> tuple[Line, ...]:
    """What there is to tell of the period, without strips and sentences."""
    return _lines(session, period, (), {})[0]


def _lines(
    session: Session, period: Period, strip: Sequence[datetime], sentences: dict[str, str]
) -> tuple[tuple[Line, ...], list[bool]]:
    """Everything public that was open at some moment of the period; and the forecasts that came due in it, also of
    what was closed before."""
    rows = {row.id: row for row in session.execute(_public(period))}
    names = {person: name for person, name in session.execute(sa.select(Profile.id, Profile.name))}
    found, landed = list[Line](), list[bool]()
    for number, course in ledger.one_by_one(session, {row.id: row.rhythm_days for row in rows.values()}):
        row, sentence = rows[number], str(sentences.get(str(number), ""))
        landed += counting.forecasts(course, period)
        if row.closed_at is None or row.closed_at > period.start:
            owner = names.get(row.owner, row.owner or cards.NOBODY)
            found.append(_line(number, row.what, owner, course, period, strip, sentence))
    return in_order(found), landed


def _slips(session: Session, lines: Sequence[Line]) -> tuple[Slip, ...]:
    """Of those that moved, or are expected on another day than promised; the farthest first."""
    moved = [line for line in lines if line.moves or (line.forecast and line.forecast != line.promised)]
    most = sorted(moved, key=lambda line: (-abs(line.moved_days), line.id))[:MOST_SLIPS]
    courses = ledger.courses(session, {line.id: 0 for line in most})
    found = (slips.slip(line.id, line.what, courses[line.id]) for line in most)
    return tuple(each for each in found if each and each.moved)


def _public(period: Period) -> sa.Select[int, str, str | None, int, datetime | None]:
    told = (Commitment.id, Commitment.what, Commitment.owner, Commitment.rhythm_days, Commitment.closed_at)
    is_open = Commitment.phase == Phase.OPEN
    lately = Commitment.closed_at > period.start - counting.FORECAST_AHEAD
    counted = sa.or_(Commitment.closed_at > period.start, _due(period))
    closed = sa.and_(Commitment.phase == Phase.CLOSED, lately, counted)
    public = Commitment.audience == Audience.ORGANISATION
    return sa.select(*told).where(public, sa.or_(is_open, closed)).order_by(Commitment.id)


#: By so much a day ends earlier in one zone than in another, at most: a hand-over moves the end of a date.
ZONES_APART = timedelta(hours=26)


def _due(period: Period) -> sa.ColumnElement[bool]:
    """Closed before, it may have a date in the period for which there was a forecast. Of what moved, an earlier one."""
    ends = Commitment.due_at.between(period.start - ZONES_APART, period.end + ZONES_APART)
    return sa.or_(ends, Commitment.moves > 0)


def _line(
    number: int,
    what: str,
    owner: str,
    course: Course,
    period: Period,
    strip: Sequence[datetime],
    sentence: str,
) -> Line:
    standing = course.standing
    put_right = max(course.closings_put_right(), key=lambda each: each[1].number, default=None)
    word = next((update for update in reversed(course.updates) if update.kind in _TELLING), None)
    return Line(
        id=number,
        what=what,
        owner=owner,
        state=rules.shown(standing, course.rhythm_days, period.end),
        first=standing.first,
        promised=standing.promised,
        forecast=standing.forecast,
        closed_on=standing.closed_on,
        moves=len(standing.moves),
        moved_days=standing.moved_days,
        round=standing.round,
        word=shorten(one_line(word.note), LONGEST_WORD) if word else "",
        word_on=standing.local_day(standing.word_at) if standing.word_at else None,
        change=counting.change(course, period),
        outcomes=outcomes(course, period),
        was_called=course.was_called(period),
        put_right_from=put_right[0].state if put_right else None,
        put_right_on=standing.local_day(put_right[1].at) if put_right else None,
        strip=tuple(course.strip(strip)),
        sentence=sentence,
    )


_TELLING = (Kind.SAID, Kind.MOVED)

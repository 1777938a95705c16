"""Commitments as values to show: read once, with names and what follows from their updates."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from bot.commitments import ledger, rules
from bot.commitments.checks import Measure
from bot.commitments.counting import Course
from bot.commitments.history_views import Line
from bot.commitments.models import Commitment, CommitmentUpdate
from bot.commitments.standing import Standing
from bot.commitments.states import Kind, State, Update
from bot.commitments.views import Card
from bot.slack import people
from bot.slack.people import Profile
from bot.slack.text import date_text, escape

NOBODY = "nobody"


def card(
    session: Session, commitment: Commitment, now: datetime, meetings: Sequence[tuple[str, datetime]] = ()
) -> Card:
    """`meetings`: names and instants of the all-hands whose states the strip shows, oldest first."""
    return cards(session, [commitment], now, meetings)[0]


def cards(
    session: Session,
    commitments: Sequence[Commitment],
    now: datetime,
    meetings: Sequence[tuple[str, datetime]] = (),
) -> list[Card]:
    courses = ledger.courses(session, ledger.rhythms_of(commitments))
    values = _values(session, [commitment.id for commitment in commitments if commitment.measure])
    known = names(session, {person for each in commitments for person in (each.owner, each.made_by, each.offered_to)})
    return [_card(each, courses[each.id], now, known, values.get(each.id, ""), meetings) for each in commitments]


def _card(
    commitment: Commitment,
    course: Course,
    now: datetime,
    known: Mapping[str | None, str],
    value: str,
    meetings: Sequence[tuple[str, datetime]],
) -> Card:
    standing = course.standing
    state = rules.shown(standing, course.rhythm_days, now)
    strip = zip([name for name, _ in meetings], course.strip(at for _, at in meetings), strict=True)
    unit = f" {commitment.measure['unit']}".rstrip() if commitment.measure else ""
    return Card(
        id=commitment.id,
        number=commitment.updates,
        what=commitment.what,
        state=state,
        now=now,
        today=standing.local_day(now),
        owner=known[commitment.owner],
        made_by=known[commitment.made_by],
        in_own_name=commitment.made_by == commitment.owner,
        why=commitment.why,
        how=commitment.how,
        measure=str(Measure(**commitment.measure)) if commitment.measure else "",
        value=f"{value}{unit}" if value else "",
        links=tuple(commitment.links),
        audience=commitment.audience,
        sponsor=commitment.sponsor,
        said_at=commitment.said_at,
        first=standing.first,
        promised=standing.promised,
        forecast=standing.forecast,
        asked=standing.asked,
        countered=standing.countered,
        moves=len(standing.moves),
        moved_days=standing.moved_days,
        round=standing.round,
        word_at=standing.word_at,
        note=_last_note(course.updates),
        paused_until=standing.paused_until,
        closed_on=standing.closed_on,
        offered_to=known[commitment.offered_to] if commitment.offered_to else "",
        strip=[*strip, ("now", state)] if meetings else (),
    )


def _last_note(updates: Sequence[Update]) -> str:
    """Of the newest word or move; a hand-over's note is between two people."""
    telling = (Kind.SAID, Kind.MOVED, Kind.DECLINED, Kind.COUNTERED)
    return next((update.note for update in reversed(updates) if update.kind in telling), "")


def _values(session: Session, ids: Sequence[int]) -> dict[int, str]:
    """Where each measure stands: the newest value said."""
    if not ids:
        return {}
    rows = sa.select(CommitmentUpdate.commitment_id, CommitmentUpdate.value)
    said = rows.where(CommitmentUpdate.commitment_id.in_(ids), CommitmentUpdate.value.is_not(None))
    ordered = said.order_by(CommitmentUpdate.commitment_id, CommitmentUpdate.number)
    return {commitment_id: value or "" for commitment_id, value in session.execute(ordered)}


def names(session: Session, ids: set[str | None]) -> dict[str | None, str]:
    """As markup: full names, a mention where nobody told us the name yet."""
    wanted = {person for person in ids if person}
    rows = session.execute(sa.select(Profile.id, Profile.name).where(Profile.id.in_(wanted)))
    known: dict[str | None, str] = {person: escape(name) for person, name in rows}
    return {None: NOBODY, **{person: f"<@{person}>" for person in wanted}, **known}


def history(session: Session, commitment: Commitment) -> list[Line]:
    """Every update in words, oldest first."""
    query = sa.select(CommitmentUpdate).where(CommitmentUpdate.commitment_id == commitment.id)
    rows = [row for row in session.scalars(query.order_by(CommitmentUpdate.number)) if ledger.is_known(row)]
    return list(_lines(session, rows, ledger.course(session, commitment)))


def _lines(session: Session, rows: Sequence[CommitmentUpdate], course: Course) -> Iterator[Line]:
    corrected = {row.corrects for row in rows}
    before = Standing()
    for row, standing in zip(rows, rules.standings(course.updates), strict=True):
        new_move = standing.moves and standing.moves != before.moves
        yield Line(
            kind=Kind(row.kind),
            at=date_text(row.at, standing.zone),
            by=people.name(session, row.by),
            state=State(row.state) if row.state else None,
            day=row.day,
            before=before.promised if row.kind == Kind.MOVED else None,
            in_time=standing.moves[-1].in_time if new_move else True,
            forecast=row.forecast,
            until=row.until,
            owner=people.name(session, row.owner) if row.owner else "",
            zone=row.zone or "",
            note=row.note,
            evidence=row.evidence,
            confidence=row.confidence or "",
            value=row.value or "",
            corrects=row.corrects is not None,
            corrected=row.number in corrected,
        )
        before = standing

"""Asks owners for a word: in their hours, all of their commitments in one message, and not for ever."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from functools import partial
from itertools import groupby

import sqlalchemy as sa
from sqlalchemy.orm import Session

from bot.commitments import asking, asking_views, cards, ledger, rhythms, sponsors
from bot.commitments.asking import SILENCE, Again, Reason, Step
from bot.commitments.asking_views import Row
from bot.commitments.counting import Course
from bot.commitments.models import Asking, Commitment
from bot.commitments.states import Phase
from bot.local_time import DAY
from bot.prompts import Words
from bot.settings import Operating
from bot.slack import hours, outbox, visits
from bot.slack.outbox import InDoubt
from bot.storage import insert_once


def remind(session: Session, *, settings: Operating, words: Words, now: datetime) -> None:
    """Whoever is at work now, was not asked today and wants no quiet."""
    for person, theirs in _candidates(session, now):
        today = hours.today_of(session, person, settings, now)
        sponsors.tell(session, theirs, today, settings, now)
        if hours.works_now(session, person, settings, now):
            _ask(session, person, theirs, today, settings, words, now)


def _candidates(session: Session, now: datetime) -> Iterator[tuple[str, list[Commitment]]]:
    """Owners with those of their commitments that may want a word; `asking.reason` decides."""
    query = sa.select(Commitment).where(Commitment.owner.is_not(None), *_may_want_a_word(now))
    found = session.scalars(query.order_by(Commitment.owner, Commitment.due_at.is_(None), Commitment.due_at))
    for person, theirs in groupby(found.all(), lambda row: row.owner):
        assert person, "only what has an owner was read"
        yield person, list(theirs)


def _may_want_a_word(now: datetime) -> tuple[sa.ColumnElement[bool], ...]:
    soon = sa.or_(Commitment.silent_at <= now + 2 * DAY, Commitment.due_at <= now + asking.NEAR + 2 * DAY)
    return Commitment.phase == Phase.OPEN, soon


def wanting_a_word(session: Session, person: str, settings: Operating, now: datetime) -> list[Row]:
    """Those of this person's that want a word now, whatever was asked, the most pressing first."""
    theirs = sa.select(Commitment).where(Commitment.owner == person, *_may_want_a_word(now))
    found = session.scalars(theirs.order_by(Commitment.due_at.is_(None), Commitment.due_at, Commitment.id)).all()
    today = hours.today_of(session, person, settings, now)
    reasons = reasons_of(session, found, today)
    return rows(session, [each for each in found if reasons[each.id]], today, now)


def _ask(
    session: Session,
    person: str,
    theirs: Sequence[Commitment],
    today: date,
    settings: Operating,
    words: Words,
    now: datetime,
) -> None:
    memory = _memory(session, person)
    if memory.asked_on == today or (memory.snoozed_until and today < memory.snoozed_until):
        return
    reasons = reasons_of(session, theirs, today)
    later = {each.id for each in theirs if sponsors.is_put_off(memory, each)}
    steps = {each.id: _step(each, reasons[each.id], today, settings, each.id in later) for each in theirs}
    if Step.ASK not in steps.values():
        return
    wanting = [each for each in theirs if steps[each.id] is Step.ASK or _is_named(each, reasons[each.id])]
    for each in wanting:
        _count(each, reasons[each.id], steps[each.id], today, each.id in later)
    memory.asked_on, memory.snoozed_until, memory.listed = today, None, [each.id for each in wanting]
    message = asking_views.asking(rows(session, wanting, today, now), words)
    visits.changed(session, [person], now)
    outbox.enqueue(session, key=_key(person, today), channel=person, message=message, now=now, in_doubt=InDoubt.DROP)


def _step(commitment: Commitment, why: Reason | None, today: date, settings: Operating, put_off: bool) -> Step:
    return asking.step(
        why,
        _times(commitment, why),
        commitment.asked_on,
        today,
        rhythms.working_days(settings),
        goes_on=ledger.is_followed(commitment),
        put_off=put_off,
    )


def _is_named(commitment: Commitment, why: Reason | None) -> bool:
    return asking.is_named(why, _times(commitment, why), goes_on=ledger.is_followed(commitment))


def _count(commitment: Commitment, why: Reason | None, chosen: Step, today: date, put_off: bool) -> None:
    """Those that are asked about for ever come in one message from now on. What was put off was asked before, and
    once more before an all-hands makes no silence of another one."""
    before = _times(commitment, why)
    if chosen is Step.ASK:
        once_more = put_off or commitment.asked_on is None
        is_another = why in SILENCE and not (once_more and before >= asking.MOST)
        commitment.asked, commitment.asked_on = before + is_another, today
    elif before > asking.MOST and why is Reason.PAST_DATE:
        commitment.asked_on = today


def _times(commitment: Commitment, why: Reason | None) -> int:
    return asking.times(why, commitment.asked, commitment.asked_on, commitment.promised)


def reasons_of(session: Session, theirs: Sequence[Commitment], today: date) -> dict[int, Reason | None]:
    courses = ledger.courses(session, ledger.rhythms_of(theirs))
    return {number: _reason(course, today) for number, course in courses.items()}


def _reason(course: Course, today: date) -> Reason | None:
    return asking.reason(course.standing, course.rhythm_days, today)


def rows(session: Session, theirs: Sequence[Commitment], today: date, now: datetime) -> list[Row]:
    reasons = reasons_of(session, theirs, today)
    return [Row(card, reasons[card.id]) for card in cards.cards(session, theirs, now)]


def _memory(session: Session, person: str) -> Asking:
    insert_once(session, Asking, {"person": person, "listed": []})
    return session.get_one(Asking, person, with_for_update=True)


def _key(person: str, today: date) -> str:
    return f"commitments:asking:{person}:{today}"


def snooze(session: Session, person: str, for_days: int, *, settings: Operating, words: Words, now: datetime) -> None:
    """Nothing is asked before that day; the message says so."""
    memory = _memory(session, person)
    today = hours.today_of(session, person, settings, now)
    memory.snoozes += memory.snoozed_until is None
    memory.snoozed_until = today + timedelta(days=for_days)
    _redraw(session, memory, today, words, now)


def heard(session: Session, person: str, *, settings: Operating, words: Words, now: datetime) -> None:
    """The owner said something: the message that asked for it shows what, and no buttons there."""
    memory = session.get(Asking, person)
    if memory and memory.listed:
        memory.snoozes = 0
        _redraw(session, memory, hours.today_of(session, person, settings, now), words, now)


def _redraw(session: Session, memory: Asking, today: date, words: Words, now: datetime) -> None:
    if memory.asked_on is None or not memory.listed:
        return
    found = session.scalars(sa.select(Commitment).where(Commitment.id.in_(memory.listed))).all()
    theirs = sorted(
        (each for each in found if each.owner == memory.person), key=lambda each: memory.listed.index(each.id)
    )
    if theirs:
        message = asking_views.asking(rows(session, theirs, today, now), words, memory.snoozed_until)
        outbox.change(session, key=_key(memory.person, memory.asked_on), message=message, now=now)


def ask_again(session: Session, silent: Sequence[Commitment], day: date, settings: Operating, now: datetime) -> Again:
    """Before the all-hands of `day`, the owners of what is silent are asked once more, in their hours.

    Not those who took it over lately, nor those who want quiet until then.
    """
    courses = ledger.courses(session, ledger.rhythms_of(silent))
    today = partial(hours.today_of, session, settings=settings, now=now)
    reasons = {each.id: _reason(courses[each.id], today(each.owner)) for each in silent}
    theirs = [each for each in silent if reasons[each.id]]
    wanting_quiet = _quiet_through(session, day)
    asked = [each for each in theirs if each.owner not in wanting_quiet]
    for commitment in asked:
        commitment.asked, commitment.asked_on = _times(commitment, reasons[commitment.id]), None
    return Again(len(silent), len(asked), len(theirs) - len(asked))


def _quiet_through(session: Session, day: date) -> set[str]:
    return set(session.scalars(sa.select(Asking.person).where(Asking.snoozed_until > day)))

"""What waits for whom, the most urgent first: a list in each reader's morning, on Home, in a window."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from bot.local_time import resolve
from bot.questions import cards, logbook, nudges
from bot.questions.course import Owes
from bot.questions.events import What
from bot.questions.models import Question, QuestionEvent
from bot.questions.work import Work
from bot.slack import hours, outbox, people
from bot.slack.messages import Message


def waiting(session: Session) -> tuple[int, datetime | None]:
    """How many the office owes something on, and when the oldest was asked."""
    counted = sa.select(sa.func.count(), sa.func.min(Question.asked_at)).where(*owed())
    count, oldest = session.execute(counted).one()
    return count, oldest


def owed() -> tuple[sa.ColumnElement[bool], ...]:
    return (
        Question.closed.is_(False),
        Question.owes == Owes.OFFICE,
        Question.posts_at.is_(None),
    )


def turn(work: Work, question: Question) -> str | None:
    """Whoever took it over, or else the CTO."""
    return question.turn or work.settings.people.cto


def hearers(work: Work, question: Question) -> Sequence[str]:
    """Whose turn it is; of what the CTO asked, the delegates: nobody answers their own."""
    found = turn(work, question)
    if found is None or found != question.asker:
        return [found] if found else []
    return [one for one in work.delegates if one != found]


def _is_turn_of(work: Work, reader: str | None) -> sa.ColumnElement[bool]:
    cto, delegates = work.settings.people.cto, work.delegates
    is_theirs = Question.turn == reader
    if reader == cto:
        return sa.or_(is_theirs, sa.and_(Question.turn.is_(None), Question.asker.is_distinct_from(cto)))
    return sa.or_(is_theirs, _asked_by_the_cto(work)) if reader in delegates else is_theirs


def _asked_by_the_cto(work: Work) -> sa.ColumnElement[bool]:
    """And taken over by nobody."""
    return sa.and_(Question.turn.is_(None), Question.asker == work.settings.people.cto)


# In the morning


#: So late a list may still come: in the afternoon it is of no use.
OF_USE = timedelta(hours=4)
#: So long after the last one that somebody got nobody looks at it any more.
QUIET = timedelta(days=35)


def send(work: Work) -> None:
    """To each reader in their own morning."""
    for reader in readers(work):
        listed_at = None if _was_sent(work, reader) else morning_of(work, reader)
        if listed_at and _waited_at(work, reader, listed_at) and (message := list_of(work, reader)):
            _send_to(work, reader, message)


def morning_of(work: Work, reader: str) -> datetime | None:
    """When today's list is due to them, where that is so now."""
    day, settings = today(work, reader), work.settings
    zone = hours.zone_of(work.session, reader, settings)
    listed_at = resolve(datetime.combine(day, settings.questions.list_at), zone)
    is_now = listed_at <= work.now < listed_at + OF_USE
    return listed_at if is_now and hours.works_on(reader, day, settings) else None


def today(work: Work, reader: str) -> date:
    return hours.today_of(work.session, reader, work.settings, work.now)


def _waited_at(work: Work, reader: str, instant: datetime) -> bool:
    """What somebody asked, or they took over, only since then is on no list of this morning's."""
    events = QuestionEvent
    taken = (events.what == What.ACCEPTED, events.person == reader, events.at > instant)
    since = (Question.owed_since <= instant, Question.id.not_in(sa.select(events.question_id).where(*taken)))
    listed = _listed_for(reader, work)
    return work.session.scalar(sa.select(Question.id).where(*listed, *since).limit(1)) is not None


def _send_to(work: Work, reader: str, message: Message) -> None:
    for before in outbox.keys(work.session, f"questions:list:{reader}:")[-1:]:
        outbox.change(work.session, key=before, message=nudges.superseded(), now=work.now)
    outbox.enqueue(work.session, key=_key(reader, today(work, reader)), channel=reader, message=message, now=work.now)


def _was_sent(work: Work, reader: str) -> bool:
    key = _key(reader, today(work, reader))
    return key in outbox.keys(work.session, key)


def _key(reader: str, day: date) -> str:
    return f"questions:list:{reader}:{day}"


def readers(work: Work) -> Sequence[str]:
    """Whose turn something is, and who stands in where it is the CTO's, or the CTO asked it."""
    turns = work.session.scalars(sa.select(Question.turn).where(*owed()).distinct()).all()
    standing_in = [one for one in work.delegates if None in turns and _stands_in(work, one)]
    theirs = filter(None, (turn_ or work.settings.people.cto for turn_ in turns))
    is_asked = work.session.scalar(sa.select(Question.id).where(*owed(), _asked_by_the_cto(work)).limit(1))
    in_their_place = work.delegates if is_asked else []
    return list(dict.fromkeys([*theirs, *standing_in, *in_their_place]))


def _stands_in(work: Work, reader: str) -> bool:
    """A delegate, on a day of theirs on which the CTO is away: the CTO's own mornings bring no list then."""
    cto, delegates = work.settings.people.cto, work.delegates
    is_delegate = reader in delegates and reader != cto
    return is_delegate and bool(cto) and not hours.works_on(str(cto), today(work, reader), work.settings)


def list_of(work: Work, reader: str) -> Message | None:
    """What waits for this reader and was not put off today, and what they may answer while the CTO is away; None where
    nothing does."""
    theirs, day = _theirs(reader, work), today(work, reader)
    is_put_off = sa.case((Question.put_off_on == day, 1))
    count, put_off = work.session.execute(sa.select(sa.func.count(), sa.func.count(is_put_off)).where(*theirs)).one()
    beside = _beside(work, reader)
    if not count and not beside:
        return None
    left = (*theirs, Question.put_off_on.is_distinct_from(day))
    shown = _most_urgent(work, reader, nudges.MOST_LISTED, left) if count else []
    return nudges.morning_list(shown, count - put_off, put_off, beside)


def _beside(work: Work, reader: str) -> nudges.Beside | None:
    """Of the CTO's, for whoever stands in."""
    if not _stands_in(work, reader):
        return None
    cto = work.settings.people.cto
    ctos = (
        *owed(),
        Question.asker.is_distinct_from(reader),
        Question.asker.is_distinct_from(cto),
        Question.turn.is_(None),
    )
    count = work.session.scalar(sa.select(sa.func.count()).select_from(Question).where(*ctos)) or 0
    if not count:
        return None
    name = people.name(work.session, work.settings.people.cto or "")
    return nudges.Beside(name, _most_urgent(work, reader, nudges.MOST_BESIDE, ctos), count)


def _listed_for(reader: str, work: Work) -> tuple[sa.ColumnElement[bool], ...]:
    of_the_cto = Question.turn.is_(None) if _stands_in(work, reader) else sa.false()
    return (*owed(), Question.asker.is_distinct_from(reader), sa.or_(_is_turn_of(work, reader), of_the_cto))


def _theirs(reader: str, work: Work) -> tuple[sa.ColumnElement[bool], ...]:
    """Nobody answers their own."""
    return (*owed(), Question.asker.is_distinct_from(reader), _is_turn_of(work, reader))


def newest(work: Work) -> Mapping[str, str]:
    """Reader → the key of their newest list."""
    return {key.split(":")[2]: key for key in outbox.keys(work.session, "questions:list:")}


def refresh(work: Work) -> None:
    """Each reader's newest list, once something on it is no longer true: today's, or one from before a quiet time."""
    since = (work.now - QUIET).date().isoformat()
    for reader, key in newest(work).items():
        if key.rpartition(":")[2] >= since:
            message = list_of(work, reader) or nudges.nothing_waits()
            outbox.change(work.session, key=key, message=message, now=work.now)


def waiting_for(work: Work, reader: str | None, most: int) -> tuple[int, list[nudges.Entry]]:
    """How much is this person's turn, and the most urgent of it."""
    return _of_others(work, most, _is_turn_of(work, reader))


def waiting_for_the_office(work: Work, most: int) -> tuple[int, list[nudges.Entry]]:
    return _of_others(work, most)


def _of_others(work: Work, most: int, *wanted: sa.ColumnElement[bool]) -> tuple[int, list[nudges.Entry]]:
    """Nobody answers their own."""
    told = (*owed(), Question.asker.is_distinct_from(work.by.id), *wanted)
    count = work.session.scalar(sa.select(sa.func.count()).select_from(Question).where(*told)) or 0
    return count, _most_urgent(work, work.by.id, most, told) if count and most else []


def _most_urgent(work: Work, reader: str, most: int, wanted: Sequence[sa.ColumnElement[bool]]) -> list[nudges.Entry]:
    urgent = sa.select(Question).where(*wanted).order_by(Question.due_at, Question.id).limit(most)
    return entries(work, work.session.scalars(urgent).all(), reader)


def entries(work: Work, questions: Sequence[Question], reader: str) -> list[nudges.Entry]:
    past = [one for one in questions if one.due_at and one.due_at <= work.now]
    late = {id: logbook.late_by(found) for id, found in logbook.read_all(work, past).items()}
    links, askers = cards.links(work, questions, reader), cards.askers(work, questions)
    return [
        nudges.Entry(
            id=question.id,
            asker=askers[question.id],
            text=question.text or "",
            link=links[question.id],
            since=question.owed_since,
            due=question.due_at,
            late_by=late.get(question.id),
            may_put_off=hearers(work, question) == [reader],
            zone=work.settings.calendar.zone,
        )
        for question in questions
    ]

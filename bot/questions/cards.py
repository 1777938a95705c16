"""Where a question's cards stand, and how they read now."""

import re
from collections.abc import Mapping, Sequence
from datetime import date

import sqlalchemy as sa

from bot.questions import logbook, notes, sentences, views
from bot.questions.clocks import Clocks, Reading
from bot.questions.course import Course, HandOver, Owes, State
from bot.questions.events import Event, What
from bot.questions.models import Question, QuestionEvent
from bot.questions.promised import named
from bot.questions.rules import Kind, Visibility
from bot.questions.wanting import wanting
from bot.questions.work import Work
from bot.slack import outbox, people, visits
from bot.slack.messages import Message
from bot.slack.outbox import Address
from bot.slack.permalinks import permalink
from bot.slack.text import date_text, escape, one_line, shorten

SOMEBODY = "Somebody (anonymous)"


def key(question: Question, reader: str | None = None) -> str:
    return f"question:{question.id}:card" + (f":{reader}" if reader else "")


def keys(work: Work, question: Question) -> Sequence[str]:
    """Of all its cards: one in the channel, or one for each who may see a private one."""
    return outbox.keys(work.session, key(question))


def question_of(card: str | None) -> int | None:
    """The question that the message of this key is, or was, a card of."""
    found = re.fullmatch(r"(?:lost:\d+:)?question:(\d+):card(?::\w+)?", card or "")
    return int(found[1]) if found else None


def post(work: Work, question: Question, found: Clocks) -> None:
    _post(work, question, draw(work, question, found))


def _post(work: Work, question: Question, message: Message) -> None:
    for reader in readers(work, question):
        channel = reader or question.channel
        assert channel, "a card stands somewhere"
        outbox.enqueue(work.session, key=key(question, reader), channel=channel, message=message, now=work.now)


def readers(work: Work, question: Question) -> Sequence[str | None]:
    """None stands for everybody in the channel. Of a private one, whoever has a part in it now."""
    if question.visibility != Visibility.PRIVATE:
        return [None]
    cto, delegates = work.settings.people.cto, work.delegates
    office = delegates if question.asker == cto else [cto]  # nobody answers their own
    return list(dict.fromkeys(filter(None, [question.asker, *office, question.holder])))


def redraw(work: Work, question: Question, found: Clocks) -> None:
    """Whoever came to have a part in a private one gets a card, and whoever has none any more reads only that."""
    message = draw(work, question, found)
    if question.visibility == Visibility.PRIVATE and not question.closed:
        _post(work, question, message)
    theirs = _keys_of_readers(work, question)
    for card in keys(work, question):
        if card in theirs:
            outbox.change(work.session, key=card, message=message, now=work.now)
        elif outbox.reads(work.session, card) != notes.went_on():
            outbox.change(work.session, key=card, message=notes.went_on(), now=work.now)


def _keys_of_readers(work: Work, question: Question) -> Sequence[str]:
    return [key(question, reader) for reader in readers(work, question)]


def keys_to_write_under(work: Work, question: Question) -> Sequence[str]:
    """Of its cards, those of whoever has a part in it now, each of whom has one from here on."""
    wanted, there = _keys_of_readers(work, question), keys(work, question)
    if set(wanted) - set(there):
        post(work, question, logbook.settle(work, question))
    return wanted


def restore(work: Work, question: Question, card: str) -> None:
    """Somebody deleted the card in Slack: another takes its place and leads to the thread, which is still heard."""
    if not card.startswith("question:") or question.stopped_on:
        return
    where = outbox.address(work.session, card)
    outbox.lose(work.session, card)
    post(work, question, logbook.settle(work, question))
    visits.changed_for_all(work.session, work.now)  # the oldest that waits is linked from every Home
    if where:
        note = notes.restored(permalink(work.session, where.channel, where.ts))
        name = f"question:{question.id}:restored:{where.ts}"
        outbox.enqueue(work.session, key=name, channel=where.channel, message=note, about=card, now=work.now)


def say(work: Work, question: Question, name: str, message: Message) -> None:
    """In the thread of every card that is read. `name` tells this message from others, so that it is said once."""
    for card in keys_to_write_under(work, question):
        where = card.partition(":card")[2]
        channel = where.removeprefix(":") or question.channel
        assert channel, "a card stands somewhere"
        reply = f"question:{question.id}:{name}{where}"
        outbox.enqueue(work.session, key=reply, channel=channel, message=message, about=card, now=work.now)


def link(work: Work, question: Question, reader: str | None = None) -> str:
    """As markup; only the words, where it is not sent yet. A private one is told of to those alone who may see it."""
    return links(work, [question], reader)[question.id]


def links(work: Work, questions: Sequence[Question], reader: str | None = None) -> Mapping[int, str]:
    """As `link`, by id."""
    cards = {one.id: key(one, reader if one.visibility == Visibility.PRIVATE else None) for one in questions}
    sent = outbox.addresses(work.session, cards.values())
    return {one.id: _link(work, one, reader, sent.get(cards[one.id])) for one in questions}


def _link(work: Work, question: Question, reader: str | None, address: Address | None) -> str:
    if not _may_be_read(work, question, reader):
        return sentences.A_PRIVATE_ONE
    label = shorten(one_line(question.text or sentences.A_TAKEN_BACK_ONE), 80, escape)
    if address is None:
        return f"“{escape(label)}”"
    return f"<{permalink(work.session, address.channel, address.ts)}|{escape(label)}>"


def _may_be_read(work: Work, question: Question, reader: str | None) -> bool:
    if question.visibility != Visibility.PRIVATE:
        return True
    return reader is not None and reader in (question.asker, question.holder, work.settings.people.cto, *work.delegates)


# What stands on it


def draw(work: Work, question: Question, found: Clocks) -> Message:
    return views.card(facts(work, question, found))


def facts(work: Work, question: Question, found: Clocks) -> views.Card:
    course, current = found.course, found.current
    end = course.round.end
    ended = course.round.answered if found.state is State.ANSWERED else end
    is_over = found.state in (State.ANSWERED, State.DUPLICATE) and found.owes is Owes.NOBODY
    return views.Card(
        id=question.id,
        kind=Kind(question.kind),
        visibility=Visibility(question.visibility),
        text=question.text,
        asker=asker(work, question),
        asked_at=question.asked_at,
        zone=work.settings.calendar.zone,
        now=work.now,
        state=State.ANSWERED if is_over else found.state,
        who=_who(work, question, found, ended),
        cto=_cto(work),
        since=found.owed_since,
        wait=_wait(current.answer),
        response=None if current.respond.is_running else _wait(current.respond),
        due=min(filter(None, [one.due for one in (current.respond, current.answer) if one.is_running]), default=None),
        paused=current.answer.paused,
        reason=_reason(course.round.refusal),
        joined_because=course.merged.says.partition(" ")[2] if course.merged else "",
        look_again=day_text(question.look_again_on),
        asked_back=next((one.says for one in reversed(course.round.replies) if one.what is What.ASKED_BACK), ""),
        wrote_again=found.next_response.began if found.next_response else None,
        word_due=found.next_response.due if found.next_response else None,
        promises=_promises(work, course),
        handed_to=_handed_to(work, course.hand_over),
        seen_by=_seen_by(work, found),
        community_by=_community_by(work, found),
        by_hand=bool(ended and ended.by_hand),
        edited=question.answer_edited_at is not None,
        holds_until=day_text(question.still_true_until),
        owner=owner(work, question, course),
        wanting=wanting(work.session, question),
        rounds=len(found.rounds),
        context_by=_context_by(work, question),
        stopped=question.stopped_on is not None,
        source=_source(work, question),
        joined=_joined(work, question),
    )


def asker(work: Work, question: Question) -> str:
    return people.name(work.session, question.asker) if question.asker else SOMEBODY


def askers(work: Work, questions: Sequence[Question]) -> Mapping[int, str]:
    """As `asker`, by id."""
    names = people.names(work.session, {question.asker for question in questions if question.asker})
    return {question.id: names.get(question.asker or "", SOMEBODY) for question in questions}


def _cto(work: Work) -> str:
    return people.name(work.session, work.settings.people.cto or "")


def _wait(one: Reading) -> views.Wait:
    late_by = one.working - one.target if one.late and one.target is not None else None
    return views.Wait(one.working, one.waiting, late_by)


def _who(work: Work, question: Question, found: Clocks, ended: Event | None) -> str:
    if found.owes is Owes.ASKER:
        return asker(work, question)
    if ended and ended.person:
        return people.name(work.session, ended.person)
    hand_over = found.course.hand_over
    return owing(work, question, hand_over.to if hand_over and hand_over.accepted else None)


def owing(work: Work, question: Question, turn: str | None) -> str:
    """Whoever took it over, or else the CTO; of what the CTO asked, the delegates: nobody answers their own."""
    cto = work.settings.people.cto
    if turn and question.asker == cto:
        return people.name(work.session, turn)
    if turn:
        return sentences.holder_for(people.name(work.session, turn), _cto(work))
    if question.asker != cto:
        return _cto(work)
    others = [people.name(work.session, one) for one in work.delegates if one != cto]
    return sentences.any_of(others) or sentences.nobody_but(_cto(work))


def _handed_to(work: Work, hand_over: HandOver | None) -> str:
    return people.name(work.session, hand_over.to) if hand_over and not hand_over.accepted else ""


def _seen_by(work: Work, found: Clocks) -> str:
    seen = found.course.round.acknowledged
    return people.name(work.session, seen.person) if seen and found.state is State.ACKNOWLEDGED else ""


def _community_by(work: Work, found: Clocks) -> str:
    answered = found.course.round.answered
    if not answered or answered.what is not What.ENDORSED:
        return ""
    written = next((one for one in found.course.community if one.message == answered.message), None)
    return people.name(work.session, written.person) if written else ""


def _reason(refusal: Event | None) -> str:
    if refusal is None:
        return ""
    return refusal.says.partition(" ")[2] if refusal.what is What.CANNOT_SHARE else refusal.says


def _promises(work: Work, course: Course) -> Sequence[str]:
    zone = work.settings.calendar.zone
    return [
        sentences.gets_back(people.name(work.session, one.person), date_text(one.until, zone), one.kept)
        for one in named(course, work.now)
    ]


def owner(work: Work, question: Question, course: Course) -> str:
    """To whom the answer belongs, as markup."""
    found = owner_id(work, question, course)
    return people.name(work.session, found) if found and course.round.newest_answer else ""


def owner_id(work: Work, question: Question, course: Course) -> str | None:
    """Who answered, as long as they are here and may read it; else the CTO."""
    answered = course.round.newest_answer
    profile = work.session.get(people.Profile, answered.person) if answered else None
    is_theirs = answered and profile and not profile.left and _may_be_read(work, question, answered.person)
    return answered.person if answered and is_theirs else work.settings.people.cto


def day_text(day: date | None) -> str:
    return f"{day.day} {day:%B}" if day else ""


def _context_by(work: Work, question: Question) -> Sequence[str]:
    """Whose words still stand in its thread."""
    table = QuestionEvent
    of_it = table.question_id == question.id
    gone = sa.select(table.message).where(of_it, table.what == What.DELETED)
    added = sa.select(table.person).where(of_it, table.what == What.ADDED, table.message.not_in(gone))
    people_ = dict.fromkeys(work.session.scalars(added.order_by(table.id)))
    return [people.name(work.session, person) for person in people_]


def _source(work: Work, question: Question) -> str:
    if not question.source or question.visibility == Visibility.ANONYMOUS:
        return ""
    return permalink(work.session, *question.source.split(":"))


def _joined(work: Work, question: Question) -> str:
    original = work.session.get(Question, question.duplicate_of) if question.duplicate_of else None
    return link(work, original) if original else ""

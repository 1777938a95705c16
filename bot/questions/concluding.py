"""After anything that may have changed where a question stands: whoever it concerns learns of it."""

from collections.abc import Sequence

import sqlalchemy as sa

from bot.questions import cards, copies, lists, logbook, notes, nudging, outcomes, sentences
from bot.questions.clocks import Clocks
from bot.questions.course import Owes, State
from bot.questions.models import Question, QuestionFollower
from bot.questions.rules import Visibility
from bot.questions.wanting import wanting
from bot.questions.work import Work
from bot.slack import outbox, people
from bot.slack.messages import Message
from bot.slack.people import Profile


def concluded(work: Work, question: Question, before: Clocks) -> Clocks:
    """Cards, the asker, followers, those who were nudged, and duplicates."""
    was_closed = question.closed
    found = logbook.settle(work, question)
    _answer_is_gone(work, question, before, found)
    _is_refused_no_more(work, question, found)
    if question.closed and not was_closed:
        nudging.withdraw_offers(work, question, sentences.NOTHING_IS_OWED)
    cards.redraw(work, question, found)
    tell_asker(work, question, found)
    is_answered_now = bool(_answer(found)) and not _answer(before) and found.state in (State.ANSWERED, State.DUPLICATE)
    if is_answered_now:
        _tell_followers(work, question, found)
    if _is_at_rest(found) and not _is_at_rest(before):
        nudging.withdraw(work, question, sentences.NOTHING_IS_OWED)
    if before.owes is not found.owes:
        lists.refresh(work)
    if _answer(found) and _answer(found) != _answer(before):
        _bring_from_elsewhere(work, question, found)
    _others_follow(work, question, before, found)
    return found


def _bring_from_elsewhere(work: Work, question: Question, found: Clocks) -> None:
    """The answer that stands now may have been given under another."""
    there = logbook.said_under(work, question, _answer(found))
    if there is not question:
        share(work, there, question, found)


def _others_follow(work: Work, question: Question, before: Clocks, found: Clocks) -> None:
    others = logbook.sharing(work.session, question, *filter(None, map(_answer, (before, found))))
    earlier = logbook.read_before(work, others)
    for other in others:
        told = logbook.settle(work, other)
        _answer_is_gone(work, other, before, told)
        _is_refused_no_more(work, other, told)
        cards.redraw(work, other, told)
        if _is_at_rest(told):
            nudging.withdraw(work, other, sentences.NOTHING_IS_OWED)
        tell_asker(work, other, told)
        if _answer(told) != (_answer(earlier[other.id]) if other.id in earlier else ""):
            _share_answer(work, question, other, told)


def _answer(found: Clocks) -> str:
    """The message that is the answer, if there is one."""
    return found.course.round.answered.message if found.course.round.answered else ""


def _share_answer(work: Work, question: Question, other: Question, told: Clocks) -> None:
    """What was joined gets the answer where its people are: in its thread, and those who wanted to know."""
    there = logbook.said_under(work, question, _answer(told))
    other.answer = _words(work, there, told)
    if _answer(told):
        if there is not other:
            share(work, there, other, told)
        _tell_followers(work, other, told)


def _words(work: Work, there: Question, told: Clocks) -> str | None:
    """Of what is the answer now, where it was said: those that are kept of that very message."""
    own = logbook.read(work, there)
    kept = there.answer if _answer(own) == _answer(told) else None
    return (logbook.words_of(work, there, _answer(told)) or kept) if _answer(told) else None


def share(work: Work, question: Question, other: Question, told: Clocks) -> None:
    """Says the answer in the thread of the other; `told`: of either, where it is the answer."""
    name, words = _shared_as(question, _answer(told)), _words(work, question, told)
    note = notes.shared_answer(cards.link(work, question), words)
    before = copies.said(work, other, name)
    cards.say(work, other, name, note)
    for key in before:
        outbox.change(work.session, key=key, message=note, now=work.now)


def _shared_as(question: Question, message: str) -> str:
    return f"answer_of:{question.id}:{message}"


def decided_as(question: Question, message: str) -> str:
    """What was declined or cannot be shared, in the threads of what was joined with it."""
    return f"decided_of:{question.id}:{message}"


def share_anew(work: Work, question: Question, other: Question, message: str) -> None:
    """As it was edited."""
    for key in copies.said(work, other, _shared_as(question, message)):
        note = notes.shared_answer(cards.link(work, question), question.answer)
        outbox.change(work.session, key=key, message=note, now=work.now)


def unshare(work: Work, question: Question, message: str, words: str | None, instead: Message) -> None:
    """Where this was told as an answer or a refusal, since it is none any more; `words`: what is kept of it."""
    for other in logbook.sharing(work.session, question, message):
        for name in (_shared_as(question, message), decided_as(question, message)):
            for key in copies.said(work, other, name):
                outbox.change(work.session, key=key, message=instead, now=work.now)
        if words and other.answer == words:
            other.answer = None


def _is_at_rest(found: Clocks) -> bool:
    """Nobody in the office has to do anything now; what cannot be shared comes back by itself."""
    return found.owes is not Owes.OFFICE or found.state is State.CANNOT_SHARE


def duplicates(work: Work, question: Question) -> Sequence[Question]:
    return work.session.scalars(sa.select(Question).where(Question.duplicate_of == question.id)).all()


def tell_asker(work: Work, question: Question, found: Clocks) -> None:
    """Each answer is put to whoever asked, once a round; what is no longer true loses its buttons."""
    answered, number = found.course.round.answered, len(found.rounds)
    link, open_key = cards.link(work, question, question.asker), f"question:{question.id}:heard:{number}"
    asks = bool(answered and not found.course.confirmed and not found.course.withdrawn)
    told = outbox.keys(work.session, f"question:{question.id}:heard:")
    for key in told[-2:]:  # those before were told when their round ended
        if key != open_key or not asks:
            outbox.change(work.session, key=key, message=notes.heard(link, _since_heard(found, key)), now=work.now)
    if asks and answered and question.asker:
        by = people.name(work.session, answered.person)
        others = str(wanting(work.session, question))
        note = notes.did_this_answer_it(question.id, number, link, by, others)
        if not write_to_asker(work, question, f"heard:{number}", note) and open_key in told:
            outbox.change(work.session, key=open_key, message=note, now=work.now)


def _since_heard(found: Clocks, key: str) -> str:
    if found.course.confirmed and key.endswith(f":{len(found.rounds)}"):
        return sentences.YOU_SAID_YES
    if found.course.withdrawn:
        return sentences.YOU_TOOK_IT_BACK
    is_past = not key.endswith(f":{len(found.rounds)}")
    return sentences.YOU_SAID_NOT_YET if is_past else sentences.ANSWER_TAKEN_BACK


def write_to_asker(work: Work, question: Question, name: str, message: Message) -> bool:
    """False where nobody knows to whom, or it was written before."""
    profile = work.session.get(Profile, question.asker) if question.asker else None
    if not question.asker or (profile and profile.left):
        return False
    key = f"question:{question.id}:{name}"
    return outbox.enqueue(work.session, key=key, channel=question.asker, message=message, now=work.now)


def _tell_followers(work: Work, question: Question, found: Clocks) -> None:
    answered, number = found.course.round.answered, len(found.rounds)
    assert answered, "only told of answers"
    link, by = cards.link(work, question), people.name(work.session, answered.person)
    for one in followers_here(work, question):
        asks = outcomes.did_this_answer_it_too(question.id, number, link, by)
        note = asks if one.me_too else notes.answered_for_followers(link, by)
        key = followed_key(question, number, one.person)
        if not outbox.enqueue(work.session, key=key, channel=one.person, message=note, now=work.now):
            outbox.change(work.session, key=key, message=note, now=work.now)


def followers(work: Work, question: Question) -> Sequence[QuestionFollower]:
    found = sa.select(QuestionFollower).where(QuestionFollower.question_id == question.id)
    return work.session.scalars(found.order_by(QuestionFollower.person)).all()


def followers_here(work: Work, question: Question) -> Sequence[QuestionFollower]:
    """Nobody writes to those who left."""
    left = set(work.session.scalars(sa.select(Profile.id).where(Profile.left)))
    return [one for one in followers(work, question) if one.person not in left]


def followed_key(question: Question, number: int, person: str) -> str:
    return f"question:{question.id}:followed:{number}:{person}"


def refused_key(question: Question, found: Clocks) -> str:
    """What those who wanted to know were told of what was decided so: before each of them."""
    return f"question:{question.id}:refused:{len(found.rounds)}:{found.state.name.lower()}:"


def _is_refused_no_more(work: Work, question: Question, found: Clocks) -> None:
    """Once what they were told is no longer true."""
    told, stands = outbox.keys(work.session, f"question:{question.id}:refused:"), refused_key(question, found)
    hear_no_more = found.course.withdrawn or question.visibility == Visibility.PRIVATE
    for key in [] if hear_no_more else [one for one in told if not one.startswith(stands)]:
        note = _since_refused(cards.link(work, question), found)
        if outbox.reads(work.session, key) != note:
            outbox.change(work.session, key=key, message=note, now=work.now)


def _since_refused(link: str, found: Clocks) -> Message:
    if found.course.round.answered:
        return notes.heard(link, sentences.ANSWERED_SINCE)
    is_refused = found.course.round.refusal is not None
    return notes.heard(link, sentences.DECIDED_ANEW) if is_refused else outcomes.open_again(link)


def _answer_is_gone(work: Work, question: Question, before: Clocks, found: Clocks) -> None:
    """What was said of it, by those who have the same question, was said of an answer that stands no more."""
    if not before.course.round.answered or found.course.round.answered:
        return
    note = outcomes.open_again(cards.link(work, question))
    for one in followers(work, question):
        one.enough = None
        key = followed_key(question, len(before.rounds), one.person)
        if key in outbox.keys(work.session, key):
            outbox.change(work.session, key=key, message=note, now=work.now)
    work.session.flush()

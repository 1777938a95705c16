"""What can be done with a question: the buttons of its card and the menu behind "More". Their forms: form_doors."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from bot.access import STOP_ANONYMOUS, may
from bot.elsewhere import Source, Track
from bot.questions import (
    answering,
    asking,
    behind,
    concealing,
    deciding,
    explaining,
    following,
    lasting,
    logbook,
    menu,
    notes,
    nudging,
    sentences,
    so_far,
    stopping,
    views,
)
from bot.questions.asking_doors import work_of
from bot.questions.course import State
from bot.questions.events import What
from bot.questions.models import Question
from bot.questions.rules import Visibility
from bot.questions.work import Work
from bot.slack.blocks import Modal
from bot.slack.doors import Answer, Call, Done, Open, Redraw, Say
from bot.slack.text import one_line, shorten

Deed = Callable[[Work, Question], None]


def clicked_on(work: Work, call: Call) -> Question:
    """Raises NoSuchQuestion, also for what this person must not see."""
    question_id, _ = notes.read_value(call.value)
    question = work.question(question_id)
    work.require_sight(question)
    return question


def _round(call: Call) -> int:
    return int(notes.read_value(call.value)[1])


# On the card


def me_too(session: Session, call: Call) -> Answer:
    work = work_of(session, call)
    question = clicked_on(work, call)
    if question.asker == work.by.id:
        return _after(work, call, question, sentences.YOUR_OWN)
    is_new = following.me_too(work, question)
    return _after(work, call, question, sentences.COUNTED if is_new else sentences.COUNTED_ALREADY)


def more(session: Session, call: Call) -> Answer:
    work = work_of(session, call)
    return Open(_menu(work, clicked_on(work, call)))


def _menu(work: Work, question: Question) -> Modal:
    found = logbook.read(work, question)
    hand_over = found.course.hand_over
    return menu.menu(
        menu.Look(
            id=question.id,
            text=question.text or views.REMOVED,
            state=State.ANSWERED if question.closed and found.course.round.answered else State(question.state),
            visibility=Visibility(question.visibility),
            rounds=question.rounds,
            may_answer=work.may_answer(question),
            is_asker=question.asker == work.by.id,
            is_holder=question.holder == work.by.id,
            accepted=bool(hand_over and hand_over.accepted),
            follows=following.follows(work, question),
            has_community_answers=bool(found.course.community),
            may_stop=question.visibility == Visibility.ANONYMOUS and may(work.by, STOP_ANONYMOUS, work.settings.people),
            stopped=question.stopped_on is not None,
            answer=found.course.round.answered.message if found.course.round.answered else "",
        )
    )


def tracks(track: Track) -> Any:
    """What was answered, as a promise of whoever is chosen in the form that `track` opens."""

    def handler(session: Session, call: Call) -> Answer:
        work = work_of(session, call)
        question = clicked_on(work, call)
        work.require_responder(question)
        secret = question.visibility == Visibility.PRIVATE
        asked = shorten(one_line(question.text or ""), 100)
        why = sentences.in_answer_to(asked) if asked and not secret else ""
        return track(session, call, Source(concealing.origin(question), question.answer or "", why, secret))

    return handler


def _after(work: Work, call: Call, question: Question, sentence: str) -> Answer:
    """The menu shows what became of it, and so does their Home; on a card a word to this person alone."""
    if call.on_home:
        return Done()
    return Redraw(_menu(work, question)) if call.in_modal else Say(notes.done(sentence))


def why(session: Session, call: Call) -> Answer:
    """Behind figures: as it stood when they were told."""
    work = work_of(session, call)
    question = clicked_on(work, call)
    at = behind.read_at(notes.read_value(call.value)[1])
    return Open(explaining.modal(replace(work, now=at, known_by=at) if at else work, question))


def what_was_said(session: Session, call: Call) -> Answer:
    work = work_of(session, call)
    return Open(so_far.modal(work, clicked_on(work, call)))


def turn(session: Session, call: Call) -> Answer:
    """Earlier or later words."""
    work = work_of(session, call)
    return Redraw(so_far.modal(work, clicked_on(work, call), until=int(notes.read_value(call.value)[1])))


# Deeds of one click


def does(deed: Deed, sentence: str) -> Any:
    def handler(session: Session, call: Call) -> Answer:
        work = work_of(session, call)
        question = clicked_on(work, call)
        deed(work, question)
        return _after(work, call, question, sentence)

    return handler


def yes(session: Session, call: Call) -> Answer:
    work = work_of(session, call)
    answering.confirm(work, clicked_on(work, call), _round(call))
    return Done()


def not_yet(session: Session, call: Call) -> Answer:
    work = work_of(session, call)
    question = clicked_on(work, call)
    answering.not_yet(work, question, _round(call))
    return Redraw(_menu(work, question)) if call.in_modal else Done()


def still_true(session: Session, call: Call) -> Answer:
    work = work_of(session, call)
    question = clicked_on(work, call)
    lasting.still_true(work, question, date.fromisoformat(notes.read_value(call.value)[1]))
    return Done()


def says_too(enough: bool) -> Any:
    """Of whoever has the same question."""

    def handler(session: Session, call: Call) -> Answer:
        work = work_of(session, call)
        following.say_whether_enough(work, clicked_on(work, call), _round(call), enough)
        return Done()

    return handler


def called(name: What, sentence: str) -> Any:
    def handler(session: Session, call: Call) -> Answer:
        work = work_of(session, call)
        question, message = clicked_on(work, call), notes.read_value(call.value)[1]
        answering.call(work, question, message, name)
        if name is What.ANSWERED:
            return Say(notes.counted_as_answer(question.id, message))
        return Say(notes.counted_as(question.id, message, sentence))

    return handler


def call_no_answer(session: Session, call: Call) -> Answer:
    work = work_of(session, call)
    question, message = clicked_on(work, call), notes.read_value(call.value)[1]
    answering.was_no_answer(work, question, message)
    return Redraw(_menu(work, question))


def not_now(session: Session, call: Call) -> Answer:
    work = work_of(session, call)
    nudging.not_now(work, clicked_on(work, call))
    return Done()


withdraw = does(asking.withdraw, sentences.WITHDRAWN)
make_private = does(concealing.make_private, sentences.MADE_PRIVATE)
stop = does(stopping.stop, sentences.STOPPED)
let_go_on = does(stopping.let_go_on, sentences.MAY_GO_ON)
accept = does(deciding.accept, sentences.IN_YOUR_HANDS)
pass_on = does(deciding.pass_on, sentences.IN_THE_OFFICE_AGAIN)
follow = does(lambda work, question: void(following.follow(work, question)), sentences.FOLLOWED)
unfollow = does(following.unfollow, sentences.FOLLOWED_NO_MORE)


def void(_: object) -> None:
    """For deeds whose outcome the menu shows."""

"""What can be done with a question: the buttons of its card, the menu behind "More", and their forms."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy.orm import Session

from bot.elsewhere import Source, Track
from bot.errors import FieldErrors
from bot.local_time import DAY, resolve
from bot.questions import (
    answering,
    asking,
    deciding,
    explaining,
    following,
    forms,
    logbook,
    menu,
    notes,
    nudging,
    views,
)
from bot.questions.asking_doors import work_of
from bot.questions.course import State
from bot.questions.events import What
from bot.questions.models import Question
from bot.questions.rules import Visibility
from bot.questions.work import Work
from bot.slack import people
from bot.slack.doors import Answer, Call, Done, Open, Redraw, Say
from bot.slack.messages import Message
from bot.slack.text import one_line, shorten

Deed = Callable[[Work, Question], None]
SmallForm = Callable[[int, str], dict[str, Any]]


def _question(work: Work, call: Call) -> Question:
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
    question = _question(work, call)
    if question.asker == work.by.id:
        return _after(work, call, question, "This is your own question.")
    is_new = following.me_too(work, question)
    return _after(
        work, call, question, "Counted. You are told when it is answered." if is_new else "You are counted already."
    )


def more(session: Session, call: Call) -> Answer:
    work = work_of(session, call)
    return Open(_menu(work, _question(work, call)))


def _menu(work: Work, question: Question) -> dict[str, Any]:
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
        )
    )


def tracks(track: Track) -> Any:
    """What was answered, as a promise of whoever is chosen in the form that `track` opens."""

    def handler(session: Session, call: Call) -> Answer:
        work = work_of(session, call)
        question = _question(work, call)
        work.require_responder(question)
        secret = question.visibility == Visibility.PRIVATE
        asked = shorten(one_line(question.text or ""), 100)
        why = f"In answer to “{asked}”" if asked and not secret else ""
        return track(session, call, Source(f"question:{question.id}", question.answer or "", why, secret))

    return handler


def _after(work: Work, call: Call, question: Question, sentence: str) -> Answer:
    """The menu shows what became of it, and so does their Home; on a card a word to this person alone."""
    if call.on_home:
        return Done()
    return Redraw(_menu(work, question)) if call.in_modal else Say(Message(sentence))


def why(session: Session, call: Call) -> Answer:
    work = work_of(session, call)
    return Open(explaining.modal(work, _question(work, call)))


# Small forms: opened by a button, submitted into a deed


def opens(form: SmallForm) -> Any:
    def handler(session: Session, call: Call) -> Answer:
        work = work_of(session, call)
        question = _question(work, call)
        answering.require_open(work, question)
        return Open(form(question.id, question.text or views.REMOVED))

    return handler


def open_merge(session: Session, call: Call) -> Answer:
    work = work_of(session, call)
    question = _question(work, call)
    answering.require_open(work, question)
    if not deciding.candidates(work, question):
        raise deciding.NothingToJoin
    return Open(_merge_form(work, question))


def _merge_form(work: Work, question: Question, words: str = "") -> dict[str, Any]:
    others = [(one.id, one.text or "") for one in deciding.candidates(work, question, words)]
    return menu.merge(question.id, question.text or views.REMOVED, others, words)


def open_endorse(session: Session, call: Call) -> Answer:
    work = work_of(session, call)
    question = _question(work, call)
    answering.require_open(work, question)
    replies = [(one.message, _reply_label(work, one)) for one in logbook.read(work, question).course.community]
    return Open(menu.endorse(question.id, question.text or views.REMOVED, replies[-100:]))


def _reply_label(work: Work, reply: Any) -> str:
    local = reply.at.astimezone(work.settings.calendar.zone)
    return f"{people.name(work.session, reply.person)}, {local:%a %H:%M}"


def _submitted(session: Session, call: Call) -> tuple[Work, Question]:
    work = work_of(session, call)
    question = work.question(forms.question_id(call.view))
    work.require_sight(question)
    return work, question


def submit_answer(session: Session, call: Call) -> Answer:
    work, question = _submitted(session, call)
    answering.answer(work, question, forms.typed(call.view, "answer"), _day(call, "look_again"))
    return Done()


def submit_ask_back(session: Session, call: Call) -> Answer:
    work, question = _submitted(session, call)
    answering.ask_back(work, question, forms.typed(call.view, "text"))
    return Done()


def submit_cannot_share(session: Session, call: Call) -> Answer:
    work, question = _submitted(session, call)
    deciding.cannot_share(work, question, one_line(forms.typed(call.view, "reason")), _day(call, "look_again"))
    return Done()


def submit_decline(session: Session, call: Call) -> Answer:
    work, question = _submitted(session, call)
    deciding.decline(work, question, forms.typed(call.view, "reason"))
    return Done()


def submit_promise(session: Session, call: Call) -> Answer:
    work, question = _submitted(session, call)
    deciding.promise(work, question, _end_of(work, _day(call, "until")))
    return Done()


def submit_delegate(session: Session, call: Call) -> Answer:
    work, question = _submitted(session, call)
    deciding.delegate(work, question, forms.chosen(call.view, "to"))
    return Done()


def submit_merge(session: Session, call: Call) -> Answer:
    work, question = _submitted(session, call)
    into, words = forms.chosen(call.view, "into"), forms.typed(call.view, "words")
    if not into and not words:
        raise FieldErrors({"words": "Choose a question, or type a few of its words."})
    if not into:
        answering.require_open(work, question)
        return Redraw(_merge_form(work, question, words))
    deciding.merge(work, question, int(into))
    return Done()


def submit_endorse(session: Session, call: Call) -> Answer:
    work, question = _submitted(session, call)
    deciding.endorse(work, question, forms.chosen(call.view, "message"))
    return Done()


def submit_elsewhere(session: Session, call: Call) -> Answer:
    work, question = _submitted(session, call)
    spoken = _spoken_at(work, _day(call, "day"), forms.typed(call.view, "time"))
    text, link = forms.typed(call.view, "answer"), forms.typed(call.view, "link")
    deciding.answered_elsewhere(work, question, text, link, spoken)
    return Done()


def _day(call: Call, name: str) -> date | None:
    chosen = forms.chosen(call.view, name)
    return date.fromisoformat(chosen) if chosen else None


def _end_of(work: Work, day: date | None) -> datetime | None:
    """The last minute of this day where the office is."""
    if day is None:
        return None
    return resolve(datetime.combine(day + DAY, time()), work.settings.calendar.zone) - timedelta(minutes=1)


def _spoken_at(work: Work, day: date | None, clock: str) -> datetime | None:
    try:
        at = time.fromisoformat(clock)
    except ValueError:
        return None
    return resolve(datetime.combine(day, at.replace(tzinfo=None)), work.settings.calendar.zone) if day else None


# Deeds of one click


def does(deed: Deed, sentence: str) -> Any:
    def handler(session: Session, call: Call) -> Answer:
        work = work_of(session, call)
        question = _question(work, call)
        deed(work, question)
        return _after(work, call, question, sentence)

    return handler


def yes(session: Session, call: Call) -> Answer:
    work = work_of(session, call)
    answering.confirm(work, _question(work, call), _round(call))
    return Done()


def not_yet(session: Session, call: Call) -> Answer:
    work = work_of(session, call)
    question = _question(work, call)
    answering.not_yet(work, question, _round(call))
    return Redraw(_menu(work, question)) if call.in_modal else Done()


def called(name: What, sentence: str) -> Any:
    def handler(session: Session, call: Call) -> Answer:
        work = work_of(session, call)
        question_id, message = notes.read_value(call.value)
        answering.call(work, work.question(question_id), message, name)
        if name is What.ANSWERED:
            return Say(notes.counted_as_answer(question_id, message))
        return Say(notes.counted_as(question_id, message, sentence))

    return handler


def not_now(session: Session, call: Call) -> Answer:
    work = work_of(session, call)
    nudging.not_now(work, _question(work, call), work.by.id)
    return Done()


withdraw = does(asking.withdraw, "Withdrawn. Your words are removed.")
make_private = does(deciding.make_private, "From now on only the CTO's office and you see it.")
accept = does(deciding.accept, "It is yours now. A reply in its thread answers it.")
pass_on = does(deciding.pass_on, "It is back with the CTO's office.")
follow = does(lambda work, question: void(following.follow(work, question)), "You are told when it is answered.")
unfollow = does(following.unfollow, "You are not told any more.")


def void(_: object) -> None:
    """For deeds whose outcome the menu shows."""

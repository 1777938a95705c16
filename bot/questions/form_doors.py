"""The small forms of a question: opened by a button of its card or menu, submitted into a deed."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy.orm import Session

from bot.errors import FieldErrors
from bot.local_time import DAY, resolve
from bot.questions import answering, cards, deciding, forms, joining, lasting, logbook, menu, refusals, sentences, views
from bot.questions.answering_doors import clicked_on
from bot.questions.asking_doors import work_of
from bot.questions.course import State
from bot.questions.models import Question
from bot.questions.work import Work
from bot.slack import people
from bot.slack.blocks import Modal
from bot.slack.doors import Answer, Call, Done, Open, Redraw
from bot.slack.text import one_line

SmallForm = Callable[[int, str], Modal]

# Opened


def opens(form: SmallForm) -> Any:
    def handler(session: Session, call: Call) -> Answer:
        work = work_of(session, call)
        question = clicked_on(work, call)
        answering.require_open(work, question)
        return Open(form(question.id, question.text or views.REMOVED))

    return handler


def open_context(session: Session, call: Call) -> Answer:
    """Everybody may; whoever was asked back replies to that."""
    work = work_of(session, call)
    question = clicked_on(work, call)
    text = question.text or views.REMOVED
    if question.asker == work.by.id and question.state == State.WAITING_ON_ASKER:
        return Open(menu.reply(question.id, text, cards.facts(work, question, logbook.read(work, question)).asked_back))
    return Open(menu.add_context(question.id, text))


def open_merge(session: Session, call: Call) -> Answer:
    work = work_of(session, call)
    question = clicked_on(work, call)
    answering.require_open(work, question)
    if not joining.candidates(work, question):
        raise joining.NothingToJoin
    return Open(_merge_form(work, question))


def _merge_form(work: Work, question: Question, words: str = "") -> Modal:
    others = [(one.id, one.text or "") for one in joining.candidates(work, question, words)]
    return menu.merge(question.id, question.text or views.REMOVED, others, words)


def open_endorse(session: Session, call: Call) -> Answer:
    work = work_of(session, call)
    question = clicked_on(work, call)
    answering.require_open(work, question)
    replies = [(one.message, _reply_label(work, one)) for one in logbook.read(work, question).course.community]
    if not replies:
        raise deciding.NothingToEndorse
    return Open(menu.endorse(question.id, question.text or views.REMOVED, replies[-100:]))


def _reply_label(work: Work, reply: Any) -> str:
    local = reply.at.astimezone(work.settings.calendar.zone)
    return f"{people.name(work.session, reply.person)}, {local:%a %H:%M}"


# Submitted


def _submitted(session: Session, call: Call) -> tuple[Work, Question]:
    work = work_of(session, call)
    question = work.question(forms.question_id(call.view))
    work.require_sight(question)
    return work, question


def submit_answer(session: Session, call: Call) -> Answer:
    work, question = _submitted(session, call)
    answering.answer(work, question, forms.typed(call.view, "answer"), _day(call, "look_again"))
    lasting.withdraw_reminders(work, question, sentences.NEW_ANSWER)
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


def submit_look_again(session: Session, call: Call) -> Answer:
    work, question = _submitted(session, call)
    lasting.look_again(work, question, _day(call, "look_again"))
    return Done()


def submit_context(session: Session, call: Call) -> Answer:
    work, question = _submitted(session, call)
    answering.add_context(work, question, forms.typed(call.view, "words"))
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
        raise FieldErrors({"words": refusals.NOTHING_CHOSEN})
    if not into:
        answering.require_open(work, question)
        return Redraw(_merge_form(work, question, words))
    joining.merge(work, question, int(into), one_line(forms.typed(call.view, "reason")))
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

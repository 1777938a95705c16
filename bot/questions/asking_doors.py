"""Where a question begins: the command, the shortcuts, the buttons under a focus post, a message to the bot."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy.orm import Session

from bot import trace
from bot.errors import FieldErrors
from bot.questions import (
    anonymity,
    anonymous,
    answering,
    asking,
    cards,
    forms,
    logbook,
    notes,
    refusals,
    rules,
    search,
    sentences,
)
from bot.questions.forms import Draft, Similar
from bot.questions.models import Question
from bot.questions.rules import Kind, Visibility
from bot.questions.work import Work
from bot.slack import outbox
from bot.slack.blocks import Modal
from bot.slack.doors import Answer, Call, Done, Open, Redraw, Say
from bot.slack.mentions import plain
from bot.slack.messages import Message
from bot.slack.notices import handed_back


def work_of(session: Session, call: Call) -> Work:
    return Work(session, call.settings, call.now, call.person)


def ask_command(session: Session, call: Call) -> Answer:
    """Typed behind the command it is asked at once, unless it looks like one that was answered; else the form."""
    work, text = work_of(session, call), plain(session, call.text)
    if not text:
        return _form(session, call, Draft(may_be_anonymous=True))
    if anonymity.is_code(text):
        return Open(anonymous_menu(session, call, anonymity.read_code(text)))
    if anonymity.tells_a_code(text):
        trace.leave_none()
        raise anonymity.UnknownCode
    if fault := rules.fault(text, markup=call.text):
        return Say(handed_back(fault, text))
    if similar := search.similar(work, text):
        return Open(_asking(session, call, Draft(text, compared=True, may_be_anonymous=True), similar))
    question, is_new = asking.ask(work, Draft(text))
    return Say(_told(work, question, is_new))


def _told(work: Work, question: Any, is_new: bool) -> Message:
    where = f"<#{question.channel}>" if question.channel else sentences.IN_YOUR_MESSAGES
    return notes.asked(where) if is_new else notes.asked(cards.link(work, question, work.by.id), again=True)


def _form(session: Session, call: Call, draft: Draft) -> Answer:
    return Open(_asking(session, call, draft))


def _asking(session: Session, call: Call, draft: Draft, similar: Sequence[Similar] = ()) -> Modal:
    too_few = anonymity.too_few(work_of(session, call))
    return forms.ask(draft, call.prompts.of("questions"), similar, too_few=too_few)


def under_a_post(kind: Kind) -> Any:
    def handler(session: Session, call: Call) -> Answer:
        return _form(session, call, Draft(kind=kind, week=call.value, may_be_anonymous=True))

    return handler


def from_anywhere(session: Session, call: Call) -> Answer:
    """The global shortcut."""
    return _form(session, call, Draft(may_be_anonymous=True))


def about_a_message(session: Session, call: Call) -> Answer:
    """The shortcut on a message: it is quoted in the form, where it can be cut, and linked from the card."""
    text = plain(session, str(call.message.get("text") or ""))
    quoted = f"“{rules.shortened(text)}”\n\n" if text else ""
    channel, ts = str(call.body["channel"]["id"]), str(call.body.get("message_ts") or call.message["ts"])
    return _form(session, call, Draft(quoted, source=f"{channel}:{ts}"))


def ask_again(session: Session, call: Call) -> Answer:
    """What is missing in an answer, as a question of its own: the other is quoted, and linked from the card."""
    work = work_of(session, call)
    question = work.question(int(call.value))
    work.require_sight(question)
    stands = outbox.address(session, cards.key(question))
    quoted = f"“{rules.shortened(question.text)}”\n\n" if question.text else ""
    source = f"{stands.channel}:{stands.ts}" if stands else ""
    return _form(session, call, Draft(quoted, source=source, compared=True))


def of_a_reply(session: Session, call: Call, text: str, source: str, week: str) -> Answer:
    """What somebody wrote under a post, to be asked by them; `source` is where it stands."""
    return _form(session, call, Draft(plain(session, text), source=source, week=week))


def about_a_promise(session: Session, call: Call, text: str, source: str, week: str) -> Answer:
    """`source` is where the promise was read. Nobody wrote these words yet, so that a name may be left out."""
    return _form(session, call, Draft(text, source=source, week=week, may_be_anonymous=True))


def put(session: Session, call: Call) -> Answer:
    """The button below what somebody wrote to the bot."""
    return _form(session, call, Draft(notes.offered_text(call.message), compared=call.value == notes.COMPARED))


def that_answers(session: Session, call: Call) -> Answer:
    """What was offered answers what was asked a moment ago."""
    work = work_of(session, call)
    mine, other = (work.question(int(id)) for id in call.value.split(":"))
    work.require_sight(mine)
    work.require_sight(other)
    asking.found_answered(work, mine, other)
    return Say(notes.taken_back_as_answered(cards.link(work, other)))


def submit(session: Session, call: Call) -> Answer:
    """Raises FieldErrors."""
    work, draft = work_of(session, call), forms.read_ask(call.view)
    asking.require_words(draft)
    anonymity.require_no_code("text", draft.text)
    if draft.visibility is Visibility.ANONYMOUS:
        anonymity.require_audience(work)
    if not draft.compared and (similar := search.similar(work, draft.text)):
        return Redraw(_asking(session, call, replace(draft, compared=True), similar))
    if draft.visibility is Visibility.ANONYMOUS:
        if not draft.may_be_anonymous:
            raise FieldErrors({"visibility": refusals.BEGAN_WITH_A_MESSAGE})
        return Redraw(anonymous.asked(anonymity.ask(work, draft), asking.channel(work)))
    question, is_new = asking.ask(work, draft)
    if draft.visibility is Visibility.PRIVATE and is_new:
        return Done()  # its card arrives in their messages
    return Say(_told(work, question, is_new))


# Whoever holds the code of an anonymous question. Nothing here may be whispered: a whisper names its reader.


def _holder_of(session: Session, call: Call, code: str) -> tuple[Work, Question]:
    work = Work(session, call.settings, call.now, holds_code=True)
    return work, anonymity.question_of(work, code)


def anonymous_menu(session: Session, call: Call, code: str) -> Modal:
    if waiting := anonymity.waiting(work_of(session, call), code):
        return anonymous.waits(code, waiting.text or "")
    work, question = _holder_of(session, call, code)
    return anonymous.menu(code, cards.facts(work, question, logbook.read(work, question)), question.answer or "")


def with_code(deed: Callable[[Work, Question], None]) -> Any:
    def handler(session: Session, call: Call) -> Answer:
        work, question = _holder_of(session, call, call.value)
        if not question.stopped_on or deed is asking.withdraw:
            deed(work, question)
        return Redraw(anonymous_menu(session, call, call.value))

    return handler


anonymous_yes = with_code(lambda work, question: answering.confirm(work, question, question.rounds))
anonymous_not_yet = with_code(lambda work, question: answering.not_yet(work, question, question.rounds))
_withdraw = with_code(asking.withdraw)


def anonymous_withdraw(session: Session, call: Call) -> Answer:
    """Before it went out, without a trace."""
    if anonymity.take_back(work_of(session, call), call.value):
        return Redraw(anonymous.taken_back())
    answer: Answer = _withdraw(session, call)
    return answer


def anonymous_add(session: Session, call: Call) -> Answer:
    """Raises FieldErrors."""
    code, words = str(call.view["private_metadata"]), forms.typed(call.view, "words")
    anonymity.require_no_code("words", words)
    work, question = _holder_of(session, call, code)
    if not question.stopped_on:
        answering.add(work, question, words)
    return Redraw(anonymous_menu(session, call, code))

"""What the CTO's office decides of a question besides answering it: always with a reason, never in silence."""

from datetime import date, datetime, timedelta

from bot.errors import BotError, FieldErrors
from bot.questions import (
    answering,
    cards,
    concluding,
    lists,
    logbook,
    notes,
    nudging,
    outcomes,
    refusals,
    refusing,
    rules,
    sentences,
)
from bot.questions.clocks import Clocks
from bot.questions.events import By, Event, What
from bot.questions.models import Question
from bot.questions.refusing import Refusal
from bot.questions.rules import LONGEST_REASON, Visibility
from bot.questions.work import Work
from bot.slack import hours, outbox, people
from bot.slack.text import date_text


def _decide(work: Work, question: Question, what: What, says: str, sentence: str, message: str = "") -> Clocks:
    """One event, one sentence in the thread. Raises NotAllowed, ClosedMeanwhile."""
    answering.require_open(work, question)
    before = logbook.read(work, question)
    said = message or answering.say(work, question, notes.decided(sentence))
    logbook.happened(work, question, what, by=By.RESPONDER, message=said, says=says)
    return concluding.concluded(work, question, before)


def cannot_share(work: Work, question: Question, reason: str, look_again: date | None) -> None:
    """Raises NotAllowed, FieldErrors, ClosedMeanwhile."""
    answering.require_open(work, question)
    _refuse({"reason": answering.said_already(work, question)})
    faults = {"reason": rules.fault(reason, LONGEST_REASON), "look_again": _day_fault(work, look_again)}
    _refuse(faults)
    assert look_again, "checked above"
    refusal = Refusal(work.name, reason, f"{look_again.day} {look_again:%B}")
    found = _decide(work, question, What.CANNOT_SHARE, f"{look_again} {reason}", refusal.sentence)
    refusing.tell(work, question, found, refusal)


def decline(work: Work, question: Question, reason: str) -> None:
    """Raises NotAllowed, FieldErrors, ClosedMeanwhile."""
    answering.require_open(work, question)
    _refuse({"reason": answering.said_already(work, question) or rules.fault(reason, LONGEST_REASON)})
    refusal = Refusal(work.name, reason)
    found = _decide(work, question, What.DECLINED, reason, refusal.sentence)
    refusing.tell(work, question, found, refusal)


def promise(work: Work, question: Question, until: datetime | None) -> None:
    """Raises NotAllowed, FieldErrors, ClosedMeanwhile."""
    answering.require_open(work, question)
    _refuse({"until": answering.said_already(work, question) or rules.promise_fault(until, work.now)})
    assert until, "checked above"
    when = date_text(until, work.settings.calendar.zone)
    _decide(work, question, What.PROMISED, until.isoformat(), sentences.gets_back_by(work.name, when))


def endorse(work: Work, question: Question, message: str) -> None:
    """Somebody's reply becomes the office's answer. Raises NotAllowed, ClosedMeanwhile, NothingToEndorse."""
    answering.require_open(work, question)
    _refuse({"message": answering.said_already(work, question)})
    written = next((one for one in logbook.read(work, question).course.community if one.message == message), None)
    if written is None:
        raise NothingToEndorse
    sentence = sentences.endorses(work.name, people.name(work.session, written.person))
    answering.say(work, question, notes.decided(sentence))
    question.answer, question.answer_edited_at = logbook.words_of(work, question, message) or question.answer, None
    _decide(work, question, What.ENDORSED, "", sentence, message)


class NothingToEndorse(BotError):
    def __init__(self) -> None:
        super().__init__(refusals.NOTHING_TO_ENDORSE)


def answered_elsewhere(work: Work, question: Question, text: str, link: str, at: datetime | None) -> None:
    """Told by hand, and marked so: it counts from when it was said. Raises NotAllowed, FieldErrors, ClosedMeanwhile."""
    answering.require_open(work, question)
    told, before = rules.linked_at(link) or at, logbook.read(work, question)
    _refuse({"answer": answering.said_already(work, question)})
    since = before.course.round.spoken_to
    _refuse({"answer": rules.fault(text), "link": rules.told_fault(told, since, work.now)})
    assert told, "checked above"
    when = date_text(told, work.settings.calendar.zone)
    sentence = sentences.answered_elsewhere(work.name, when, link, text)
    said = answering.say(work, question, notes.decided(sentence))
    at = max(told, since + timedelta(seconds=1))  # it is told to the minute
    logbook.append(work, question, Event(at, What.ANSWERED, By.RESPONDER, said, work.by.id, text, by_hand=True))
    question.answer, question.answer_edited_at = text, None
    concluding.concluded(work, question, before)


def _day_fault(work: Work, day: date | None) -> str | None:
    if day is None:
        return refusals.DAY_TO_LOOK_AGAIN
    return None if day > work.now.astimezone(work.settings.calendar.zone).date() else refusals.DAY_AHEAD


def _refuse(faults: dict[str, str | None]) -> None:
    if found := {block: fault for block, fault in faults.items() if fault}:
        raise FieldErrors(found)


# Handing over


def delegate(work: Work, question: Question, to: str) -> None:
    """The asker's clock runs on; whoever is asked accepts or passes on. Raises NotAllowed, FieldErrors."""
    answering.require_open(work, question)
    is_theirs = refusals.IS_WHOEVER_ASKED if to == question.asker else None
    _refuse({"to": answering.said_already(work, question) or _fault_of(work, to) or is_theirs})
    logbook.happened(work, question, What.DELEGATED, by=By.RESPONDER, says=to)
    found = logbook.settle(work, question)
    nudging.withdraw_offers(work, question, sentences.SOMEBODY_ELSE_HAS_IT)
    if question.visibility == Visibility.PRIVATE:
        cards.post(work, question, found)  # the new holder sees it, too
    cards.redraw(work, question, found)
    link, is_private = cards.link(work, question, to), question.visibility == Visibility.PRIVATE
    note = notes.handed(question.id, link, work.name, question.text or "", is_private)
    key = f"question:{question.id}:handed:{len(found.course.hand_overs)}:{to}"
    outbox.enqueue(work.session, key=key, channel=to, message=note, now=work.now)
    who_asked_whom = sentences.asked_to_take_over(work.name, people.name(work.session, to))
    _tell_asker_of_hands(work, question, len(found.course.hand_overs), who_asked_whom)


def _fault_of(work: Work, to: str) -> str | None:
    if people.person(work.session, to).guest or not to:
        return sentences.SOMEBODY_OF_HERE
    profile = work.session.get(people.Profile, to)
    return sentences.AN_APP if profile and profile.bot else None


def _tell_asker_of_hands(work: Work, question: Question, number: int, who_asked_whom: str) -> None:
    note = outcomes.handed_over(cards.link(work, question, question.asker), who_asked_whom)
    concluding.write_to_asker(work, question, f"in_hands:{number}", note)


def accept(work: Work, question: Question) -> None:
    """From now on their hours count, where they live today. Raises NotAllowed."""
    _require_holder(work, question)
    is_cto = work.by.id == work.settings.people.cto
    zone = "" if is_cto else hours.zone_of(work.session, work.by.id, work.settings).key
    logbook.happened(work, question, What.ACCEPTED, by=By.RESPONDER, says=zone)
    cards.redraw(work, question, logbook.settle(work, question))
    nudging.withdraw_offers(work, question, sentences.YOU_TOOK_IT)
    _ask_nobody_else(work, question)


def pass_on(work: Work, question: Question) -> None:
    """Back to the CTO's office. Raises NotAllowed."""
    _require_holder(work, question)
    logbook.happened(work, question, What.PASSED_ON, by=By.RESPONDER)
    cards.redraw(work, question, logbook.settle(work, question))
    nudging.withdraw_offers(work, question, sentences.YOU_GAVE_IT_BACK)
    for key in outbox.keys(work.session, f"question:{question.id}:in_hands:")[-1:]:
        back = outcomes.handed_back(cards.link(work, question, question.asker))
        outbox.change(work.session, key=key, message=back, now=work.now)
    _ask_nobody_else(work, question)


def _ask_nobody_else(work: Work, question: Question) -> None:
    """What was said of it to whoever had it before is no longer true."""
    nudging.withdraw(work, question, sentences.SOMEBODY_ELSE_HAS_IT)
    lists.refresh(work)


def _require_holder(work: Work, question: Question) -> None:
    if question.holder != work.by.id:
        raise NotInYourHands


class NotInYourHands(BotError):
    def __init__(self) -> None:
        super().__init__(refusals.NOT_IN_YOUR_HANDS)

"""Doors where a promise is written, and where the two sides answer."""

from dataclasses import replace

from sqlalchemy.orm import Session

from bot.commitments import (
    checks,
    forms,
    owners,
    promise_form,
    promises,
    views,
)
from bot.commitments.checks import Audience
from bot.commitments.looking import card_of, seen, words_of
from bot.commitments.promise_form import Sitting
from bot.commitments.views import Card
from bot.elsewhere import Elsewhere, Source
from bot.slack.doors import Answer, Call, Done, Handler, Open, Redraw, Say
from bot.slack.mentions import plain
from bot.slack.notices import handed_back
from bot.slack.permalinks import permalink
from bot.slack.text import one_line, shorten


def promise(session: Session, call: Call) -> Answer:
    """What is too long for the field stands in full under why, and what is too long for that is handed back."""
    words, typed = words_of(call), plain(session, call.text)
    if fault := checks.too_long(typed):
        return Say(handed_back(fault, typed))
    what = shorten(one_line(typed), checks.LONGEST_WHAT)
    sitting = Sitting(what=what, owner=call.person.id)
    if what == one_line(typed):
        return Open(promise_form.promise_form(sitting, words))
    note = words["long_note"].format(why=words["why_label"])
    return Open(promise_form.promise_form(replace(sitting, why=typed, more=True), words, note))


def more(session: Session, call: Call) -> Answer:
    sitting = promise_form.read_promise(call.view)
    return Redraw(promise_form.promise_form(sitting.with_more(), words_of(call)))


def makes(elsewhere: Elsewhere) -> Handler:
    def make(session: Session, call: Call) -> Answer:
        """What it came from may be closed to others since the form was opened."""
        sitting = promise_form.read_promise(call.view)
        sitting = replace(sitting, why=elsewhere.quotable(session, sitting.origin or "", sitting.why))
        draft = sitting.draft()
        commitment = promises.make(
            session, draft, by=call.person.id, settings=call.settings, now=call.now, origin=sitting.origin
        )
        return Redraw(promise_form.made(card_of(session, call, commitment), checks.advice(draft)))

    return make


def track(session: Session, call: Call) -> Answer:
    """From a message: its words, and its author as the owner, who is asked first like anybody."""
    said = call.message
    channel, ts = call.channel, str(said["ts"])
    if known := promises.tracked(session, origin := f"message:{channel}:{ts}"):
        raise promises.AlreadyTracked(known)
    author = str(said.get("user") or "")
    can_own = author and not said.get("bot_id") and not owners.owner_fault(session, author, maker=call.person.id)
    sitting = Sitting(
        what=shorten(one_line(plain(session, str(said.get("text") or ""))), checks.LONGEST_WHAT),
        owner=author if can_own else call.person.id,
        links=permalink(session, channel, ts),
        origin=origin,
    )
    return Open(promise_form.promise_form(sitting, words_of(call)))


def track_words(session: Session, call: Call, source: Source) -> Answer:
    """From another practice. Raises AlreadyTracked."""
    if known := promises.tracked(session, source.origin):
        raise promises.AlreadyTracked(known)
    sitting = Sitting(
        what=shorten(one_line(source.words), checks.LONGEST_WHAT),
        why=shorten(source.why, checks.LONGEST_WHAT),
        audience=Audience.PRIVATE if source.secret else Audience.ORGANISATION,
        origin=source.origin,
    )
    return Open(promise_form.promise_form(sitting, words_of(call)))


# What the two sides answer


def accept(session: Session, call: Call) -> Answer:
    commitment_id, number = views.read_reference(call.value)
    promises.accept(session, commitment_id, number, by=call.person.id, settings=call.settings, now=call.now)
    return Done()


def withdraw(session: Session, call: Call) -> Answer:
    commitment_id, _ = views.read_reference(call.value)
    promises.withdraw(session, commitment_id, by=call.person.id, now=call.now)
    return Done()


def open_counter(session: Session, call: Call) -> Answer:
    return Open(forms.counter_form(_asked(session, call), words_of(call)))


def open_decline(session: Session, call: Call) -> Answer:
    return Open(forms.decline_form(_asked(session, call), words_of(call)))


def _asked(session: Session, call: Call) -> Card:
    """Before anything is typed in vain. Raises NotThere, NotForYou, AlreadyDecided."""
    commitment_id, number = views.read_reference(call.value)
    commitment = seen(session, call, commitment_id)
    promises.require_asked(session, commitment, number, call.person.id)
    return card_of(session, call, commitment)


def counter(session: Session, call: Call) -> Answer:
    answer = forms.read_answer(call.view)
    promises.counter(
        session,
        answer.commitment,
        answer.number,
        day=answer.day,
        note=answer.note,
        by=call.person,
        settings=call.settings,
        now=call.now,
    )
    return Done()


def decline(session: Session, call: Call) -> Answer:
    answer = forms.read_answer(call.view)
    promises.decline(session, answer.commitment, answer.number, note=answer.note, by=call.person.id, now=call.now)
    return Done()

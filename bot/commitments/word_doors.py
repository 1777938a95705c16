"""Doors where something is said of a promise, its date moves, or it goes to somebody else."""

from sqlalchemy.orm import Session

from bot.commitments import (
    forms,
    hand_overs,
    history_views,
    ledger,
    owners,
    reminders,
    sponsors,
    views,
    words,
)
from bot.commitments.looking import card_of, listed, page, words_of
from bot.commitments.states import State
from bot.commitments.views import Card
from bot.commitments.words import Word
from bot.slack.blocks import Modal
from bot.slack.doors import Answer, Call, Done, Open, Redraw


def open_update(session: Session, call: Call) -> Answer:
    return _over(call, forms.update_form(_spoken_for(session, call), words_of(call)))


def open_move(session: Session, call: Call) -> Answer:
    return _over(call, forms.move_form(_spoken_for(session, call), words_of(call)))


def open_hand_over(session: Session, call: Call) -> Answer:
    return _over(call, forms.hand_over_form(_spoken_for(session, call), words_of(call)))


def open_sponsor(session: Session, call: Call) -> Answer:
    commitment = ledger.find(session, views.read_reference(call.value)[0])
    sponsors.require_owner(commitment, call.person, call.settings)
    return _over(call, forms.sponsor_form(card_of(session, call, commitment), words_of(call)))


def _spoken_for(session: Session, call: Call) -> Card:
    """Raises NotThere, NotYours, NotPromisedYet."""
    commitment = ledger.find(session, views.read_reference(call.value)[0])
    owners.require_voice(commitment, call.person, call.settings)
    words.require_promised(commitment)
    return card_of(session, call, commitment)


def _over(call: Call, form: Modal) -> Answer:
    """In place of the commitment's page, which comes back; else over whatever is there."""
    on_page = (call.body.get("view") or {}).get("callback_id") == history_views.PAGE
    return Redraw(forms.on_page(form, call.view)) if on_page else Open(form)


def _heard(session: Session, call: Call) -> None:
    reminders.heard(session, call.person.id, settings=call.settings, words=words_of(call), now=call.now)


def update(session: Session, call: Call) -> Answer:
    commitment_id, word = forms.read_word(call.view)
    try:
        words.say(session, commitment_id, word, by=call.person, settings=call.settings, now=call.now)
    except words.ChangedMeanwhile as changed:
        card = card_of(session, call, ledger.find(session, commitment_id))
        typed = forms.rebased(word, changed.base)
        return _again(call, forms.update_form(card, words_of(call), word=typed, note=str(changed)))
    return _done(session, call, commitment_id)


def move(session: Session, call: Call) -> Answer:
    commitment_id, wish = forms.read_move(call.view)
    try:
        words.move(session, commitment_id, wish, by=call.person, settings=call.settings, now=call.now)
    except words.ChangedMeanwhile as changed:
        card = card_of(session, call, ledger.find(session, commitment_id))
        return _again(call, forms.move_form(card, words_of(call), wish=wish, note=str(changed)))
    return _done(session, call, commitment_id)


def hand_over(session: Session, call: Call) -> Answer:
    answer = forms.read_answer(call.view)
    hand_overs.offer(
        session,
        answer.commitment,
        to=answer.to,
        note=answer.note,
        by=call.person,
        settings=call.settings,
        now=call.now,
    )
    return _done(session, call, answer.commitment)


def sponsor(session: Session, call: Call) -> Answer:
    answer = forms.read_answer(call.view)
    sponsors.choose(session, answer.commitment, answer.to or None, by=call.person, settings=call.settings, now=call.now)
    return _done(session, call, answer.commitment)


def _again(call: Call, form: Modal) -> Answer:
    return Redraw(forms.on_page(form, call.view) if forms.is_on_page(call.view) else form)


def _done(session: Session, call: Call, commitment_id: int) -> Answer:
    _heard(session, call)
    if not forms.is_on_page(call.view):
        return Done()
    place = history_views.read_place(call.view)
    beneath = listed(session, call, place) if place else None
    return Redraw(page(session, call, ledger.find(session, commitment_id), place=place), beneath)


def say_on_track(session: Session, call: Call) -> Answer:
    return _say_at_once(session, call, State.ON_TRACK)


def say_kept(session: Session, call: Call) -> Answer:
    return _say_at_once(session, call, State.KEPT)


def _say_at_once(session: Session, call: Call, state: State) -> Answer:
    """By the button under a reminder: a word without a form."""
    commitment_id, number = views.read_reference(call.value)
    words.say(session, commitment_id, Word(number, state), by=call.person, settings=call.settings, now=call.now)
    _heard(session, call)
    return Done()


def snooze_a_day(session: Session, call: Call) -> Answer:
    return _snooze(session, call, 1)


def snooze_a_week(session: Session, call: Call) -> Answer:
    return _snooze(session, call, 7)


def _snooze(session: Session, call: Call, days: int) -> Answer:
    reminders.snooze(session, call.person.id, days, settings=call.settings, words=words_of(call), now=call.now)
    return Done()


def take(session: Session, call: Call) -> Answer:
    commitment_id, _ = views.read_reference(call.value)
    hand_overs.take(session, commitment_id, by=call.person.id, settings=call.settings, now=call.now)
    return Done()


def refuse(session: Session, call: Call) -> Answer:
    commitment_id, _ = views.read_reference(call.value)
    hand_overs.refuse(session, commitment_id, by=call.person.id, now=call.now)
    return Done()

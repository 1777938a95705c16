"""Messages to those whom a commitment waits for, and to those who should know what came of it."""

from datetime import datetime

from sqlalchemy.orm import Session

from bot.commitments import cards, ledger, sentences, views
from bot.commitments.dates import day_text
from bot.commitments.models import Commitment
from bot.commitments.states import Kind, State, Update
from bot.slack import outbox, people
from bot.slack.messages import Message


def _asks(commitment: Commitment) -> str:
    return f"commitment:{commitment.id}:ask:"


def _send(session: Session, commitment: Commitment, to: str, what: str, message: Message, now: datetime) -> None:
    key = f"commitment:{commitment.id}:{what}:{commitment.updates}:{to}"
    outbox.enqueue(session, key=key, channel=to, message=message, now=now)


def ask_owner(session: Session, commitment: Commitment, now: datetime) -> None:
    assert commitment.owner, "a proposal has an owner"
    message = views.ask_owner(cards.card(session, commitment, now))
    _send(session, commitment, commitment.owner, "ask", message, now)


def change_owners(session: Session, commitment: Commitment, now: datetime) -> None:
    """The newest message that asks them, as it reads now."""
    if asked := outbox.keys(session, f"{_asks(commitment)}{commitment.updates}:{commitment.owner}"):
        outbox.change(session, key=asked[-1], message=views.ask_owner(cards.card(session, commitment, now)), now=now)


def ask_maker(session: Session, commitment: Commitment, now: datetime) -> None:
    _settle(session, commitment, sentences.ANOTHER_DAY_NAMED, now)
    _send(session, commitment, commitment.made_by, "ask", _to_maker(session, commitment, now), now)


def _to_maker(session: Session, commitment: Commitment, now: datetime) -> Message:
    note = _last_note(session, commitment, Kind.COUNTERED)
    return views.ask_maker(cards.card(session, commitment, now), note)


def ask_again(session: Session, commitment: Commitment, now: datetime) -> None:
    """Whoever a proposal waits for; the message before has no buttons from then on."""
    card = cards.card(session, commitment, now)
    message = _to_maker(session, commitment, now) if card.countered else views.ask_owner(card)
    person = commitment.made_by if card.countered else commitment.owner
    assert person, "a proposal has an owner"
    _send_again(session, commitment, person, message, now)


def _send_again(session: Session, commitment: Commitment, person: str, message: Message, now: datetime) -> None:
    _settle(session, commitment, sentences.ASKED_AGAIN, now, whose=person)
    key = f"{_asks(commitment)}{commitment.updates}:{person}:again"
    outbox.enqueue(session, key=key, channel=person, message=message, now=now)


def ask_successor(session: Session, commitment: Commitment, now: datetime) -> None:
    assert commitment.offered_to, "somebody is asked"
    _settle(session, commitment, sentences.ANOTHER_PERSON_ASKED, now)
    offer = ledger.last_offer(session, commitment)
    _send(session, commitment, commitment.offered_to, "ask", _to_successor(session, commitment, offer, now), now)


def _to_successor(session: Session, commitment: Commitment, offer: Update, now: datetime) -> Message:
    return views.ask_successor(cards.card(session, commitment, now), people.name(session, offer.by), offer.note)


def ask_successor_again(session: Session, commitment: Commitment, offer: Update, now: datetime) -> None:
    assert commitment.offered_to, "somebody is asked"
    message = _to_successor(session, commitment, offer, now)
    _send_again(session, commitment, commitment.offered_to, message, now)


def tell_no_answer(session: Session, commitment: Commitment, to: str, now: datetime) -> None:
    """To whoever offered it. It stays offered, and can be offered to somebody else."""
    card = cards.card(session, commitment, now)
    message = views.told(sentences.no_answer(card.offered_to), card, buttons=to == commitment.owner)
    _send(session, commitment, to, "no-answer", message, now)


def tell_decided(session: Session, commitment: Commitment, by: str, now: datetime) -> None:
    """The other side hears what came of a proposal; the message with the buttons says so too."""
    card = cards.card(session, commitment, now)
    heading = _decided(card, people.name(session, by))
    _settle(session, commitment, heading, now)
    for other in sorted({commitment.made_by, commitment.owner or commitment.made_by} - {by}):
        message = views.told(heading, card, buttons=other == commitment.owner and card.state not in _NEVER)
        _send(session, commitment, other, "decided", message, now)


_NEVER = (State.DECLINED, State.WITHDRAWN)


def _decided(card: views.Card, by: str) -> str:
    if card.state is State.DECLINED:
        return sentences.declined(by)
    if card.state is State.WITHDRAWN:
        return sentences.taken_back(by)
    return sentences.accepted(by, day_text(card.promised, card.today) if card.promised else "")


def tell_handed_over(session: Session, commitment: Commitment, before: str | None, now: datetime) -> None:
    """To whoever owned it, and whoever asked; also where it stays with its owner."""
    offered = ledger.last_offer(session, commitment)
    taken = commitment.owner == offered.owner
    name = people.name(session, offered.owner or "")
    heading = sentences.taken_over(name) if taken else sentences.not_taken_over(name)
    _settle(session, commitment, heading, now)
    card = cards.card(session, commitment, now)
    for person in sorted({offered.by, *filter(None, [before])} - {offered.owner or ""}):
        _send(session, commitment, person, "handed", views.told(heading, card), now)


def tell_closed(session: Session, commitment: Commitment, offered_to: str, now: datetime) -> None:
    """Whoever was asked to take it over need not answer any more."""
    _settle(session, commitment, sentences.CLOSED_MEANWHILE, now, whose=offered_to)


def tell_owner_of_word(session: Session, commitment: Commitment, by: str, now: datetime) -> None:
    """Nobody speaks for a promise behind its owner's back."""
    assert commitment.owner, "there is an owner to tell"
    card = cards.card(session, commitment, now)
    message = views.told(sentences.word_by_another(people.name(session, by)), card, buttons=True)
    _send(session, commitment, commitment.owner, "word", message, now)


def without_owner(session: Session, commitment: Commitment, owner: str | None) -> str:
    gone = people.name(session, owner) if owner else None
    return sentences.without_owner(gone, commitment.id, commitment.what)


def tell_lapsed(session: Session, commitment: Commitment, gone: str, now: datetime) -> None:
    """To the other side, which may ask somebody else."""
    card = cards.card(session, commitment, now)
    heading = sentences.lapsed(people.name(session, gone))
    _settle(session, commitment, heading, now)
    for other in sorted({commitment.made_by, commitment.owner or ""} - {gone, ""}):
        _send(session, commitment, other, "lapsed", views.told(heading, card), now)


def lapsed(session: Session, commitment: Commitment, gone: str) -> str:
    return sentences.lapsed_to_operators(people.name(session, gone), commitment.what)


def last_speaker(session: Session, commitment: Commitment) -> str:
    return people.name(session, ledger.last_said(session, commitment).by)


def _last_note(session: Session, commitment: Commitment, kind: Kind) -> str:
    return [update.note for update in ledger.updates(session, commitment.id) if update.kind is kind][-1]


def _settle(session: Session, commitment: Commitment, heading: str, now: datetime, whose: str = "") -> None:
    """What was asked is decided: messages with buttons say so, and lose them. `whose`: only what this person has."""
    message = views.told(heading, cards.card(session, commitment, now))
    asked = outbox.keys(session, _asks(commitment))
    for key in (key for key in asked if not whose or f":{whose}:" in f"{key}:"):
        outbox.change(session, key=key, message=message, now=now)

"""Messages to those whom a commitment waits for, and to those who should know what came of it."""

from datetime import datetime

from sqlalchemy.orm import Session

from bot.commitments import cards, ledger, views
from bot.commitments.dates import day_text
from bot.commitments.models import Commitment
from bot.commitments.states import Kind, State
from bot.slack import outbox, people
from bot.slack.messages import Message
from bot.slack.text import escape


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
    """The message that asks them, as it reads now."""
    key = f"{_asks(commitment)}{commitment.updates}:{commitment.owner}"
    if outbox.keys(session, key):
        outbox.change(session, key=key, message=views.ask_owner(cards.card(session, commitment, now)), now=now)


def ask_maker(session: Session, commitment: Commitment, now: datetime) -> None:
    _settle(session, commitment, "You named another day. It waits for an answer.", now)
    message = views.ask_maker(cards.card(session, commitment, now), _last_note(session, commitment, Kind.COUNTERED))
    _send(session, commitment, commitment.made_by, "ask", message, now)


def ask_successor(session: Session, commitment: Commitment, now: datetime) -> None:
    assert commitment.offered_to, "somebody is asked"
    _settle(session, commitment, "Somebody else was asked to take this promise over.", now)
    card = cards.card(session, commitment, now)
    note = _last_note(session, commitment, Kind.OFFERED)
    message = views.ask_successor(card, last_speaker(session, commitment), note)
    _send(session, commitment, commitment.offered_to, "ask", message, now)


def tell_decided(session: Session, commitment: Commitment, by: str, now: datetime) -> None:
    """The other side hears what came of a proposal; the message with the buttons says so too."""
    card = cards.card(session, commitment, now)
    heading = f"{people.name(session, by)} {_decided(card)}"
    _settle(session, commitment, heading, now)
    for other in sorted({commitment.made_by, commitment.owner or commitment.made_by} - {by}):
        message = views.told(heading, card, buttons=other == commitment.owner and card.state not in _NEVER)
        _send(session, commitment, other, "decided", message, now)


_NEVER = (State.DECLINED, State.WITHDRAWN)


def _decided(card: views.Card) -> str:
    if card.state is State.DECLINED:
        return "declined this. It is not a promise."
    if card.state is State.WITHDRAWN:
        return "took this back. Nothing is promised."
    day = f" for {day_text(card.promised, card.today)}" if card.promised else ", with no date yet"
    return f"accepted: it is promised{day}."


def tell_handed_over(session: Session, commitment: Commitment, before: str | None, now: datetime) -> None:
    """To whoever owned it, and whoever asked; also where it stays with its owner."""
    offered = [update for update in ledger.updates(session, commitment.id) if update.kind is Kind.OFFERED][-1]
    taken = commitment.owner == offered.owner
    name = people.name(session, offered.owner or "")
    heading = f"{name} took over this promise." if taken else f"{name} did not take this promise over; it stays put."
    _settle(session, commitment, heading, now)
    card = cards.card(session, commitment, now)
    for person in sorted({offered.by, *filter(None, [before])} - {offered.owner or ""}):
        _send(session, commitment, person, "handed", views.told(heading, card), now)


def tell_owner_of_word(session: Session, commitment: Commitment, by: str, now: datetime) -> None:
    """Nobody speaks for a promise behind its owner's back."""
    assert commitment.owner, "there is an owner to tell"
    card = cards.card(session, commitment, now)
    message = views.told(f"{people.name(session, by)} said something about your promise.", card, buttons=True)
    _send(session, commitment, commitment.owner, "word", message, now)


def without_owner(session: Session, commitment: Commitment, owner: str | None) -> str:
    left = people.name(session, owner) if owner else "Its owner"
    return (
        f"{left} left, so this promise is without an owner: {escape(commitment.what)}. "
        f"Find it with `/promises {commitment.id}` and hand it over."
    )


def tell_lapsed(session: Session, commitment: Commitment, gone: str, now: datetime) -> None:
    """To the other side, which may ask somebody else."""
    card = cards.card(session, commitment, now)
    heading = f"{people.name(session, gone)} left before answering, so nothing is promised. `/promise` asks anew."
    _settle(session, commitment, heading, now)
    for other in sorted({commitment.made_by, commitment.owner or ""} - {gone, ""}):
        _send(session, commitment, other, "lapsed", views.told(heading, card), now)


def lapsed(session: Session, commitment: Commitment, gone: str) -> str:
    return f"{people.name(session, gone)} left before answering whether this is promised: {escape(commitment.what)}."


def last_speaker(session: Session, commitment: Commitment) -> str:
    return people.name(session, ledger.updates(session, commitment.id)[-1].by)


def _last_note(session: Session, commitment: Commitment, kind: Kind) -> str:
    return [update.note for update in ledger.updates(session, commitment.id) if update.kind is kind][-1]


def _settle(session: Session, commitment: Commitment, heading: str, now: datetime) -> None:
    """What was asked is decided: messages with buttons say so, and lose them."""
    message = views.told(heading, cards.card(session, commitment, now))
    for key in outbox.keys(session, _asks(commitment)):
        outbox.change(session, key=key, message=message, now=now)

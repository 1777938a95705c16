"""Who may own a commitment, where they live, and who may see or speak for one."""

import sqlalchemy as sa
from sqlalchemy.orm import Session

from bot.access import SPEAK_FOR_COMMITMENTS, Person, may
from bot.commitments import refusals
from bot.commitments.checks import Audience
from bot.commitments.ledger import NotThere
from bot.commitments.models import Commitment
from bot.errors import NotAllowed
from bot.settings import Operating
from bot.slack.people import Profile


class NotYours(NotAllowed):
    def __init__(self) -> None:
        super().__init__(SPEAK_FOR_COMMITMENTS.sentence)


def owner_fault(session: Session, person: str, maker: str | None = None) -> str:
    """Why this person cannot be asked; nothing where they can. Whoever makes the promise is here, known or not yet."""
    profile = session.get(Profile, person)
    if profile is None:
        return "" if person == maker else refusals.UNKNOWN_AS_OWNER
    if profile.bot or person == "USLACKBOT":
        return refusals.BOT_AS_OWNER
    if profile.left:
        return refusals.OWNER_LEFT
    return refusals.GUEST_AS_OWNER if profile.guest else ""


def is_leader(person: Person, settings: Operating) -> bool:
    return may(person, SPEAK_FOR_COMMITMENTS, settings.people) or (
        not person.guest and person.id in settings.commitments.leaders
    )


def audiences(person: Person, settings: Operating) -> list[Audience]:
    """Whose members this person is, whatever promise it is of."""
    return [Audience.ORGANISATION, *([Audience.LEADERS] if is_leader(person, settings) else [])]


def visible_to(person: Person, settings: Operating) -> sa.ColumnElement[bool]:
    """Private commitments are for those who are in them, whatever their role."""
    own = sa.or_(
        Commitment.owner == person.id,
        Commitment.made_by == person.id,
        Commitment.sponsor == person.id,
        Commitment.offered_to == person.id,
    )
    return sa.or_(own, Commitment.audience.in_(audiences(person, settings)))


def is_in(commitment: Commitment, person: str) -> bool:
    return person in (commitment.owner, commitment.made_by, commitment.sponsor, commitment.offered_to)


def require_sight(commitment: Commitment, person: Person, settings: Operating) -> None:
    """Raises NotThere."""
    if is_in(commitment, person.id) or commitment.audience == Audience.ORGANISATION:
        return
    if not (commitment.audience == Audience.LEADERS and is_leader(person, settings)):
        raise NotThere


def may_speak(commitment: Commitment, person: Person, settings: Operating) -> bool:
    """The owner, whoever made what has none, and for what is not private those who speak for the office."""
    if person.id == (commitment.owner or commitment.made_by):
        return True
    return commitment.audience != Audience.PRIVATE and may(person, SPEAK_FOR_COMMITMENTS, settings.people)


def require_voice(commitment: Commitment, person: Person, settings: Operating) -> None:
    """Raises NotThere, NotYours."""
    require_sight(commitment, person, settings)
    if not may_speak(commitment, person, settings):
        raise NotYours

"""Whom an owner chose to hear of a long silence, and when that person is told: in their own working hours."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy.orm import Session

from bot.access import Person
from bot.commitments import asking, asking_views, cards, desk, ledger, owners, refusals, rhythms
from bot.commitments.asking import Step
from bot.commitments.models import Asking, Commitment
from bot.commitments.states import Phase
from bot.errors import FieldErrors, NotAllowed
from bot.settings import Operating
from bot.slack import hours, outbox


class NotTheOwner(NotAllowed):
    def __init__(self) -> None:
        super().__init__(refusals.ONLY_WHOEVER_PROMISES)


def require_owner(commitment: Commitment, person: Person, settings: Operating) -> None:
    """Raises NotThere, NotTheOwner. Whoever is asked to promise something owns it already."""
    owners.require_sight(commitment, person, settings)
    if person.id != commitment.owner:
        raise NotTheOwner


def choose(
    session: Session, commitment_id: int, sponsor: str | None, *, by: Person, settings: Operating, now: datetime
) -> None:
    """None: nobody hears of it. Raises NotThere, NotTheOwner, FieldErrors."""
    commitment = ledger.lock(session, commitment_id)
    require_owner(commitment, by, settings)
    if sponsor and (sentence := _fault(session, commitment, sponsor)):
        raise FieldErrors({"to": sentence})
    commitment.sponsor = sponsor
    if commitment.phase == Phase.PROPOSED:
        desk.change_owners(session, commitment, now)


def _fault(session: Session, commitment: Commitment, sponsor: str) -> str:
    if sponsor == commitment.owner:
        return refusals.OWNER_AS_SPONSOR
    return owners.owner_fault(session, sponsor)


def tell(session: Session, theirs: Sequence[Commitment], today: date, settings: Operating, now: datetime) -> None:
    """Of one owner's, whose day is `today`: whoever was chosen hears once that asking twice did not help."""
    asked = [each for each in theirs if each.asked == asking.MOST]
    if not asked:
        return
    memory = session.get(Asking, asked[0].owner)
    courses = ledger.courses(session, ledger.rhythms_of(asked))
    for commitment in asked:
        course = courses[commitment.id]
        why = asking.reason(course.standing, course.rhythm_days, today)
        working = rhythms.working_days(settings)
        times = asking.times(why, commitment.asked, commitment.asked_on, commitment.promised)
        is_due = asking.step(why, times, commitment.asked_on, today, working) is Step.TELL_SPONSOR
        if is_due and not _waits_for_owner(memory, commitment):
            _tell(session, commitment, settings, now)


def is_put_off(memory: Asking | None, commitment: Commitment) -> bool:
    """Its owner, asked, wanted to be asked later, and was not yet."""
    return memory is not None and memory.snoozed_until is not None and commitment.id in memory.listed


def _waits_for_owner(memory: Asking | None, commitment: Commitment) -> bool:
    """What is put off for ever does not keep a silence from whoever was chosen to hear of it."""
    return memory is not None and is_put_off(memory, commitment) and memory.snoozes < asking.MOST_SNOOZES


def _tell(session: Session, commitment: Commitment, settings: Operating, now: datetime) -> None:
    sponsor = commitment.sponsor
    if not sponsor or owners.owner_fault(session, sponsor):
        commitment.asked += 1  # it stays between the bot and its owner, who was asked often enough
    elif hours.works_now(session, sponsor, settings, now):
        commitment.asked += 1
        message = asking_views.to_sponsor(cards.card(session, commitment, now))
        key = f"commitment:{commitment.id}:sponsor:{commitment.updates}"
        outbox.enqueue(session, key=key, channel=sponsor, message=message, now=now)

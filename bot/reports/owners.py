"""Who writes a report: writers are invited, and the pen goes on to somebody else."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy.orm import Session

from bot.access import Person
from bot.errors import FieldErrors, NotAllowed
from bot.reports import log, narrowing, refusals, review_desk, sentences, sight, workbench_views, writing
from bot.reports.facts import Moment
from bot.reports.models import Report, ReportWriter
from bot.reports.review_models import ReportReview
from bot.reports.starting import owner_fault
from bot.reports.states import What
from bot.settings import Operating
from bot.slack import outbox, people

#: Who acts where nobody does.
ITSELF = "cadence"


def invite(
    session: Session, report_id: int, writers: Iterable[str], *, by: Person, settings: Operating, now: datetime
) -> int:
    """How many are new. Raises NotThere, NotAllowed, Closed, FieldErrors."""
    report = writing.open_for_writing(session, report_id, by, settings)
    chosen = [one for one in dict.fromkeys(writers) if not _writes(session, report, one)]
    for person in chosen:
        if sentence := owner_fault(session, person):
            raise FieldErrors({"writers": f"{people.plain_name(session, person)}: {sentence}"})
    for person in chosen:
        log.let_in(session, report, person, now)
        heading = sentences.asks_to_write(people.name(session, by.id))
        _tell(session, report, person, "writer", heading, "", now)
    return len(chosen)


def _writes(session: Session, report: Report, person: str) -> bool:
    """A reviewer who is invited writes it from then on, too."""
    found = session.get(ReportWriter, (report.id, person))
    return person == report.owner or (found is not None and not found.reviews_only)


def take_off(session: Session, report_id: int, person: str, *, by: Person, moment: Moment) -> bool:
    """By its owner alone; false where they work on it no more. What they wrote, said and approved stays; where it is
    not for them otherwise, what was shared with them does not.

    Raises NotThere, NotAllowed, Closed.
    """
    report = writing.open_for_writing(session, report_id, by, moment.settings)
    if by.id != report.owner:
        raise NotAllowed(refusals.ONLY_ITS_OWNER_TAKES_OFF)
    if person == report.owner or not sight.works_on(session, report, person):
        return False
    review = session.get(ReportReview, (report.id, person))
    if review:
        session.delete(review)
    log.append(session, report, What.TAKEN_OFF, by=by.id, now=moment.now, person=person)
    narrowing.let_out(session, report, person, moment)
    review_desk.taken_off(session, report, person, by.id, moment.now)
    return True


def hand_over(
    session: Session, report_id: int, to: str, note: str, *, by: Person, settings: Operating, now: datetime
) -> None:
    """At once, and they are told; whoever had the pen goes on writing. Who approved it and owns it now no longer did.

    Raises NotThere, NotAllowed, Closed, FieldErrors.
    """
    report = writing.open_for_writing(session, report_id, by, settings)
    if to == report.owner:
        raise FieldErrors({"to": refusals.HOLD_IT_ALREADY})
    if not to or (sentence := owner_fault(session, to)):
        raise FieldErrors({"to": sentence if to else refusals.CHOOSE_A_PERSON})
    before, report.owner = report.owner, to
    for person in filter(None, {before, by.id}):
        log.let_in(session, report, person, now)
    log.append(session, report, What.OWNER, by=by.id, now=now, person=to, says=note)
    lapsed = log.owner_changed(session, report, by.id, now)
    heading = sentences.hands_the_pen(people.name(session, by.id))
    _tell(session, report, to, "owner", heading + (sentences.YOUR_APPROVAL_ENDS if lapsed else ""), note, now)
    if before and (lapsed or before != by.id):
        told = sentences.pen_went_on(people.name(session, to)) + (sentences.THEIR_APPROVAL_ENDS if lapsed else "")
        _tell(session, report, before, "owner-before", told, note, now)


def tell_owner(session: Session, report: Report, now: datetime) -> None:
    """Somebody else began it and gave them the pen."""
    if report.owner and report.owner != report.made_by:
        heading = sentences.began_for_you(people.name(session, report.made_by))
        _tell(session, report, report.owner, "owner", heading, "", now)


def _tell(session: Session, report: Report, person: str, what: str, heading: str, word: str, now: datetime) -> None:
    message = workbench_views.told(report.id, report.title, heading, word)
    key = f"report:{report.id}:{what}:{report.events}:{person}"
    outbox.enqueue(session, key=key, channel=person, message=message, now=now)

"""Another audience for a report that may be out already."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from bot.access import Person
from bot.errors import FieldErrors, NotAllowed
from bot.reports import copies, log, refusals, sharing, sight, starting, summary_views
from bot.reports.copies import CopyState
from bot.reports.facts import Moment
from bot.reports.models import Report
from bot.reports.states import OUT, Audience, What
from bot.slack import outbox, people, upkeep


def change_audience(
    session: Session, report_id: int, audience: Audience, named: Sequence[str], *, by: Person, moment: Moment
) -> Report:
    """Copies that are too wide now are withdrawn, at once or as soon as Slack said who is there.

    Raises NotThere, NotAllowed, FieldErrors.
    """
    report = sight.worked_on(session, report_id, by, moment.settings)
    if by.id not in (report.owner, report.made_by):
        raise NotAllowed(refusals.ONLY_ITS_HOLDERS_SAY_FOR_WHOM)
    if audience is Audience.NAMED and not named:
        raise FieldErrors({"named": refusals.NOBODY_NAMED})
    if any(starting.owner_fault(session, person) for person in named):
        raise FieldErrors({"named": refusals.CANNOT_BE_FOR})
    report.audience, report.named = audience, sorted(set(named)) if audience is Audience.NAMED else []
    log.append(session, report, What.AUDIENCE, by=by.id, now=moment.now, says=audience)
    _take_back_letters(session, report, moment)
    if report.state in OUT:
        _recheck(session, report, moment)
        fresh = dict.fromkeys(report.named, "named")
        sharing.add(session, report, fresh, by=by.id, moment=moment)
    return report


#: Direct messages that tell its title: reminders, whether somebody learned from it, and invitations.
LETTERS = ("remind", "learned", "debrief")


def _take_back_letters(session: Session, report: Report, moment: Moment) -> None:
    """From whom it is not for any more."""
    for what in LETTERS:
        for key in outbox.keys(session, f"report:{report.id}:{what}:"):
            reader = people.person(session, key.rpartition(":")[2])
            if sight.is_for(session, report, reader, moment.settings):
                continue
            if outbox.was_refused(session, key):
                upkeep.give_up(session, key)
            else:
                outbox.change(session, key=key, message=summary_views.withdrawn(), now=moment.now)


def _recheck(session: Session, report: Report, moment: Moment) -> None:
    for copy in copies.of(session, report.id):
        if copy.state == CopyState.SHARED:
            copies.hold(session, copy, moment.now)
        if copy.state in (CopyState.RECHECKING, CopyState.CHECKING):
            sharing.settle(session, copy, report, moment)

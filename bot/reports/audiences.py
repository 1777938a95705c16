"""Another audience for a report that may be out already."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from bot.access import Person
from bot.errors import FieldErrors, NotAllowed
from bot.reports import log, narrowing, refusals, sharing, sight, starting
from bot.reports.facts import Moment
from bot.reports.models import Report
from bot.reports.states import OUT, Audience, What


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
    narrowing.narrowed(session, report, moment)
    if report.state in OUT:
        fresh = dict.fromkeys(report.named, "named")
        sharing.add(session, report, fresh, by=by.id, moment=moment)
    return report

"""Whoever was invited to a debrief and is no more: they hear so, and their calendar takes it out.

They are told nothing of the report, which may not be for them by now.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from bot.reports import debrief_views, invitation
from bot.reports.facts import Moment
from bot.reports.invitation import Meeting
from bot.reports.sharing_models import ReportDebrief
from bot.slack import files, outbox, people

#: What draws the file that takes it out of a calendar (taken.py).
CANCELLING_FILE = "reports.calendar_out"


@dataclass(frozen=True)
class Before:
    """Whose calendars have it, and for when, before it is planned again."""

    people: tuple[str, ...] = ()
    at: datetime | None = None
    minutes: int = 0


def before(planned: ReportDebrief | None) -> Before:
    """Called off, it is in nobody's calendar."""
    if planned is None or planned.called_off_at:
        return Before()
    return Before(tuple(planned.people), planned.at, planned.minutes)


def tell(session: Session, planned: ReportDebrief, before: Before, moment: Moment) -> None:
    message = debrief_views.without_you(people.name(session, planned.by))
    for person in before.people:
        if person in planned.people:
            continue
        old = f"report:{planned.report_id}:debrief:{planned.sequence - 1}:{person}"
        if old in outbox.keys(session, old):
            outbox.change(session, key=old, message=debrief_views.went_on(), now=moment.now)
        key = f"report:{planned.report_id}:uninvited:{planned.sequence}:{person}"
        outbox.enqueue(session, key=key, channel=person, message=message, now=moment.now)
        _send_file(session, planned, before, person, moment)


def _send_file(session: Session, planned: ReportDebrief, before: Before, person: str, moment: Moment) -> None:
    """Of this change, whatever is planned when it leaves: who is invited again has a higher number then."""
    assert before.at, "somebody was invited"
    of = {
        "report": planned.report_id,
        "person": person,
        "at": before.at.isoformat(),
        "minutes": before.minutes,
        "sequence": planned.sequence,
        "by": planned.by,
    }
    files.enqueue(
        session,
        key=f"report:{planned.report_id}:calendar:{planned.sequence}:{person}",
        channel=person,
        drawer=CANCELLING_FILE,
        of=of,
        instead=debrief_views.no_entry(),
        now=moment.now,
    )


def cancelled(session: Session, of: Mapping[str, Any]) -> Meeting:
    """With the time that their calendar knows, and no other."""
    return Meeting(
        uid=invitation.uid(of["report"]),
        title="Debrief",
        at=datetime.fromisoformat(of["at"]),
        minutes=of["minutes"],
        sequence=of["sequence"],
        organizer=people.plain_name(session, of["by"]),
        called_off=True,
    )

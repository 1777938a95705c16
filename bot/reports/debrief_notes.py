"""What came of a debrief: notes that several may write at once without losing a word."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from bot.access import Person
from bot.reports import log, meanwhile, owners, sight, writing
from bot.reports.debrief_wish import Shown, Written
from bot.reports.debriefs import NoDebrief
from bot.reports.facts import Moment
from bot.reports.models import Report
from bot.reports.section_forms import Theirs
from bot.reports.sharing_models import ReportDebrief
from bot.reports.states import What
from bot.slack import people

#: Under which name the log and drafts know them.
PLACE = "debrief:notes"
LONGEST = 3000


@dataclass(frozen=True)
class Newer:
    """Somebody else wrote notes meanwhile. Nothing was overwritten; the writer's are kept as a draft."""

    mine: str


def note(session: Session, written: Written, *, by: Person, moment: Moment) -> Newer | None:
    """Raises NotThere, NotAllowed, NoDebrief."""
    report = sight.worked_on(session, written.report, by, moment.settings)
    planned = session.get(ReportDebrief, (report.id,), with_for_update=True, populate_existing=True)
    if planned is None:
        raise NoDebrief
    mine = written.text.strip()[:LONGEST]
    merged = meanwhile.merge(written.was, _values(mine), _values(planned.notes))
    if merged.both:
        kept = writing.keep_draft(session, report, PLACE, mine, by.id, moment.now, began=written.draft, longest=LONGEST)
        return Newer(kept)
    _put(session, report, planned, merged.values["notes"], by.id, moment.now)
    writing.forget_draft(session, report.id, PLACE, by.id, began=written.draft, saved=planned.notes)
    return None


def _put(session: Session, report: Report, planned: ReportDebrief, notes: str, by: str, now: datetime) -> None:
    if notes != planned.notes:
        planned.notes = notes
        log.append(session, report, What.DEBRIEF, by=by, now=now, section=PLACE)


def shown(session: Session, report: Report, planned: ReportDebrief, person: str, mine: str | None = None) -> Shown:
    """With what this person wrote while somebody else saved: just now, or as it still waits for them."""
    was = meanwhile.stamps(_values(planned.notes))
    typed = writing.draft(session, report.id, PLACE, person) if mine is None else mine
    if typed is None:
        return Shown(planned.notes, was)
    by = log.last_by(session, report, What.DEBRIEF, PLACE) or owners.ITSELF
    draft = writing.draft_stamp(session, report.id, PLACE, person)
    more = writing.waits_apart(session, report.id, PLACE, person)
    return Shown(typed, was, Theirs(planned.notes, people.name(session, by), more), report.events, draft)


def _values(notes: str) -> dict[str, str]:
    return {"notes": notes}

"""A debrief is planned, or planned again, while others may do the same."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC
from typing import Any

from sqlalchemy.orm import Session

from bot.access import Person
from bot.reports import debriefs, hours, meanwhile, sight, window_notes, written_times
from bot.reports.debrief_wish import Wish
from bot.reports.facts import Moment
from bot.reports.models import Report
from bot.reports.section_forms import Theirs
from bot.reports.sharing_models import ReportDebrief
from bot.slack import people


@dataclass(frozen=True)
class Both:
    """Somebody else planned it otherwise. Nobody was invited anew; this is what its second planner wished for."""

    report: Report
    planned: ReportDebrief
    mine: Wish


def stamps(planned: ReportDebrief | None) -> dict[str, str]:
    """Of the plan as a form is opened, by field (meanwhile.py)."""
    return meanwhile.stamps(_values(wish_of(planned)))


def wish_of(planned: ReportDebrief | None) -> Wish:
    """As it is planned; without a time where it was called off."""
    if planned is None:
        return Wish(None, 0, ())
    at = None if planned.called_off_at else planned.at
    return Wish(at, planned.minutes, tuple(planned.people), planned.place, planned.questions)


def _values(wish: Wish) -> dict[str, Any]:
    said = {"place": wish.place.strip(), "questions": wish.questions.strip()}
    at = wish.at.astimezone(UTC) if wish.at else None
    return {"at": at, "minutes": wish.minutes, "people": tuple(sorted(wish.people)), **said}


def put(
    session: Session, report_id: int, wish: Wish, was: Mapping[str, str] | None, *, by: Person, moment: Moment
) -> ReportDebrief | Both:
    """Where nothing is other than it is planned, nobody is invited anew. Raises NotThere, NotAllowed, FieldErrors."""
    report = sight.worked_on(session, report_id, by, moment.settings)
    planned = session.get(ReportDebrief, (report.id,), populate_existing=True)
    current = _values(wish_of(planned))
    merged = meanwhile.merge(was, _values(wish), current)
    mine = replace(wish, **merged.values)
    if planned and merged.both:
        return Both(report, planned, mine)
    if planned and merged.values == current:
        return planned
    return debriefs.plan(session, report_id, mine, by=by, moment=moment)


def theirs(session: Session, planned: ReportDebrief, by: Person, moment: Moment) -> Theirs:
    """Who comes when, on the clock of whoever reads it."""
    name = people.name(session, planned.by)
    if planned.called_off_at:
        return Theirs(window_notes.WAS_CALLED_OFF, name)
    when = written_times.text_of(planned.at, hours.zone_of(session, by.id, moment.settings))
    whom = ", ".join(people.plain_name(session, one) for one in planned.people)
    said = [f"{when}, {planned.minutes} minutes", planned.place, whom, planned.questions]
    return Theirs("\n".join(filter(None, said)), name)

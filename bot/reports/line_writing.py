"""A line of the timeline is written by hand: a new one, or one put right while others may do the same."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from bot.errors import FieldErrors
from bot.reports import findings, kept_lines, log, meanwhile, owners, timeline, writing, written_times
from bot.reports.models import Report, ReportMoment
from bot.reports.section_forms import Theirs
from bot.reports.states import What
from bot.reports.timeline import Line
from bot.reports.timeline_views import Written
from bot.slack import people


@dataclass(frozen=True)
class Both:
    """Somebody else put the same of this line otherwise. Nothing was overwritten; these words are kept as a draft."""

    line: ReportMoment
    mine: Mapping[str, Any]


def values(report: Report, moment: ReportMoment) -> dict[str, Any]:
    """As the form shows them."""
    at = written_times.text_of(moment.at, ZoneInfo(report.zone))
    return {"at": at, "text": moment.text, "mark": timeline.mark_of(moment)}


def theirs(session: Session, report: Report, moment: ReportMoment) -> Theirs:
    by = log.last_by(session, report, What.WROTE, findings.moment_place(moment.id))
    return Theirs(kept_lines.of_moment(report, moment), people.name(session, by or owners.ITSELF))


def put(session: Session, report: Report, written: Written, *, by: str, now: datetime) -> ReportMoment | Both:
    """The caller holds the report's row. Raises NoSuchMoment, FieldErrors."""
    if written.line is None:
        line = Line(_time(written.at, report), written.text, written.mark)
        added = timeline.add(session, report, line, by=by, now=now)
        assert added, "a line by hand is always another one"
        return added
    moment = timeline.find(session, report, written.line)
    current, place = values(report, moment), findings.moment_place(moment.id)
    merged = meanwhile.merge(written.was, written.values, current)
    if merged.both:
        mine = writing.keep_draft(
            session, report, place, written.text, by, now, began=written.draft, longest=timeline.LONGEST
        )
        return Both(moment, {**merged.values, "text": mine})
    # The form shows minutes: where nobody moved the line, its seconds stay.
    at = moment.at if merged.values["at"] == current["at"] else _time(merged.values["at"], report)
    line = Line(at, merged.values["text"], merged.values["mark"])
    writing.forget_draft(session, report.id, place, by, began=written.draft, saved=line.text)
    return timeline.change(session, report, moment.id, line, by=by, now=now)


def _time(text: str, report: Report) -> datetime:
    try:
        return written_times.read(text, ZoneInfo(report.zone))
    except ValueError as error:
        raise FieldErrors({"at": str(error)}) from error

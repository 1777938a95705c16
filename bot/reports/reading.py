"""From a report's rows to what it reads like now."""

from collections.abc import Iterable

import sqlalchemy as sa
from sqlalchemy.orm import Session

from bot.reports.content import Content, Moment, Section
from bot.reports.models import Report, ReportMoment, ReportSection
from bot.reports.templates import Forms
from bot.slack.permalinks import permalink


def whole(session: Session, report: Report, forms: Forms) -> Content:
    """All of it: its template's sections, whatever else was written, and every moment with its permalink."""
    written = [key for key, one in newest_sections(session, report.id).items() if one.text.strip()]
    keys = [ask.key for ask in forms.sections(report.template, written)]
    return content(session, report, keys, links(session, report))


def links(session: Session, report: Report) -> dict[int, str]:
    """Moment → where its message stands, as long as it does."""
    return {one.id: link(session, one) for one in moments(session, report.id) if one.source}


def link(session: Session, moment: ReportMoment) -> str:
    if not moment.source or moment.lost_at:
        return ""
    channel, ts = moment.source.split(":")
    return permalink(session, channel, ts, moment.thread)


def content(session: Session, report: Report, keys: Iterable[str], links: dict[int, str]) -> Content:
    """`keys`: of the template's sections, in order; `links`: moment → permalink."""
    written = newest_sections(session, report.id)
    return Content(
        title=report.title,
        severity=report.severity,
        began_at=report.began_at,
        noticed_at=report.noticed_at,
        mitigated_at=report.mitigated_at,
        ended_at=report.ended_at,
        zone=report.zone,
        services=tuple(report.services),
        owner=report.owner,
        sections=tuple(written.get(key, Section(key, "", 0)) for key in keys),
        timeline=tuple(_moment(one, links.get(one.id, "")) for one in moments(session, report.id)),
    )


def newest_sections(session: Session, report_id: int) -> dict[str, Section]:
    versions = sa.select(ReportSection).where(ReportSection.report_id == report_id).order_by(ReportSection.number)
    return {one.key: Section(one.key, one.text, one.number, one.by, one.at) for one in session.scalars(versions)}


def moments(session: Session, report_id: int) -> list[ReportMoment]:
    mine = sa.select(ReportMoment).where(ReportMoment.report_id == report_id, ReportMoment.removed_at.is_(None))
    return list(session.scalars(mine.order_by(ReportMoment.at, ReportMoment.place, ReportMoment.id)))


def _moment(one: ReportMoment, link: str) -> Moment:
    lost = one.lost_at is not None
    return Moment(one.id, one.at, one.text, one.mark, one.said_by, link, lost, one.said_in or "")

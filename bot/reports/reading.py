"""From a report's rows to what it reads like now."""

from collections.abc import Iterable

import sqlalchemy as sa
from sqlalchemy.orm import Session

from bot.reports.content import Content, Moment, Section
from bot.reports.models import Report, ReportMoment, ReportSection


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
    return Moment(one.id, one.at, one.text, one.mark, one.said_by, link, one.lost_at is not None)

"""Reads what the figures are made of: only reports that are for everybody, and no name of anybody."""

from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from bot.local_time import DAY
from bot.reports import actions, hours
from bot.reports.actions_models import ReportAction
from bot.reports.actions_rules import Stand
from bot.reports.figures import WORD_AGAIN, Case, Deed, Figures, figures
from bot.reports.hours import IsWorkingDay
from bot.reports.models import Report, ReportEvent, ReportSection
from bot.reports.reminding import deadlines
from bot.reports.sharing_models import ReportReader, ReportRevision
from bot.reports.similar import telling
from bot.reports.states import Audience, State, What
from bot.settings import Operating
from bot.slack.people import Profile

#: The section whose words are looked through for what comes back.
FACTORS = "factors"
LET_GO = (Stand.DROPPED, Stand.MISSED, Stand.PARTLY)


def between(session: Session, settings: Operating, start: datetime, end: datetime, now: datetime) -> Figures:
    """Of incidents that ended in `start` <= t < `end`, or were first reported then and have not ended."""
    reports = session.scalars(_of_period(start, end)).all()
    return figures(cases(session, settings, reports, now), deeds(session, reports, settings, now))


def cases_between(session: Session, settings: Operating, start: datetime, end: datetime, now: datetime) -> list[Case]:
    return cases(session, settings, session.scalars(_of_period(start, end)).all(), now)


def _of_period(start: datetime, end: datetime) -> sa.Select[Report]:
    at = sa.func.coalesce(Report.ended_at, Report.created_at)
    return (
        sa.select(Report).where(Report.audience == Audience.EVERYONE.value, at >= start, at < end).order_by(Report.id)
    )


def cases(session: Session, settings: Operating, reports: Sequence[Report], now: datetime) -> list[Case]:
    ids = [report.id for report in reports]
    drafted = _first_submitted(session, ids)
    readers = _readers(session, ids)
    words = _words(session, ids)
    working = hours.working_days(settings)
    return [
        _case(
            report,
            drafted.get(report.id),
            readers.get(report.id, 0),
            words.get(report.id, frozenset()),
            settings,
            working,
            now,
        )
        for report in reports
    ]


def _case(
    report: Report,
    drafted: datetime | None,
    readers: int,
    words: frozenset[str],
    settings: Operating,
    working: IsWorkingDay,
    now: datetime,
) -> Case:
    zone = settings.calendar.zone
    ended = report.ended_at.astimezone(zone).date() if report.ended_at else None
    draft_by, publish_by = deadlines(report, settings, working)

    def local(at: datetime | None) -> date | None:
        return at.astimezone(zone).date() if at else None

    def after(day: date | None) -> int | None:
        return working_days_between(ended, day, working) if ended and day else None

    draft_on, out_on = local(drafted or report.published_at), local(report.published_at)
    today = now.astimezone(zone).date()
    return Case(
        id=report.id,
        severity=report.severity,
        ended=ended,
        drafted_after=after(draft_on),
        draft_late=(draft_on or today) > draft_by,
        published_after=after(out_on),
        publish_late=(out_on or today) > publish_by,
        dropped=report.state == State.DROPPED,
        readers=readers,
        services=frozenset(name.casefold() for name in report.services),
        words=words,
    )


def working_days_between(start: date, end: date, is_working_day: IsWorkingDay) -> int:
    """After `start`, up to and with `end`; none where it was drafted before the incident ended."""
    return sum(is_working_day(start + number * DAY) for number in range(1, (end - start).days + 1))


def _first_submitted(session: Session, ids: Sequence[int]) -> dict[int, datetime]:
    events = sa.select(ReportEvent.report_id, sa.func.min(ReportEvent.at)).where(
        ReportEvent.report_id.in_(ids), ReportEvent.what == What.SUBMITTED.value
    )
    return {id: at for id, at in session.execute(events.group_by(ReportEvent.report_id))}


def _readers(session: Session, ids: Sequence[int]) -> dict[int, int]:
    counted = sa.select(ReportReader.report_id, sa.func.count()).where(ReportReader.report_id.in_(ids))
    return {id: count for id, count in session.execute(counted.group_by(ReportReader.report_id))}


def _words(session: Session, ids: Sequence[int]) -> dict[int, frozenset[str]]:
    """Those that come back. Everybody's names are read only where there are any: each Home asks this."""
    told = {id: telling(text) for id, text in _factors(session, ids).items()}
    counted = Counter(word for words in told.values() for word in words)
    often = frozenset(word for word, reports in counted.items() if reports >= WORD_AGAIN)
    wanted = often - _names(session) if often else often
    return {id: words & wanted for id, words in told.items()}


def _factors(session: Session, ids: Sequence[int]) -> dict[int, str]:
    """Of each report that is out, its contributing factors as people read them, and not what was saved since."""
    revisions = sa.select(ReportRevision.report_id, sa.func.max(ReportRevision.at).label("at"))
    out = revisions.where(ReportRevision.report_id.in_(ids)).group_by(ReportRevision.report_id).subquery()
    versions = sa.select(ReportSection.report_id, ReportSection.text).join(
        out, ReportSection.report_id == out.c.report_id
    )
    read = versions.where(ReportSection.key == FACTORS, ReportSection.at <= out.c.at)
    return {id: text for id, text in session.execute(read.order_by(ReportSection.number))}


def _names(session: Session) -> frozenset[str]:
    """So that nobody's name comes back as a factor."""
    return frozenset(word.casefold() for name in session.scalars(sa.select(Profile.name)) for word in name.split())


def deeds(session: Session, reports: Sequence[Report], settings: Operating, now: datetime) -> list[Deed]:
    today = now.astimezone(settings.calendar.zone).date()
    kept = [report.id for report in reports if report.state != State.DROPPED]
    return [_deed(row, today, now) for row in actions.rows(session, kept)]


def _deed(row: ReportAction, today: date, now: datetime) -> Deed:
    one = actions.value(row, now)
    first = row.first or row.due_on
    done = one.stand is Stand.DONE
    return Deed(
        promised=row.phase in ("open", "closed"),
        done=done,
        let_go=one.stand in LET_GO,
        late=(row.closed_on if done and row.closed_on else today) > first,
    )

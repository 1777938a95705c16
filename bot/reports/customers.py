"""The version for customers: its own words, its own approval, and nothing of the house in it."""

from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session

from bot.access import Person
from bot.errors import BotError, FieldErrors, NotAllowed
from bot.reports import customers_house, customers_text, findings, internals, log, refusals, sentences, sight, versions
from bot.reports.facts import Moment
from bot.reports.models import Report, ReportEvent
from bot.reports.reviewing import NotNow
from bot.reports.sharing_models import ReportCustomerVersion
from bot.reports.spotting import Found
from bot.reports.states import OUT, What

FIELDS = customers_text.FIELDS
#: How the log says so.
APPROVED = "approved"


class NoVersion(BotError):
    def __init__(self) -> None:
        super().__init__(refusals.NO_VERSION)


@dataclass(frozen=True)
class Wrote:
    """`base`: number of the version that the writer began from; 0 where there was none."""

    happened: str
    felt: str
    doing: str
    base: int = 0


@dataclass(frozen=True)
class Exported:
    """As Markdown, or what was `found` that is of the house: then nothing is exported."""

    title: str
    markdown: str
    found: tuple[Found, ...] = ()


def write(session: Session, report_id: int, wrote: Wrote, *, by: Person, moment: Moment) -> ReportCustomerVersion:
    """Another text is to be approved anew. Raises NotThere, NotAllowed, FieldErrors."""
    report = sight.worked_on(session, report_id, by, moment.settings)
    if not wrote.happened.strip():
        raise FieldErrors({"happened": refusals.NOTHING_NOTICED})
    found = session.get(ReportCustomerVersion, (report.id,), with_for_update=True)
    if found is None:
        found = ReportCustomerVersion(report_id=report.id, number=0)
        session.add(found)
    if found.number != wrote.base:
        raise FieldErrors({"happened": refusals.ANOTHER_TEXT_SAVED})
    found.happened, found.felt, found.doing = (getattr(wrote, name).strip() for name in FIELDS)
    found.number, found.by, found.at = found.number + 1, by.id, moment.now
    found.approved_by = found.approved_at = found.outdated_at = None
    log.append(session, report, What.CUSTOMERS, by=by.id, now=moment.now, says="written")
    checker = findings.checker(session, moment.prompts)
    findings.look(session, report, findings.CUSTOMERS, customers_text.joined(found), checker)
    session.flush()
    return found


def approve(session: Session, report_id: int, number: int, *, by: Person, moment: Moment) -> None:
    """By somebody other than who wrote it last; also once more, where the report was amended since.

    Raises NotThere, NotAllowed, NoVersion, NotNow.
    """
    report = sight.worked_on(session, report_id, by, moment.settings)
    found = _version(session, report, lock=True)
    if by.id == found.by:
        raise NotAllowed(refusals.ANOTHER_APPROVES_IT)
    if number != found.number:
        raise NotNow(refusals.TEXT_CHANGED)
    found.approved_by, found.approved_at, found.outdated_at = by.id, moment.now, None
    log.append(session, report, What.CUSTOMERS, by=by.id, now=moment.now, says=APPROVED)


def seen(session: Session, report_id: int, *, by: Person, moment: Moment) -> ReportCustomerVersion | None:
    """By who works on the report. Raises NotThere, NotAllowed."""
    report = sight.worked_on(session, report_id, by, moment.settings)
    return session.get(ReportCustomerVersion, (report.id,))


def _version(session: Session, report: Report, *, lock: bool = False) -> ReportCustomerVersion:
    found = session.get(ReportCustomerVersion, (report.id,), with_for_update=lock or None)
    if found is None:
        raise NoVersion
    return found


def of_the_house(session: Session, version: ReportCustomerVersion, moment: Moment) -> list[Found]:
    """What in it must not reach customers, and what may not."""
    return internals.find(customers_text.joined(version), customers_house.of(session, version.report_id, moment))


def blaming(session: Session, report: Report) -> list[str]:
    """What in it may make it harder to speak openly, each in a line."""
    return findings.said_of(session, report, findings.CUSTOMERS)


def export(session: Session, report_id: int, *, by: Person, moment: Moment, stays: bool = False) -> Exported:
    """Where something is found, only if somebody says that it `stays`, which is kept with their name; and never what is
    certainly of the house. Raises NotThere, NotAllowed, NoVersion, NotNow."""
    report = sight.worked_on(session, report_id, by, moment.settings)
    exported = ready(session, report, moment, stays=stays)
    if exported.markdown:
        kept = ", ".join(each.text for each in exported.found)
        said = f"exported with {kept}" if kept else "exported"
        log.append(session, report, What.CUSTOMERS, by=by.id, now=moment.now, says=said)
    return exported


def ready(session: Session, report: Report, moment: Moment, *, stays: bool = False) -> Exported:
    """Raises NoVersion, NotNow."""
    version = _version(session, report)
    if report.state not in OUT:
        raise NotNow(refusals.not_out_for_customers(report.state))
    if version.approved_by is None:
        raise NotNow(refusals.NOT_APPROVED_FOR_CUSTOMERS)
    if version.outdated_at is not None:
        raise NotNow(refusals.OUTDATED_FOR_CUSTOMERS)
    found = tuple(of_the_house(session, version, moment))
    stopped = any(each.certain for each in found) or bool(found and not stays)
    title = customers_text.title(report)
    return Exported(title, "" if stopped else customers_text.markdown(version), found)


def amended(session: Session, report: Report, moment: Moment) -> ReportCustomerVersion | None:
    """What was approved may no longer be true: it is looked at again before it goes anywhere."""
    found = session.get(ReportCustomerVersion, (report.id,), with_for_update=True)
    if found is None or found.approved_by is None:
        return None
    found.outdated_at = moment.now
    return found


def published(session: Session, report: Report, moment: Moment) -> ReportCustomerVersion | None:
    """The same of what was approved before the report went out, where its words changed in between."""
    mine = sa.select(sa.func.max(ReportEvent.number)).where(ReportEvent.report_id == report.id)
    approved = session.scalar(mine.where(ReportEvent.what == What.CUSTOMERS, ReportEvent.says == APPROVED)) or 0
    return amended(session, report, moment) if versions.text_number(session, report.id) > approved else None


def outdated_text(session: Session, report: Report) -> str:
    """For whoever works on the report."""
    found = session.get(ReportCustomerVersion, report.id)
    if found is None or found.outdated_at is None:
        return ""
    return sentences.CUSTOMERS_OUTDATED

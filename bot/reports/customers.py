"""The version for customers: its own words, its own approval, and nothing of the house in it."""

from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session

from bot.access import Person
from bot.errors import BotError, FieldErrors, NotAllowed
from bot.reports import internals, log, sight
from bot.reports.facts import Moment
from bot.reports.internals import Found, House
from bot.reports.models import Report
from bot.reports.reviewing import NotNow
from bot.reports.sharing_models import ReportCustomerVersion
from bot.reports.states import What
from bot.slack.people import Profile

FIELDS = ("happened", "felt", "doing")
HEADINGS = ("What happened", "Who was affected", "What we are doing")


class NoVersion(BotError):
    def __init__(self) -> None:
        super().__init__("Nobody has written a version for customers yet.")


@dataclass(frozen=True)
class Wrote:
    """`base`: number of the version that the writer began from; 0 where there was none."""

    happened: str
    felt: str
    doing: str
    base: int = 0


def write(session: Session, report_id: int, wrote: Wrote, *, by: Person, moment: Moment) -> ReportCustomerVersion:
    """Another text is to be approved anew. Raises NotThere, NotAllowed, FieldErrors."""
    report = sight.worked_on(session, report_id, by, moment.settings)
    if not wrote.happened.strip():
        raise FieldErrors({"happened": "Say in plain words what customers noticed."})
    found = session.get(ReportCustomerVersion, (report.id,), with_for_update=True)
    if found is None:
        found = ReportCustomerVersion(report_id=report.id, number=0)
        session.add(found)
    if found.number != wrote.base:
        raise FieldErrors({"happened": "Somebody saved another text meanwhile. Copy yours, and open this again."})
    found.happened, found.felt, found.doing = (getattr(wrote, name).strip() for name in FIELDS)
    found.number, found.by, found.at = found.number + 1, by.id, moment.now
    found.approved_by = found.approved_at = None
    log.append(session, report, What.CUSTOMERS, by=by.id, now=moment.now, says="written")
    session.flush()
    return found


def approve(session: Session, report_id: int, number: int, *, by: Person, moment: Moment) -> None:
    """By somebody other than who wrote it last. Raises NotThere, NotAllowed, NoVersion, NotNow."""
    report = sight.worked_on(session, report_id, by, moment.settings)
    found = _version(session, report, lock=True)
    if by.id == found.by:
        raise NotAllowed("Somebody other than who wrote it approves what customers read.")
    if number != found.number:
        raise NotNow("Its text changed since you opened it. Read it once more, then approve it.")
    found.approved_by, found.approved_at = by.id, moment.now
    log.append(session, report, What.CUSTOMERS, by=by.id, now=moment.now, says="approved")


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
    """What in it must not reach customers."""
    section = moment.settings.reports
    names = session.scalars(sa.select(Profile.name).where(~Profile.bot))
    house = House(
        frozenset(names),
        frozenset(section.internal_names),
        frozenset(site.casefold() for site in section.public_sites),
    )
    return internals.find("\n".join(getattr(version, name) for name in FIELDS), house)


def export(
    session: Session, report_id: int, *, by: Person, moment: Moment, stays: bool = False
) -> tuple[str, list[Found]]:
    """Markdown, or what was found that is of the house: then nothing is exported, unless somebody says that it
    `stays`, which is kept with their name. Raises NotThere, NotAllowed, NoVersion, NotNow."""
    report = sight.worked_on(session, report_id, by, moment.settings)
    version = _version(session, report)
    if version.approved_by is None:
        raise NotNow("What customers read is approved first, by somebody other than who wrote it.")
    found = of_the_house(session, version, moment)
    if found and not stays:
        return "", found
    said = "exported" if not found else f"exported with {', '.join(each.text for each in found)}"
    log.append(session, report, What.CUSTOMERS, by=by.id, now=moment.now, says=said)
    return markdown(version), []


def markdown(version: ReportCustomerVersion) -> str:
    parts = [(heading, getattr(version, name)) for heading, name in zip(HEADINGS, FIELDS, strict=True)]
    return "\n\n".join(f"## {heading}\n\n{text}" for heading, text in parts if text) + "\n"

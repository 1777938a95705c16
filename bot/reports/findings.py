"""The blame check at a report's desk: it runs on every save, answers the writer alone, and never stops anybody.

`open_confirms` is for whoever publishes: what then asks for a reason.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from bot.errors import FieldErrors
from bot.prompts import Prompts
from bot.reports import log, refusals, sentences
from bot.reports.blame import rulebook
from bot.reports.blame.advisories import remarks
from bot.reports.blame.check import SHORT, Finding, check
from bot.reports.blame.prose import Prose
from bot.reports.blame.roster import names_in
from bot.reports.blame.rulebook import Advice, Rulebook, Severity
from bot.reports.models import Report, ReportFinding
from bot.reports.states import What
from bot.reports.templates import forms
from bot.slack.people import Profile

LONGEST_REASON = 500
_OF_ACTION = "action:"


@dataclass(frozen=True)
class Checker:
    rulebook: Rulebook
    names: frozenset[str]
    template: tuple[str, ...]

    def check(self, text: str) -> list[Finding]:
        return check(text, self.rulebook, self.names, self.template)

    def advise(self, text: str) -> list[Advice]:
        """About a report as a whole: its cause, its actions, whose story it tells. Each once."""
        prose = Prose.read(text, self.rulebook.people, self.names, self.template)
        kinds = dict.fromkeys(one.kind for one in remarks(prose, self.rulebook.action_verbs))
        return [self.rulebook.advice[kind] for kind in kinds]


def checker(session: Session, prompts: Prompts) -> Checker:
    """With the names of everybody who works or worked here."""
    names = session.scalars(sa.select(Profile.name).where(~Profile.bot))
    return Checker(rulebook.load(prompts.own), names_in("\n".join(names)), forms(prompts.of("reports")).wording)


def moment_place(moment_id: int) -> str:
    return f"moment:{moment_id}"


def action_place(number: int) -> str:
    return f"{_OF_ACTION}{number}"


def field_place(name: str) -> str:
    """What is no section: the title, the version for customers, what a form asks for on publishing."""
    return f"field:{name}"


TITLE, CUSTOMERS = field_place("title"), field_place("customers")


def look(session: Session, report: Report, place: str, text: str, checker: Checker) -> list[Finding]:
    """Check what was just saved there and remember it; what comes back has no reason yet."""
    found = checker.check(text)
    known = {one.mark: one for one in _rows(session, report.id, place)}
    for row in known.values():
        row.stands = False
    for one in found:
        row = known.get(one.mark) or _remember(session, report, place, one)
        row.stands = True
        known[one.mark] = row
    session.flush()
    return [one for one in found if known[one.mark].kept_because is None]


def _remember(session: Session, report: Report, place: str, found: Finding) -> ReportFinding:
    row = ReportFinding(
        report_id=report.id,
        place=place,
        mark=found.mark,
        kind=found.kind,
        phrase=found.text,
        severity=str(found.severity),
        reason=found.reason,
        rewrite=found.rewrite,
        stands=True,
    )
    session.add(row)
    return row


def forget(session: Session, report: Report, place: str) -> None:
    """What it was about is gone; reasons stay."""
    for row in _rows(session, report.id, place):
        row.stands = False


def take_back(session: Session, report: Report, place: str) -> None:
    """The words themselves are gone: no phrase of them stays, of a reason only itself."""
    for row in _rows(session, report.id, place):
        if row.kept_because is None:
            session.delete(row)
        else:
            row.stands, row.phrase = False, ""


def keep(
    session: Session, report: Report, place: str, found: Iterable[Finding], because: str, *, by: str, now: datetime
) -> None:
    """From now on these phrases are left alone there. The caller holds the report's row. Raises FieldErrors."""
    keep_marked(session, report, place, [one.short_mark for one in found], because, by=by, now=now)


def keep_marked(
    session: Session, report: Report, place: str, marks: Iterable[str], because: str, *, by: str, now: datetime
) -> None:
    """The same of phrases that were found there once, by their short marks, whether or not they stand there now.

    Raises FieldErrors.
    """
    if len(because) > LONGEST_REASON:
        raise FieldErrors({"because": refusals.too_long("A reason", LONGEST_REASON, len(because))})
    rows = {one.mark[:SHORT]: one for one in _rows(session, report.id, place)}
    for mark in marks:
        row = rows.get(mark)
        if row and because.strip():
            row.kept_because, row.kept_by = because.strip(), by
            log.append(session, report, What.KEPT, by=by, now=now, section=place, says=f"{row.phrase}: {because}")


def standing(session: Session, report: Report) -> Sequence[ReportFinding]:
    """All that the newest text has and nobody gave a reason for."""
    rows = sa.select(ReportFinding).where(
        ReportFinding.report_id == report.id, ReportFinding.stands, ReportFinding.kept_because.is_(None)
    )
    return session.scalars(rows.order_by(ReportFinding.id)).all()


def in_fields(said: Mapping[str, str], checker: Checker) -> dict[str, list[Finding]]:
    """Field of a form → what is found in what stands there now. Nothing of it is kept yet."""
    found = {name: checker.check(text) for name, text in said.items() if text.strip()}
    return {name: ones for name, ones in found.items() if ones}


def said_of(session: Session, report: Report, place: str) -> list[str]:
    """All that stands at such a place, each in a line."""
    return [told(one) for one in standing(session, report) if one.place == place]


def said_of_actions(session: Session, report: Report) -> list[str]:
    found = [one for one in standing(session, report) if one.place.startswith(_OF_ACTION)]
    return [sentences.in_action(one.place.removeprefix(_OF_ACTION), told(one)) for one in found]


def actions_of_note(session: Session, report: Report) -> frozenset[int]:
    """Numbers of actions in which something stands that nobody gave a reason for."""
    places = [one.place for one in standing(session, report) if one.place.startswith(_OF_ACTION)]
    return frozenset(int(place.removeprefix(_OF_ACTION)) for place in places)


def told(found: ReportFinding) -> str:
    return f"“{found.phrase}”: {found.reason} {found.rewrite}"


def open_confirms(session: Session, report: Report) -> Sequence[ReportFinding]:
    """Publishing over these asks for a reason."""
    return [one for one in standing(session, report) if one.severity == str(Severity.CONFIRM)]


def _rows(session: Session, report_id: int, place: str) -> Sequence[ReportFinding]:
    rows = sa.select(ReportFinding).where(ReportFinding.report_id == report_id, ReportFinding.place == place)
    return session.scalars(rows).all()

"""A report begins: what happened in a line, when, where, and who holds the pen."""

from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sqlalchemy.orm import Session

from bot.errors import FieldErrors
from bot.reports import kept_lines, log, refusals, rules
from bot.reports.models import Report
from bot.reports.rules import Times
from bot.reports.states import Audience, State, What
from bot.settings import Operating
from bot.slack.people import Profile
from bot.slack.text import one_line

LONGEST_TITLE = 200


@dataclass(frozen=True)
class Start:
    title: str
    severity: int
    times: Times
    zone: str
    owner: str
    audience: Audience
    named: tuple[str, ...] = ()
    services: tuple[str, ...] = ()
    template: str = "standard"


def start(session: Session, draft: Start, *, by: str, settings: Operating, now: datetime) -> Report:
    """Raises FieldErrors."""
    if found := faults(session, draft, settings, now):
        raise FieldErrors(found)
    report = Report(
        title=one_line(draft.title),
        severity=draft.severity,
        template=draft.template,
        **vars(draft.times),
        zone=draft.zone,
        services=list(draft.services),
        owner=draft.owner,
        audience=draft.audience,
        named=sorted(draft.named),
        made_by=by,
        created_at=now,
        state=State.DRAFT,
        events=0,
        revision=0,
        searchable=" ".join((draft.title, *draft.services)).casefold(),
    )
    session.add(report)
    session.flush()
    facts = kept_lines.of_facts(report)
    log.append(session, report, What.STARTED, by=by, now=now, person=draft.owner, says=facts)
    log.let_in(session, report, by, now)
    return report


def faults(session: Session, draft: Start, settings: Operating, now: datetime) -> dict[str, str]:
    """Field → sentence."""
    found = dict(rules.time_faults(draft.times, now))
    if not draft.title.strip():
        found["title"] = refusals.NO_TITLE
    elif len(draft.title) > LONGEST_TITLE:
        found["title"] = refusals.too_long("A title", LONGEST_TITLE, len(draft.title))
    if not 1 <= draft.severity <= settings.reports.severities:
        found["severity"] = refusals.severities(settings.reports.severities)
    if not _is_zone(draft.zone):
        found["zone"] = refusals.NO_ZONE
    if draft.audience is Audience.NAMED and not draft.named:
        found["named"] = refusals.NOBODY_NAMED
    if sentence := owner_fault(session, draft.owner):
        found["owner"] = sentence
    return found


def change(session: Session, report: Report, draft: Start, *, by: str, settings: Operating, now: datetime) -> None:
    """What is known of the incident. Owner and audience change where people are told. The caller holds the row.

    Raises FieldErrors.
    """
    same = replace(draft, owner=report.owner or "", audience=Audience(report.audience), named=tuple(report.named))
    if found := {name: said for name, said in faults(session, same, settings, now).items() if name != "owner"}:
        raise FieldErrors(found)
    told = {
        "title": one_line(draft.title),
        "severity": draft.severity,
        **vars(draft.times),
        "services": list(draft.services),
        "template": draft.template or report.template,
        "zone": draft.zone,
    }
    changed = [name for name, value in told.items() if getattr(report, name) != value]
    for name in changed:
        setattr(report, name, told[name])
    if changed:
        log.append(session, report, What.CHANGED, by=by, now=now, says=kept_lines.of_facts(report))


def _is_zone(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return bool(name)


def owner_fault(session: Session, person: str) -> str:
    """Why this person cannot hold the pen; nothing where they can."""
    profile = session.get(Profile, person)
    if profile is None:
        return ""
    if profile.bot or person == "USLACKBOT":
        return refusals.A_BOT
    if profile.left:
        return refusals.HAS_LEFT
    return refusals.A_GUEST if profile.guest else ""

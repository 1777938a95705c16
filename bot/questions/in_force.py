"""Which calendar and which targets were in force when."""

import json
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from functools import lru_cache

import sqlalchemy as sa
from sqlalchemy.orm import Session

from bot.questions.office_hours import OfficeHours
from bot.questions.versions import Targets, Versions
from bot.settings import Calendar, Operating, SettingsVersion

NEVER = datetime.min.replace(tzinfo=UTC)
History = tuple[Versions[OfficeHours], Versions[Targets]]


def versions(session: Session, known_by: datetime | None = None) -> History:
    """Read once a transaction, unless the settings change in it. `known_by`: without what was saved since."""
    calendar, targets = _known(session)
    return (calendar.known_by(known_by), targets.known_by(known_by)) if known_by else (calendar, targets)


def _known(session: Session) -> History:
    newest = session.scalar(sa.select(sa.func.max(SettingsVersion.id)))
    known: tuple[int | None, History] | None = session.info.get("questions.versions")
    if known is None or known[0] != newest:
        known = newest, _all_versions(session)
        session.info["questions.versions"] = known
    return known[1]


def _all_versions(session: Session) -> History:
    rows = session.execute(sa.select(SettingsVersion.saved_at, SettingsVersion.document).order_by(SettingsVersion.id))
    told = [(row.saved_at, row.document) for row in rows] or [(NEVER, {})]
    calendars = _changes((at, json.dumps(document.get("calendar", {}), sort_keys=True)) for at, document in told)
    targets = _changes((at, json.dumps(document.get("questions", {}), sort_keys=True)) for at, document in told)
    return (
        Versions(_calendar(calendars[0][1]), [(at, _calendar(section)) for at, section in calendars[1:]]),
        Versions(_targets(targets[0][1]), [(at, _targets(section)) for at, section in targets[1:]]),
    )


def changed_at(session: Session) -> datetime | None:
    """When the calendar or the targets last did."""
    return max((since for told in versions(session) for since, _ in told.changes), default=None)


def _changes(sections: Iterable[tuple[datetime, str]]) -> list[tuple[datetime, str]]:
    found: list[tuple[datetime, str]] = []
    for at, section in sections:
        if not found or found[-1][1] != section:
            found.append((at, section))
    return found


@lru_cache(maxsize=64)
def _calendar(section: str) -> OfficeHours:
    """Kept, since it remembers the years that it has computed."""
    calendar = Calendar.model_validate(json.loads(section))
    return OfficeHours(calendar.working(), calendar.public_holidays())


@lru_cache(maxsize=64)
def _targets(section: str) -> Targets:
    told = Operating.model_validate({"questions": json.loads(section)}).questions
    return Targets(
        respond=timedelta(hours=told.respond_within_hours),
        answer=timedelta(hours=told.answer_within_hours),
        longest_pause=timedelta(days=told.resume_after_days),
    )

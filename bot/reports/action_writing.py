"""An action is written down: a new one, or one put right while others may do the same."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from bot.reports import actions, actions_days, actions_text, findings, log, meanwhile, owners, writing
from bot.reports.actions import Draft
from bot.reports.actions_models import ReportAction
from bot.reports.actions_rules import Kind, Stand
from bot.reports.actions_views import Written
from bot.reports.models import Report
from bot.reports.promising import Promising
from bot.reports.section_forms import Theirs
from bot.reports.states import What
from bot.settings import Operating
from bot.slack import people


@dataclass(frozen=True)
class Both:
    """Somebody else put the same of this action otherwise. Nothing was overwritten; these words are kept as a draft."""

    action: ReportAction
    mine: Draft


def values(session: Session, report: Report, row: ReportAction, settings: Operating, now: datetime) -> dict[str, Any]:
    """As the form shows them: who declined is not asked again, and no day that is over is promised."""
    asked = row.owner if actions.value(row, now).stand is Stand.ASKED else None
    day = max(row.due_on, actions_days.today(session, report, settings, now))
    return {"what": row.what, "kind": Kind(row.kind), "owner": asked, "due": day}


def theirs(session: Session, report: Report, row: ReportAction, settings: Operating, now: datetime) -> Theirs:
    told, today = values(session, report, row, settings, now), actions_days.today(session, report, settings, now)
    asked = people.plain_name(session, told["owner"]) if told["owner"] else str(Stand.WITHOUT_OWNER)
    by = log.last_by(session, report, What.ACTION, findings.action_place(row.number)) or owners.ITSELF
    return Theirs(
        f"{row.what}\n{row.kind} · {asked} · by {actions_text.day(told['due'], today)}", people.name(session, by)
    )


def put(
    session: Session,
    report: Report,
    written: Written,
    *,
    by: str,
    settings: Operating,
    now: datetime,
    promising: Promising,
) -> ReportAction | Both:
    """Where nothing is other than it stands, nobody is asked anew. The caller holds the report's row.

    Raises NoSuchAction, HandedOver, FieldErrors.
    """
    told: dict[str, Any] = {"by": by, "settings": settings, "now": now, "promising": promising}
    if written.number is None:
        return actions.write(session, report, written.draft, **told)
    row = actions.changeable(session, report, written.number, now)
    current, place = values(session, report, row, settings, now), findings.action_place(row.number)
    merged = meanwhile.merge(written.was, vars(written.draft), current)
    draft = Draft(**merged.values)
    if merged.both:
        mine = writing.keep_draft(
            session, report, place, draft.what, by, now, began=written.began, longest=actions.LONGEST
        )
        return Both(row, replace(draft, what=mine))
    if merged.values != current:
        row = actions.write(session, report, draft, number=row.number, **told)
    writing.forget_draft(session, report.id, place, by, began=written.began, saved=draft.what)
    return row

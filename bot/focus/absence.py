"""When the CTO is away: entered once, and everything that asks the calendar knows."""

import json
from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from bot import settings as settings_
from bot.elsewhere import Moment
from bot.errors import FieldErrors
from bot.focus import history_views, sentences
from bot.focus.rhythms import stands_in, zone
from bot.notation import days_of
from bot.settings import DayOff, Operating
from bot.slack import blocks, visits
from bot.slack.blocks import Modal
from bot.slack.messages import Message

FORM = "focus.away_form"
BACK = "focus.back"
FIRST, LAST = "first", "last"
#: As far as settings look ahead.
LONGEST_DAYS = 366


def modal(moment: Moment) -> Modal:
    words, today = moment.words, moment.now.astimezone(zone(moment.settings)).date()
    known = [one for one in moment.settings.calendar.absences if last_of(one) >= today]
    body = [blocks.section(_consequence(moment.settings))]
    for at, one in enumerate(known):
        remove = blocks.button("Remove", BACK, value=one, label=f"Remove {one}")
        body.append(blocks.section(f"Away {written(one)}", accessory=remove, block_id=f"known-{at}"))
    body += [
        blocks.ask(words["away_first_label"], blocks.date_field(FIRST)),
        blocks.ask(words["away_last_label"], blocks.date_field(LAST), hint=words["away_last_hint"]),
    ]
    return blocks.modal(title="Away", blocks=body, submit="Save", close="Cancel", callback_id=FORM)


def _consequence(settings: Operating) -> str:
    return sentences.while_away(stands_in(settings), skipped=settings.focus.on_day_off is DayOff.SKIP)


def read(view: Mapping[str, Any]) -> tuple[date, date]:
    """Raises FieldErrors."""
    given = {name: view["state"]["values"][name][name].get("selected_date") for name in (FIRST, LAST)}
    first, last = (date.fromisoformat(given[name]) for name in (FIRST, LAST))
    if last < first:
        raise FieldErrors({LAST: sentences.BEFORE_THE_FIRST_DAY})
    if (last - first).days > LONGEST_DAYS:
        raise FieldErrors({LAST: sentences.AWAY_TOO_LONG})
    return first, last


def add(session: Session, first: date, last: date, *, by: str, moment: Moment) -> Message:
    """Answers what is told. Raises FieldErrors."""
    if last < moment.now.astimezone(zone(moment.settings)).date():
        raise FieldErrors({LAST: sentences.DAY_HAS_PASSED})
    added = f"{first}..{last}"
    _save(session, {*moment.settings.calendar.absences, added}, by, moment)
    return history_views.away(written(added), _consequence(moment.settings))


def remove(session: Session, absence: str, *, by: str, moment: Moment) -> Moment:
    """Answers the moment as it is afterwards."""
    kept = set(moment.settings.calendar.absences) - {absence}
    return Moment(_save(session, kept, by, moment), moment.words, moment.now, moment.elsewhere)


def _save(session: Session, absences: set[str], by: str, moment: Moment) -> Operating:
    document = json.loads(moment.settings.model_dump_json())
    document["calendar"]["absences"] = sorted(absences)
    changed = Operating.model_validate(document)
    settings_.save(session, changed, by=by, now=moment.now)
    visits.changed_for_all(session, moment.now)
    return changed


def last_of(absence: str) -> date:
    return list(days_of(absence))[-1]


def written(absence: str) -> str:
    first, *_, last = [*days_of(absence)] * 2
    until = f" to {last.day} {last:%B %Y}" if last != first else f" {first:%Y}"
    return f"{first.day} {first:%B}{until}"

"""The settings as forms: which are asked together, what was typed, and what is wrong with it, beside its field."""

import difflib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from zoneinfo import available_timezones

from bot import config, directory
from bot.config import Document, Fault, InvalidConfig
from bot.directory import Directory
from bot.errors import FieldErrors
from bot.prompts import Words
from bot.settings import Operating, Weekday

#: Fields that stand for several settings.
HOURS, COUNTRY, PRACTICES = "hours", "country", "practices"
DAYS = frozenset({"focus.ask_on", "focus.post_on", "questions.digest_on"})
WORKDAYS = tuple(Weekday)[:5]

FORMS: Mapping[str, tuple[str, ...]] = {
    "office": (
        "people.cto",
        "focus.channel",
        "calendar.zone",
        HOURS,
        COUNTRY,
        "people.operators",
        PRACTICES,
    ),
    "focus": (
        "focus.ask_on",
        "focus.ask_at",
        "focus.post_on",
        "focus.post_at",
        "focus.remind_minutes_before",
        "focus.on_day_off",
        "people.stand_in",
        "people.cto_title",
    ),
    "questions": (
        "people.delegates",
        "questions.channel",
        "questions.respond_within_hours",
        "questions.answer_within_hours",
        "questions.list_at",
        "questions.digest_on",
        "questions.digest_at",
        "questions.chief_of_staff",
    ),
    "commitments": (
        "commitments.update_every_days",
        "commitments.leaders",
        "all_hands.on",
        "all_hands.at",
        "all_hands.channel",
    ),
    "reports": (
        "reports.channel",
        "reports.engineering_channel",
        "reports.severe_channel",
        "reports.severe_up_to",
        "reports.draft_within_days",
        "reports.publish_within_days",
    ),
}
#: Can be left empty. Without the others nothing runs, nobody could change it back, or there is always a value.
OPTIONAL = frozenset(
    {
        HOURS,
        COUNTRY,
        PRACTICES,
        "people.stand_in",
        "people.delegates",
        "questions.channel",
        "questions.chief_of_staff",
        "commitments.leaders",
        "all_hands.on",
        "all_hands.channel",
        "reports.channel",
        "reports.engineering_channel",
        "reports.severe_channel",
    }
)

#: Field → what stands in it.
Values = Mapping[str, str | list[str]]


@dataclass(frozen=True)
class Sitting:
    """A form on its way to being saved. `version`: of the settings that it was drawn from."""

    form: str
    values: Values
    version: int


def shown(form: str, document: Document) -> dict[str, str | list[str]]:
    """What stands in the fields of a form, of a whole document of settings."""
    settings = config.validated(document)
    everything = config.as_document(settings, everything=True)
    return {key: _shown(key, everything) for key in FORMS[form]}


def _shown(key: str, document: Document) -> str | list[str]:
    match key:
        case "hours":
            return _hours(document)
        case "country":
            calendar = document["calendar"]
            return "-".join(filter(None, (calendar.get("country"), calendar.get("subdivision"))))
        case "practices":
            return [name for name, on in document["practices"].items() if on]
    section, name = key.split(".")
    value = document[section].get(name, "")
    return [str(one) for one in value] if isinstance(value, list | tuple) else str(value)


def _hours(document: Document) -> str:
    """Nothing where they differ by day: then they stay as they are."""
    hours = document["calendar"]["hours"]
    days = {tuple(hours[day]) for day in WORKDAYS}
    return ", ".join(days.pop()) if len(days) == 1 else ""


def changed(settings: Operating, sitting: Sitting, listed: Directory, words: Words) -> Operating:
    """The settings with what was typed, checked as `cadence config` checks it. Raises FieldErrors."""
    document = config.as_document(settings)
    before = shown(sitting.form, document)
    wrong: dict[str, str] = {}
    for key, value in sitting.values.items():
        if key == HOURS and value and (fault := _ends_before_it_starts(str(value), words)):
            wrong[key] = fault
        elif value != before[key] and not (key == HOURS and not value):
            _put(document, key, value)
    faults = [*_not_found(sitting.values, before, listed), *_invalid(document)]
    wrong |= {_field(fault.key): _sentence(fault, sitting.values, words) for fault in faults}
    if wrong:
        raise FieldErrors({key: sentence for key, sentence in wrong.items() if key in sitting.values} or _first(wrong))
    return config.validated(document)


def _first(wrong: Mapping[str, str]) -> dict[str, str]:
    """What is wrong elsewhere is said beside the first field: better there than nowhere."""
    return {FORMS["office"][0]: " ".join(wrong.values())}


def _put(document: Document, key: str, value: str | list[str]) -> None:
    match key:
        case "hours":
            for day in WORKDAYS:
                config.put(document, f"calendar.hours.{day}", value)
        case "country":
            country, _, subdivision = str(value).strip().upper().partition("-")
            config.put(document, "calendar.country", country)
            config.put(document, "calendar.subdivision", subdivision)
        case "practices":
            document["practices"] = {
                name: name in value for name in config.as_document(Operating(), everything=True)[key]
            }
        case _:
            config.put(document, key, value)


def _ends_before_it_starts(text: str, words: Words) -> str | None:
    """`cadence config` takes 22:00-06:00 for a night shift; in this form it is sooner a slip."""
    for part in text.split(","):
        start, _, end = part.strip().partition("-")
        if len(start.strip()) == len(end.strip()) == 5 and end.strip() <= start.strip():
            return words["fault_hours"].format(start=start.strip(), end=end.strip())
    return None


def _not_found(values: Values, before: Values, listed: Directory) -> Sequence[Fault]:
    """Of what changed: a colleague who left must not block the rest."""
    chosen: Document = {}
    for key, value in values.items():
        if directory.is_looked_up(key) and value and value != before[key]:
            section, name = key.split(".")
            chosen.setdefault(section, {})[name] = value
    return directory.resolved(chosen, listed)[1]


def _invalid(document: Document) -> Sequence[Fault]:
    try:
        config.validated(document)
    except InvalidConfig as invalid:
        return invalid.faults
    return ()


def _field(key: str) -> str:
    if key.startswith("calendar.hours"):
        return HOURS
    return COUNTRY if key in ("calendar.country", "calendar.subdivision") else key


def _sentence(fault: Fault, values: Values, words: Words) -> str:
    if fault.key == "calendar.zone":
        return _zone_fault(str(values.get(fault.key, "")), words)
    return fault.sentence[:1].upper() + fault.sentence[1:]


def _zone_fault(given: str, words: Words) -> str:
    names = {name.rpartition("/")[2].casefold(): name for name in sorted(available_timezones(), reverse=True)}
    names |= {name.casefold(): name for name in names.values()}
    near = difflib.get_close_matches(given.strip().casefold().replace(" ", "_"), names, n=1, cutoff=0.75)
    suggestion = words["fault_zone_suggestion"].format(name=names[near[0]]) if near else words["fault_zone_hint"]
    return words["fault_zone"].format(given=given, suggestion=suggestion)


def read(view: Mapping[str, Any], form: str) -> dict[str, str | list[str]]:
    """What stands in a submitted form."""
    state = view["state"]["values"]
    return {key: _given(next(iter(state[key].values()))) for key in FORMS[form] if key in state}


def _given(element: Mapping[str, Any]) -> str | list[str]:
    match element.get("type"):
        case "checkboxes":
            return [option["value"] for option in element.get("selected_options") or ()]
        case "multi_users_select":
            return list(element.get("selected_users") or ())
        case "users_select":
            return str(element.get("selected_user") or "")
        case "conversations_select":
            return str(element.get("selected_conversation") or "")
        case "static_select":
            return str((element.get("selected_option") or {}).get("value") or "")
    return str(element.get("value") or "").strip()

"""What a change of settings will do, before it is saved: values in, sentences out."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import reduce
from typing import Any

from bot import config
from bot.operating import status
from bot.operating.forms import COUNTRY, DAYS, FORMS, HOURS, PRACTICES, shown
from bot.operating.practices import NAMES
from bot.operating.status_views import what
from bot.prompts import Words
from bot.schedule import Job, is_on
from bot.settings import Operating
from bot.slack.text import date_text, escape

Name = Callable[[str], str]


@dataclass(frozen=True)
class Change:
    before: Operating
    after: Operating
    jobs: Sequence[Job]
    words: Words
    now: datetime
    #: A person's id → how they are called.
    name: Name


def sentences(change: Change) -> list[str]:
    """For a first set-up all that will happen; afterwards only what is different."""
    if change.before.missing() and not change.after.missing():
        return [*_practice_by_practice(change, tuple(NAMES)), *_stay_off(change)]
    switched = [name for name in NAMES if _is_on(change.after, name) and not _is_on(change.before, name)]
    return [
        *_values(change),
        *_practice_by_practice(change, switched),
        *_goes_off(change),
        *_moves(change),
        *_missing(change),
    ]


def _is_on(settings: Operating, practice: str) -> bool:
    return settings.practices.on(practice)


def _practice_by_practice(change: Change, practices: Sequence[str]) -> Iterator[str]:
    """What each will do, and when for the first time."""
    for practice in practices:
        if not _is_on(change.after, practice):
            continue
        does = change.words[f"practice_{practice}"].format(channel=_channel(change.after, practice))
        jobs = [job for job in change.jobs if job.practice == practice]
        first = [(due.at, said) for due in _coming(change, jobs) if (said := what(due.job, change.words))]
        times = [f"• {_time(change, at)}: {said}" for at, said in first]
        yield "\n".join([f"*{NAMES[practice]}* {does}", *times])


def _coming(change: Change, jobs: Sequence[Job]) -> Sequence[Any]:
    return status.coming(change.after, jobs, change.now)


def _channel(settings: Operating, practice: str) -> str:
    channel = (settings.questions.channel if practice == "questions" else None) or settings.focus.channel
    return f"<#{channel}>"


def _stay_off(change: Change) -> list[str]:
    off = [label for practice, label in NAMES.items() if not _is_on(change.after, practice)]
    return [change.words["practice_off"].format(practices=", ".join(off))] if off else []


def _goes_off(change: Change) -> list[str]:
    gone = [label for name, label in NAMES.items() if _is_on(change.before, name) and not _is_on(change.after, name)]
    return [change.words["change_off"].format(practice=label) for label in gone]


def _values(change: Change) -> Iterator[str]:
    """Each field that is different, as it is called in its form."""
    before, after = (_all_shown(settings) for settings in (change.before, change.after))
    for key, value in after.items():
        if value != before[key] and key != PRACTICES:
            told = {"label": label(key, change.words), "after": _said(key, value, change)}
            if before[key]:
                yield change.words["change_value"].format(before=_said(key, before[key], change), **told)
            else:
                yield change.words["change_new"].format(**told)


def _all_shown(settings: Operating) -> dict[str, Any]:
    document = config.as_document(settings)
    return reduce(lambda found, form: found | shown(form, document), FORMS, {})


def label(key: str, words: Words) -> str:
    return words["label_" + key.replace(".", "_")].removesuffix("?")


def _said(key: str, value: Any, change: Change) -> str:
    several = value if isinstance(value, list) else [value]
    told = [_one(key, one, change) for one in several if one]
    return ", ".join(told) or change.words["nothing_set"]


def _one(key: str, value: str, change: Change) -> str:
    if key in (HOURS, COUNTRY) or "." not in key:
        return escape(value)
    if key in DAYS:
        return value.capitalize()
    if value.startswith(("U", "W")) and value.isupper():
        return change.name(value)
    return f"<#{value}>" if key.endswith("channel") else escape(value)


def _moves(change: Change) -> Iterator[str]:
    """By the rhythm itself: holidays, zones and clock changes are in it."""
    for job in change.jobs:
        name = _name(job, change.words)
        if name is None or not (is_on(job, change.before) and is_on(job, change.after)) or change.before.missing():
            continue
        before, after = (status.next_of(job, settings, change.now) for settings in (change.before, change.after))
        if before != after:
            yield _move(name, before, after, change)


def _move(name: str, before: datetime | None, after: datetime | None, change: Change) -> str:
    if after is None:
        return change.words["change_stops"].format(name=name)
    if before is None:
        return change.words["change_starts"].format(name=name, after=_time(change, after))
    return change.words["change_moves"].format(name=name, after=_time(change, after), before=_time(change, before))


def _name(job: Job, words: Words) -> str | None:
    return words.get("name_" + job.name.replace(".", "_").replace("-", "_"))


def _time(change: Change, at: datetime) -> str:
    """With its weekday, since a rhythm is one of weeks."""
    return date_text(at, change.after.calendar.zone, "{date_long} at {time}")


def _missing(change: Change) -> list[str]:
    missing: Mapping[str, str] = change.after.missing()
    return [change.words["change_missing"].format(missing=", ".join(missing.values()))] if missing else []

"""The form in which a report begins, and in which its facts are put right."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from bot.errors import FieldErrors
from bot.prompts import Words
from bot.reports import answers
from bot.reports.rules import Times
from bot.reports.starting import LONGEST_TITLE, Start
from bot.reports.states import Audience
from bot.reports.templates import Forms
from bot.reports.timeline import LONGEST
from bot.slack import blocks
from bot.slack.blocks import Choice, Modal

Block = dict[str, Any]

START_FORM = "reports.start_form"
AUDIENCES = (
    Choice("Everybody here", Audience.EVERYONE),
    Choice("Engineering", Audience.ENGINEERING, "Whoever is in the engineering channel"),
    Choice("Named people", Audience.NAMED, "Nobody else sees it, not even its title"),
)
#: Instead of a template: the one that is meant for the severity.
BY_SEVERITY = "by-severity"
#: What a person's clock says goes into the rows, to the minute; unchanged, the second stays.
TIMES = ("began_at", "noticed_at", "mitigated_at", "ended_at")


@dataclass(frozen=True)
class Sitting:
    """What the form shows. `report`: whose facts it changes; None where one begins."""

    zone: str
    owner: str | None = None
    title: str = ""
    severity: int = 2
    began_at: datetime | None = None
    noticed_at: datetime | None = None
    mitigated_at: datetime | None = None
    ended_at: datetime | None = None
    services: tuple[str, ...] = ()
    audience: str = Audience.EVERYONE
    named: tuple[str, ...] = ()
    template: str = ""
    report: int | None = None
    #: A message that becomes the first line of the timeline: its words, and what the window remembers of it.
    moment: str = ""
    source: Mapping[str, Any] | None = None


def form(sitting: Sitting, forms: Forms, words: Words, severities: int) -> Modal:
    """Whose report it changes keeps its owner and audience: those change elsewhere, where people are told."""
    begins = sitting.report is None
    body = [
        _ask("title", blocks.text_field("title", initial=sitting.title, max_length=LONGEST_TITLE), words),
        _ask("severity", _severity(sitting.severity, severities), words),
        *(_time(name, getattr(sitting, name), words) for name in TIMES),
        _ask("services", blocks.text_field("services", initial=", ".join(sitting.services)), words, optional=True),
        *(_people(sitting, words) if begins else []),
        _ask("template", _template(sitting, forms), words),
        _ask("zone", blocks.text_field("zone", initial=sitting.zone, max_length=64), words),
        *(_first_moment(sitting, words) if sitting.source else []),
    ]
    return blocks.modal(
        "A report" if begins else "What is known",
        body,
        callback_id=START_FORM,
        submit="Begin" if begins else "Save",
        close="Cancel",
        private_metadata=answers.remembered(id=sitting.report, source=sitting.source),
    )


def _ask(name: str, field: Block, words: Words, *, optional: bool = False) -> Block:
    return blocks.ask(words[f"{name}_label"], field, hint=words.get(f"{name}_hint"), optional=optional, block_id=name)


def _severity(severity: int, most: int) -> Block:
    choices = [Choice(str(number), str(number)) for number in range(1, max(most, severity) + 1)]
    return blocks.choice_field("severity", choices, initial=str(severity))


def _time(name: str, at: datetime | None, words: Words) -> Block:
    return _ask(name, blocks.instant_field(name, initial=at), words, optional=name != "began_at")


def _people(sitting: Sitting, words: Words) -> list[Block]:
    return [
        _ask("owner", blocks.person_field("owner", initial=sitting.owner), words),
        _ask("audience", blocks.choice_field("audience", AUDIENCES, initial=sitting.audience), words),
        _ask("named", blocks.people_field("named", initial=sitting.named), words, optional=True),
    ]


def _template(sitting: Sitting, forms: Forms) -> Block:
    choices = [Choice("As its severity suggests", BY_SEVERITY), *(Choice(one.name, one.key) for one in forms.templates)]
    return blocks.choice_field("template", choices, initial=sitting.template or BY_SEVERITY)


def _first_moment(sitting: Sitting, words: Words) -> list[Block]:
    field = blocks.text_field("first_moment", initial=sitting.moment, multiline=True, max_length=LONGEST)
    return [_ask("first_moment", field, words)]


def read(view: Mapping[str, Any]) -> tuple[int | None, Start]:
    """Of which report, and what it says. Raises FieldErrors where the day is missing."""
    said = answers.typed(view)
    began = answers.as_instant(said.get("began_at"))
    if began is None:
        raise FieldErrors({"began_at": "Say when it began, as far as you know."})
    times = Times(began, *(answers.as_instant(said.get(name)) for name in TIMES[1:]))
    return answers.memory(view).get("id"), Start(
        title=said.get("title") or "",
        severity=int(said.get("severity") or 0),
        times=times,
        zone=(said.get("zone") or "").strip(),
        owner=said.get("owner") or "",
        audience=Audience(said.get("audience") or Audience.EVERYONE),
        named=tuple(said.get("named") or ()),
        services=services(said.get("services") or ""),
        template=said.get("template") or "",
    )


def services(text: str) -> tuple[str, ...]:
    names = (" ".join(one.split()) for one in text.replace("\n", ",").split(","))
    return tuple(dict.fromkeys(name for name in names if name))


def same_minute(shown: Sequence[datetime | None], chosen: Times) -> Times:
    """The form shows minutes: where somebody left one as it was, its seconds stay."""
    kept = {
        name: old
        for name, old in zip(TIMES, shown, strict=True)
        if old and (new := getattr(chosen, name)) and int(old.timestamp()) // 60 == int(new.timestamp()) // 60
    }
    return replace(chosen, **kept)

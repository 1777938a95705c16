"""The form in which a report begins, and in which its facts are put right."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from bot.errors import FieldErrors
from bot.prompts import Words
from bot.reports import answers, refusals
from bot.reports.models import Report
from bot.reports.rules import Times
from bot.reports.section_forms import Theirs, what_they_wrote
from bot.reports.starting import LONGEST_TITLE, Start
from bot.reports.states import Audience
from bot.reports.templates import Forms
from bot.reports.timeline import LONGEST
from bot.slack import blocks
from bot.slack.blocks import Choice, Modal
from bot.slack.text import one_line

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
    #: Of what stood there as the form was opened, by field (meanwhile.py).
    stamps: Mapping[str, str] | None = None
    theirs: Theirs | None = None
    #: Fields of the same name keep what was typed in them, whatever a window shows anew: others are named by this.
    turn: int = 0


def form(sitting: Sitting, forms: Forms, words: Words, severities: int) -> Modal:
    """Whose report it changes keeps its owner and audience: those change elsewhere, where people are told."""
    begins = sitting.report is None
    body = [
        *(what_they_wrote(sitting.theirs, "what is known") if sitting.theirs else []),
        _ask("title", blocks.text_field("title", initial=sitting.title, max_length=LONGEST_TITLE), words),
        _ask("severity", _severity(sitting.severity, severities), words),
        *(_time(name, getattr(sitting, name), words) for name in TIMES),
        _ask("services", blocks.text_field("services", initial=", ".join(sitting.services)), words, optional=True),
        *(_people(sitting, words) if begins else []),
        _ask("template", _template(sitting, forms), words),
        _ask("zone", blocks.text_field("zone", initial=sitting.zone, max_length=64), words),
        *(_first_moment(sitting, words) if sitting.source else []),
    ]
    for block in body:
        if sitting.turn and block["type"] == "input":
            block["block_id"] += f"-{sitting.turn}"
    return blocks.modal(
        "A report" if begins else "What is known",
        body,
        callback_id=START_FORM,
        submit="Begin" if begins else "Save",
        close="Cancel",
        private_metadata=answers.remembered(
            id=sitting.report, source=sitting.source, **({"was": sitting.stamps} if sitting.stamps else {})
        ),
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
    said = {name.partition("-")[0]: value for name, value in answers.typed(view).items()}
    began = answers.as_instant(said.get("began_at"))
    if began is None:
        raise FieldErrors({"began_at": refusals.NO_BEGINNING})
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


def values(told: Sitting | Report) -> dict[str, Any]:
    """What can change together with others who change it, times to the minute as the form shows them."""
    return _values(told.title, told.severity, [getattr(told, name) for name in TIMES], told)


def of_draft(draft: Start) -> dict[str, Any]:
    return _values(draft.title, draft.severity, [getattr(draft.times, name) for name in TIMES], draft)


def _values(
    title: str, severity: int, times: Sequence[datetime | None], told: Sitting | Report | Start
) -> dict[str, Any]:
    minutes = {name: at and int(at.timestamp()) // 60 for name, at in zip(TIMES, times, strict=True)}
    other = {"services": tuple(told.services), "template": told.template, "zone": told.zone}
    return {"title": one_line(title), "severity": severity, **minutes, **other}


def of_report(report: Report) -> Start:
    """What is known of it, to be changed in part."""
    told = {name: getattr(report, name) for name in ("title", "severity", "zone", "template")}
    return Start(
        **told,
        times=Times(*(getattr(report, name) for name in TIMES)),
        owner=report.owner or "",
        audience=Audience(report.audience),
        named=tuple(report.named),
        services=tuple(report.services),
    )


def with_values(draft: Start, report: Report, merged: Mapping[str, Any]) -> Start:
    """Where a time is in the minute that stands there, its seconds stay."""
    stands = values(report)
    times = {name: getattr(report if merged[name] == stands[name] else draft.times, name) for name in TIMES}
    other = {name: merged[name] for name in ("title", "severity", "services", "template", "zone")}
    return replace(draft, times=Times(**times), **other)


def services(text: str) -> tuple[str, ...]:
    names = (" ".join(one.split()) for one in text.replace("\n", ",").split(","))
    return tuple(dict.fromkeys(name for name in names if name))

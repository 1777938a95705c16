"""The timeline in windows: page by page, a line to put right, and a message on its way in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.prompts import Words
from bot.reports import answers
from bot.reports.section_forms import Theirs, what_they_wrote
from bot.reports.states import Mark
from bot.reports.timeline import LONGEST
from bot.reports.timeline_text import MARKS
from bot.slack import blocks
from bot.slack.blocks import Choice, Modal
from bot.slack.messages import Message
from bot.slack.text import escape, one_line, shorten

Block = dict[str, Any]

PAGE_SIZE = 20
TURN = "reports.timeline_turn"
ADD_LINE = "reports.add_line"
EDIT_LINE = "reports.edit_line"
EARLIER = "reports.earlier"
LATER = "reports.later"
REMOVE_LINE = "reports.remove_line"
LINE_FORM = "reports.line_form"
MESSAGE_FORM = "reports.message_form"
TIMELINE = "reports.timeline"
WORKBENCH = "reports.workbench"
ADD_TO = "reports.add_to"
#: Of the newest; the others are in the message's own menu.
MOST_CHOICES = 5
#: Instead of a report: begin one.
NEW = "new"


@dataclass(frozen=True)
class Row:
    """`when`, `said_by` and `link` are markup. `notes`: what became of its message."""

    id: int
    when: str
    text: str
    mark: Mark | None
    said_by: str = ""
    link: str = ""
    notes: Sequence[str] = ()
    findings: int = 0


def page(report_id: int, title: str, zone: str, rows: Sequence[Row], total: int, skip: int, note: str = "") -> Modal:
    body = [blocks.section(note)] if note else []
    body.append(blocks.section(f"*{escape(one_line(title))}*\nTimes are shown in your zone, and written in {zone}."))
    body += [_row(row) for row in rows] or [
        blocks.section(
            "Nothing stands here yet. “Add to an incident timeline” in the menu of any message brings it in with its "
            "own time; so does a line by hand."
        )
    ]
    buttons = [blocks.button("Add a line", ADD_LINE, value=f"{report_id}:{skip}", style="primary")]
    if skip:
        buttons.append(blocks.button("Earlier", f"{TURN}.back", value=f"{report_id}:{max(0, skip - PAGE_SIZE)}"))
    if skip + PAGE_SIZE < total:
        buttons.append(blocks.button("Later", f"{TURN}.on", value=f"{report_id}:{skip + PAGE_SIZE}"))
    buttons.append(blocks.button("Back to the report", WORKBENCH, value=str(report_id)))
    if total > PAGE_SIZE:
        body.append(blocks.context(f"{skip + 1} to {min(skip + PAGE_SIZE, total)} of {total}"))
    body.append(blocks.actions(*buttons, block_id="deeds"))
    return blocks.modal("Timeline", body, close="Close", private_metadata=f"{report_id}:{skip}")


def told(report_id: int, title: str, sentence: str) -> Message:
    """What became of messages that were to come in."""
    named = escape(one_line(title))
    button = blocks.button("Open the timeline", TIMELINE, value=f"{report_id}:0")
    return Message(f"{sentence}\n{named}", [blocks.section(f"{sentence}\n*{named}*"), blocks.actions(button)])


def which(choices: Sequence[Choice]) -> Message:
    """To whoever writes several: titles, and what their buttons carry."""
    asked = "To which report's timeline should this message be added?"
    named = [one_line(one.text) for one in choices[:MOST_CHOICES]]
    buttons = [
        blocks.button(shorten(name, 60), id, value=one.value)
        for name, id, one in zip(named, which_ids(), choices, strict=False)
    ]
    return Message("\n".join([asked, *map(escape, named)]), [blocks.section(asked), blocks.actions(*buttons)])


def which_ids() -> list[str]:
    return [f"{ADD_TO}.{at}" for at in range(MOST_CHOICES)]


def _row(row: Row) -> Block:
    button = blocks.button("Edit", EDIT_LINE, value=str(row.id), label=f"Edit: {shorten(one_line(row.text), 60)}")
    return blocks.section(row_text(row), accessory=button, block_id=f"line-{row.id}")


def row_text(row: Row) -> str:
    heading = " · ".join(filter(None, [row.when, MARKS[row.mark] if row.mark else "", row.said_by, row.link]))
    notes = [*row.notes, *(["may read as blame"] if row.findings else [])]
    small = [f"_{' · '.join(notes)}_"] if notes else []
    return "\n".join([heading, escape(shorten(row.text, 400)), *small])


@dataclass(frozen=True)
class Sitting:
    """A line being written or put right. `at` is text, as people write times."""

    report: int
    zone: str
    at: str
    text: str = ""
    mark: Mark | None = None
    line: int | None = None
    #: Notes above the fields, as markup.
    notes: Sequence[str] = ()
    from_message: bool = False
    #: Of the line as it stands, by field (meanwhile.py).
    stamps: Mapping[str, str] | None = None
    theirs: Theirs | None = None
    #: Stamp of their draft that the form begins with.
    draft: str = ""
    #: Fields of the same name keep what was typed in them, whatever a window shows anew: others are named by this.
    turn: int = 0


def line_form(sitting: Sitting, words: Words, note: str = "") -> Modal:
    body = [blocks.section(note)] if note else []
    body += what_they_wrote(sitting.theirs, "this line") if sitting.theirs else []
    body += [blocks.context(one) for one in sitting.notes]
    at = blocks.text_field("at", initial=sitting.at, max_length=60)
    body.append(
        blocks.ask(
            words["moment_at_label"],
            at,
            hint=words["moment_at_hint"].format(zone=sitting.zone),
            block_id=_named("at", sitting),
        )
    )
    hint = words["message_text_hint" if sitting.from_message else "moment_text_hint"]
    text = blocks.text_field("text", initial=sitting.text, multiline=True, max_length=LONGEST)
    body.append(blocks.ask(words["moment_text_label"], text, hint=hint, block_id=_named("text", sitting)))
    body.append(_mark(sitting.mark, words, _named("mark", sitting)))
    if sitting.line:
        value = str(sitting.line)
        body.append(
            blocks.actions(
                blocks.button("One place earlier", EARLIER, value=value),
                blocks.button("One place later", LATER, value=value),
                blocks.button("Take it out", REMOVE_LINE, value=value),
                block_id="deeds",
            )
        )
    back = blocks.button("Back without saving", TIMELINE, value=f"{sitting.report}:0")
    body.append(blocks.actions(back, block_id="back"))
    return blocks.modal(
        "A line",
        body,
        callback_id=LINE_FORM,
        submit="Save",
        close="Close",
        private_metadata=answers.remembered(
            id=sitting.report,
            line=sitting.line,
            at=sitting.at,
            **({"was": sitting.stamps} if sitting.stamps else {}),
            **({"draft": sitting.draft} if sitting.draft else {}),
        ),
    )


def _named(name: str, sitting: Sitting) -> str:
    return f"{name}-{sitting.turn}" if sitting.turn else name


def _mark(mark: Mark | None, words: Words, name: str = "mark") -> Block:
    choices = [Choice(text, one) for one, text in MARKS.items()]
    field = blocks.choice_field("mark", choices, initial=mark, placeholder="Nothing of these")
    return blocks.ask(words["mark_label"], field, optional=True, block_id=name)


@dataclass(frozen=True)
class Written:
    """`at` as it was typed; `was`: stamps of the line as the form was opened."""

    report: int
    line: int | None
    at: str
    text: str
    mark: Mark | None
    was: Mapping[str, str] | None = None
    draft: str = ""

    @property
    def values(self) -> dict[str, Any]:
        return {"at": self.at, "text": self.text, "mark": self.mark}


def read_line(view: Mapping[str, Any]) -> Written:
    memory = answers.memory(view)
    said = {name.partition("-")[0]: value for name, value in answers.typed(view).items()}
    mark = said.get("mark")
    return Written(
        memory["id"],
        memory["line"],
        (said.get("at") or "").strip(),
        said.get("text") or "",
        Mark(mark) if mark else None,
        memory.get("was"),
        memory.get("draft", ""),
    )


# A message on its way in


def message_form(
    reports: Sequence[Choice], text: str, source: Mapping[str, Any], words: Words, *, chosen: str, notes: Sequence[str]
) -> Modal:
    """`source`: what the window remembers of the message."""
    choices = [*reports[:98], Choice("Begin a report with it", NEW)]
    field = blocks.text_field("text", initial=text, multiline=True, max_length=LONGEST)
    body = [
        *(blocks.context(one) for one in notes),
        blocks.ask(words["report_label"], blocks.choice_field("report", choices, initial=chosen)),
        blocks.ask(words["moment_text_label"], field, hint=words["message_text_hint"]),
        _mark(None, words),
    ]
    if source.get("has_thread"):
        thread = blocks.checkbox_field("with_thread", [Choice(words["with_thread_choice"], "yes")])
        body.append(blocks.ask(words["with_thread_label"], thread, optional=True))
    return blocks.modal(
        "Add to a timeline",
        body,
        callback_id=MESSAGE_FORM,
        submit="Add",
        close="Cancel",
        private_metadata=answers.remembered(source=source),
    )


@dataclass(frozen=True)
class Chosen:
    report: str
    text: str
    mark: Mark | None
    with_thread: bool
    source: Mapping[str, Any]


def read_message(view: Mapping[str, Any]) -> Chosen:
    said = answers.typed(view)
    mark = said.get("mark")
    return Chosen(
        said.get("report") or NEW,
        said.get("text") or "",
        Mark(mark) if mark else None,
        bool(said.get("with_thread")),
        answers.memory(view)["source"],
    )

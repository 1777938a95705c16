"""A debrief as people see it: the form, the invitation with its way into calendars, and the notes."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from bot.prompts import Words
from bot.reports import answers
from bot.reports import invitation as calendars
from bot.reports.debrief_wish import Shown, Wish, Written
from bot.reports.invitation import Meeting
from bot.reports.section_forms import Theirs, what_they_wrote
from bot.slack import blocks
from bot.slack.blocks import Modal
from bot.slack.messages import Message
from bot.slack.text import date_text, escape, one_line, shorten_mrkdwn

Block = dict[str, Any]
View = dict[str, Any]

DEBRIEF_FORM = "reports.debrief_form"
CALENDAR = "reports.calendar"
OPEN_ELSEWHERE = "reports.calendar_link"
CALL_OFF = "reports.debrief_off"
NOTES = "reports.notes"
NOTES_FORM = "reports.notes_form"
MINUTES = ("30", "45", "60", "90")


def form(
    report_id: int,
    words: Words,
    *,
    at: datetime | None,
    people: Sequence[str],
    said: str,
    minutes: int,
    place: str = "",
    questions: str = "",
    planned: bool = False,
    was: Mapping[str, str] | None = None,
    theirs: Theirs | None = None,
    turn: int = 0,
) -> Modal:
    """`said`: markup, whether all are at work then. `was`: stamps of the plan as the form is opened (meanwhile.py).

    `turn` names the fields of a window that is drawn anew otherwise, where Slack would keep what was typed.
    """
    asked = questions or words["debrief_questions"]
    fields = [
        blocks.ask(words["debrief_at_label"], blocks.instant_field("at", initial=at)),
        blocks.ask(
            words["minutes_label"],
            blocks.choice_field("minutes", [blocks.Choice(one, one) for one in MINUTES], initial=str(minutes)),
        ),
        blocks.ask(words["debrief_people_label"], blocks.people_field("people", initial=people, most=50)),
        blocks.ask(words["place_label"], blocks.text_field("place", initial=place, max_length=500), optional=True),
        blocks.ask(
            words["questions_label"],
            blocks.text_field("questions", multiline=True, initial=asked),
            hint=words["questions_hint"],
            optional=True,
        ),
    ]
    body = [*what_they_wrote(theirs, "the plan"), *_anew(fields, turn)] if theirs else [blocks.section(said), *fields]
    if planned:
        off = blocks.button("Call it off", CALL_OFF, value=str(report_id), style="danger")
        body.append(blocks.actions(off, block_id="off"))
    memory = answers.remembered(id=report_id, **({"was": was} if was else {}))
    return blocks.modal(
        "Debrief", body, callback_id=DEBRIEF_FORM, submit="Invite", close="Cancel", private_metadata=memory
    )


def _anew(fields: Sequence[Block], turn: int) -> list[Block]:
    return [{**field, "block_id": f"{field['block_id']}-{turn}"} for field in fields]


def read_wish(view: Mapping[str, Any]) -> tuple[int, Wish, Mapping[str, str] | None]:
    """The report, what was wished for, and stamps of the plan as the form was opened."""
    memory = answers.memory(view)
    said = {name.partition("-")[0]: value for name, value in answers.typed(view).items()}
    wish = Wish(
        at=answers.as_instant(said.get("at")),
        minutes=int(said["minutes"]),
        people=tuple(said.get("people") or ()),
        place=said.get("place") or "",
        questions=said.get("questions") or "",
    )
    return memory["id"], wish, memory.get("was")


def invitation(report_id: int, title: str, name: str, meeting: Meeting, questions: str, zone: ZoneInfo) -> Message:
    when = date_text(meeting.at, zone, "{date_long_pretty} at {time}")
    place = f" · {escape(one_line(meeting.place))}" if meeting.place else ""
    heading = f"{name} invites you to talk about this, to learn and not to find fault."
    facts = f"{when}, {meeting.minutes} minutes{place}"
    body = [blocks.section(f"{heading}\n*{escape(one_line(title))}*\n{facts}")]
    body += [blocks.context("To think about beforehand:"), blocks.words(questions)] if questions.strip() else []
    body.append(
        blocks.actions(
            blocks.button("Google Calendar", f"{OPEN_ELSEWHERE}.google", url=calendars.google(meeting)),
            blocks.button("Outlook", f"{OPEN_ELSEWHERE}.outlook", url=calendars.outlook(meeting)),
            blocks.button("Calendar file", CALENDAR, value=str(report_id)),
            blocks.button("Notes", NOTES, value=str(report_id)),
        )
    )
    return Message(f"{heading}\n{escape(one_line(title))}\n{facts}\n{escape(questions)}".strip(), body)


def moved() -> Message:
    said = "This debrief has another time now: see further down."
    return Message(said, (blocks.context(said),))


def without_you(name: str) -> Message:
    said = f"{name} planned a debrief anew, and you need not come any more. This file takes it out of your calendar."
    return Message(said, (blocks.section(said),))


def went_on() -> Message:
    said = "This debrief was planned anew without you: see further down."
    return Message(said, (blocks.context(said),))


def off() -> Message:
    said = "This debrief was called off."
    return Message(said, (blocks.context(said),))


def called_off(title: str, name: str) -> Message:
    said = f"{name} called the debrief of this report off."
    return Message(f"{said}\n{escape(one_line(title))}", (blocks.section(f"{said}\n*{escape(one_line(title))}*"),))


def to_copy(text: str) -> Message:
    """Where the workspace takes no file."""
    said = "Save this as debrief.ics, and open it with your calendar:"
    shown = escape(text.replace("\r\n", "\n").replace("`", "'"))
    return Message(said, (blocks.context(said), blocks.section(f"```{shorten_mrkdwn(shown, 2900)}```")))


def no_entry() -> Message:
    """Where a calendar file was on its way to somebody whom it is not for any more."""
    said = "A calendar file was on its way to you here. There is nothing to save from it any more."
    return Message(said, (blocks.context(said),))


def calendar_file(text: str) -> Modal:
    """As text to save under a name that ends in .ics: what any calendar imports."""
    field = blocks.text_field("ics", multiline=True, initial=text.replace("\r\n", "\n"))
    body = [blocks.ask("Save this as debrief.ics, and open it with your calendar", field, optional=True)]
    return blocks.modal("Calendar file", body, submit="Done", close="Close", callback_id=f"{CALENDAR}.seen")


def notes_page(notes: str) -> Modal:
    """For whoever reads them only."""
    body = [blocks.words(notes)] if notes else [blocks.section("Nobody has written notes of the debrief yet.")]
    return blocks.modal("Notes", body, close="Close")


def notes_form(report_id: int, words: Words, shown: Shown) -> Modal:
    body = what_they_wrote(shown.theirs, "the notes") if shown.theirs else []
    field = blocks.text_field("notes", multiline=True, initial=shown.text)
    name = f"notes-{shown.turn}" if shown.theirs else "notes"
    body.append(blocks.ask(words["notes_label"], field, hint=words["notes_hint"], optional=True, block_id=name))
    memory = answers.remembered(id=report_id, was=shown.was, draft=shown.draft)
    return blocks.modal("Notes", body, callback_id=NOTES_FORM, submit="Save", close="Cancel", private_metadata=memory)


def read_notes(view: Mapping[str, Any]) -> Written:
    memory, (said, *_) = answers.memory(view), answers.typed(view).values()
    return Written(memory["id"], said or "", memory["was"], memory.get("draft", ""))

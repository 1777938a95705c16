"""The forms by which a report goes out, is amended, shared further, or gets another audience."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

from bot.prompts import Words
from bot.reports import found_sentences
from bot.reports.blame.check import Finding
from bot.reports.blame.rulebook import Severity
from bot.reports.publishing import Wish
from bot.reports.review_views import typed
from bot.reports.states import Audience
from bot.reports.steps_views import chosen_channels, chosen_people
from bot.reports.summary_views import LONGEST_LINE
from bot.slack import blocks
from bot.slack.blocks import Choice, Modal

Block = dict[str, Any]
View = dict[str, Any]

PUBLISH_FORM = "reports.publish_form"
AMEND_FORM = "reports.amend_form"
SHARE_FORM = "reports.share_form"
AUDIENCE_FORM = "reports.audience_form"

#: A field's remarks that are shown beside it, and the marks of all that a form remembers to have shown.
MOST_REMARKS = 3
MOST_MARKS = 150

Remarks = Mapping[str, Sequence[Finding]]

AUDIENCES = {
    Audience.EVERYONE: "Everyone in the organisation",
    Audience.ENGINEERING: "Engineering",
    Audience.NAMED: "Named people",
}


def publish_form(
    report_id: int,
    lines: Sequence[str],
    channels: Mapping[str, str],
    words: Words,
    *,
    lacking: Sequence[str],
    to_settle: int,
    named: Sequence[str] = (),
    remarks: Remarks = MappingProxyType({}),
) -> Modal:
    """`channels`: those suggested → what is known against each, as markup; nothing where it may go there.

    `remarks`: name of a field → what may read as blame in it.
    """
    body = [blocks.section("What is still open: " + "; ".join(lacking) + ".")] if lacking else []
    body += [*_beside(_lines(lines, words), remarks, words), *_reason(to_settle, words)]
    fine = [channel for channel, fault in channels.items() if not fault]
    body += [blocks.context(f"<#{channel}>: {fault}") for channel, fault in channels.items() if fault]
    body += _whom(words, fine)
    if named:
        body.append(blocks.context("Each of the people it is for gets it as a direct message."))
    return _form("Publish", body, PUBLISH_FORM, "Publish", _memory(report_id, 0, remarks))


def amend_form(
    report_id: int,
    saw: int,
    lines: Sequence[str],
    words: Words,
    *,
    changed: Sequence[str],
    to_settle: int,
    remarks: Remarks = MappingProxyType({}),
) -> Modal:
    said = f"Saved and not published yet: {', '.join(changed)}." if changed else "No section was saved since."
    fields = [_ask("changed", words), _ask("why", words), *_lines(lines, words)]
    body = [blocks.section(said), *_beside(fields, remarks, words), *_reason(to_settle, words)]
    return _form("Amend", body, AMEND_FORM, "Amend", _memory(report_id, saw, remarks))


def share_form(report_id: int, words: Words) -> Modal:
    return _form("Share further", _whom(words, ()), SHARE_FORM, "Share", f"{report_id}:0")


def audience_form(report_id: int, audience: Audience, named: Sequence[str], words: Words) -> Modal:
    choices = [Choice(said, each) for each, said in AUDIENCES.items()]
    body = [
        blocks.ask(
            words["audience_label"],
            blocks.choice_field("audience", choices, initial=audience),
            hint=words["audience_hint"],
        ),
        blocks.ask(words["named_label"], blocks.people_field("named", initial=named), optional=True),
    ]
    return _form("Who it is for", body, AUDIENCE_FORM, "Save", f"{report_id}:0")


def _beside(fields: Sequence[Block], remarks: Remarks, words: Words) -> list[Block]:
    """Under each field what was found in it; first, that nothing has to be done about it."""
    body = [blocks.context(words["remarks_note"])] if any(remarks.values()) else []
    for field in fields:
        found = remarks.get(field["block_id"], ())
        body += [field, *(blocks.context(found_sentences.told(one)) for one in found[:MOST_REMARKS])]
    return body


def _memory(report_id: int, saw: int, remarks: Remarks) -> str:
    marks = dict.fromkeys(one.mark[:8] for found in remarks.values() for one in found)
    return f"{report_id}:{saw}:{','.join(list(marks)[:MOST_MARKS])}"


def _lines(lines: Sequence[str], words: Words) -> list[Block]:
    return [
        blocks.ask(
            words[f"line_{at}_label"],
            blocks.text_field(f"line-{at}", initial=lines[at] if at < len(lines) else "", max_length=LONGEST_LINE),
            hint=words.get(f"line_{at}_hint"),
            optional=at > 0,
        )
        for at in range(3)
    ]


def _reason(to_settle: int, words: Words) -> list[Block]:
    """Also where none is known yet: what is typed here is looked at as it is sent."""
    field = blocks.text_field("reason", multiline=True, max_length=1000)
    label = words["reason_label" if to_settle else "reason_if_label"]
    return [blocks.ask(label, field, hint=words["reason_hint"], optional=True)]


def _whom(words: Words, channels: Sequence[str]) -> list[Block]:
    channel = blocks.channels_field("channels", initial=channels)
    return [
        blocks.ask(words["channels_label"], channel, hint=words["channels_hint"] if channels else None, optional=True),
        blocks.ask(words["people_label"], blocks.people_field("people"), hint=words["people_hint"], optional=True),
    ]


def _ask(name: str, words: Words) -> Block:
    field = blocks.text_field(name, multiline=True, max_length=1000)
    return blocks.ask(words[f"{name}_label"], field, hint=words.get(f"{name}_hint"), optional=True)


def _form(title: str, body: Sequence[Block], callback_id: str, submit: str, memory: str) -> Modal:
    return blocks.modal(title, body, callback_id=callback_id, submit=submit, close="Cancel", private_metadata=memory)


def read_place(view: View) -> tuple[int, int]:
    """The report, and the number of the revision that the form was opened at."""
    report_id, saw, *_ = str(view["private_metadata"]).split(":")
    return int(report_id), int(saw)


def unseen(view: View, remarks: Remarks) -> bool:
    """Whether there are any that this form did not show yet. Those that need a reason are asked for it anyway."""
    shown = str(view["private_metadata"]).split(":")[-1].split(",")
    listed = (one for found in remarks.values() for one in found if one.severity < Severity.CONFIRM)
    return any(one.mark[:8] not in shown for one in listed)


def read_wish(view: View) -> Wish:
    return Wish(
        lines=tuple(typed(view, f"line-{at}") for at in range(3)),
        saw=read_place(view)[1],
        reason=typed(view, "reason"),
        channels=tuple(chosen_channels(view, "channels")),
        people=tuple(chosen_people(view, "people")),
        changed=typed(view, "changed"),
        why=typed(view, "why"),
    )


def read_audience(view: View) -> tuple[Audience, list[str]]:
    chosen = view["state"]["values"]["audience"]["audience"]["selected_option"]
    return Audience(chosen["value"]), chosen_people(view, "named")

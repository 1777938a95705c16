"""The window that shows where a report stands, and the forms on its way from draft to review."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from bot.prompts import Words
from bot.reports import review_views
from bot.reports.checklist import Item
from bot.slack import blocks
from bot.slack.blocks import Modal
from bot.slack.text import escape, one_line

Block = dict[str, Any]
View = dict[str, Any]

STEPS_PAGE = "reports.steps_page"
ASK_FORM = "reports.ask_form"
DROP_FORM = "reports.drop_form"


class Next(StrEnum):
    """What can be done next; the value is the button's action id."""

    ASK = review_views.ASK
    LOOK = review_views.LOOK
    PUBLISH = "reports.publish"
    AMEND = "reports.amend"
    SHARE = "reports.share"
    AUDIENCE = "reports.audience"
    READ = "reports.read"
    CUSTOMERS = "reports.customers"
    DEBRIEF = "reports.debrief"
    DROP = "reports.drop"


LABELS = {
    Next.ASK: "Ask for a review",
    Next.LOOK: "Review",
    Next.PUBLISH: "Publish",
    Next.AMEND: "Amend",
    Next.SHARE: "Share further",
    Next.AUDIENCE: "Who it is for",
    Next.READ: "Read",
    Next.CUSTOMERS: "For customers",
    Next.DEBRIEF: "Debrief",
    Next.DROP: "Drop",
}
FIRST = (Next.PUBLISH, Next.ASK, Next.AMEND)


@dataclass(frozen=True)
class Reviewer:
    """`name` is markup, `word` what they said."""

    name: str
    said: str
    word: str = ""


@dataclass(frozen=True)
class Place:
    """Where a copy goes. `name` and `state` are markup; `again`: it can be tried once more; `going`: not there yet."""

    channel: str
    name: str
    why: str
    state: str
    again: bool = False
    going: bool = False


@dataclass(frozen=True)
class Page:
    report_id: int
    title: str
    facts: str
    items: Sequence[Item] = ()
    reviewers: Sequence[Reviewer] = ()
    nexts: Sequence[Next] = ()
    places: Sequence[Place] = ()
    #: Markup, in small print: approvals, what is saved and not published, counts.
    notes: Sequence[str] = field(default_factory=tuple)


RETRY = "reports.retry"


def page(found: Page, note: str = "") -> Modal:
    body = [blocks.section(note)] if note else []
    body.append(blocks.section(f"*{escape(one_line(found.title))}*\n{found.facts}"))
    if found.items:
        body.append(blocks.section("\n".join(f"{'✓' if one.done else '○'} {escape(one.text)}" for one in found.items)))
    body += [_reviewer(one) for one in found.reviewers]
    body += [block for place in found.places for block in _place(found.report_id, place)]
    if any(place.going for place in found.places):
        again = blocks.button("Look again", review_views.STEPS, value=str(found.report_id))
        body.append(blocks.actions(again, block_id="again"))
    body += [blocks.context(*found.notes)] if found.notes else []
    if found.nexts:
        body.append(blocks.actions(*(_button(found, one) for one in found.nexts), block_id="nexts"))
    return blocks.modal(
        "Where it stands", body[:100], callback_id=STEPS_PAGE, close="Close", private_metadata=str(found.report_id)
    )


def _reviewer(one: Reviewer) -> Block:
    word = f": {escape(one_line(one.word))}" if one.word else ""
    return blocks.context(f"{one.name} {one.said}{word}")


def _place(report_id: int, place: Place) -> list[Block]:
    text = f"{place.name} · {place.state}\n{escape(place.why)}"
    if not place.again:
        return [blocks.section(text)]
    button = blocks.button("Try again", RETRY, value=f"{report_id}:{place.channel}")
    return [blocks.section(text, accessory=button, block_id=f"place-{place.channel}")]


def _button(found: Page, one: Next) -> Block:
    first = next((each for each in FIRST if each in found.nexts), None)
    style: blocks.Style | None = "primary" if one is first else None
    return blocks.button(LABELS[one], one.value, value=str(found.report_id), style=style)


def ask_form(report_id: int, words: Words, chosen: Sequence[str] = ()) -> Modal:
    people = blocks.people_field("reviewers", initial=chosen, most=20)
    body = [
        blocks.ask(words["reviewers_label"], people, hint=words["reviewers_hint"]),
        blocks.ask(words["word_label"], blocks.text_field("word", multiline=True), optional=True),
    ]
    return _form("Ask for a review", body, ASK_FORM, "Ask", report_id)


def drop_form(report_id: int, words: Words) -> Modal:
    field_ = blocks.text_field("reason", max_length=500)
    body = [blocks.ask(words["drop_label"], field_, hint=words["drop_hint"])]
    return _form("Drop this report", body, DROP_FORM, "Drop it", report_id)


def _form(title: str, body: Sequence[Block], callback_id: str, submit: str, report_id: int) -> Modal:
    return blocks.modal(
        title, body, callback_id=callback_id, submit=submit, close="Cancel", private_metadata=str(report_id)
    )


def chosen_people(view: View, name: str) -> list[str]:
    return _chosen(view, name, "selected_users")


def chosen_channels(view: View, name: str) -> list[str]:
    return _chosen(view, name, "selected_conversations")


def _chosen(view: View, name: str, what: str) -> list[str]:
    for elements in view.get("state", {}).get("values", {}).values():
        if name in elements:
            return [str(one) for one in elements[name].get(what) or ()]
    return []

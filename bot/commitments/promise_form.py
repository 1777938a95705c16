"""The form in which a promise is written, and what is shown once it is."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from bot.commitments import checks
from bot.commitments.checks import Audience, Draft
from bot.commitments.dates import day_text
from bot.commitments.forms import as_day, ask, long_field, read
from bot.commitments.states import State
from bot.commitments.views import MOVE, Card, body, reference
from bot.errors import FieldErrors
from bot.prompts import Words
from bot.slack import blocks
from bot.slack.blocks import Choice, Modal

Block = dict[str, Any]

PROMISE_FORM = "commitments.promise_form"
MORE = "commitments.more"

AUDIENCES = (
    Choice("Everybody here", Audience.ORGANISATION, "Read out at the all-hands"),
    Choice("Leaders", Audience.LEADERS, "Never in public counts or lists"),
    Choice("Only those who are in it", Audience.PRIVATE, "Never in any count, list or export"),
)
RHYTHMS = {7: "Every week", 14: "Every two weeks", 28: "Every four weeks", 91: "Every quarter"}


@dataclass(frozen=True)
class Sitting:
    """A promise being written. Measure and links are as they were typed, read when it is saved."""

    what: str = ""
    owner: str = ""
    day: date | None = None
    how: str = ""
    audience: str = Audience.ORGANISATION
    why: str = ""
    measure: str = ""
    said_at: str = ""
    links: str = ""
    rhythm: str = ""
    sponsor: str | None = None
    #: The rarer fields are shown.
    more: bool = False
    origin: str | None = None

    def with_more(self) -> "Sitting":
        return replace(self, more=True)

    def draft(self) -> Draft:
        """Raises FieldErrors where the measure cannot be read."""
        try:
            measure = checks.read_measure(self.measure)
        except ValueError as error:
            raise FieldErrors({"measure": str(error)}) from error
        return Draft(
            what=self.what,
            owner=self.owner,
            day=self.day,
            how=self.how,
            why=self.why,
            measure=measure,
            links=tuple(self.links.split()),
            audience=Audience(self.audience),
            said_at=self.said_at,
            rhythm_days=int(self.rhythm) if self.rhythm else None,
            sponsor=self.sponsor,
        )


def promise_form(sitting: Sitting, words: Words, note: str = "") -> Modal:
    body = [blocks.section(note)] if note else []
    body += [
        ask("what", blocks.text_field("what", initial=sitting.what, max_length=checks.LONGEST_WHAT), words),
        ask("owner", blocks.person_field("owner", initial=sitting.owner or None), words),
        ask("day", blocks.date_field("day", initial=sitting.day), words, optional=True),
        ask("how", long_field("how", sitting.how), words, optional=True),
        ask("audience", blocks.choice_field("audience", AUDIENCES, initial=sitting.audience), words),
    ]
    more = _rarer_fields(sitting, words) if sitting.more else [_more_button()]
    hidden = {} if sitting.more else {"why": sitting.why, "links": sitting.links}
    memory = {"more": sitting.more, "origin": sitting.origin, **hidden}
    return blocks.modal(
        "A promise",
        [*body, *more],
        callback_id=PROMISE_FORM,
        submit="Promise",
        close="Cancel",
        private_metadata=json.dumps(memory, ensure_ascii=False),
    )


def _more_button() -> Block:
    return blocks.actions(blocks.button("Why, a measure, links …", MORE), block_id="more")


def _rarer_fields(sitting: Sitting, words: Words) -> list[Block]:
    rhythms = [Choice(text, str(days)) for days, text in RHYTHMS.items()]
    return [
        ask("why", long_field("why", sitting.why), words, optional=True),
        ask("measure", blocks.text_field("measure", initial=sitting.measure, max_length=100), words, optional=True),
        ask("said_at", blocks.text_field("said_at", initial=sitting.said_at, max_length=200), words, optional=True),
        ask("links", long_field("links", sitting.links), words, optional=True),
        ask("rhythm", blocks.choice_field("rhythm", rhythms, initial=sitting.rhythm), words, optional=True),
        ask("sponsor", blocks.person_field("sponsor", initial=sitting.sponsor), words, optional=True),
    ]


def read_promise(view: Mapping[str, Any]) -> Sitting:
    memory, typed = json.loads(view["private_metadata"]), read(view)
    return Sitting(
        what=typed.get("what") or "",
        owner=typed.get("owner") or "",
        day=as_day(typed.get("day")),
        how=typed.get("how") or "",
        audience=typed.get("audience") or Audience.ORGANISATION,
        why=typed.get("why", memory.get("why")) or "",
        measure=typed.get("measure") or "",
        said_at=typed.get("said_at") or "",
        links=typed.get("links", memory.get("links")) or "",
        rhythm=typed.get("rhythm") or "",
        sponsor=typed.get("sponsor"),
        more=memory["more"],
        origin=memory["origin"],
    )


def made(card: Card, advice: Sequence[str]) -> Modal:
    """What was saved, and what would make it easier to check."""
    content = [blocks.section(_what_happens_next(card)), *body(card)]
    if advice:
        content.append(blocks.section("*To make it checkable*\n" + "\n".join(advice)))
    if card.state is not State.PROPOSED and card.promised is None:
        name_a_date = blocks.button("Name a date", MOVE, value=reference(card))
        content.append(blocks.actions(name_a_date, block_id="name-a-date"))
    return blocks.modal("Promised" if card.state is not State.PROPOSED else "Proposed", content, close="Close")


def _what_happens_next(card: Card) -> str:
    if card.state is State.PROPOSED:
        return f"{card.owner} was asked. You hear what they say; until they accept, it is only proposed."
    if card.promised is None:
        return "It is promised, with no date yet."
    return f"It is promised for {day_text(card.promised, card.today)}. That day is never overwritten."

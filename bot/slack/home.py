"""App Home: what waits for whoever looks, and what they may want to know, of all that the practices know.

How a practice adds to it: a function in its own folder draws its part for one person,

    def reviews(session: Session, look: Look) -> Sequence[Block]:
        return []  # where there is nothing for this person

and one line in `wiring.py` gives it its place: `Section(reports_home.reviews, practice="reports")` among what waits,
with the buttons that act on the spot, or `Section(reports_home.recent, "Reports", empty="…", practice="reports")`
among what stands there for everybody. The buttons are those of messages: their doors answer with Done or Open, and the
Home behind them is drawn anew. Whatever changes what somebody sees calls `visits.changed(session, people, now)` where
it is written.

Drawn for one person at a time, in a transaction of its own, as it leaves: a person sees what they may, and no more.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import structlog
from sqlalchemy.orm import Session

from bot import settings as settings_
from bot.access import Person
from bot.prompts import Prompts
from bot.settings import Operating
from bot.slack import blocks, notices, people
from bot.slack.blocks import Block
from bot.slack.limits import MOST_BLOCKS
from bot.slack.text import date_text
from bot.slack.validation import problems

log = structlog.get_logger()

WAITING = "Waits for you"
NOTHING_WAITS = (
    "Nothing waits for you. Whatever wants an answer, a word or a yes of yours will stand here, with its buttons."
)
GUEST = "cadence belongs to the people of this organisation. As a guest you read along where you were invited."
MORE = "There is more than fits here."
BROKE = "This part could not be shown: something broke here, and it was not you."
CURRENT = "As of {at}. It changes here as soon as something changes."


@dataclass(frozen=True)
class Look:
    """Whose Home it is, and when."""

    person: Person
    settings: Operating
    prompts: Prompts
    now: datetime


@dataclass(frozen=True)
class Section:
    """`rest` says where there is more, where it is cut; `empty` what will be here and how it comes."""

    draw: Callable[[Session, Look], Sequence[Block]]
    title: str = ""
    empty: str = ""
    rest: str = MORE
    #: Of `settings.practices`: switched off, it is not there.
    practice: str | None = None

    def is_on(self, settings: Operating) -> bool:
        return self.practice is None or settings.practices.on(self.practice)


@dataclass(frozen=True)
class Home:
    """`waiting`: what wants something of this person, the most pressing first. `standing`: what is there to be read."""

    waiting: Sequence[Section] = ()
    standing: Sequence[Section] = ()
    #: Reads what is missing, as long as something is.
    installer: str | None = None

    def view(self, session: Session, person: str, now: datetime, *, prompts: Prompts) -> dict[str, Any]:
        look = Look(people.person(session, person), settings_.load(session), prompts, now)
        return blocks.home(list(self._content(session, look)))

    def _content(self, session: Session, look: Look) -> Sequence[Block]:
        if look.person.guest:
            return [blocks.section(GUEST)]
        if missing := look.settings.missing():
            knows = look.person.id in (self.installer, *look.settings.people.operators)
            return [blocks.section(notices.what_is_missing(missing) if knows else notices.NOT_SET_UP)]
        last = blocks.context(CURRENT.format(at=date_text(look.now, look.settings.calendar.zone)))
        return [*_within(list(self._parts(session, look)), MOST_BLOCKS["home"] - 1), last]

    def _parts(self, session: Session, look: Look) -> Iterator["Part"]:
        waiting = [part for section in self.waiting if (part := _part(session, look, section)).blocks]
        yield Part([blocks.header(WAITING)])
        yield from waiting or [Part([blocks.section(NOTHING_WAITS)])]
        for section in self.standing:
            part = _part(session, look, section)
            if part.blocks:
                yield Part([blocks.divider(), blocks.header(section.title), *part.blocks], section.rest)


@dataclass(frozen=True)
class Part:
    blocks: Sequence[Block]
    rest: str = MORE

    def cut(self, most: int) -> Sequence[Block]:
        return self.blocks if len(self.blocks) <= most else [*self.blocks[: most - 1], blocks.context(self.rest)]


def _part(session: Session, look: Look, section: Section) -> Part:
    return _drawn(session, look, section) if section.is_on(look.settings) else Part([])


def _drawn(session: Session, look: Look, section: Section) -> Part:
    """What breaks takes no other part along."""
    try:
        with session.begin_nested():
            drawn = section.draw(session, look)
    except Exception:  # one part of many
        log.error("home.part_broke", part=section.draw.__qualname__, exc_info=True)
        return Part([blocks.context(BROKE)])
    sound = [block for block in drawn if not problems([block], "home")]
    if len(sound) < len(drawn):
        log.error("home.blocks_left_out", part=section.draw.__qualname__, problems=problems(list(drawn), "home"))
    empty = [blocks.section(section.empty)] if section.empty else []
    return Part(sound or empty, section.rest)


def _within(parts: Sequence[Part], most: int) -> list[Block]:
    """Where it is too much, the longest parts are cut, all to one length."""
    longest = next(length for length in range(most, 0, -1) if sum(min(length, len(p.blocks)) for p in parts) <= most)
    return [block for part in parts for block in part.cut(longest)]

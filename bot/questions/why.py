""" "Why this number?": the events behind a figure, what each did to the clocks, and the calendar they were read by."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from itertools import pairwise
from typing import Any

from bot.questions.clocks import Clocks, Reading
from bot.questions.course import Course, HandOver, Round
from bot.questions.events import By, Event, What
from bot.questions.office_hours import Turn
from bot.slack import blocks
from bot.slack.blocks import Modal
from bot.slack.text import date_text, duration_text, escape, one_line, shorten

Block = dict[str, Any]
#: Of a person's id, as markup.
Name = Callable[[str], str]
#: Of hand-overs, the last.
MOST_TURNS = 10
MOST_LINES = 120
LINES_A_BLOCK = 12


@dataclass(frozen=True)
class Line:
    event: Event
    #: What it did to which clock; empty where it moved none.
    effects: Sequence[str]


def lines(steps: Sequence[tuple[Event, Course]]) -> list[Line]:
    first = Line(steps[0][0], ["every clock starts"])
    return [first, *(Line(event, _moved(event, before, after)) for (_, before), (event, after) in pairwise(steps))]


def _moved(event: Event, before: Course, after: Course) -> Sequence[str]:
    return [ASKED_AGAIN] if event.what is What.ASKED else list(_effects(before, after))


#: In the same words, a moment later.
ASKED_AGAIN = "the same again: it stays one question, on its clock"


def _effects(before: Course, after: Course) -> Iterator[str]:
    if len(after.rounds) > len(before.rounds):
        yield f"round {len(after.rounds)} begins with clocks of its own"
        return
    if len(after.rounds) < len(before.rounds):
        yield "no other answer stands in its round, so the clocks run on from the start of that round"
    else:
        yield from _round_effects(before.round, after.round)
    if len(after.hand_overs) > len(before.hand_overs):
        yield "a second clock starts for whoever is asked; the asker's runs on"
    yield from _turn_effects(before.turn, after.turn)
    if after.withdrawn and not before.withdrawn:
        yield "every clock stops"


def _round_effects(before: Round, after: Round) -> Iterator[str]:
    if after.acknowledged and not before.acknowledged and not after.responded:
        yield "acknowledged"
    if after.responded and not before.responded:
        yield f"first response, after {duration_text(after.responded.at - after.began)} on the clock"
    if before.responded and not after.responded:
        yield "nothing else was said, so the clocks run again from their start"
    elif before.end and not after.end:
        yield "no other answer stands, so the answer clock runs again from its start"
    if len(after.pauses) > len(before.pauses):
        yield "the answer clock rests"
    if _resumed(before, after):
        yield "the answer clock runs again" if not after.end else "the pause ends"
    if after.end and not before.end:
        yield "the answer clock stops"
    if after.end and before.end and after.end.message != before.end.message:
        yield "the next one counts in its place, from its own time"


def _turn_effects(before: Turn | None, after: Turn | None) -> Iterator[str]:
    if after and not before:
        yield f"their hours count from now on, on the clock of {after.zone}"
    elif before and not after:
        yield "the CTO's hours count again"


def _resumed(before: Round, after: Round) -> bool:
    is_same = len(before.pauses) == len(after.pauses) > 0
    return is_same and before.pauses[-1].ended is None and after.pauses[-1].ended is not None


_DID = {
    What.ASKED: "asked",
    What.EDITED: "edited",
    What.DELEGATED: "asked {says} to take it",
    What.ACCEPTED: "took it",
    What.PASSED_ON: "gave it back",
    What.REACTED: "reacted with an emoji",
    What.WROTE: "wrote",
    What.REMARKED: "remarked",
    What.MISPLACED: "wrote what belongs elsewhere",
    What.PROMISED: "said: by {says}",
    What.ASKED_BACK: "asked back",
    What.ENDORSED: "endorsed a reply",
    What.ANSWERED: "answered",
    What.CANNOT_SHARE: "said why it cannot be shared yet",
    What.DECLINED: "declined",
    What.MERGED: "joined it with another question",
    What.PARTED: "set it apart again",
    What.CONFIRMED: "said that this answered it",
    What.NOT_YET: "said: not yet",
    What.LOOKED_AGAIN: "brought it back on its day",
    What.WITHDREW: "withdrew it",
    What.DELETED: "deleted a message",
    What.DATED: "said when the answer is looked at again",
    What.STILL_TRUE: "said that the answer is still true",
    What.STOPPED: "stopped further words of whoever asked",
    What.LET_GO_ON: "let whoever asked go on",
    What.ADDED: "added context",
    What.MADE_PRIVATE: "made it private",
    What.CALLED: "said that a reply was {says}",
}
_CALLED = {
    What.ANSWERED: "the answer",
    What.ASKED_BACK: "a question back",
    What.REMARKED: "a remark",
    What.MISPLACED: "meant for another thread",
}


def _said(event: Event, zone: tzinfo, name: Name) -> str:
    who = name(event.person) if event.person else _NOBODY[event.by]
    says = ""
    if event.what is What.DELEGATED:
        says = name(event.says)
    elif event.what is What.PROMISED:
        says = date_text(datetime.fromisoformat(event.says), zone)
    elif event.what is What.CALLED:
        says = _CALLED.get(What(event.says), event.says)
    by_hand = ", told by hand" if event.by_hand else ""
    return f"{who} {_DID[event.what].format(says=says)}{by_hand}"


_NOBODY = {
    By.ASKER: "Whoever asked",
    By.RESPONDER: "The office",
    By.PEER: "Somebody",
    By.MACHINE: "A bot or workflow",
}


@dataclass(frozen=True)
class Calendar:
    """`hours` in words, since when this version of the settings is in force, and while whose hours counted instead."""

    zone: tzinfo
    hours: str
    since: datetime | None
    turns: Sequence[Turn] = ()


def modal(text: str, told: Sequence[Line], found: Clocks, calendar: Calendar, name: Name) -> Modal:
    shown = [_line(line, calendar.zone, name) for line in _most_telling(told)]
    if len(told) > len(shown):
        shown.append(f"… and {len(told) - len(shown):,} more events")
    groups = ["\n".join(shown[at : at + LINES_A_BLOCK]) for at in range(0, len(shown), LINES_A_BLOCK)]
    body = [
        blocks.section(f"*{escape(shorten(one_line(text), 300))}*"),
        *(blocks.section(_sum(number, one.answer, one.respond)) for number, one in enumerate(found.rounds, start=1)),
        *map(blocks.section, _others(found, calendar.zone, name)),
        blocks.divider(),
        *map(blocks.section, groups),
        blocks.context(_calendar(calendar)),
        *_turns(calendar, name),
    ]
    return blocks.modal(title="Why this number?", blocks=body, close="Close")


def _most_telling(told: Sequence[Line]) -> Sequence[Line]:
    """What moved a clock, and the newest of the rest, as they happened."""
    numbers = range(len(told))
    by_weight = sorted(numbers, key=lambda number: (bool(told[number].effects), number), reverse=True)
    return [told[number] for number in sorted(by_weight[:MOST_LINES])]


def _others(found: Clocks, zone: tzinfo, name: Name) -> Iterator[str]:
    """The clocks besides those of the rounds."""
    if wrote := found.next_response:
        yield f"Next response, since whoever asked wrote again on {date_text(wrote.began, zone)}: {_read(wrote)}."
    both = list(zip(found.course.hand_overs, found.handed, strict=True))[-MOST_TURNS:]
    if both:
        yield "\n".join(f"Handed to {_handed(one, clock, zone, name)}" for one, clock in both)


def _handed(one: HandOver, clock: Reading, zone: tzinfo, name: Name) -> str:
    who = name(one.to) if one.to else "somebody"
    return f"{who} on {date_text(clock.began, zone)}, a clock of its own: {_lasted(clock)}."


def _lasted(clock: Reading) -> str:
    runs = "runs, so far" if clock.is_running else "ended after"
    return f"{runs} {duration_text(clock.working)} of working time ({duration_text(clock.waiting)} on the clock)"


def _line(line: Line, zone: tzinfo, name: Name) -> str:
    effects = " · ".join(line.effects) or "moves no clock"
    return f"{date_text(line.event.at, zone)}  {_said(line.event, zone, name)}: _{effects}_"


def _sum(number: int, answer: Reading, respond: Reading) -> str:
    """Both clocks of a round."""
    round_ = f"Round {number}: " if number > 1 else ""
    return f"{round_}first response {_read(respond)}; answer {_read(answer)}."


def _read(one: Reading) -> str:
    runs = "not yet, so far " if one.is_running else "after "
    late = ", past due" if one.late else ""
    target = f" of {duration_text(one.target)}" if one.target is not None else ""
    paused = f", {duration_text(one.paused)} paused" if one.paused else ""
    clock = f"{duration_text(one.waiting)} on the clock"
    return f"{runs}{duration_text(one.working)}{target} of working time ({clock}{paused}){late}"


def _calendar(calendar: Calendar) -> str:
    since = date_text(calendar.since, calendar.zone, "{date_long}") if calendar.since else "the beginning"
    hours = f"Working hours: the CTO's, {calendar.hours}, {calendar.zone}, less holidays; settings of {since}."
    return f"{hours} Pauses are taken off in working time."


def _turns(calendar: Calendar, name: Name) -> Iterator[Block]:
    """Whose hours counted when, besides the CTO's."""
    if not calendar.turns:
        return
    told = [_turn(turn, calendar.zone, name) for turn in calendar.turns[-MOST_TURNS:]]
    yield blocks.context(f"{' '.join(told)} {NEVER_LESS}")


def _turn(turn: Turn, zone: tzinfo, name: Name) -> str:
    until = f" until {date_text(turn.ended, zone)}" if turn.ended else ""
    who = f"those of {name(turn.person)}" if turn.person else "those of whoever took it over"
    return f"From {date_text(turn.began, zone)}{until} {who} counted: the same week on the clock of {turn.zone}."


NEVER_LESS = (
    "Where the CTO's hours alone would count more, they count: handing over never makes a wait look shorter, and never "
    "moves a due time later."
)

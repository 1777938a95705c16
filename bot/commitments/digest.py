"""The digest of an all-hands as a value, and as the canonical JSON in which it is frozen.

All that is shown or exported of an all-hands is read from this value, so nothing that happens afterwards alters it.
"""

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from bot.commitments.counting import Change
from bot.commitments.outcomes import Outcome
from bot.commitments.slips import Slip
from bot.commitments.states import State
from bot.slack.blocks import Element

#: In the order in which results are told and tables sorted: what needs the room comes before what is well.
TELLING = (
    State.MISSED,
    State.PAST_DATE,
    State.OFF_TRACK,
    State.AT_RISK,
    State.SILENT,
    State.WITHOUT_OWNER,
    State.PARTLY_KEPT,
    State.DROPPED,
    State.PAUSED,
    State.ON_TRACK,
    State.KEPT,
)
FORMAT = 1


@dataclass(frozen=True)
class Line:
    """One commitment as it stood. Texts are as people wrote them; `owner` is a name."""

    id: int
    what: str
    owner: str
    state: State
    first: date | None = None
    promised: date | None = None
    forecast: date | None = None
    closed_on: date | None = None
    moves: int = 0
    moved_days: int = 0
    round: int = 1
    #: The last word, and on which day it was said.
    word: str = ""
    word_on: date | None = None
    change: Change | None = None
    #: What became of each date of it that came to its end since the last all-hands.
    outcomes: tuple[Outcome, ...] = ()
    #: How it had ended by the last all-hands, where that was put right since.
    was_called: State | None = None
    #: How it was called before its last closing was put right, read out or not, and on which day that was.
    put_right_from: State | None = None
    put_right_on: date | None = None
    #: The states at the last all-hands, oldest first, without the present one.
    strip: tuple[State | None, ...] = ()
    #: What the CTO added.
    sentence: str = ""


@dataclass(frozen=True)
class Digest:
    """`day` names the meeting, `today` is the day of the snapshot, `since` that of the all-hands before."""

    day: date
    today: date
    since: date | None
    lines: tuple[Line, ...]
    #: The names of the meetings in each line's strip.
    meetings: tuple[str, ...] = ()
    opening: str = ""
    #: Of those on track four weeks before their date, how many were kept; of how many. Of the past year.
    forecasts_kept: int = 0
    forecasts: int = 0
    #: What changed because of what people said, and figures of the other practices; as markup.
    learned: tuple[str, ...] = ()
    figures: tuple[str, ...] = ()
    #: Buttons that explain those figures.
    explained: tuple[Element, ...] = ()
    questions: tuple[str, ...] = ()
    #: The day it is held on, where that is another one.
    held: date | None = None
    #: How the dates moved of those that moved most.
    slips: tuple[Slip, ...] = ()

    @property
    def states(self) -> Counter[State]:
        return Counter(line.state for line in self.lines)

    @property
    def outcomes(self) -> Counter[Outcome]:
        return Counter(outcome for line in self.lines for outcome in line.outcomes)

    @property
    def changed(self) -> list[Line]:
        """What happened since the last all-hands, the most telling first."""
        order = list(Change)
        return sorted(
            (line for line in self.lines if line.change), key=lambda line: order.index(line.change or Change.NEW)
        )


def in_order(lines: Sequence[Line]) -> tuple[Line, ...]:
    """What needs the room first, then by date; the same whatever order they came in."""
    return tuple(sorted(lines, key=lambda line: (TELLING.index(line.state), line.promised or date.max, line.id)))


def questions(lines: Sequence[Line], words: Mapping[str, str], shorten: int = 80) -> tuple[str, ...]:
    """Three for the room: about what is in trouble where there is such a thing, and two that always help. Of nothing
    promised there is one to ask."""
    if not lines:
        return (words["question_not_promised"],)
    found = []
    for states, key in (
        ((State.MISSED, State.PAST_DATE), "question_missed"),
        ((State.SILENT, State.WITHOUT_OWNER), "question_silent"),
        ((State.OFF_TRACK, State.AT_RISK), "question_at_risk"),
    ):
        line = next((line for line in lines if line.state in states), None)
        if line:
            found.append(words[key].format(what=line.what[:shorten]))
    return tuple([*found, words["question_drop"], words["question_not_promised"], words["question_help"]][:3])


def frozen(digest: Digest) -> str:
    """Canonical JSON: the same digest is always the same bytes."""
    document = {"format": FORMAT, **vars(digest)}
    return json.dumps(document, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=_plain)


def _plain(value: object) -> str | dict[str, Any]:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Line | Slip):
        return vars(value)
    raise TypeError(f"{type(value)} has no place in a snapshot")


def thawed(snapshot: str) -> Digest:
    document = json.loads(snapshot)
    del document["format"]
    told = {name: _tuple(value) for name, value in document.items()}
    dated = {name: _day(told.get(name)) for name in ("day", "today", "since", "held")}
    # Older snapshots tell less.
    slips = tuple(map(_slip, document.get("slips", ())))
    return Digest(**{**told, **dated, "lines": tuple(map(_line, document["lines"])), "slips": slips})


def _slip(told: Mapping[str, Any]) -> Slip:
    updates = tuple((date.fromisoformat(on), date.fromisoformat(day)) for on, day in told["updates"])
    return Slip(told["id"], told["what"], date.fromisoformat(told["first"]), updates)


_DATES = ("first", "promised", "forecast", "closed_on", "word_on", "put_right_on")


def _line(told: Mapping[str, Any]) -> Line:
    # Older snapshots tell less, and of one date a line.
    known = {field.name: told[field.name] for field in fields(Line) if field.name in told}
    known |= {name: _day(told.get(name)) for name in _DATES}
    known["state"] = State(told["state"])
    known["change"] = Change(told["change"]) if told["change"] else None
    known["outcomes"] = tuple(map(Outcome, told.get("outcomes", filter(None, [told.get("outcome")]))))
    for name in ("was_called", "put_right_from"):
        known[name] = State(told[name]) if told.get(name) else None
    known["strip"] = tuple(State(state) if state else None for state in told["strip"])
    return Line(**known)


def _tuple(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None

"""The words in which people are told what waits for them. Nothing here is urgent by tone."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from typing import Any

from bot.questions.menu import ASK_BACK, CANNOT_SHARE, DELEGATE
from bot.questions.views import ANSWER, MORE
from bot.slack import blocks
from bot.slack.blocks import Modal
from bot.slack.messages import Message
from bot.slack.text import date_text, duration_text, one_line, shorten

Block = dict[str, Any]

NOT_NOW = "questions.not_now"
#: The menu beside Answer, where several stand below each other.
ROW = "questions.row"
#: So many stand on a morning list; the rest is counted.
MOST_LISTED = 15
#: So many more of somebody who is away: with the list, as many blocks as a message holds.
MOST_BESIDE = 8
#: So many that fall due together stand in one message: the key of that message names them all.
MOST_JOINED = 10
#: So many stand in the window: two blocks each, of the hundred that Slack takes.
MOST_IN_WINDOW = 45


@dataclass(frozen=True)
class Entry:
    """One question that waits. Asker and link are markup."""

    id: int
    asker: str
    text: str
    link: str
    since: datetime
    due: datetime | None
    late_by: timedelta | None
    zone: tzinfo
    #: Where it waits for several, none of them puts it off for the others.
    may_put_off: bool = True

    def __str__(self) -> str:
        since = f"since {date_text(self.since, self.zone)}"
        if self.late_by is not None:
            return f"{self.asker}: {self.link}\n{since} · past due by {duration_text(self.late_by)} of working time"
        due = f" · due {date_text(self.due, self.zone)}" if self.due else ""
        return f"{self.asker}: {self.link}\n{since}{due}"


@dataclass(frozen=True)
class Beside:
    """The most urgent of `count` that wait for somebody who is away, to whoever may answer them, too."""

    whom: str
    shown: Sequence[Entry]
    count: int


def morning_list(shown: Sequence[Entry], count: int, put_off: int = 0, beside: Beside | None = None) -> Message:
    """The most urgent of `count`."""
    last = _last(count - len(shown), put_off)
    rows = [block for entry in shown for block in listed(entry)]
    body = [blocks.section(f"*{heading(count)}*"), *rows, blocks.context(last)] if count or put_off else []
    lines = [heading(count), *map(str, shown), last] if body else []
    if beside:
        body += _beside(beside)
        lines += [_away(beside), *map(str, beside.shown), _rest_beside(beside)]
    return Message("\n".join(lines), tuple(body or [blocks.section(f"*{heading(0)}*")]))


def _beside(beside: Beside) -> Iterator[Block]:
    yield blocks.section(f"*{_away(beside)}*")
    for entry in beside.shown:
        yield from listed(entry, IN_THE_WINDOW)
    yield blocks.context(_rest_beside(beside))


def _away(beside: Beside) -> str:
    waits = "one question waits" if beside.count == 1 else f"{beside.count:,} questions wait"
    return f"{beside.whom} is away today: {waits}"


def _rest_beside(beside: Beside) -> str:
    rest = beside.count - len(beside.shown)
    may = "You may answer for the CTO's office."
    return f"And {rest:,} more that can wait longer. {may}" if rest else may


def _last(rest: int, put_off: int) -> str:
    needs = f"And {rest:,} more that can wait longer." if rest else "Nothing else needs you."
    return f"{needs} Put off until your next list: {put_off:,}." if put_off else needs


def heading(count: int) -> str:
    if not count:
        return "Nothing waits for you now"
    return "One question waits for you" if count == 1 else f"{count:,} questions wait for you"


IN_A_ROW = {"Ask back": ASK_BACK, "Hand over": DELEGATE, "Cannot share": CANNOT_SHARE, "Not now": NOT_NOW}
#: To whoever it may not be the turn of.
IN_THE_WINDOW = {text: action for text, action in IN_A_ROW.items() if action != NOT_NOW}


def listed(entry: Entry, others: Mapping[str, str] = IN_A_ROW) -> Sequence[Block]:
    """With all else that can be done behind a menu, so that a list stays short on a phone."""
    label = f"Answer: {shorten(one_line(entry.text), 40)}"
    answer = blocks.button("Answer", ANSWER, value=str(entry.id), label=label)
    choices = [blocks.Choice(text, f"{action} {entry.id}") for text, action in others.items() if _fits(entry, action)]
    return blocks.section(str(entry)), blocks.actions(answer, blocks.overflow(ROW, choices))


def _fits(entry: Entry, action: str) -> bool:
    return action != NOT_NOW or entry.may_put_off


def nothing_waits() -> Message:
    said = "Nothing waits for you any more."
    return Message(said, (blocks.section(said),))


def superseded() -> Message:
    said = "There is a newer list further down."
    return Message(said, (blocks.context(said),))


def nudge(entry: Entry) -> Message:
    says = "This waits for you" if entry.late_by is None else "This is past due"
    body = (blocks.section(f"*{says}*\n{entry}"), blocks.actions(*buttons(entry)))
    return Message(f"{says}\n{entry}", body)


def joined(entries: Sequence[Entry]) -> Message:
    """What falls due together, so that nobody scrolls through a message for each."""
    are_late = all(entry.late_by is not None for entry in entries)
    says = _past_due(len(entries)) if are_late else heading(len(entries))
    body = (blocks.section(f"*{says}*"), *(block for entry in entries for block in listed(entry)))
    return Message("\n".join([says, *map(str, entries)]), body)


def _past_due(count: int) -> str:
    return "One question is past due" if count == 1 else f"{count} questions are past due"


BUTTONS = {
    "Answer": ANSWER,
    "Ask back": ASK_BACK,
    "Hand over": DELEGATE,
    "Cannot share": CANNOT_SHARE,
    "Not now": NOT_NOW,
    "More": MORE,
}
#: Where several stand below each other.
SHORTLY = ("Answer", "Ask back", "More")


def buttons(entry: Entry, chosen: Sequence[str] = tuple(BUTTONS)) -> Iterator[dict[str, Any]]:
    short = shorten(one_line(entry.text), 40)
    for text in (one for one in chosen if _fits(entry, BUTTONS[one])):
        yield blocks.button(text, BUTTONS[text], value=str(entry.id), label=f"{text}: {short}")


def window(count: int, shown: Sequence[Entry]) -> Modal:
    """All that waits for the office, the most urgent first."""
    rest = [blocks.context(f"And {count - len(shown):,} more that can wait longer.")] if count > len(shown) else []
    nothing = [] if shown else [blocks.section("Nothing waits for an answer.")]
    rows = [block for entry in shown for block in listed(entry, IN_THE_WINDOW)]
    return blocks.modal(title="What waits", blocks=[*rows, *rest, *nothing], close="Close")


def past_due(link: str, who: str, entry: Entry) -> Message:
    """To the chief of staff. Of a private question `link` says no more than that."""
    since = date_text(entry.since, entry.zone)
    return Message(f"Past due {_late(entry)}: {link}, which waits for {who} since {since}. You hear of it once.")


def past_due_together(told: Sequence[tuple[str, str, Entry]]) -> Message:
    """As `past_due`, of several."""
    says, last = _past_due(len(told)), "You hear of each once."
    lines = [
        f"{link}\nwaits for {who} since {date_text(entry.since, entry.zone)} · past due {_late(entry)}"
        for link, who, entry in told
    ]
    body = (blocks.section(f"*{says}*"), *map(blocks.section, lines), blocks.context(last))
    return Message("\n".join([says, *lines, last]), body)


def _late(entry: Entry) -> str:
    return f"by {duration_text(entry.late_by)} of working time" if entry.late_by is not None else "now"


def brought_back() -> Message:
    return Message("Today is the day on which this is looked at again. It is open, and its clock runs.")

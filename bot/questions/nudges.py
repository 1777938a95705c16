"""The words in which people are told what waits for them. Nothing here is urgent by tone."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from typing import Any

from bot.questions.menu import ASK_BACK, CANNOT_SHARE, DELEGATE
from bot.questions.views import ANSWER, MORE
from bot.slack import blocks
from bot.slack.messages import Message
from bot.slack.text import date_text, duration_text, escape, one_line, shorten

Block = dict[str, Any]

NOT_NOW = "questions.not_now"
#: So many stand on a morning list; the rest is counted.
MOST_LISTED = 15


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

    def __str__(self) -> str:
        since = f"since {date_text(self.since, self.zone)}"
        if self.late_by is not None:
            return f"{self.asker}: {self.link}\n{since} · past due by {duration_text(self.late_by)} of working time"
        due = f" · due {date_text(self.due, self.zone)}" if self.due else ""
        return f"{self.asker}: {self.link}\n{since}{due}"


def morning_list(shown: Sequence[Entry], count: int) -> Message:
    """The most urgent of `count`."""
    heading = "One question waits for you" if count == 1 else f"{count:,} questions wait for you"
    rest = count - len(shown)
    last = f"And {rest} more, all less urgent." if rest else "Nothing else needs you."
    body = [blocks.section(f"*{heading}*"), *(_listed(entry) for entry in shown), blocks.context(last)]
    return Message("\n".join([heading, *map(str, shown), last]), tuple(body))


def _listed(entry: Entry) -> Block:
    label = f"Answer: {shorten(one_line(entry.text), 40)}"
    return blocks.section(str(entry), accessory=blocks.button("Answer", ANSWER, value=str(entry.id), label=label))


def nothing_waits() -> Message:
    said = "Nothing waits for you any more."
    return Message(said, (blocks.section(said),))


def superseded() -> Message:
    said = "There is a newer list further down."
    return Message(said, (blocks.context(said),))


def nudge(entry: Entry) -> Message:
    heading = "This waits for you" if entry.late_by is None else "This is past its target"
    body = (blocks.section(f"*{heading}*\n{entry}"), blocks.actions(*_buttons(entry)))
    return Message(f"{heading}\n{entry}", body)


def _buttons(entry: Entry) -> Iterator[dict[str, Any]]:
    value = str(entry.id)
    short = shorten(one_line(entry.text), 40)
    for text, action in (
        ("Answer", ANSWER),
        ("Ask back", ASK_BACK),
        ("Hand over", DELEGATE),
        ("Cannot share", CANNOT_SHARE),
        ("Not now", NOT_NOW),
        ("More", MORE),
    ):
        yield blocks.button(text, action, value=value, label=f"{text}: {short}")


def past_due(link: str, who: str, entry: Entry) -> Message:
    """To the chief of staff. Of a private question `link` says no more than that."""
    late = f"by {duration_text(entry.late_by)} of working time" if entry.late_by is not None else "now"
    since = date_text(entry.since, entry.zone)
    return Message(f"Past its target {late}: {link}, which waits for {who} since {since}. You hear of it once.")


def brought_back() -> Message:
    return Message("Today is the day on which this is looked at again. It is open, and its clock runs.")


def still_true(link: str, answer: str) -> Message:
    heading = f"You said that this should be looked at again today: {link}"
    last = "If it no longer holds, answer again in its thread."
    body = (blocks.section(heading), blocks.words(shorten(answer, 1000), quote=True), blocks.context(last))
    return Message(f"{heading}\n{escape(shorten(answer, 1000))}\n{last}", body)

"""The timeline as markup: each line with its time, its words, who said it, and the way there."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from bot.reports.content import Content, Moment
from bot.reports.states import Mark
from bot.slack import blocks, people
from bot.slack.text import date_text, escape, length, one_line, pieces

#: Of one section block.
LONGEST = 2900
MARKS: Mapping[str, str] = {
    Mark.DETECTION: "◉ detection",
    Mark.DECISION: "◆ decision",
    Mark.MITIGATION: "✓ mitigation",
}


def timeline_blocks(session: Session, content: Content) -> list[dict[str, Any]]:
    name_of = {one.said_by: people.name(session, one.said_by) for one in content.timeline if one.said_by}
    return [blocks.section(chunk) for chunk in chunks(content, lambda person: name_of.get(person, ""))]


def chunks(content: Content, name_of: Callable[[str], str]) -> list[str]:
    """Every line, in pieces that each fit a block."""
    return joined(_lines(content, name_of))


def joined(lines: Iterable[str]) -> list[str]:
    """Lines of markup, as many to a block as fit."""
    found: list[str] = []
    for line in lines:
        if found and length(found[-1]) + length(line) < LONGEST:
            found[-1] += f"\n{line}"
        else:
            found.append(line)
    return found


def _lines(content: Content, name_of: Callable[[str], str]) -> Iterator[str]:
    zone = ZoneInfo(content.zone)
    return (part for one in content.timeline for part in _line(one, zone, name_of))


def _line(one: Moment, zone: ZoneInfo, name_of: Callable[[str], str]) -> Iterator[str]:
    """Whole: what no block holds goes on in the next."""
    said = f"{name_of(one.said_by)}: " if one.said_by and name_of(one.said_by) else ""
    mark = f" _{MARKS[one.mark]}_" if one.mark and one.mark in MARKS else ""
    way = " (its message was deleted)" if one.lost else f" <{one.link}|↗>" if one.link else ""
    place = f" (said in {one.said_in})" if one.said_in else ""
    before, after = f"{date_text(one.at, zone, '{date_num} {time}')}{mark}  {said}", f"{place}{way}"
    *most, last = pieces(one_line(one.text), LONGEST - length(before) - length(after), escape) or [""]
    for number, part in enumerate([*most, last]):
        yield (before if number == 0 else "") + escape(part) + (after if number == len(most) else "")

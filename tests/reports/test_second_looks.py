"""A second look that somebody overtakes: neither a reason nor other words are lost, and none lands elsewhere."""

import re
from typing import Any

from bot import wiring
from bot.reports import actions, actions_views, workbench_views
from bot.reports.actions import Draft
from bot.reports.actions_rules import Kind
from bot.reports.models import ReportFinding, ReportMoment, ReportSection
from tests.commitments.office import JONAS, PRIYA
from tests.reports.conftest import Inside
from tests.reports.room import Room
from tests.reports.test_written_meanwhile import begun, opens_line
from tests.reports.windows import Person, chosen
from tests.slack_driver import SlackDriver

TOM, ANA = "Tom was careless.", "Ana was careless with the cache, too."
REASON = "It is what the customer wrote."


def field(window: Person, kind: str, at: int = 0) -> str:
    return next(re.sub(r"\W", "_", name) for name in window.fields if name.startswith(f"{kind}-{at}-"))


def reasons(inside: Inside[Any]) -> list[tuple[str, str, str | None]]:
    def read(room: Room) -> list[tuple[str, str, str | None]]:
        kept = room.session.query(ReportFinding).filter(ReportFinding.kept_because.is_not(None))
        return [(one.place, str(one.kept_because), one.kept_by) for one in kept]

    found: list[tuple[str, str, str | None]] = inside(read)
    return sorted(set(found))


def newest(inside: Inside[Any]) -> str:
    read = inside(lambda room: [one.text for one in room.session.query(ReportSection).order_by(ReportSection.number)])
    return str(read[-1])


async def writes(slack: SlackDriver, by: str) -> Person:
    writer = Person(slack, by, {})
    await writer.clicks_in_message(workbench_views.WRITE, "1:impact")
    return writer


async def test_a_reason_for_a_section_that_was_overtaken_is_kept_and_so_are_other_words(
    slack: SlackDriver, inside: Inside[Any]
) -> None:
    inside(Room.starts)
    jonas = await writes(slack, JONAS)
    await jonas.submits(text_0=f"{TOM}\n\n{ANA}")
    priya = await writes(slack, PRIYA)
    await priya.submits(text_0=f"Many waited.\n\n{TOM}\n\n{ANA}")
    await jonas.submits(**{field(jonas, "keep"): REASON, field(jonas, "instead", 1): "The cache was emptied."})
    assert ("impact", REASON, JONAS) in reasons(inside)
    assert jonas.shows("text") == f"{TOM}\n\nThe cache was emptied."
    assert "Many waited." in jonas.text
    assert newest(inside).startswith("Many waited.")


async def test_where_somebody_gave_a_reason_meanwhile_other_words_land_in_their_own_sentence(
    slack: SlackDriver, inside: Inside[Any]
) -> None:
    inside(Room.starts)
    jonas = await writes(slack, JONAS)
    await jonas.submits(text_0=f"{TOM}\n\n{ANA}")
    priya = await writes(slack, PRIYA)
    await priya.submits()
    await priya.submits(**{field(priya, "keep"): REASON})
    await jonas.submits(**{field(jonas, "instead", 1): "The cache was emptied."})
    assert newest(inside) == f"{TOM}\n\nThe cache was emptied."


async def test_a_reason_for_a_line_that_was_overtaken_is_kept(slack: SlackDriver, inside: Inside[Any]) -> None:
    inside(begun)
    jonas, priya = await opens_line(slack, JONAS), await opens_line(slack, PRIYA)
    await jonas.submits(text=TOM)
    priya = await opens_line(slack, PRIYA)
    await priya.submits(mark=chosen("mitigation"))
    await jonas.submits(**{field(jonas, "keep"): REASON})
    assert reasons(inside) == [("moment:1", REASON, JONAS)]
    assert inside(lambda room: room.session.get_one(ReportMoment, 1).mark) == "mitigation"


async def test_a_reason_for_an_action_that_was_overtaken_is_kept_and_other_words_wait(
    slack: SlackDriver, inside: Inside[Any]
) -> None:
    def written(room: Room) -> None:
        told: dict[str, Any] = {"settings": room.settings, "now": room.now, "promising": wiring.PROMISING}
        draft = Draft("Be more careful with the cache", Kind.DETECT)
        actions.write(room.session, room.starts(), draft, by=JONAS, **told)

    async def opens(by: str, label: str) -> Person:
        writer = Person(slack, by, {})
        await writer.clicks_in_message(actions_views.LIST, "1")
        writer.view = {**writer.view, "id": "V1"}
        if label not in writer.text:
            await writer.clicks_in_message(actions_views.SECOND_LOOK, "1:1")
        else:
            await writer.clicks(label)
        return writer

    inside(written)
    priya = await opens(PRIYA, "Name an owner")
    await priya.submits()
    jonas = await opens(JONAS, "Second look")
    other = await opens(PRIYA, "Name an owner")
    await other.submits(kind=chosen("learn"))
    await jonas.submits(**{field(jonas, "keep"): REASON, field(jonas, "instead"): "Alert on the hit rate"})
    assert ("action:1", REASON, JONAS) in reasons(inside)
    assert "What you wrote instead waits for you in its form." in jonas.text
    assert (await opens(JONAS, "Name an owner")).shows("what") == "Alert on the hit rate"

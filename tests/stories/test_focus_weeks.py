"""Weeks of Monday posts, as people live through them."""

from datetime import datetime
from typing import Any

import pytest

from bot import settings as settings_
from bot.cli.scenes.stage import ZONE, Stage, offers, says
from bot.settings import Operating
from tests.factories import ANA, settings

Json = dict[str, Any]


@pytest.fixture
def transport() -> str:
    """The first Monday's stories hold both ways."""
    return "socket mode"


def local(day: str) -> datetime:
    return datetime.fromisoformat(day).replace(tzinfo=ZONE)


async def until(stage: Stage, moment: datetime) -> None:
    """None of these weeks is about what looks around every hour."""
    await stage.until(moment, hourly=False)


async def has_settings(stage: Stage, operating: Operating) -> None:
    now = await stage.client.clock()
    await stage.cadence.database.run(settings_.save, operating, by="test", now=now)
    await stage.cadence.heartbeat.beat()


async def writes(stage: Stage, what: str, who: str = "maya") -> None:
    """Opens the form, fills in one item, approves the preview."""
    person = stage.person(who)
    await person.runs("/focus", channel="#general")
    submitted = await person.submits({"what-0": what, "why-0": "It cannot wait."})
    assert not submitted["error"], submitted
    preview = await stage.sees(who, who, lambda seen: offers("Approve")(seen) and what in seen["text"], "the preview")
    await stage.clicks(who, "Approve", preview)


async def posts(stage: Stage, channel: str = "#cto") -> list[Json]:
    messages = await stage.client.messages(channel, viewer="ana")
    return [message for message in messages if message["text"].startswith("Week ")]


async def test_a_normal_month(stage: Stage) -> None:
    for at, monday in enumerate(("2026-03-02", "2026-03-09", "2026-03-16", "2026-03-23")):
        await writes(stage, f"Item {at}")
        await until(stage, local(f"{monday} 09:00"))
        await stage.sees("ana", "#cto", says(f"Item {at}"), "the post")
        await until(stage, local(f"{monday} 15:00"))

    found = await posts(stage)
    assert [message["text"].split(".")[0] for message in found] == [
        "Week 10, 2 March",
        "Week 11, 9 March",
        "Week 12, 16 March",
        "Week 13, 23 March",
    ]
    assert [bool(message.get("pinned_to")) for message in found] == [False, False, False, True]
    assert "Last week I said\n○ Item 2: no word yet" in found[3]["text"]


async def test_an_item_carried_for_five_weeks_says_so(stage: Stage) -> None:
    await writes(stage, "Payments leave")
    await until(stage, local("2026-03-02 09:00"))
    await stage.sees("ana", "#cto", says("Payments leave"), "the post")
    for at, monday in enumerate(("2026-03-09", "2026-03-16", "2026-03-23", "2026-03-30"), start=2):
        friday = local(f"{monday} 15:00").replace(day=int(monday[-2:]) - 3)
        await until(stage, friday)
        asked = await stage.sees("maya", "maya", offers("Carry over"), "last week's items")
        await stage.clicks("maya", "Carry over", asked)
        await stage.sees("maya", "maya", says("carried over"), "that it goes on")
        await until(stage, local(f"{monday} 08:00"))
        preview = await stage.sees("maya", "maya", offers("Approve"), "the reminder")
        await stage.clicks("maya", "Approve", preview)
        await until(stage, local(f"{monday} 09:00"))
        ordinal = ("Second", "Third", "Fourth", "Fifth")[at - 2]
        await stage.sees("ana", "#cto", says(f"{ordinal} week."), "for how long it is carried")


async def test_a_holiday_monday(stage: Stage) -> None:
    """Easter."""
    await until(stage, local("2026-04-02 15:00"))
    await writes(stage, "After the eggs")
    await until(stage, local("2026-04-06 09:00"))
    assert await posts(stage) == []
    await until(stage, local("2026-04-07 09:00"))

    post = await stage.sees("ana", "#cto", says("After the eggs"), "Tuesday's post")
    assert post["text"].startswith("Week 15, 7 April")


async def test_an_absent_cto(stage: Stage) -> None:
    operating = settings(people={"stand_in": ANA}, focus={"on_day_off": "stand-in"})
    await has_settings(stage, operating)
    maya = stage.person("maya")
    await maya.runs("/focus", "away", channel="#general")
    await maya.submits({"first": "2026-03-02", "last": "2026-03-06"})
    await until(stage, local("2026-02-27 15:00"))
    await stage.sees("ana", "ana", offers("Write Monday's post"), "the question to who stands in")
    await writes(stage, "Keep the lights on", who="ana")
    await until(stage, local("2026-03-02 09:00"))

    post = await stage.sees("priya", "#cto", says("Keep the lights on"), "the post")
    assert "standing in for Maya Okafor, CTO" in post["text"]


async def test_a_skipped_monday_is_told(stage: Stage) -> None:
    operating = settings(calendar={"days_off": ["2026-03-02"]}, focus={"on_day_off": "skip"})
    await has_settings(stage, operating)
    await until(stage, local("2026-03-02 09:00"))

    await stage.sees("ana", "#cto", says("No Monday post this week: Maya Okafor is off."), "why there is none")


async def test_an_edit_a_follow_up_and_a_deleted_message(stage: Stage) -> None:
    await writes(stage, "Payments leave")
    await until(stage, local("2026-03-02 09:00"))
    post = await stage.sees("ana", "#cto", says("Payments leave"), "the post")
    desk = await stage.sees("maya", "maya", offers("Change the post"), "what can be done")
    await stage.clicks("maya", "Change the post", desk)
    await stage.person("maya").submits({"what-0": "Payments stay", "change-0": "The vendor moved its date."})
    await stage.sees("ana", "#cto", says("Payments stay"), "the changed post")
    await stage.sees("ana", "#cto", says("changed the post: The vendor moved its date."), "the note in the thread")
    desk = await stage.sees("maya", "maya", offers("Add a follow-up"), "what can be done")
    await stage.clicks("maya", "Add a follow-up", desk)
    await stage.person("maya").submits({"words-0": "Finance agrees."})
    await stage.sees("ana", "#cto", says("Maya Okafor adds: Finance agrees."), "the follow-up")
    await stage.person("maya").says("#cto", "Ask me anything here.", thread=post["ts"])
    await stage.sees("ana", "#cto", says("Maya Okafor replied in the thread"), "her reply linked under the post")

    await stage.person("maya").deletes(post, "#cto")
    asked = await stage.sees("maya", "maya", offers("Post it again"), "that it was deleted")
    await stage.clicks("maya", "Post it again", asked)
    again = await stage.sees(
        "ana", "#cto", lambda seen: "Payments stay" in seen["text"] and seen["ts"] != post["ts"], "it again"
    )
    assert again["text"].startswith("Week 10, 2 March")


async def test_two_zones(stage: Stage) -> None:
    await has_settings(stage, settings(focus={"audiences": ["C0GENERAL 09:00 America/New_York"]}))
    await writes(stage, "Payments leave")
    await until(stage, local("2026-03-02 09:00"))
    post = await stage.sees("ana", "#cto", says("Payments leave"), "the post")
    assert await posts(stage, "#general") == []
    await until(stage, local("2026-03-02 15:00"))

    copy = await stage.sees("ana", "#general", says("Payments leave"), "New York's copy")
    assert f"/archives/C0CTO/p{post['ts'].replace('.', '')}" in copy["text"]


async def test_a_form_left_open_over_the_weekend_goes_to_its_own_week(stage: Stage) -> None:
    await stage.person("maya").runs("/focus", channel="#general")
    await until(stage, local("2026-03-02 09:00"))
    await until(stage, local("2026-03-02 09:30"))
    await stage.person("maya").submits({"what-0": "Payments leave", "why-0": "It cannot wait."})

    late = await stage.sees("maya", "maya", offers("Approve and post now"), "the preview of week 10")
    await stage.clicks("maya", "Approve and post now", late)
    post = await stage.sees("ana", "#cto", says("Payments leave"), "the late post")
    assert post["text"].startswith("Week 10, 2 March")

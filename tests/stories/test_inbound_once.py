"""What Slack sends twice, out of order or from two hands at once happens once, and nobody reads a lie about it."""

import asyncio
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import pytest
import sqlalchemy as sa

from bot import settings as settings_
from bot.cli.scenes.focus import WRITTEN
from bot.cli.scenes.stage import Stage, action_of, offers, says
from bot.engines import make_engine
from bot.focus import letters
from bot.focus.models import FocusPost
from bot.focus.rules import Standing
from bot.slack import people
from bot.slack.events import SeenEvent
from bot.slack.outbox import Delivery, Kind
from bot.storage import Database
from tests.factories import ANA, CTO_CHANNEL, MAYA, TOM, settings
from tests.slack_driver import SlackDriver, slack_driver

Json = dict[str, Any]
WRITTEN_ONCE = {"what-0": "Payments leave the shared database", "why-0": "Its cost doubled."}


async def count(database: Database, model: type) -> int:
    return await database.run(lambda session: session.scalar(sa.select(sa.func.count()).select_from(model)) or 0)


async def until_known(stage: Stage, user: str, name: str) -> None:
    async with asyncio.timeout(60):
        while await stage.cadence.database.run(people.name, user) != name:  # no event tells
            await asyncio.sleep(0.05)


async def events(stage: Stage) -> list[Json]:
    entries = await stage.client.log("delivery")
    return [entry for entry in entries if entry["name"] == "user_change"]


# Events


@pytest.fixture
def transport() -> str:
    """The harder of the two: HTTP repeats what it gets no answer to, and Bolt once lost texts with `payload` there."""
    return "signed http"


async def test_an_event_that_comes_twice_is_acknowledged_twice_and_known_once(stage: Stage) -> None:
    await stage.client.fault("duplicate_event", times=1)
    await stage.client.changes("ana", real_name="Ana Moreau")
    await until_known(stage, ANA, "Ana Moreau")

    told = await events(stage)
    assert [entry["outcome"] for entry in told] == ["acked", "acked"]
    assert len({entry["payload"]["event_id"] for entry in told}) == 1
    assert await count(stage.cadence.database, SeenEvent) == 1


@pytest.mark.parametrize("slack_waits", [1.0])
async def test_an_event_whose_acknowledgement_is_lost_comes_again_and_is_known_once(stage: Stage) -> None:
    await stage.client.fault("lost_ack", times=1)
    await stage.client.changes("ana", real_name="Ana Moreau")
    async with asyncio.timeout(60):
        while len(told := await events(stage)) < 2:
            await asyncio.sleep(0.05)

    assert told[-1]["outcome"] == "acked"
    assert await count(stage.cadence.database, SeenEvent) == 1


async def test_of_two_changes_that_overtake_each_other_the_later_stays(stage: Stage) -> None:
    await stage.client.fault("reordered_events", times=1)
    await stage.client.changes("ana", real_name="Ana Older")
    await stage.client.changes("ana", real_name="Ana Newer")
    async with asyncio.timeout(60):
        while await count(stage.cadence.database, SeenEvent) < 2:
            await asyncio.sleep(0.05)

    assert await stage.cadence.database.run(people.name, ANA) == "Ana Newer"


# Hands


async def written(stage: Stage) -> Json:
    """Maya's preview; Tom is her delegate and has one too."""
    operating = settings(people={"delegates": [TOM]})
    await stage.cadence.database.run(settings_.save, operating, by="test", now=await stage.client.clock())
    await stage.person("maya").runs("/focus", channel="#general")
    await stage.person("maya").submits(WRITTEN)
    return await stage.sees("maya", "maya", offers("Approve"), "the preview")


async def press(stage: Stage, name: str, label: str, message: Json) -> Json:
    return await stage.person(name).clicks(str(action_of(message, label)), on=message)


async def test_a_button_that_is_clicked_twice_acts_once(stage: Stage) -> None:
    preview = await written(stage)
    await stage.client.fault("double_click", times=1)

    pressed = await press(stage, "maya", "Approve", preview)

    assert not pressed["error"]
    await stage.sees("maya", "maya", says("Approved by Maya Okafor"), "that it is approved")
    assert await whispers(stage, "maya") == []
    assert len(await said_to(stage, "maya", "Approved by")) == 1


async def whispers(stage: Stage, name: str) -> list[str]:
    return [each["text"] for each in await stage.client.messages(name, viewer=name) if each.get("is_ephemeral")]


async def said_to(stage: Stage, name: str, text: str) -> list[str]:
    return [each["text"] for each in await stage.client.messages(name, viewer=name) if text in each["text"]]


# Hands of two people, at two processes


@dataclass
class Offices:
    """Maya's button and Tom's, each behind a process of its own."""

    database: Database
    mayas: SlackDriver
    toms: SlackDriver

    async def press(self, action: str, *others: str) -> None:
        """Maya presses the first, Tom all others, at once."""
        pressed = [self.mayas.clicks(action, "2026-W10:1", by=MAYA)]
        pressed += [self.toms.clicks(other, "2026-W10:1", by=TOM) for other in others]
        assert {answer.status for answer in await asyncio.gather(*pressed)} == {200}

    async def post(self) -> FocusPost:
        return await self.database.run(lambda session: session.scalars(sa.select(FocusPost)).one())

    async def deliveries(self, **having: Any) -> list[str]:
        query = sa.select(Delivery).filter_by(**having).order_by(Delivery.id)
        return await self.database.run(lambda session: [row.payload.get("text", "") for row in session.scalars(query)])


@pytest.fixture
async def offices(database: Database, database_url: str, now: datetime) -> AsyncIterator[Offices]:
    """Something is written, by Maya; nothing is decided."""
    await database.run(settings_.save, settings(), by="test", now=now)
    other = Database(make_engine(database_url))
    async with slack_driver(database, now) as mayas, slack_driver(other, now) as toms:
        await mayas.types("/focus", by=MAYA)
        await mayas.submits(mayas.opened(), WRITTEN_ONCE, by=MAYA)
        yield Offices(database, mayas, toms)
    other.close()


@pytest.mark.parametrize("turn", range(3))
async def test_of_two_who_approve_at_once_both_have_approved(offices: Offices, turn: int) -> None:
    await offices.press(letters.APPROVE, letters.APPROVE, letters.APPROVE)

    post = await offices.post()
    assert (post.standing, post.approved_revision) == (Standing.APPROVED, 1)
    assert await offices.deliveries(kind=Kind.WHISPER) == []


@pytest.mark.parametrize("turn", range(3))
async def test_of_two_who_post_late_at_once_one_posts_and_the_other_is_told_so(offices: Offices, turn: int) -> None:
    for office in (offices.mayas, offices.toms):
        office.now = datetime(2026, 3, 3, 9, 30, tzinfo=UTC)
    await offices.press(letters.APPROVE, letters.APPROVE)

    assert (await offices.post()).standing == Standing.POSTED
    assert len(await offices.deliveries(channel=CTO_CHANNEL, kind=Kind.POST)) == 1
    (told,) = await offices.deliveries(kind=Kind.WHISPER)
    assert told == "The post of week 10 already went out, so nothing was changed."


@pytest.mark.parametrize("turn", range(3))
async def test_of_two_who_decide_differently_at_once_the_second_stands_and_is_shown(
    offices: Offices, turn: int
) -> None:
    await offices.press(letters.APPROVE, letters.SKIP)
    await offices.press(letters.REOPEN, letters.SKIP)

    post = await offices.post()
    shown = (await offices.deliveries(channel=MAYA))[-1]
    assert post.standing in (Standing.SKIPPED, Standing.DRAFT)
    assert ("skipped" in shown.lower() or "no post" in shown.lower()) == (post.standing == Standing.SKIPPED), shown
    assert await offices.deliveries(channel=CTO_CHANNEL) == []


# Forms and commands


async def test_a_form_whose_subject_changed_meanwhile_says_so_and_keeps_what_was_typed(stage: Stage) -> None:
    await written(stage)
    maya, tom = stage.person("maya"), stage.person("tom")
    await tom.runs("/focus", channel="#general")
    await maya.runs("/focus", channel="#general")
    assert (await maya.submits({**WRITTEN, "what-0": "Maya's other words"}))["ack"] is None

    answer = await tom.submits({**WRITTEN, "what-0": "Tom's own words"})

    assert answer["ack"]["response_action"] == "update"
    shown = json.dumps((await tom.sees())["modals"][-1], ensure_ascii=False)
    assert "Maya Okafor saved another version while you wrote" in shown
    assert "Tom's own words" in shown
    assert (await tom.submits())["ack"] is None, "saved again, now on purpose"
    await stage.sees("maya", "maya", says("Tom's own words"), "the version that Tom put in its place")


@pytest.mark.parametrize("text", ["payload", "what is this payload={} about", "a=b&payload=%7B%7D"])
async def test_a_command_may_speak_of_a_payload(stage: Stage, text: str) -> None:
    answer = await stage.person("ana").runs("/focus", text, channel="#general")

    assert not answer["error"]
    assert "Nothing was posted yet" in answer["ack"]["text"] or "post" in answer["ack"]["text"]

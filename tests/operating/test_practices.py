"""What is switched off does nothing by itself, says so where it is asked, and comes back without a past."""

from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from bot import settings as settings_
from bot.operating.practices import NAMES
from bot.prompts import load
from bot.schedule import Job, Occasion, next_due, run_if_due
from bot.settings import Practices
from bot.slack.doors import Door
from bot.slack.outbox import Delivery
from bot.storage import Database
from bot.wiring import HOME, JOBS, ROUTES
from tests.factories import ANA, MAYA, settings
from tests.operating.conftest import save
from tests.slack_driver import SlackDriver, said

OFF = dict.fromkeys(NAMES, False)
MONDAY = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)


def test_every_practice_has_a_switch() -> None:
    assert set(NAMES) == set(Practices.model_fields)


@pytest.mark.parametrize(
    ("command", "practice"),
    [("/focus", "Focus"), ("/ask-cto", "Questions"), ("/promise", "Commitments"), ("/promises", "Commitments")],
)
async def test_a_command_of_what_is_off_says_so_and_who_can_switch_it_on(
    slack: SlackDriver, database: Database, now: datetime, command: str, practice: str
) -> None:
    await save(database, settings(practices=OFF), now)

    told = said(await slack.types(command, "", by=MAYA))

    assert told["text"] == (f"{practice} is switched off here. <@U0TOM> can switch it on with `/cadence setup`.")


async def test_so_does_a_word_of_the_common_command(slack: SlackDriver, database: Database, now: datetime) -> None:
    await save(database, settings(practices={"questions": False}), now)

    told = said(await slack.types("/cadence", "response-times", by=ANA))

    assert told["text"].startswith("Questions is switched off here.")


async def test_what_happens_in_channels_goes_by_without_a_word(
    slack: SlackDriver, database: Database, now: datetime
) -> None:
    await save(database, settings(practices=OFF), now)

    await slack.event(type="app_mention", user=ANA, channel="C0CTO", ts="1.1", text="<@U0CADENCE> why?")

    assert await database.run(lambda session: session.scalars(sa.select(Delivery.key)).all()) == []


def test_only_the_common_command_its_set_up_and_events_are_there_whatever_is_off() -> None:
    free = {route.id for route in ROUTES if not route.handler.__qualname__.endswith("guarded")}
    events = {route.id for route in ROUTES if route.door is Door.EVENT}

    assert {id for id in free - events if not id.startswith("operating.")} == {"/cadence"}


def run(session: Session, occasion: Occasion) -> None:
    RAN.append(occasion.slot.local)


RAN: list[datetime] = []
POST = next(job for job in JOBS if job.name == "focus.post")
JOB = Job("practised", POST.rhythm, run, grace=timedelta(days=2), practice="focus")


async def beat(database: Database, at: datetime) -> bool:
    return await database.run(run_if_due, JOB, load(), at)


@pytest.fixture(autouse=True)
def nothing_ran() -> None:
    RAN.clear()


async def test_what_is_off_does_not_run_and_is_not_waited_for(database: Database, now: datetime) -> None:
    await save(database, settings(practices={"focus": False}), now)
    await beat(database, now)

    assert not await beat(database, MONDAY)
    assert await database.run(next_due, [JOB], now) is None


async def test_switched_on_again_it_begins_with_what_comes_not_with_what_went_by(
    database: Database, now: datetime
) -> None:
    await save(database, settings(), now)
    await beat(database, now)
    await save(database, settings(practices={"focus": False}), now + timedelta(hours=1))
    await beat(database, now + timedelta(hours=2))

    await save(database, settings(), MONDAY + timedelta(hours=3))
    on_monday = await beat(database, MONDAY + timedelta(hours=3, minutes=1))
    a_week_later = await beat(database, MONDAY + timedelta(days=7))

    assert (on_monday, a_week_later) == (False, True)
    assert [local.isoformat() for local in RAN] == ["2026-03-09T09:00:00"]


async def test_a_moment_without_it_loses_nothing(database: Database, now: datetime) -> None:
    """Off and on again before anybody noticed."""
    await save(database, settings(), now)
    await beat(database, now)
    await save(database, settings(practices={"focus": False}), now + timedelta(hours=1))
    await save(database, settings(), now + timedelta(hours=1, seconds=1))

    assert await beat(database, MONDAY)


async def test_a_post_offers_no_questions_where_nobody_would_take_them(
    slack: SlackDriver, database: Database, now: datetime
) -> None:
    await save(database, settings(practices={"questions": False}), now)
    await slack.types("/focus", "", by=MAYA)
    await slack.submits(slack.opened(), {"what-0": "Payments", "why-0": "They cost."}, by=MAYA)

    payloads = await database.run(lambda session: session.scalars(sa.select(Delivery.payload)).all())

    assert "Payments" in str(payloads)
    assert "questions.ask" not in str(payloads)


def test_home_shows_nothing_of_what_is_off(session: Session, now: datetime) -> None:
    settings_.save(session, settings(practices={"questions": False}), by="test", now=now)

    drawn = str(HOME.view(session, ANA, now, prompts=load()))

    assert "Ask the CTO" not in drawn
    assert "questions.ask" not in drawn


def test_every_part_of_home_belongs_to_a_practice() -> None:
    assert [part for part in (*HOME.waiting, *HOME.standing) if part.practice not in NAMES] == []

"""App Home, as people live with it: they open it, act on the spot, and it is right afterwards."""

from datetime import datetime, timedelta

import pytest

from bot import settings as settings_
from bot.cli.scenes.stage import ZONE, Stage
from tests.factories import settings

TUESDAY = datetime(2026, 3, 3, 10, 12, tzinfo=ZONE)
WHY = "Why do we run two deploy pipelines?"
NOTHING = "Nothing waits for you"


@pytest.fixture(params=["socket mode"])
def transport(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
async def office(stage: Stage) -> Stage:
    """Tuesday morning; Tom is a delegate."""
    await stage.until(TUESDAY, hourly=False)
    told = settings(people={"delegates": ["U0TOM"]})
    await stage.cadence.database.run(settings_.save, told, by="test", now=TUESDAY - timedelta(days=9))
    return stage


async def opens(stage: Stage, name: str, wanted: str = "") -> None:
    await stage.does(f"{name} opens Home", await stage.person(name).opens_home())
    await stage.at_home(name, wanted or "Waits for you")


async def test_a_question_is_asked_answered_and_agreed_to_without_leaving_home(office: Stage) -> None:
    await opens(office, "ana", NOTHING)
    await opens(office, "maya", "Monday's post wants to be written")
    await office.clicks_at_home("maya", "Skip this week")
    await office.at_home("maya", NOTHING)
    await opens(office, "tom", NOTHING)

    await office.clicks_at_home("ana", "Ask")
    asked = await office.person("ana").submits({"text": WHY, "kind": "question", "visibility": "public"})
    assert not asked.get("error"), asked
    await office.at_home("ana", "Waiting for Maya Okafor")
    await office.at_home("maya", "One question waits for you")
    await office.at_home("tom", "You may answer too.")

    await office.clicks_at_home("maya", "Answer")
    await office.person("maya").submits({"answer": "One of them goes in June."})
    await office.at_home("maya", NOTHING)
    await office.at_home("tom", NOTHING)
    await office.at_home("ana", "Did this answer it?")

    await office.clicks_at_home("ana", "Yes")
    assert WHY in str(await office.at_home("ana", NOTHING))


async def test_a_promise_is_asked_for_accepted_and_updated_without_leaving_home(office: Stage) -> None:
    await opens(office, "maya")
    await opens(office, "jonas")

    await office.clicks_at_home("maya", "Promise something")
    promise = {"what": "SSO for all customers", "owner": "jonas", "day": "2026-04-20", "audience": "organisation"}
    answer = await office.person("maya").submits({**promise, "how": "Every customer has it"})
    assert answer["ack"]["response_action"] == "update", answer
    await office.person("maya").closes(everything=True)

    await office.at_home("jonas", "asks whether you promise this")
    await office.clicks_at_home("jonas", "Accept")
    await office.at_home("jonas", NOTHING)
    assert "SSO for all customers" in str(await office.at_home("jonas", "promised 20 Apr"))

    await office.until(TUESDAY + timedelta(days=20), hourly=False)
    await opens(office, "jonas", "wants a word")
    await office.clicks_at_home("jonas", "On track")
    await office.at_home("jonas", NOTHING)


async def test_monday_s_post_is_approved_on_home_and_stands_on_everybody_s_once_it_is_out(stage: Stage) -> None:
    await stage.until(datetime(2026, 2, 27, 15, 0, tzinfo=ZONE))
    await opens(stage, "maya", "wants to be written")
    await stage.clicks_at_home("maya", "Write it")
    await stage.person("maya").submits({"what-0": "Payments leave the shared database", "why-0": "It doubled."})
    await stage.at_home("maya", "waits for your approval")
    await stage.clicks_at_home("maya", "Approve")
    await stage.at_home("maya", NOTHING)

    await stage.until(datetime(2026, 3, 2, 8, 59, tzinfo=ZONE))
    await opens(stage, "grace", "There is no Monday post yet")
    await stage.until(datetime(2026, 3, 2, 9, 0, tzinfo=ZONE))
    await stage.at_home("grace", "Payments leave the shared database")


async def test_a_guest_s_home_is_a_sentence(office: Stage) -> None:
    await office.client.changes("ana", is_restricted=True)
    await opens(office, "ana", "As a guest you read along")

    assert len((await office.client.views("ana"))["home"]["blocks"]) == 1

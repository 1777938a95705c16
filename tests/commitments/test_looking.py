"""Lists, searches, and the page of a promise, through Bolt."""

import json
from datetime import date, timedelta

import pytest
from sqlalchemy.orm import Session

from bot.commitments import history_views, list_views, meetings, views
from bot.elsewhere import Moment
from bot.slack.outbox import Kind as Method
from bot.storage import Database
from tests.commitments.doors import chosen, messages, on, promises, shown, submits
from tests.commitments.office import PRIYA, PROMPTS
from tests.factories import ANA, MAYA, settings
from tests.slack_driver import SlackDriver, said


async def test_promises_opens_your_own_and_turns_to_the_others(slack: SlackDriver) -> None:
    await promises(slack, by=PRIYA)
    await slack.types("/promises", by=ANA)
    assert "You have promised nothing that is open." in shown(slack.opened())
    view = {**slack.opened(), "type": "modal"}
    await slack.clicks(f"{list_views.TAB}.everybody", "everybody", by=ANA, view=view)

    assert "Search answers in under 200 ms" in str(slack.wire.asked("views.update")[-1]["view"])


@pytest.mark.parametrize("text", ["mine", "search", "Priya", "everybody", "Due Soon"])
async def test_a_list_by_name_or_words(slack: SlackDriver, text: str) -> None:
    await promises(slack, by=PRIYA)
    slack.now += timedelta(days=20)
    await slack.types("/promises", text, by=PRIYA)

    assert "Search answers in under 200 ms" in shown(slack.opened())


async def test_a_page_shows_everything_that_was_said_and_is_updated_in_place(
    slack: SlackDriver, database: Database
) -> None:
    await promises(slack, by=PRIYA)
    await slack.types("/promises", "1", by=PRIYA)
    page = slack.opened()
    assert page["callback_id"] == history_views.PAGE
    assert "accepted: from here on it is a promise" in shown(page)

    await slack.clicks(views.UPDATE, "1:2", by=PRIYA, view={**page, "type": "modal"})
    form = slack.wire.asked("views.update")[-1]["view"]
    answer = await submits(slack, form, {"state": chosen("at risk"), "note": "Slower."}, by=PRIYA)

    assert answer["view"]["callback_id"] == history_views.PAGE
    assert "Slower." in shown(answer["view"])


async def test_a_page_shows_the_states_at_the_last_all_hands_and_sends_its_slip_chart(
    slack: SlackDriver, database: Database
) -> None:
    await promises(slack, by=PRIYA)

    def all_hands(session: Session) -> None:
        meetings.post(
            session, date(2026, 3, 5), by=MAYA, moment=Moment(settings(), PROMPTS.of("commitments"), slack.now)
        )

    database.run_here(all_hands)
    slack.now += timedelta(days=7)
    await slack.clicks(views.UPDATE, "1:2", by=PRIYA)
    told = {"state": chosen("at risk"), "note": "Slower.", "forecast": on("2026-04-10")}
    await submits(slack, slack.opened(), told, by=PRIYA)
    await slack.types("/promises", "1", by=ANA)
    page = slack.opened()
    assert "Mar ●   now ▲" in shown(page)
    await slack.clicks(history_views.SLIPS, "1:3", by=ANA, view={**page, "type": "modal"})

    (sent,) = messages(database, ANA, Method.WHISPER)
    assert "27 Mar → 10 Apr (+14 days, said 6 Mar)" in sent["text"]
    assert sent["blocks"][1]["chart"]["type"] == "line"


async def test_what_was_said_over_a_list_stands_in_the_list_beneath(slack: SlackDriver) -> None:
    await promises(slack, by=PRIYA)
    await slack.types("/promises", "search", by=PRIYA)
    below = {**slack.opened(), "type": "modal"}
    await slack.clicks(views.HISTORY, "1:2", by=PRIYA, view=below)
    page = slack.wire.asked("views.push")[-1]["view"]
    await slack.clicks(views.UPDATE, "1:2", by=PRIYA, view={**page, "type": "modal"})
    form = slack.redrawn()
    await submits(slack, {**form, "previous_view_id": "VLIST"}, {"state": chosen("at risk")}, by=PRIYA)

    refreshed = slack.wire.asked("views.update")[-1]
    assert refreshed["view_id"] == "VLIST"
    assert json.loads(refreshed["view"]["private_metadata"]) == json.loads(below["private_metadata"])
    assert "▲ at risk" in shown(refreshed["view"])


async def test_a_page_of_what_is_not_for_you_is_not_there(slack: SlackDriver, database: Database) -> None:
    await promises(slack, by=PRIYA, audience=chosen("private"))

    for number in ("1", "2"):
        answer = said(await slack.types("/promises", number, by=MAYA))
        assert answer["text"] == "There is no such promise, or it is not for you to see."


async def test_a_search_is_answered_in_the_window(slack: SlackDriver) -> None:
    await promises(slack, by=PRIYA)
    await slack.types("/promises", by=ANA)
    found = await submits(slack, slack.opened(), {"search": "under 200"}, by=ANA)
    nothing = await submits(slack, slack.opened(), {"search": "mobile"}, by=ANA)

    assert "Search answers in under 200 ms" in shown(found["view"])
    assert "No promise that you may see has these words" in shown(nothing["view"])

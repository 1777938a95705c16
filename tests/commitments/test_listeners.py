"""The doors of commitments, through Bolt."""

from datetime import timedelta

import sqlalchemy as sa

from bot.commitments import asking_views, forms, listeners, promise_form, views
from bot.commitments.models import Asking
from bot.commitments.states import State
from bot.storage import Database
from tests.commitments.doors import chosen, commitment, messages, on, promises, shown, submits, whispers, whom
from tests.commitments.office import GIL, JONAS, PRIYA, buttons
from tests.factories import ANA, MAYA
from tests.slack_driver import SlackDriver, said

# --- promising


async def test_the_words_behind_the_command_stand_in_the_form(slack: SlackDriver) -> None:
    await slack.types("/promise", "Search answers in under 200 ms", by=PRIYA)

    fields = {block["block_id"]: block.get("element", {}) for block in slack.opened()["blocks"]}
    assert fields["what"]["initial_value"] == "Search answers in under 200 ms"
    assert fields["owner"]["initial_user"] == PRIYA


async def test_words_too_long_for_the_field_stand_in_full_below_it(slack: SlackDriver, database: Database) -> None:
    long = "Search answers in under 200 ms, " * 10 + "also on Mondays"
    await slack.types("/promise", long, by=PRIYA)

    form = slack.opened()
    fields = {block.get("block_id"): block.get("element", {}) for block in form["blocks"]}
    assert len(fields["what"]["initial_value"]) <= 200
    assert fields["why"]["initial_value"] == long
    assert "All of it stands under “Why it matters”" in shown(form)


async def test_words_too_long_for_any_field_are_handed_back(slack: SlackDriver) -> None:
    long = "Search answers in under 200 ms, " * 40 + "also on Mondays"
    told = said(await slack.types("/promise", long, by=PRIYA))["text"]

    assert told.startswith("A promise takes at most 1,000 characters; this has 1,295. Nothing was promised yet.")
    assert told.endswith(long)


async def test_a_saved_promise_says_what_happens_next(slack: SlackDriver, database: Database) -> None:
    answer = await promises(slack, by=PRIYA)

    assert answer["response_action"] == "update"
    assert "It is promised for 27 Mar." in shown(answer["view"])
    assert commitment(database).owner == PRIYA


async def test_what_cannot_be_checked_is_advised_in_the_same_window(slack: SlackDriver, database: Database) -> None:
    answer = await promises(slack, by=PRIYA, day=on(None), how="")

    assert "It has no date yet" in shown(answer["view"])
    assert "how we will know" in shown(answer["view"])
    assert commitment(database).phase == "open"


async def test_a_fault_stands_beside_its_field(slack: SlackDriver, database: Database) -> None:
    answer = await promises(slack, by=PRIYA, what="…", day=on("2026-02-01"), measure="fast")

    assert answer["response_action"] == "errors"
    assert set(answer["errors"]) == {"measure"}
    answer = await promises(slack, by=PRIYA, what="…", day=on("2026-02-01"))
    assert set(answer["errors"]) == {"what", "day"}


async def test_the_rarer_fields_appear_where_they_are_asked_for(slack: SlackDriver) -> None:
    await slack.types("/promise", "Search", by=PRIYA)
    form = {**slack.opened(), "state": {"values": {"what": {"what": {"value": "Search, faster"}}}}, "type": "modal"}
    await slack.clicks(promise_form.MORE, by=PRIYA, view=form)

    redrawn = slack.wire.asked("views.update")[-1]["view"]
    assert "measure" in str(redrawn)
    assert "Search, faster" in str(redrawn)


async def test_guests_can_do_nothing_here(slack: SlackDriver) -> None:
    answer = said(await slack.types("/promise", "x", by=GIL))

    assert answer["text"] == "Only people of this organisation may do this."


async def test_any_message_can_be_tracked_and_its_author_is_asked(slack: SlackDriver, database: Database) -> None:
    message = {"ts": "1772450000.000100", "user": JONAS, "text": "We will have SSO by April"}
    await slack.uses(listeners.TRACK, by=ANA, on={"channel": "C0GENERAL", **message})
    form = slack.opened()
    values = {
        "what": "SSO for all customers",
        "owner": whom(JONAS),
        "day": on("2026-04-10"),
        "how": "",
        "audience": chosen("organisation"),
    }
    await submits(slack, form, values, by=ANA)

    assert "We will have SSO by April" in shown(form)
    assert commitment(database).origin == "message:C0GENERAL:1772450000.000100"
    assert commitment(database).links == ["https://slack.com/archives/C0GENERAL/p1772450000000100"]
    assert buttons(messages(database, JONAS)[0])[:3] == ["Accept", "Propose another date", "Decline"]
    await slack.uses(listeners.TRACK, by=MAYA, on={"channel": "C0GENERAL", **message})
    assert "tracked as a promise already" in shown(slack.opened())


async def test_a_message_is_tracked_as_it_was_typed_and_not_as_slack_writes_it(slack: SlackDriver) -> None:
    told = f"<@{PRIYA}> and I ship &lt;SSO&gt; by April: <https://example.org/sso|the plan>"
    message = {"channel": "C0GENERAL", "ts": "1772450000.000100", "user": JONAS, "text": told}
    await slack.uses(listeners.TRACK, by=ANA, on=message)

    assert "@Priya Raman and I ship <SSO> by April: the plan (https://example.org/sso)" in shown(slack.opened())


async def test_the_words_behind_the_command_stand_in_the_form_as_they_were_typed(slack: SlackDriver) -> None:
    await slack.types("/promise", f"<@{PRIYA}|priya> and I ship R&amp;D's SSO", by=ANA)

    assert "@priya and I ship R&D's SSO" in shown(slack.opened())
    await slack.types("/promise", f"<@{PRIYA}> ships R&amp;D's SSO. " + "And more of it. " * 30, by=ANA)
    assert shown(slack.opened()).count("@Priya Raman ships R&D's SSO.") == 2


# --- the two sides


async def test_an_owner_accepts_by_one_click(slack: SlackDriver, database: Database) -> None:
    await promises(slack, by=MAYA, owner=PRIYA)
    await slack.clicks(views.ACCEPT, "1:1", by=PRIYA)

    assert commitment(database).phase == "open"
    assert "accepted" in messages(database, MAYA)[-1]["text"]


async def test_an_owner_names_another_day(slack: SlackDriver, database: Database) -> None:
    await promises(slack, by=MAYA, owner=PRIYA)
    await slack.clicks(views.COUNTER, "1:1", by=PRIYA)
    await submits(slack, slack.opened(), {"day": on("2026-04-10"), "note": "Needs three weeks."}, by=PRIYA)
    await slack.clicks(views.ACCEPT, "1:2", by=MAYA)

    assert str(commitment(database).first) == "2026-04-10"


async def test_an_owner_declines_with_a_word(slack: SlackDriver, database: Database) -> None:
    await promises(slack, by=MAYA, owner=PRIYA)
    await slack.clicks(views.DECLINE, "1:1", by=PRIYA)
    refused = await submits(slack, slack.opened(), {"note": ""}, by=PRIYA)
    assert set(refused["errors"]) == {"note"}
    await submits(slack, slack.opened(), {"note": "No room."}, by=PRIYA)

    assert commitment(database).word == State.DECLINED


async def test_a_stranger_who_clicks_is_told_so(slack: SlackDriver, database: Database) -> None:
    await promises(slack, by=MAYA, owner=PRIYA)
    await slack.clicks(views.ACCEPT, "1:1", by=ANA)

    assert whispers(database) == ["Only whoever was asked can answer this."]
    assert commitment(database).phase == "proposed"


# --- words


async def test_an_update_takes_one_form(slack: SlackDriver, database: Database) -> None:
    await promises(slack, by=PRIYA)
    await slack.clicks(views.UPDATE, "1:2", by=PRIYA)
    form = slack.opened()
    assert form["callback_id"] == forms.UPDATE_FORM
    values = {"state": chosen("at risk"), "note": "Slower than measured.", "forecast": on("2026-04-03")}
    assert await submits(slack, form, values, by=PRIYA) == {}

    assert (commitment(database).word, str(commitment(database).forecast)) == ("at risk", "2026-04-03")


async def test_whose_words_crossed_keeps_what_was_typed_and_saves_again(slack: SlackDriver, database: Database) -> None:
    await promises(slack, by=PRIYA)
    await slack.clicks(views.UPDATE, "1:2", by=PRIYA)
    priyas = slack.opened()
    await slack.clicks(views.UPDATE, "1:2", by=MAYA)
    await submits(slack, slack.opened(), {"state": chosen("off track"), "note": "Heard."}, by=MAYA)

    crossed = await submits(slack, priyas, {"state": chosen("at risk"), "note": "My own words."}, by=PRIYA)

    assert crossed["response_action"] == "update"
    assert "Maya Okafor said something about this promise while you wrote" in shown(crossed["view"])
    assert "My own words." in shown(crossed["view"])
    await submits(slack, crossed["view"], {"state": chosen("at risk"), "note": "My own words."}, by=PRIYA)
    assert commitment(database).word == "at risk"


async def test_another_date_takes_a_reason(slack: SlackDriver, database: Database) -> None:
    await promises(slack, by=PRIYA)
    await slack.clicks(views.MOVE, "1:2", by=PRIYA)
    form = slack.opened()
    refused = await submits(slack, form, {"day": on("2026-04-10"), "note": ""}, by=PRIYA)
    assert set(refused["errors"]) == {"note"}
    await submits(slack, form, {"day": on("2026-04-10"), "note": "Two providers."}, by=PRIYA)

    assert (str(commitment(database).promised), commitment(database).moves) == ("2026-04-10", 1)


async def test_a_promise_is_handed_over_and_taken(slack: SlackDriver, database: Database) -> None:
    await promises(slack, by=PRIYA)
    await slack.clicks(views.HAND_OVER, "1:2", by=PRIYA)
    await submits(slack, slack.opened(), {"to": whom(JONAS), "note": ""}, by=PRIYA)
    await slack.clicks(views.TAKE, "1:3", by=JONAS)

    assert commitment(database).owner == JONAS


async def test_an_owner_chooses_on_the_promises_page_who_hears_of_a_silence(
    slack: SlackDriver, database: Database
) -> None:
    await promises(slack, by=PRIYA)
    await slack.clicks(views.SPONSOR, "1:2", by=PRIYA)
    form = slack.opened()
    refused = await submits(slack, form, {"to": whom(GIL)}, by=PRIYA)
    assert set(refused["errors"]) == {"to"}
    await submits(slack, form, {"to": whom(JONAS)}, by=PRIYA)
    assert commitment(database).sponsor == JONAS

    await slack.clicks(views.SPONSOR, "1:2", by=ANA)
    assert whispers(database)[-1] == "Only whoever promises it chooses who hears of a silence."


async def test_others_cannot_open_the_form(slack: SlackDriver, database: Database) -> None:
    await promises(slack, by=PRIYA)
    await slack.clicks(views.UPDATE, "1:2", by=ANA)

    assert whispers(database) == ["Only the owner of this promise, the CTO's office and operators may do this."]


async def test_one_click_under_a_reminder_is_a_word(slack: SlackDriver, database: Database) -> None:
    await promises(slack, by=PRIYA)
    slack.now += timedelta(days=20)
    await slack.clicks(asking_views.ON_TRACK, "1:2", by=PRIYA)
    assert commitment(database).word_at == slack.now
    await slack.clicks(asking_views.KEPT, "1:2", by=PRIYA)
    assert "Priya Raman said something about this promise while you wrote" in whispers(database)[-1]
    await slack.clicks(asking_views.KEPT, "1:3", by=PRIYA)

    assert commitment(database).word == "kept"


async def test_quiet_may_be_asked_for(slack: SlackDriver, database: Database) -> None:
    await slack.clicks(asking_views.SNOOZE_DAY, by=PRIYA)
    await slack.clicks(asking_views.SNOOZE_WEEK, by=PRIYA)

    (memory,) = database.run_here(lambda session: list(session.scalars(sa.select(Asking))))
    assert str(memory.snoozed_until) == "2026-03-06"

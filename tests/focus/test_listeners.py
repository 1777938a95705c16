"""The doors of the week's post, through Bolt."""

from collections.abc import AsyncIterator, Mapping
from datetime import datetime
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from bot import settings as settings_
from bot.elsewhere import Elsewhere
from bot.focus import absence, drafts, form, letters, thread
from bot.focus.content import Content, Item
from bot.focus.models import FocusPost
from bot.focus.publishing import post_key
from bot.focus.rules import Standing
from bot.slack import people
from bot.slack.outbox import Delivery, Kind, State
from bot.slack.people import Member
from bot.storage import Database
from tests.factories import ANA, CTO_CHANNEL, MAYA, TOM, settings
from tests.focus.office import W10, berlin, labels, remember_everybody
from tests.slack_driver import SlackDriver, said, slack_driver

FILLED = {"what-0": "Payments leave the shared database", "why-0": "Its cost doubled.", "what-1": "", "why-1": ""}
GUEST = "U0GUEST"
WHO_MAY = "Only the CTO and operators can write or approve Monday's post."


@pytest.fixture
async def slack(database: Database, now: datetime) -> AsyncIterator[SlackDriver]:
    """A Friday afternoon; nothing is written yet."""

    def set_up(session: Session) -> None:
        settings_.save(session, settings(), by="test", now=now)
        remember_everybody(session, now)
        people.remember(session, [Member(GUEST, "Gil Guest", "UTC", True, False, False)], now)

    database.run_here(set_up)
    async with slack_driver(database, now) as slack:
        yield slack


def post(database: Database) -> FocusPost | None:
    return database.run_here(drafts.find, W10)


def standing(database: Database) -> tuple[str, int] | None:
    found = post(database)
    return (found.standing, found.revision) if found else None


def written(database: Database) -> Content:
    found = post(database)
    assert found
    return database.run_here(drafts.content, found)


def whispers(database: Database) -> list[tuple[str, str]]:
    """Who was told what, so that only they see it."""
    rows = sa.select(Delivery).where(Delivery.kind == Kind.WHISPER).order_by(Delivery.id)
    return database.run_here(lambda session: [(row.reader or "", row.payload["text"]) for row in session.scalars(rows)])


def forget_whispers(database: Database) -> None:
    database.run_here(lambda session: session.execute(sa.delete(Delivery).where(Delivery.kind == Kind.WHISPER)))


def messages(database: Database, person: str) -> list[Mapping[str, Any]]:
    rows = sa.select(Delivery.payload).where(Delivery.channel == person, Delivery.kind == Kind.POST)
    return database.run_here(lambda session: list(session.scalars(rows.order_by(Delivery.id))))


async def writes(slack: SlackDriver, values: Mapping[str, str] = FILLED, *, by: str = MAYA) -> dict[str, Any]:
    await slack.types("/focus", by=by)
    return said(await slack.submits(slack.opened(), values, by=by))


# --- the form


@pytest.mark.parametrize("writer", [MAYA, TOM])
async def test_whoever_may_write_gets_the_form(slack: SlackDriver, writer: str) -> None:
    await slack.types("/focus", by=writer)

    assert slack.opened()["callback_id"] == form.FORM
    assert slack.opened()["title"]["text"] == "Post for week 10"


async def test_the_button_opens_the_form_of_its_week(slack: SlackDriver) -> None:
    await slack.clicks(letters.WRITE, "2026-W12", by=MAYA)

    assert slack.opened()["title"]["text"] == "Post for week 12"


async def test_saving_closes_the_form_and_shows_the_preview(slack: SlackDriver, database: Database) -> None:
    assert await writes(slack) == {}

    (preview,) = messages(database, MAYA)
    assert labels(preview["blocks"]) == ["Approve", "Edit", "Skip this week"]
    assert "Payments leave the shared database" in preview["text"]
    assert standing(database) == (Standing.DRAFT, 1)


async def test_opened_again_it_holds_what_was_saved(slack: SlackDriver) -> None:
    await writes(slack)
    await slack.types("/focus", by=MAYA)

    shown = {block["block_id"]: block["element"].get("initial_value") for block in inputs(slack.opened())}
    assert shown["what-0"] == "Payments leave the shared database"
    assert shown["why-0"] == "Its cost doubled."


async def test_a_fault_is_told_beside_its_field(slack: SlackDriver, database: Database) -> None:
    answer = await writes(slack, {"what-0": "?", "why-0": "x" * 10_000, "what-1": "", "why-1": "A reason."})

    assert answer["response_action"] == "errors"
    assert answer["errors"] == {
        "what-0": "This says nothing yet. A few words are enough, or leave it empty.",
        "why-0": "At most 300 characters; this has 10,000.",
        "what-1": "This has a why but no what. Name it in a few words.",
    }
    assert standing(database) is None


async def test_every_fault_is_beside_a_field_that_the_form_has(slack: SlackDriver) -> None:
    answer = await writes(slack, dict.fromkeys(every_field(), "?"))

    assert set(answer["errors"]) == set(every_field())
    assert {block["block_id"] for block in inputs(slack.opened())} >= set(every_field())


def every_field() -> list[str]:
    return [*(f"{name}-{at}" for at in range(3) for name in ("what", "why")), "not_this_week-0", "would_like_to_hear-0"]


def inputs(view: Mapping[str, Any]) -> list[dict[str, Any]]:
    return [block for block in view["blocks"] if block["type"] == "input"]


async def test_add_another_keeps_the_form_open_with_what_was_typed(slack: SlackDriver) -> None:
    await slack.types("/focus", by=MAYA)
    state = {"values": {"what-0": {"what-0": {"type": "plain_text_input", "value": "Payments"}}}}

    await slack.clicks(form.ADD_ITEM, by=MAYA, view={**slack.opened(), "state": state})

    (update,) = slack.wire.asked("views.update")
    assert (update["view_id"], update["hash"]) == ("V1", "h")
    fields = {block["block_id"]: block["element"].get("initial_value") for block in inputs(update["view"])}
    assert fields["what-0"] == "Payments"
    assert "what-3" in fields


async def test_the_second_of_two_who_write_at_once_keeps_the_form_and_all_they_typed(
    slack: SlackDriver, database: Database
) -> None:
    await slack.types("/focus", by=TOM)
    toms = slack.opened()
    await writes(slack, by=MAYA)
    typed = {"what-0": "Hiring", "why-0": "Four squads wait.", "not_this_week-0": "Mobile."}

    answer = said(await slack.submits(toms, typed, by=TOM))

    assert answer["response_action"] == "update"
    kept = {block["block_id"]: block["element"].get("initial_value") for block in inputs(answer["view"])}
    assert {name: kept[name] for name in typed} == typed
    assert "Maya Okafor saved another version while you wrote" in answer["view"]["blocks"][0]["text"]["text"]
    assert written(database).items[0].what == "Payments leave the shared database"

    assert said(await slack.submits(answer["view"], typed, by=TOM)) == {}
    assert written(database).items[0].what == "Hiring"


# --- deciding


async def test_approve_skip_and_change_ones_mind(slack: SlackDriver, database: Database) -> None:
    await writes(slack)
    for action, expected in (
        (letters.APPROVE, Standing.APPROVED),
        (letters.REOPEN, Standing.DRAFT),
        (letters.SKIP, Standing.SKIPPED),
        (letters.REOPEN, Standing.DRAFT),
    ):
        await slack.clicks(action, "2026-W10:1", by=MAYA)
        assert standing(database) == (expected, 1)
    assert whispers(database) == []


async def test_a_button_of_an_older_version_is_refused_with_a_sentence(slack: SlackDriver, database: Database) -> None:
    await writes(slack)
    await writes(slack, {**FILLED, "why-0": "Its cost tripled."})

    await slack.clicks(letters.APPROVE, "2026-W10:1", by=MAYA)

    assert whispers(database) == [(MAYA, "The post changed after this message. The newest version is further down.")]
    assert standing(database) == (Standing.DRAFT, 2)


async def test_a_button_clicked_after_posting_is_refused_with_a_sentence(
    slack: SlackDriver, database: Database
) -> None:
    await writes(slack)
    slack.now = berlin("2026-03-02 09:00")
    await slack.clicks(letters.APPROVE, "2026-W10:1", by=MAYA)

    for action, value in ((letters.APPROVE, "2026-W10:1"), (letters.SKIP, "2026-W10:1"), (letters.WRITE, "2026-W10")):
        await slack.clicks(action, value, by=MAYA)
        assert whispers(database) == [(MAYA, "The post of week 10 already went out, so nothing was changed.")]
        forget_whispers(database)
    assert standing(database) == (Standing.POSTED, 1)


async def test_a_form_submitted_after_posting_is_refused_over_the_text(slack: SlackDriver, database: Database) -> None:
    await slack.types("/focus", by=MAYA)
    form = slack.opened()
    await writes(slack, by=TOM)
    slack.now = berlin("2026-03-02 09:00")
    await slack.clicks(letters.APPROVE, "2026-W10:1", by=TOM)

    answer = said(await slack.submits(form, {**FILLED, "what-0": "Hiring"}, by=MAYA))

    assert answer["response_action"] == "push"
    assert "already went out" in str(answer["view"]["blocks"])
    assert standing(database) == (Standing.POSTED, 1)


async def test_an_operators_approval_is_told_to_the_cto(slack: SlackDriver, database: Database) -> None:
    await writes(slack, by=TOM)
    before = len(messages(database, MAYA))

    await slack.clicks(letters.APPROVE, "2026-W10:1", by=TOM)

    assert len(messages(database, MAYA)) == before + 1
    assert messages(database, MAYA)[-1]["text"].startswith("Approved by Tom Brandt.")


# --- last week's items


@pytest.fixture
async def second_friday(slack: SlackDriver, database: Database) -> SlackDriver:
    """Week 10 said one thing; the CTO is asked for week 11."""
    await writes(slack)
    slack.now = berlin("2026-03-02 09:00")
    await slack.clicks(letters.APPROVE, "2026-W10:1", by=MAYA)
    slack.now = berlin("2026-03-06 15:00")
    return slack


async def closings(slack: SlackDriver) -> list[tuple[str | None, str | None]]:
    await slack.types("/focus", by=MAYA)
    fields = {block["block_id"]: block["element"] for block in inputs(slack.opened())}
    fate = fields["fate-0"].get("initial_option") or {}
    return [(fate.get("value"), fields["words-0"].get("initial_value"))]


async def test_items_are_closed_carried_and_opened_again_with_a_click(second_friday: SlackDriver) -> None:
    for action, fate in ((letters.DONE, "done"), (letters.MOVED, "moved forward"), (letters.UNDO, None)):
        await second_friday.clicks(action, "2026-W11:0", by=MAYA)
        assert await closings(second_friday) == [(fate, None)]

    await second_friday.clicks(letters.CARRY, "2026-W11:0", by=TOM)
    assert await closings(second_friday) == [("moved forward", None)]
    assert "Carried over: second week." in str(second_friday.opened())


async def test_what_is_dropped_is_dropped_because(second_friday: SlackDriver) -> None:
    await second_friday.clicks(letters.DROP, "2026-W11:0", by=MAYA)
    assert "Payments leave the shared database" in str(second_friday.opened())

    assert said(await second_friday.submits(second_friday.opened(), {"words-0": "Wrong month."}, by=MAYA)) == {}

    assert await closings(second_friday) == [("dropped", "Wrong month.")]


async def test_the_form_closes_them_too_and_asks_why_beside_the_field(second_friday: SlackDriver) -> None:
    await second_friday.types("/focus", by=MAYA)
    dropped = {"fate-0": {"type": "static_select", "selected_option": {"value": "dropped"}}}

    answer = said(await second_friday.submits(second_friday.opened(), FILLED, by=MAYA, chosen=dropped))

    assert answer["errors"] == {"words-0": "Say in a few words why it was dropped."}


# --- rearranging, putting aside


async def test_items_are_moved_and_removed_with_what_was_typed(slack: SlackDriver) -> None:
    await slack.types("/focus", by=MAYA)
    typed = {**FILLED, "what-1": "Hiring", "why-1": "Four squads wait."}
    state = {"values": {name: {name: {"type": "plain_text_input", "value": value}} for name, value in typed.items()}}

    for action, expected in ((form.MOVE_UP, ["what-1", "what-0", "what-2"]), (form.REMOVE, ["what-0", "what-2"])):
        await slack.clicks(action, "1", by=MAYA, view={**slack.opened(), "state": state})
        shown = [block for block in inputs(slack.wire.asked("views.update")[-1]["view"]) if "what" in block["block_id"]]
        assert [block["block_id"] for block in shown] == expected
        assert shown[-2]["element"]["initial_value"] == FILLED["what-0"]


async def test_half_a_post_is_put_aside_and_gone_on_with_elsewhere(slack: SlackDriver, database: Database) -> None:
    await slack.types("/focus", by=MAYA)
    state = {"values": {"what-0": {"what-0": {"type": "plain_text_input", "value": "Payments"}}}}

    await slack.clicks(form.PUT_ASIDE, by=MAYA, view={**slack.opened(), "state": state})

    assert "Saved." in slack.wire.asked("views.update")[-1]["view"]["blocks"][0]["text"]["text"]
    await slack.types("/focus", by=TOM)
    assert inputs(slack.opened())[0]["element"]["initial_value"] == "Payments"
    assert standing(database) == (Standing.DRAFT, 1)


# --- after posting

POSTED_AT = "1772438400.000100"


@pytest.fixture
async def posted(slack: SlackDriver, database: Database) -> SlackDriver:
    """The post stands in the channel."""
    await writes(slack)
    slack.now = berlin("2026-03-02 09:00")
    await slack.clicks(letters.APPROVE, "2026-W10:1", by=MAYA)

    def sent(session: Session) -> None:
        row = session.scalars(sa.select(Delivery).where(Delivery.key == post_key(W10))).one()
        row.state, row.sent_channel, row.ts = State.SENT, CTO_CHANNEL, POSTED_AT

    database.run_here(sent)
    return slack


async def reply(slack: SlackDriver, ts: str, text: str = "The disk alert.", *, by: str = ANA, **more: Any) -> None:
    told = {"channel": CTO_CHANNEL, "ts": ts, "thread_ts": POSTED_AT, "text": text, **more}
    await slack.event(type="message", user=by, **told)


def engagement(database: Database) -> thread.Engagement:
    return database.run_here(lambda session: thread.engagement(session, drafts.find(session, W10), Elsewhere()))


async def test_replies_and_reactions_are_heard_and_what_bots_say_is_not(
    posted: SlackDriver, database: Database
) -> None:
    await reply(posted, "1.1")
    await reply(posted, "1.2", by=TOM, subtype="thread_broadcast")
    await reply(posted, "1.3", bot_id="B0")
    await reply(posted, "1.4", thread_ts="9.9")
    item = {"type": "message", "channel": CTO_CHANNEL, "ts": POSTED_AT}
    await posted.event(type="reaction_added", user=ANA, reaction="eyes", item=item)
    await posted.event(type="reaction_added", user=ANA, reaction="eyes", item={"type": "file"})
    await posted.event(type="reaction_removed", user=TOM, reaction="eyes", item=item)

    assert engagement(database) == thread.Engagement(replies=2, repliers=2, reactions=1, reacted=1)


async def test_a_reply_can_be_deleted(posted: SlackDriver, database: Database) -> None:
    await reply(posted, "1.1")
    before = {"thread_ts": POSTED_AT, "ts": "1.1", "user": ANA}
    gone = {"subtype": "message_deleted", "deleted_ts": "1.1", "previous_message": before}
    await posted.event(type="message", channel=CTO_CHANNEL, ts="2.0", **gone)

    assert engagement(database).replies == 0


@pytest.mark.parametrize(
    "gone",
    [
        {"subtype": "message_deleted", "deleted_ts": POSTED_AT, "previous_message": {"ts": POSTED_AT}},
        {"subtype": "message_changed", "message": {"subtype": "tombstone", "ts": POSTED_AT}},
    ],
    ids=["deleted", "left as a tombstone"],
)
async def test_a_deleted_post_is_asked_about_and_put_back(
    posted: SlackDriver, database: Database, gone: dict[str, Any]
) -> None:
    await posted.event(type="message", channel=CTO_CHANNEL, ts="2.0", **gone)
    assert labels(messages(database, MAYA)[-1]["blocks"]) == ["Post it again", "Leave it deleted"]

    await posted.clicks(letters.POST_AGAIN, "2026-W10:1", by=MAYA)
    found = post(database)
    assert found
    assert found.removed_at is None


async def test_or_left_deleted(posted: SlackDriver, database: Database) -> None:
    gone = {"subtype": "message_deleted", "deleted_ts": POSTED_AT, "previous_message": {"ts": POSTED_AT}}
    await posted.event(type="message", channel=CTO_CHANNEL, ts="2.0", **gone)
    await posted.clicks(letters.LET_GO, "2026-W10:1", by=MAYA)

    assert whispers(database) == []


async def test_the_post_is_changed_in_the_same_form(posted: SlackDriver, database: Database) -> None:
    await posted.clicks(letters.EDIT, "2026-W10:1", by=MAYA)
    assert posted.opened()["submit"]["text"] == "Change the post"

    changed = {**FILLED, "what-0": "Payments, all of them", "change-0": "All of them, not some."}
    assert said(await posted.submits(posted.opened(), changed, by=MAYA)) == {}

    assert written(database).items[0].what == "Payments, all of them"
    assert standing(database) == (Standing.POSTED, 2)


async def test_a_follow_up_is_written_in_a_form(posted: SlackDriver, database: Database) -> None:
    await posted.clicks(letters.FOLLOW_UP, "2026-W10:1", by=MAYA)
    await posted.submits(posted.opened(), {"words-0": "Finance said yes."}, by=MAYA)

    in_thread = sa.select(Delivery.payload).where(Delivery.about == post_key(W10), Delivery.kind == Kind.POST)
    (added,) = database.run_here(lambda session: list(session.scalars(in_thread)))
    assert added["text"] == "Maya Okafor adds: Finance said yes."


async def test_a_question_among_the_replies_is_offered_and_its_form_is_filled(
    posted: SlackDriver, database: Database
) -> None:
    await reply(posted, "1.1", "Why not mobile first?")
    ((who, told),) = whispers(database)
    assert (who, told[:30]) == (ANA, "Is this a question to Maya Oka")

    opened = len(posted.wire.asked("views.open"))
    await posted.clicks(letters.PUT_QUESTION, "1", by=TOM)
    assert len(posted.wire.asked("views.open")) == opened
    await posted.clicks(letters.PUT_QUESTION, "1", by=ANA)

    assert "Why not mobile first?" in str(posted.opened())
    assert "2026-W10" in posted.opened()["private_metadata"]


# --- away


async def test_an_absence_is_entered_once_from_slack(slack: SlackDriver, database: Database) -> None:
    await slack.types("/focus", "away", by=MAYA)
    days = {
        name: {"type": "datepicker", "selected_date": f"2026-03-{day:02}"} for name, day in (("first", 2), ("last", 6))
    }

    await slack.submits(slack.opened(), {}, by=MAYA, chosen=days)

    assert database.run_here(settings_.load).calendar.absences == ("2026-03-02..2026-03-06",)
    ((who, told),) = whispers(database)
    assert (who, told.split(":")[0]) == (MAYA, "Away 2 March to 6 March 2026")

    await slack.types("/focus", "away", by=TOM)
    await slack.clicks(absence.BACK, "2026-03-02..2026-03-06", by=TOM, view=slack.opened())
    assert database.run_here(settings_.load).calendar.absences == ()


async def test_nobody_else_says_when_the_cto_is_away(slack: SlackDriver) -> None:
    assert said(await slack.types("/focus", "away", by=ANA))["text"] == (
        "Only the CTO and operators can say when the CTO is away."
    )


# --- everybody else


@pytest.mark.parametrize("outsider", [ANA, GUEST])
async def test_whoever_may_not_is_told_who_may_and_nothing_changes(
    slack: SlackDriver, database: Database, outsider: str
) -> None:
    await writes(slack)
    opened = len(slack.wire.asked("views.open"))

    for action in (letters.APPROVE, letters.SKIP, letters.REOPEN, letters.WRITE):
        await slack.clicks(action, "2026-W10:1", by=outsider)
        assert whispers(database) == [(outsider, WHO_MAY)]
        forget_whispers(database)
    assert standing(database) == (Standing.DRAFT, 1)
    assert len(slack.wire.asked("views.open")) == opened


@pytest.mark.parametrize("outsider", [ANA, GUEST])
async def test_nor_can_they_submit_a_form(slack: SlackDriver, database: Database, outsider: str) -> None:
    await slack.types("/focus", by=MAYA)

    answer = said(await slack.submits(slack.opened(), FILLED, by=outsider))

    assert answer["response_action"] == "push"
    assert WHO_MAY in str(answer["view"]["blocks"])
    assert standing(database) is None


async def test_anybody_sees_the_current_post_and_no_draft(slack: SlackDriver, database: Database) -> None:
    await writes(slack)
    await slack.clicks(letters.APPROVE, "2026-W10:1", by=MAYA)
    assert "no Monday post yet" in said(await slack.types("/focus", by=ANA))["text"]

    slack.now = berlin("2026-03-02 09:00")
    await slack.clicks(letters.APPROVE, "2026-W10:1", by=MAYA)
    answer = said(await slack.types("/focus", by=ANA))

    assert answer["response_type"] == "ephemeral"
    key = post_key(W10)
    in_channel = database.run_here(
        lambda session: session.scalars(sa.select(Delivery.payload).where(Delivery.key == key)).one()
    )
    assert {"text": answer["text"], "blocks": answer["blocks"]} == in_channel
    assert len(slack.wire.asked("views.open")) == 1


async def test_a_guest_sees_nothing(slack: SlackDriver) -> None:
    assert said(await slack.types("/focus", by=GUEST))["text"] == "Only people of this organisation may do this."


@pytest.mark.parametrize("person", [MAYA, ANA])
async def test_before_the_bot_is_set_up_everybody_is_told_so(database: Database, now: datetime, person: str) -> None:
    async with slack_driver(database, now) as slack:
        assert "not set up yet" in said(await slack.types("/focus", by=person))["text"]


# --- what no button or form of ours sends


async def test_a_tampered_button_changes_nothing(slack: SlackDriver, database: Database) -> None:
    await writes(slack)

    for value in ("", "x:y", "2026-W10:y", "2026-W99:1", "2026-W10:1:2", "9999-W52:1", "0000-W01:0"):
        for action in (letters.APPROVE, letters.SKIP, letters.REOPEN, letters.WRITE):
            assert (await slack.clicks(action, value, by=MAYA)).status == 200
    assert standing(database) == (Standing.DRAFT, 1)


async def test_a_tampered_form_is_refused_and_gives_the_text_back(slack: SlackDriver, database: Database) -> None:
    await slack.types("/focus", by=MAYA)

    for memory in ("", "x", "{}", "[]", '{"week": "x", "base": 0, "items": 3}', "x" * 3000):
        answer = said(await slack.submits({**slack.opened(), "private_metadata": memory}, FILLED, by=MAYA))
        assert answer["response_action"] == "push"
        assert "Payments leave the shared database" in str(answer["view"]["blocks"])
    assert standing(database) is None


async def test_a_form_left_open_over_the_weekend_can_still_be_saved(slack: SlackDriver, database: Database) -> None:
    await slack.types("/focus", by=MAYA)
    slack.now = berlin("2026-03-02 09:30")

    assert said(await slack.submits(slack.opened(), FILLED, by=MAYA)) == {}

    assert written(database) == Content((Item("Payments leave the shared database", "Its cost doubled."),))
    assert labels(messages(database, MAYA)[-1]["blocks"])[0] == "Approve and post now"

"""The doors of the all-hands, through Bolt."""

from collections.abc import AsyncIterator
from datetime import date, datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from bot import settings as settings_
from bot.commitments import digest_views, meetings, promises
from bot.commitments.checks import Draft
from bot.config import validated
from bot.slack.outbox import Delivery
from bot.slack.outbox import Kind as Method
from bot.storage import Database
from tests.commitments.office import PRIYA, buttons, remember_everybody
from tests.factories import ANA, CTO_CHANNEL, MAYA, TOM, settings
from tests.home import Seen, seen
from tests.slack_driver import SlackDriver, said, slack_driver

THURSDAY = "2026-03-05:0"


@pytest.fixture
async def slack(database: Database, now: datetime) -> AsyncIterator[SlackDriver]:
    """Forty promises; all-hands on the first Thursday of the month."""
    document = settings().model_dump(mode="json", exclude_defaults=True)
    operating = validated({**document, "all_hands": {"on": "first thursday"}})

    def set_up(session: Session) -> None:
        settings_.save(session, operating, by="test", now=now)
        remember_everybody(session, now)
        for number in range(40):
            draft = Draft(f"Number {number}", PRIYA, date(2026, 6, 30), how="It is there")
            promises.make(session, draft, by=PRIYA, settings=operating, now=now)

    database.run_here(set_up)
    async with slack_driver(database, now) as slack:
        yield slack


def messages(database: Database, channel: str, kind: Method = Method.POST) -> list[dict[str, Any]]:
    rows = sa.select(Delivery.payload).where(Delivery.channel == channel, Delivery.kind == kind)
    return database.run_here(lambda session: list(session.scalars(rows.order_by(Delivery.id))))


def whispered(database: Database) -> list[str]:
    rows = sa.select(Delivery).where(Delivery.kind == Method.WHISPER)
    return database.run_here(lambda session: [row.payload["text"] for row in session.scalars(rows)])


async def test_the_office_gets_the_draft_by_a_command(slack: SlackDriver, database: Database) -> None:
    answer = said(await slack.types("/promises", "all-hands", by=TOM))

    assert answer["text"] == "The draft for the all-hands of 5 March is in your messages."
    for person in (MAYA, TOM):
        assert buttons(messages(database, person)[-1]) == ["Add my words", "Post now", "Move it", "Cancel it"]


async def test_everybody_else_gets_the_last_digest(slack: SlackDriver, database: Database) -> None:
    before = said(await slack.types("/promises", "all-hands", by=ANA))
    await slack.clicks(digest_views.POST, THURSDAY, by=MAYA)
    after = said(await slack.types("/promises", "all-hands", by=ANA))

    assert before["text"].startswith("There was no all-hands digest yet.")
    assert after["text"] == messages(database, CTO_CHANNEL)[0]["text"]


async def test_a_digest_that_slack_refused_is_not_shown_as_if_it_were_out(
    slack: SlackDriver, database: Database
) -> None:
    await slack.clicks(digest_views.POST, THURSDAY, by=MAYA)
    database.run_here(_refused)
    reader = said(await slack.types("/promises", "all-hands", by=ANA))
    before = said(await slack.types("/promises", "all-hands", by=TOM))
    slack.now += timedelta(days=10)
    after = said(await slack.types("/promises", "all-hands", by=TOM))

    first, _, rest = reader["text"].partition("\n")
    assert first == (
        f"This digest is frozen, but it is not in <#{CTO_CHANNEL}> yet: Slack did not take it. The CTO's office knows."
    )
    assert rest == messages(database, CTO_CHANNEL)[0]["text"]
    assert before["text"] == (
        f"The digest of 5 March did not go out: Slack did not take it in <#{CTO_CHANNEL}>. It says not_in_channel. "
        "Invite the bot to the channel: `/invite @cadence`. "
        "After that, `cadence outbox retry` sends it, frozen as it was."
    )
    assert after["text"] == f"The draft for the all-hands of 2 April is in your messages.\n{before['text']}"


def _refused(session: Session) -> None:
    post = session.scalars(sa.select(Delivery).where(Delivery.key == "all-hands:2026-03-05:post")).one()
    post.state, post.error = "refused", "not_in_channel"


async def test_words_are_saved_page_by_page_and_nothing_typed_is_lost(slack: SlackDriver, database: Database) -> None:
    await slack.clicks(digest_views.EDIT, THURSDAY, by=MAYA)
    form = slack.opened()
    typed = {"opening": {"opening": {"value": "Spring."}}, "line-1": {"line-1": {"value": "The first one."}}}
    await slack.clicks(digest_views.TURN, "30", by=MAYA, view={**form, "type": "modal", "state": {"values": typed}})
    second = slack.wire.asked("views.update")[-1]["view"]
    await slack.submits(second, {"line-31": "Another."}, by=MAYA)
    await slack.clicks(digest_views.POST, THURSDAY, by=MAYA)

    found = database.run_here(meetings.newest)
    assert found
    digest = meetings.frozen_digest(found)
    assert digest.opening == "Spring."
    assert {line.id: line.sentence for line in digest.lines if line.sentence} == {1: "The first one.", 31: "Another."}


async def test_whose_words_crossed_keeps_what_was_typed(slack: SlackDriver) -> None:
    await slack.clicks(digest_views.EDIT, THURSDAY, by=MAYA)
    mayas = slack.opened()
    await slack.submits(mayas, {"opening": "Maya's."}, by=MAYA)

    crossed = said(await slack.submits(mayas, {"opening": "Tom's."}, by=TOM))

    assert "Maya Okafor saved other words while you wrote" in str(crossed["view"])
    assert "Tom's." in str(crossed["view"])
    assert said(await slack.submits(crossed["view"], {"opening": "Tom's."}, by=TOM)) == {}


async def test_it_is_moved_in_a_form_and_cancelled_by_a_click(slack: SlackDriver, database: Database) -> None:
    await slack.clicks(digest_views.MOVE, THURSDAY, by=MAYA)
    day = {"type": "datepicker", "selected_date": "2026-03-06"}
    assert said(await slack.submits(slack.opened(), {}, by=MAYA, chosen={"day": day})) == {}
    moved = database.run_here(settings_.load).all_hands
    await slack.clicks(digest_views.CANCEL, THURSDAY, by=MAYA)

    assert [str(each) for each in moved.moved] == ["2026-03-05 to 2026-03-06"]
    assert database.run_here(settings_.load).all_hands.cancelled == (date(2026, 3, 5),)


@pytest.mark.parametrize("action", [digest_views.POST, digest_views.CANCEL, digest_views.EDIT, digest_views.MOVE])
async def test_nobody_else_may(slack: SlackDriver, database: Database, action: str) -> None:
    await slack.clicks(action, THURSDAY, by=ANA)

    assert whispered(database) == [
        "Only the CTO's office and operators can edit, post, move or cancel an all-hands digest."
    ]
    assert messages(database, CTO_CHANNEL) == []


# On App Home


def waits(database: Database, slack: SlackDriver, who: str = MAYA) -> Seen:
    return database.run_here(seen, who, slack.now)


async def presses(slack: SlackDriver, database: Database, label: str) -> None:
    button = waits(database, slack).button(label)
    await slack.clicks(button["action_id"], button["value"], by=MAYA, view={"type": "home"})


@pytest.fixture
async def drafted(slack: SlackDriver, database: Database) -> None:
    await slack.types("/promises", "all-hands", by=TOM)


@pytest.mark.usefixtures("drafted")
async def test_the_draft_waits_for_the_cto_on_home_and_takes_their_words_there(
    slack: SlackDriver, database: Database
) -> None:
    assert "*The all-hands digest is drafted*\nIt goes out" in waits(database, slack).waits
    assert waits(database, slack).buttons[:4] == ["Add my words", "Post now", "Move it", "Cancel it"]
    assert "all-hands" not in waits(database, slack, TOM).waits

    await presses(slack, database, "Add my words")
    await slack.submits(slack.opened(), {"opening": "Spring."}, by=MAYA)
    await presses(slack, database, "Post now")

    found = database.run_here(meetings.newest)
    assert found
    assert meetings.frozen_digest(found).opening == "Spring."
    assert "all-hands" not in waits(database, slack).waits


@pytest.mark.usefixtures("drafted")
async def test_it_is_moved_and_cancelled_there_too(slack: SlackDriver, database: Database) -> None:
    await presses(slack, database, "Move it")
    day = {"day": {"type": "datepicker", "selected_date": "2026-03-06"}}
    await slack.submits(slack.opened(), {}, by=MAYA, chosen=day)
    assert "It goes out" in waits(database, slack).waits

    await presses(slack, database, "Cancel it")
    assert "all-hands" not in waits(database, slack).waits


@pytest.mark.usefixtures("drafted")
async def test_what_did_not_go_out_can_be_posted_from_home_for_a_week(slack: SlackDriver, database: Database) -> None:
    slack.now += timedelta(days=7)
    assert "*The all-hands digest did not go out*" in waits(database, slack).waits
    assert waits(database, slack).buttons[:2] == ["Post now", "Add my words"]

    slack.now += timedelta(days=7)
    assert "all-hands" not in waits(database, slack).waits

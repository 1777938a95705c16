"""What Slack refuses is kept, mended where the bot can, and told to operators once."""

from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from typing import Any

import pytest

from bot import settings as settings_
from bot.slack import blocks, outbox
from bot.slack.messages import Message
from bot.slack.outbox import State
from bot.storage import Database
from tests.factories import ANA, CTO_CHANNEL, TOM, settings
from tests.slack.test_delivery import GENERAL, POST, UPDATE, Post, a_post, says

TOMS = "D0TOM"
DAY = timedelta(days=1)


@pytest.fixture
async def post(database: Database, now: datetime) -> AsyncIterator[Post]:
    async with a_post(database, now) as post:
        database.run_here(settings_.save, settings(), by="a test", now=now)
        yield post


def told(post: Post) -> list[str]:
    return post.texts(TOMS)


def leave(post: Post, channel: str = CTO_CHANNEL) -> None:
    post.sandbox.workspace.conversations[channel].members.remove("U0CADENCE")


REFUSALS = (
    "channel_not_found is_archived msg_too_long missing_scope user_not_found messages_tab_disabled "
    "restricted_action an_error_of_tomorrow"
)


@pytest.mark.parametrize("error", REFUSALS.split())
async def test_of_many_messages_refused_for_one_cause_operators_hear_once_a_day(post: Post, error: str) -> None:
    for number in range(3):
        post.enqueue(f"news:{number}")
        post.line.breaks[POST] = [says(error)]
        await post.delivers(after=timedelta(seconds=1))

    assert [why for _, why in post.refused] == [error] * 3
    (sentence,) = told(post)
    assert f"{error}." in sentence


async def test_two_channels_that_are_archived_are_two_causes_and_the_next_day_is_another(post: Post) -> None:
    for channel in (CTO_CHANNEL, GENERAL):
        post.sandbox.workspace.conversations[channel].archived = True
        post.enqueue(channel, channel=channel)
    await post.delivers()
    assert len(told(post)) == 2
    post.enqueue("tomorrow")
    await post.delivers(after=DAY)

    post.now += DAY
    post.enqueue("the day after")
    await post.delivers()
    assert len(told(post)) == 4


async def test_a_refusal_and_its_message_to_operators_are_one_transaction(
    post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: Any, **__: Any) -> None:
        raise LookupError

    post.enqueue("lost", channel="C0NOWHERE")
    with monkeypatch.context() as patch:
        patch.setattr("bot.slack.operators.tell", broken)
        await post.loop.deliver_due()
    assert post.row("lost").state == State.SENDING, "neither was written down"
    await post.delivers(after=timedelta(minutes=2))

    assert post.row("lost").state == State.REFUSED
    assert len(told(post)) == 1


async def test_a_message_to_operators_that_is_refused_causes_no_other(post: Post) -> None:
    post.sandbox.workspace.manifest.messages_tab_off = True
    post.enqueue("lost", channel="C0NOWHERE")
    for _ in range(3):
        await post.delivers(after=timedelta(minutes=1))

    assert [error for _, error in post.refused] == ["channel_not_found", "messages_tab_disabled"]


async def test_a_reply_to_what_was_refused_is_not_told_of_again(post: Post) -> None:
    post.enqueue("lost", channel="C0NOWHERE")
    post.enqueue("reply", channel="C0NOWHERE", about="lost")
    await post.delivers()
    await post.delivers()

    assert len(told(post)) == 1


# What the bot mends by itself


async def test_the_bot_goes_into_a_public_channel_by_itself(post: Post) -> None:
    leave(post)
    post.enqueue("news")
    await post.delivers()

    assert "news" in post.texts()
    assert (post.row("news").state, told(post)) == (State.SENT, [])


@pytest.mark.parametrize("error", ["missing_scope", "method_not_supported_for_channel_type"])
async def test_where_it_may_not_go_in_operators_are_asked_to_invite_it(post: Post, error: str) -> None:
    leave(post)
    post.enqueue("news")
    post.line.breaks["conversations.join"] = [says(error)]
    await post.delivers()

    assert post.refused == [("news", "not_in_channel")]
    assert "`/invite @cadence`" in told(post)[0]


@pytest.mark.parametrize("error", ["invalid_blocks", "msg_blocks_too_long"])
async def test_where_slack_does_not_take_the_blocks_the_words_arrive_and_operators_are_told(
    post: Post, error: str
) -> None:
    post.enqueue("news", message=Message("The words", [blocks.section("The form")]))
    post.line.breaks[POST] = [says(error)]
    await post.delivers()

    (message,) = post.sandbox.workspace.conversations[CTO_CHANNEL].messages.values()
    assert (message.text, message.blocks) == ("The words", [])
    assert (post.row("news").state, post.row("news").error) == (State.SENT, error)
    assert "plain text" in told(post)[0]


async def test_an_update_falls_back_to_its_words_too(post: Post) -> None:
    post.enqueue("news")
    await post.delivers()
    changed = Message("New words", [blocks.section("New form")])
    post.database.run_here(outbox.change, key="news", message=changed, now=post.now)
    post.line.breaks[UPDATE] = [says("invalid_blocks")]
    await post.delivers()

    assert post.texts() == ["New words"]


# The token


@pytest.mark.parametrize("error", ["token_revoked", "account_inactive", "invalid_auth", "token_expired"])
async def test_while_slack_does_not_take_the_token_everything_waits_and_then_goes_out(post: Post, error: str) -> None:
    for number in range(5):
        post.enqueue(f"news:{number}", channel=[CTO_CHANNEL, GENERAL, ANA][number % 3])
    post.sandbox.workspace.token_error = error
    await post.loop.deliver_due()
    for _ in range(30):
        post.now += timedelta(minutes=1)
        await post.loop.deliver_due()
    assert post.refused == []
    assert len([call for call in post.line.asked if call == POST]) <= 2 + 30, "one a minute asks"

    post.sandbox.workspace.token_error = None
    for _ in range(3):
        await post.delivers(after=timedelta(minutes=2))
    assert [post.row(f"news:{number}").state for number in range(5)] == [State.SENT] * 5
    (sentence,) = told(post)
    assert error in sentence


async def test_a_new_process_with_a_new_token_does_not_wait(post: Post) -> None:
    post.enqueue("news")
    post.sandbox.workspace.token_error = "token_revoked"
    await post.loop.deliver_due()
    post.sandbox.workspace.token_error = None
    post.now += timedelta(minutes=1)
    await post.delivers()

    assert post.texts() == ["news"]
    assert [text for text in told(post) if "token_revoked" in text], f"told <@{TOM}>"

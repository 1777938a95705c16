"""However a send ends in doubt, its message stands there once: shown with the faults of the sandbox itself."""

from collections.abc import AsyncIterator, Mapping
from contextlib import nullcontext
from datetime import datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from bot import settings as settings_
from bot.slack import claims, outbox
from bot.slack.claims import LEASE, OVERDUE
from bot.slack.lookup import PAGES, Unreadable, find, mark, marked
from bot.slack.outbox import Delivery, InDoubt, State
from bot.slack.outcome import LOOK_AFTER
from bot.storage import Database
from tests.factories import ANA, CTO_CHANNEL, settings
from tests.slack.test_delivery import POST, Post, a_post

HISTORY, REPLIES = "conversations.history", "conversations.replies"
TOMS = "D0TOM"


@pytest.fixture
async def post(database: Database, now: datetime) -> AsyncIterator[Post]:
    """The sandbox breaks by itself."""
    async with a_post(database, now, direct=True) as post:
        database.run_here(settings_.save, settings(), by="a test", now=now)
        yield post


#: Slack took it, and did not say so.
TAKEN: Mapping[str, dict[str, Any]] = {
    "connection dropped": {"kind": "commit_then_drop"},
    "no response": {"kind": "commit_then_hang"},
    **{str(status): {"kind": "commit_then_error", "status": status} for status in (500, 502, 503)},
    "no JSON": {"kind": "not_json", "commit": True},
    "no JSON, called JSON": {"kind": "not_json", "commit": True, "content_type": "application/json"},
    "internal_error": {"kind": "commit_then_error", "error": "internal_error"},
    "fatal_error": {"kind": "commit_then_error", "error": "fatal_error"},
}
NOT_TAKEN: Mapping[str, dict[str, Any]] = {
    "connection dropped": {"kind": "drop"},
    "no response": {"kind": "hang"},
    **{str(status): {"kind": "error", "status": status} for status in (500, 502, 503)},
    "no JSON": {"kind": "not_json"},
    "internal_error": {"kind": "error", "error": "internal_error"},
    "fatal_error": {"kind": "error", "error": "fatal_error"},
}
PLACES = {"channel": (CTO_CHANNEL, None), "thread": (CTO_CHANNEL, "parent"), "direct message": (ANA, None)}

taken = pytest.mark.parametrize("fault", TAKEN.values(), ids=list(TAKEN))
not_taken = pytest.mark.parametrize("fault", NOT_TAKEN.values(), ids=list(NOT_TAKEN))
everywhere = pytest.mark.parametrize("place", PLACES.values(), ids=list(PLACES))


async def meets(post: Post, fault: dict[str, Any]) -> None:
    """One round in which the post breaks."""
    breaks(post, **fault)
    async with post.giving_up_soon() if "hang" in fault["kind"] else nullcontext():
        await post.loop.deliver_due()


def breaks(post: Post, method: str = POST, times: int = 1, **fault: Any) -> None:
    post.sandbox.workspace.faults.add(**{"method": method, "times": times, **fault})


async def in_doubt(post: Post, **more: Any) -> None:
    """A post that arrived, of which nobody knows that it did."""
    post.enqueue("news", **more)
    breaks(post, kind="commit_then_drop")
    await post.loop.deliver_due()
    assert post.row("news").state == State.UNSURE


async def placed(post: Post, place: tuple[str, str | None]) -> str:
    """Enqueues it there; the conversation it will stand in."""
    channel, about = place
    if about:
        post.enqueue(about)
        await post.delivers()
    post.enqueue("news", channel=channel, about=about)
    return "D0ANA" if channel == ANA else channel


def standing(post: Post, conversation: str) -> int:
    return post.texts(conversation).count("news")


@taken
@everywhere
async def test_what_slack_took_without_saying_so_stands_there_once(
    post: Post, fault: dict[str, Any], place: tuple[str, str | None]
) -> None:
    conversation = await placed(post, place)
    await meets(post, fault)
    assert (standing(post, conversation), post.row("news").state) == (1, State.UNSURE)
    await post.delivers(after=timedelta(minutes=1))

    assert standing(post, conversation) == 1
    sent = post.sandbox.workspace.conversations[conversation].messages[str(post.row("news").ts)]
    assert (sent.text, post.row("news").state) == ("news", State.SENT)


@not_taken
@everywhere
async def test_what_slack_did_not_take_stands_there_once(
    post: Post, fault: dict[str, Any], place: tuple[str, str | None]
) -> None:
    conversation = await placed(post, place)
    await meets(post, fault)
    assert standing(post, conversation) == 0
    await post.delivers(after=timedelta(minutes=1))

    assert standing(post, conversation) == 1
    assert post.row("news").state == State.SENT


@taken
async def test_doubt_upon_doubt_is_still_one_message(post: Post, fault: dict[str, Any]) -> None:
    post.enqueue("news")
    breaks(post, kind="drop", times=2)
    breaks(post, **fault)
    breaks(post, method=HISTORY, kind="error", status=502)
    async with post.giving_up_soon() if "hang" in fault["kind"] else nullcontext():
        await post.loop.deliver_due()
        for _ in range(8):
            await post.delivers(after=timedelta(minutes=10))

    assert (standing(post, CTO_CHANNEL), post.row("news").state) == (1, State.SENT)


@everywhere
@pytest.mark.parametrize("before_sending", [True, False])
async def test_a_process_killed_around_the_send_leaves_one_message(
    post: Post, place: tuple[str, str | None], before_sending: bool
) -> None:
    conversation = await placed(post, place)
    (claimed,) = [one for one in post.database.run_here(claims.claim, now=post.now + LEASE) if one.key == "news"]
    if not before_sending:
        await post.loop._try(claimed)
    await post.delivers(after=3 * LEASE)

    assert (standing(post, conversation), post.row("news").state) == (1, State.SENT)


async def test_nobody_looks_while_the_request_may_still_be_on_its_way(post: Post) -> None:
    await in_doubt(post)
    await post.delivers(after=LOOK_AFTER - timedelta.resolution)
    assert post.row("news").tries == 1

    await post.delivers(after=timedelta.resolution)
    assert (post.row("news").tries, post.row("news").state) == (2, State.SENT)


async def test_looking_begins_at_the_doubtful_try_however_long_the_row_waited_before(post: Post) -> None:
    post.enqueue("news")
    post.now += timedelta(days=30)
    post.sandbox.workspace.clock.advance(timedelta(days=30).total_seconds())
    breaks(post, kind="commit_then_drop")
    await post.loop.deliver_due()

    assert post.row("news").doubtful_since == post.now


# Where nobody can look

UNREADABLE = ["missing_scope", "channel_not_found", "not_in_channel", "access_denied"]


def told(post: Post) -> list[str]:
    return post.texts(TOMS)


@pytest.mark.parametrize("error", UNREADABLE)
async def test_where_nobody_can_look_rather_late_than_lost_and_operators_are_told(post: Post, error: str) -> None:
    post.enqueue("news")
    breaks(post, kind="drop")
    breaks(post, method=HISTORY, times=9, kind="error", error=error)
    await post.loop.deliver_due()
    await post.delivers(after=timedelta(minutes=1))

    assert standing(post, CTO_CHANNEL) == 1
    assert (post.row("news").state, post.row("news").error) == (State.SENT, f"in doubt: {error}")
    (sentence,) = told(post)
    assert "may stand there twice" in sentence


@pytest.mark.parametrize("error", UNREADABLE)
async def test_where_nobody_can_look_a_reminder_is_rather_not_sent_than_twice(post: Post, error: str) -> None:
    await in_doubt(post, in_doubt=InDoubt.DROP)
    breaks(post, method=HISTORY, times=9, kind="error", error=error)
    await post.delivers(after=timedelta(minutes=1))
    await post.delivers(after=timedelta(days=1))

    assert standing(post, CTO_CHANNEL) == 1
    assert (post.row("news").state, post.row("news").error) == (State.REFUSED, f"in doubt: {error}")
    assert post.row("news").doubtful_since, "a retry looks first"
    (sentence,) = told(post)
    assert "Look in the channel" in sentence


async def test_what_was_sent_once_more_without_looking_is_not_sent_a_third_time(post: Post) -> None:
    await in_doubt(post)
    breaks(post, method=HISTORY, times=9, kind="error", error="missing_scope")
    breaks(post, kind="commit_then_error", times=9)
    for _ in range(5):
        await post.delivers(after=timedelta(minutes=10))

    assert standing(post, CTO_CHANNEL) == 2
    assert post.row("news").state == State.REFUSED


@pytest.mark.parametrize(("policy", "standing_then"), [(InDoubt.SEND, 2), (InDoubt.DROP, 1)])
async def test_no_row_stays_in_doubt_for_ever_without_a_word(post: Post, policy: InDoubt, standing_then: int) -> None:
    await in_doubt(post, in_doubt=policy)
    breaks(post, method=HISTORY, times=99, kind="error", status=503)
    for _ in range(8):
        await post.delivers(after=timedelta(minutes=11))
    assert (post.row("news").state, told(post)) == (State.UNSURE, [])
    await post.delivers(after=OVERDUE)

    assert post.row("news").state in (State.SENT, State.REFUSED)
    assert standing(post, CTO_CHANNEL) == standing_then
    assert len(told(post)) == 1


async def test_a_token_that_is_not_taken_is_no_reason_to_send_unseen(post: Post) -> None:
    await in_doubt(post)
    post.sandbox.workspace.token_error = "token_revoked"
    await post.delivers(after=OVERDUE * 2)
    assert post.row("news").state == State.UNSURE
    post.sandbox.workspace.token_error = None
    await post.delivers(after=timedelta(hours=1))

    assert (standing(post, CTO_CHANNEL), post.row("news").state) == (1, State.SENT)


# Looking itself


def pages(*answers: list[dict[str, Any]], more: bool = False) -> Any:
    """The steps of a look over these pages; behind the last there is more where told so."""
    steps = find("mine", "C1", None, datetime.fromisoformat("2026-02-27T14:00+00:00"), ask)
    request = next(steps)
    try:
        for number, messages in enumerate(answers):
            cursor = "more" if more or number < len(answers) - 1 else ""
            request = steps.send({"messages": messages, "response_metadata": {"next_cursor": cursor}})
    except StopIteration as ended:
        return ended.value
    return request


def ask(request: Any) -> Any:
    return (yield request)


def message(key: str, ts: str = "1.1") -> dict[str, Any]:
    return {"ts": ts, "metadata": mark(key)}


def test_only_the_message_with_this_very_key_is_it() -> None:
    others: list[dict[str, Any]] = [message("other"), {"ts": "2.2"}, {"ts": "3.3", "metadata": None}]
    foreign = {"ts": "4.4", "metadata": {"event_type": "another_app", "event_payload": {"key": "mine"}}}

    assert pages([*others, foreign]) is None
    assert pages([*others, foreign], [message("mine", "5.5")]) == "5.5"
    assert marked(message("mine")) == "mine"


def test_a_channel_with_too_much_in_it_is_unreadable_and_not_absent() -> None:
    with pytest.raises(Unreadable, match="too many"):
        pages(*[[message("other")]] * PAGES, more=True)


async def test_tries_that_were_cut_off_are_looked_up_by_the_next_process_at_once(post: Post) -> None:
    post.enqueue("news")
    (claimed,) = post.database.run_here(claims.claim, now=post.now)
    await post.loop._try(claimed)
    post.database.run_here(claims.release, [claimed.lease], now=post.now)
    await post.delivers(after=LOOK_AFTER)

    assert (standing(post, CTO_CHANNEL), post.row("news").state) == (1, State.SENT)


def test_a_row_whose_lease_another_holds_is_not_released(database: Database, now: datetime) -> None:
    database.run_here(outbox.enqueue, key="news", channel="C1", message=outbox.Message("news"), now=now)
    (slow,) = database.run_here(claims.claim, now=now)
    database.run_here(claims.claim, now=now + LEASE)
    database.run_here(claims.release, [slow.lease], now=now + LEASE)

    assert database.run_here(lambda session: session.scalar(sa.select(Delivery.state))) == State.SENDING

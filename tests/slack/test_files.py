"""Files: whatever breaks or dies at whichever step, a file stands in its place once, or its words do."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from datetime import datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from aiohttp import web
from sqlalchemy.orm import Session

from bot import settings as settings_
from bot.sandbox.conversations import Message as Standing
from bot.slack import claims, files, operators, outbox, uploading
from bot.slack.claims import LEASE, OVERDUE
from bot.slack.delivery import DeliveryLoop
from bot.slack.files import MOST_BYTES, File
from bot.slack.lookup import Request
from bot.slack.messages import Message
from bot.slack.outbox import Address, Delivery, InDoubt, Kind, State
from bot.storage import Database
from tests.factories import ANA, CTO_CHANNEL, MAYA, settings
from tests.slack.test_delivery import (
    GENERAL,
    SOON,
    Fault,
    Line,
    Post,
    a_post,
    ambiguous,
    breaks_with,
    drops,
    drops_before,
    hangs,
    says,
    too_many,
)

ADDRESS, COMPLETE, POST = "files.getUploadURLExternal", "files.completeUploadExternal", "chat.postMessage"
WORDS = "on track, at risk, kept"


class Drawer:
    """Draws one file, which a test may have drawn otherwise."""

    def __init__(self) -> None:
        self.file: File | Message | None = File(
            "strip.png", "The last meetings", b"\x89PNG", alt=WORDS, comment="As it stood"
        )
        self.asked: list[Mapping[str, Any]] = []

    def __call__(self, session: Session, of: Mapping[str, Any], now: datetime) -> File | Message | None:
        self.asked.append(of)
        return self.file


@pytest.fixture
def drawer() -> Drawer:
    return Drawer()


@pytest.fixture
async def post(database: Database, now: datetime, drawer: Drawer) -> AsyncIterator[Post]:
    async with a_post(database, now, drawers={"strip": drawer}) as post:
        database.run_here(settings_.save, settings(), by="a test", now=now)
        yield post


def enqueue(post: Post, key: str = "digest:strip", channel: str = CTO_CHANNEL, **more: Any) -> None:
    asked = {"key": key, "channel": channel, "drawer": "strip", "of": {"meeting": 3}, "instead": Message(WORDS)}
    post.database.run_here(files.enqueue, **asked, now=post.now, **more)


def standing(post: Post, channel: str = CTO_CHANNEL) -> list[Standing]:
    conversation = post.sandbox.workspace.conversations.get(channel)
    return list(conversation.messages.values()) if conversation else []


def shown(post: Post, channel: str = CTO_CHANNEL) -> list[str]:
    """The names of the files there, and the words of what has none."""
    return [
        each["name"] if each else message.text
        for message in standing(post, channel)
        for each in message.extra.get("files", [None])
    ]


def told(post: Post) -> list[str]:
    """What operators were told."""
    query = sa.select(Delivery.payload).where(Delivery.key.startswith(operators.KEY)).order_by(Delivery.id)
    return post.database.run_here(lambda session: [each["text"] for each in session.scalars(query)])


# Sent


async def test_a_file_stands_in_its_channel_with_its_words(post: Post, drawer: Drawer) -> None:
    enqueue(post)
    await post.delivers()

    (message,) = standing(post)
    (file,) = message.extra["files"]
    assert (message.text, file["name"], file["title"], file["alt_txt"]) == (
        "As it stood",
        "strip.png",
        "The last meetings",
        WORDS,
    )
    assert post.sandbox.workspace.files[file["id"]].content == b"\x89PNG"
    assert (post.row("digest:strip").state, drawer.asked) == (State.SENT, [{"meeting": 3}])


async def test_a_file_stands_in_the_thread_of_its_parent(post: Post) -> None:
    post.enqueue("digest")
    enqueue(post, about="digest")
    post.enqueue("afterwards", about="digest")
    await post.delivers()

    digest, file, afterwards = standing(post)
    assert [file.thread_ts, afterwards.thread_ts] == [digest.ts, digest.ts]
    assert shown(post) == ["digest", "strip.png", "afterwards"]


async def test_a_file_for_a_person_stands_in_their_direct_messages(post: Post) -> None:
    enqueue(post, channel=MAYA)
    await post.delivers()

    assert shown(post, "D0MAYA") == ["strip.png"]


async def test_the_row_keeps_no_bytes_only_ids_and_the_words_that_are_posted_instead(post: Post) -> None:
    enqueue(post)
    await post.delivers()

    payload = post.row("digest:strip").payload
    assert payload == {"text": WORDS, "blocks": [], "file": {"drawer": "strip", "of": {"meeting": 3}}}


async def test_what_was_asked_for_twice_is_sent_once(post: Post) -> None:
    enqueue(post)
    enqueue(post)
    await post.delivers()

    assert shown(post) == ["strip.png"]


async def test_into_a_public_channel_the_bot_goes_by_itself(post: Post) -> None:
    post.sandbox.workspace.conversations[GENERAL].members.remove(post.sandbox.workspace.app.bot_user_id)
    enqueue(post, channel=GENERAL)
    await post.delivers()

    assert shown(post, GENERAL)[-1] == "strip.png"
    assert post.line.times("conversations.join") == 1


async def test_a_file_counts_as_a_message_for_the_pace_of_its_channel(post: Post) -> None:
    post.enqueue("first")
    enqueue(post)
    await post.loop.deliver_due()
    await post.loop.deliver_due()

    assert shown(post) == ["first"]


# Broken at each step


@ambiguous
async def test_a_file_that_slack_showed_without_saying_so_is_not_shown_twice(post: Post, fault: Fault) -> None:
    enqueue(post)
    await post.meets(COMPLETE, fault)
    assert post.row("digest:strip").state == State.UNSURE
    await post.delivers()

    (message,) = standing(post)
    assert post.database.run_here(outbox.address, "digest:strip") == Address(CTO_CHANNEL, message.ts)
    assert post.line.times(COMPLETE) == 1


@pytest.mark.parametrize("channel", [CTO_CHANNEL, ANA])
@pytest.mark.parametrize("fault", [drops_before, breaks_with(502, after=False), says("internal_error")])
async def test_a_file_that_slack_did_not_show_is_shown_a_little_later(post: Post, fault: Fault, channel: str) -> None:
    enqueue(post, channel=channel)
    await post.meets(COMPLETE, fault)
    await post.delivers()
    await post.delivers(after=timedelta(minutes=2))

    assert shown(post, "D0ANA" if channel == ANA else channel) == ["strip.png"]
    assert post.line.times(ADDRESS) == 1, "the bytes are there already"


async def test_a_file_that_slack_is_slow_to_show_is_waited_for(post: Post) -> None:
    late: list[tuple[web.Request, bytes]] = []

    async def takes_its_time(line: Line, request: web.Request, body: bytes) -> web.Response:
        late.append((request, body))
        return await drops_before(line, request, body)

    enqueue(post)
    await post.meets(COMPLETE, takes_its_time)
    await post.loop.deliver_due()
    await post.line.through(*late[0])
    await post.delivers(after=SOON)

    assert shown(post) == ["strip.png"]
    assert post.line.times(COMPLETE) == 1


async def test_a_file_in_doubt_in_a_thread_is_looked_for_there(post: Post) -> None:
    post.enqueue("digest")
    await post.delivers()
    enqueue(post, about="digest")
    await post.meets(COMPLETE, drops)
    await post.delivers()

    assert shown(post) == ["digest", "strip.png"]


@pytest.mark.parametrize("fault", [drops, drops_before, hangs, breaks_with(502), says("internal_error"), too_many])
async def test_before_the_last_step_nothing_is_in_doubt(post: Post, fault: Fault) -> None:
    enqueue(post)
    await post.meets(ADDRESS, fault)
    assert (post.row("digest:strip").state, post.row("digest:strip").uploaded) == (State.WAITING, None)
    await post.delivers(after=timedelta(minutes=1))

    assert shown(post) == ["strip.png"]


async def test_a_limit_at_the_last_step_is_waited_out_and_the_bytes_sent_once(post: Post) -> None:
    enqueue(post)
    await post.meets(COMPLETE, too_many)
    await post.delivers(after=timedelta(minutes=1))

    assert shown(post) == ["strip.png"]
    assert (post.line.times(ADDRESS), post.line.times(COMPLETE)) == (1, 2)


async def test_an_upload_that_slack_forgot_is_made_again(post: Post) -> None:
    enqueue(post)
    await post.meets(COMPLETE, too_many)
    post.sandbox.workspace.files.clear()
    await post.delivers(after=timedelta(minutes=1))

    assert shown(post) == ["strip.png"]


@pytest.mark.parametrize(("policy", "stands"), [(InDoubt.SEND, ["strip.png"]), (InDoubt.DROP, [])])
async def test_where_nobody_can_look_its_policy_decides(post: Post, policy: InDoubt, stands: list[str]) -> None:
    enqueue(post, in_doubt=policy)
    await post.meets(COMPLETE, drops_before)
    post.sandbox.workspace.manifest.withheld = frozenset({"channels:history"})
    await post.delivers(after=OVERDUE)

    assert shown(post) == stands
    (said,) = told(post)
    assert ("may stand there twice" in said) is (policy is InDoubt.SEND)


# Killed at each step


class Mortal(DeliveryLoop):
    """Dies before or after its nth step, as a process does: nothing more is written down."""

    dies_at, after = -1, False

    async def _call(self, request: Request, deadline: float) -> Any:
        self.dies_at -= 1
        if self.dies_at == -1 and not self.after:
            raise asyncio.CancelledError
        answer = await super()._call(request, deadline)
        if self.dies_at == -1:
            raise asyncio.CancelledError
        return answer


@pytest.mark.parametrize("channel", [CTO_CHANNEL, MAYA])
@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
@pytest.mark.parametrize("step", range(5))
async def test_whichever_step_a_process_dies_at_the_file_stands_there_once(
    post: Post, drawer: Drawer, step: int, after: bool, channel: str
) -> None:
    mortal = Mortal(post.database, post.client, lambda: post.now, drawers={"strip": drawer})
    mortal.dies_at, mortal.after = step, after
    enqueue(post, channel=channel)
    (claimed,) = post.database.run_here(claims.claim, now=post.now)
    try:
        await mortal._try(claimed)
    except asyncio.CancelledError:
        died = True
    else:
        died = False
    assert died is (step < (5 if channel == MAYA else 4)), "conversations.open is one step more"
    for _ in range(4):
        await post.delivers(after=LEASE)

    assert shown(post, "D0MAYA" if channel == MAYA else channel) == ["strip.png"]
    assert post.row("digest:strip").state == State.SENT


async def test_whoever_lost_its_lease_does_not_show_what_another_process_shows(post: Post, drawer: Drawer) -> None:
    enqueue(post)
    (slow,) = post.database.run_here(claims.claim, now=post.now)
    await post.delivers(after=LEASE)
    await DeliveryLoop(post.database, post.client, lambda: post.now, drawers={"strip": drawer})._try(slow)

    assert shown(post) == ["strip.png"]


# Words instead


async def test_without_the_scope_the_words_are_posted_and_operators_told_once(post: Post) -> None:
    post.sandbox.workspace.manifest.withheld = frozenset({"files:write"})
    for day in range(3):
        enqueue(post, f"digest:{day}")
        await post.delivers(after=timedelta(days=1))

    assert shown(post) == [WORDS] * 3
    (said,) = told(post)
    assert "its words were sent instead" in said
    assert "`cadence manifest`" in said


async def test_words_instead_of_a_file_are_in_doubt_as_any_words_are(post: Post) -> None:
    post.sandbox.workspace.manifest.withheld = frozenset({"files:write"})
    enqueue(post)
    await post.meets(POST, drops)
    await post.delivers()

    assert shown(post) == [WORDS]


@pytest.mark.parametrize("error", ["file_uploads_disabled", "slack_connect_file_upload_sharing_blocked"])
async def test_a_workspace_that_takes_no_files_gets_the_words(post: Post, error: str) -> None:
    enqueue(post)
    await post.meets(COMPLETE, says(error))
    await post.delivers()

    assert shown(post) == [WORDS]


async def test_what_is_too_large_or_gone_is_told_in_words(post: Post, drawer: Drawer) -> None:
    drawer.file = File("strip.png", "Strip", b"." * (MOST_BYTES + 1))
    enqueue(post, "large")
    await post.delivers()
    drawer.file = None
    enqueue(post, "gone")
    await post.delivers()

    assert shown(post) == [WORDS, WORDS]


async def test_words_that_are_drawn_as_it_leaves_go_before_those_of_its_row(post: Post, drawer: Drawer) -> None:
    drawer.file = Message("Not for you any more.")
    enqueue(post, "gone")
    await post.delivers()
    post.sandbox.workspace.manifest.withheld = frozenset({"files:write"})
    drawer.file = File("debrief.ics", "debrief.ics", b"BEGIN:VCALENDAR", instead=Message("As it is now."))
    enqueue(post, "untaken")
    await post.delivers()

    assert shown(post) == ["Not for you any more.", "As it is now."]


async def test_a_channel_that_is_not_there_refuses_a_file_as_it_does_a_message(post: Post) -> None:
    enqueue(post, channel="C0NOWHERE")
    await post.delivers()

    assert post.refused == [("digest:strip", "channel_not_found")]


async def test_a_file_that_cannot_be_drawn_harms_no_other_message(post: Post, drawer: Drawer) -> None:
    drawer.file = "no file"  # type: ignore[assignment]  # that is the point
    enqueue(post)
    post.enqueue("sound", channel=GENERAL)
    await post.delivers()

    assert shown(post, GENERAL) == ["sound"]


# Where the bytes go


async def test_the_token_is_never_sent_with_the_bytes(post: Post, drawer: Drawer) -> None:
    met: list[Mapping[str, str]] = []

    async def at_another_host(request: web.Request) -> web.Response:
        met.append(request.headers)
        return web.Response(text="OK")

    application = web.Application()
    application.router.add_post("/upload", at_another_host)
    runner = web.AppRunner(application)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    url = f"http://127.0.0.1:{runner.addresses[0][1]}/upload"
    assert await uploading.upload(post.client, url=url, content=b"bytes") == 200
    await runner.cleanup()

    (headers,) = met
    assert "Authorization" not in headers
    assert not any("xoxb" in value for value in headers.values())


@pytest.mark.parametrize(
    ("url", "own"),
    [
        ("https://files.slack.com/upload/v1/ABC", True),
        ("https://slack.com/upload", True),
        ("https://files.slack-gov.com/upload/v1/ABC", True),
        ("http://files.slack.com/upload/v1/ABC", False),
        ("https://files.slack.com.example.org/upload", False),
        ("https://notslack.com/upload", False),
        ("https://slack.com@example.org/upload", False),
        ("file:///etc/passwd", False),
    ],
)
def test_bytes_go_to_slack_only(url: str, own: bool) -> None:
    assert uploading.is_slacks(url, "https://slack.com/api/") is own


def test_the_sandbox_takes_bytes_at_its_own_host() -> None:
    assert uploading.is_slacks("http://127.0.0.1:4123/upload/F1", "http://127.0.0.1:9876/api/")
    assert not uploading.is_slacks("http://10.0.0.1:4123/upload/F1", "http://127.0.0.1:9876/api/")


def test_an_empty_file_is_a_defect() -> None:
    with pytest.raises(ValueError, match="empty"):
        File("a.txt", "A", b"")


def test_files_are_one_method_of_slacks() -> None:
    assert Kind.FILE == COMPLETE

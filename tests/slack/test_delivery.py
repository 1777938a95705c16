"""Rows of the outbox against a whole workspace, with a line between them that breaks where a test says so."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, nullcontext
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from aiohttp import ClientSession, ClientTimeout, web
from slack_sdk.web.async_client import AsyncWebClient

from bot.engines import make_engine
from bot.errors import Unavailable
from bot.sandbox import posting
from bot.sandbox.clock import Clock
from bot.sandbox.server import Sandbox
from bot.slack import claims, outbox
from bot.slack.claims import LEASE, PACE
from bot.slack.delivery import DeliveryLoop
from bot.slack.files import Drawers
from bot.slack.messages import Message
from bot.slack.outbox import Address, Delivery, Kind, State
from bot.storage import Database
from tests.factories import ANA, CTO_CHANNEL, MAYA

POST, UPDATE, WHISPER = "chat.postMessage", "chat.update", "chat.postEphemeral"
#: Longer than any pause after a first failure.
SOON = timedelta(seconds=6)
GENERAL = "C0GENERAL"

Fault = Callable[["Line", web.Request, bytes], Any]


@dataclass
class Line:
    """Between the bot and the workspace. `breaks` holds what happens to the next calls of a method, in order."""

    workspace: str
    session: ClientSession
    breaks: dict[str, list[Fault]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    #: What hangs does so for longer than anybody waits.
    given_up: asyncio.Event = field(default_factory=asyncio.Event)

    async def carry(self, request: web.Request) -> web.StreamResponse:
        method, body = request.match_info["method"], await request.read()
        self.asked.append(method)
        waiting = self.breaks.get(method)
        if waiting:
            answer: web.StreamResponse = await waiting.pop(0)(self, request, body)
            return answer
        return await self.through(request, body)

    async def through(self, request: web.Request, body: bytes) -> web.Response:
        headers = {name: request.headers[name] for name in ("Authorization", "Content-Type") if name in request.headers}
        url = f"{self.workspace}{request.match_info['method']}"
        async with self.session.post(url, params=request.query, data=body, headers=headers) as response:
            return web.Response(body=await response.read(), status=response.status, content_type="application/json")

    def times(self, method: str) -> int:
        return self.asked.count(method)


async def drops(line: Line, request: web.Request, body: bytes) -> web.Response:
    """Slack did it, and the answer never came."""
    await line.through(request, body)
    return await drops_before(line, request, body)


async def drops_before(line: Line, request: web.Request, body: bytes) -> web.Response:
    assert request.transport
    request.transport.abort()
    return web.Response()


async def hangs(line: Line, request: web.Request, body: bytes) -> web.Response:
    answer = await line.through(request, body)
    await line.given_up.wait()
    return answer


def breaks_with(status: int, *, after: bool = True, **headers: str) -> Fault:
    async def fault(line: Line, request: web.Request, body: bytes) -> web.Response:
        if after:
            await line.through(request, body)
        told = {name.replace("_", "-"): value for name, value in headers.items()}
        return web.Response(text="<h1>Sorry</h1>", status=status, content_type="text/html", headers=told)

    return fault


def says(error: str, *, after: bool = False) -> Fault:
    async def fault(line: Line, request: web.Request, body: bytes) -> web.Response:
        if after:
            await line.through(request, body)
        return web.json_response({"ok": False, "error": error})

    return fault


too_many = breaks_with(429, after=False, Retry_After="30")


@dataclass
class Post:
    """The bot's side, its clock, and the workspace."""

    database: Database
    sandbox: Sandbox
    line: Line
    client: AsyncWebClient
    loop: DeliveryLoop
    now: datetime

    @property
    def refused(self) -> list[tuple[str, str]]:
        query = sa.select(Delivery.key, Delivery.error).where(Delivery.state == State.REFUSED).order_by(Delivery.id)
        return self.database.run_here(lambda session: [(key, str(error)) for key, error in session.execute(query)])

    def enqueue(self, key: str, channel: str = CTO_CHANNEL, text: str | None = None, **more: Any) -> None:
        message = None if "kind" in more else Message(text or key)
        arguments = {"key": key, "channel": channel, "message": message, "now": self.now, **more}
        self.database.run_here(outbox.enqueue, **arguments)

    def whisper(self, text: str) -> None:
        said = {"channel": CTO_CHANNEL, "reader": ANA, "message": Message(text)}
        self.database.run_here(outbox.whisper, key="whisper", now=self.now, **said)

    async def delivers(self, *, after: timedelta = timedelta()) -> None:
        self.now += after
        while await self.loop.deliver_due():
            self.now += PACE

    async def meets(self, method: str, *faults: Fault) -> None:
        """One round in which the line breaks, then time for the next."""
        self.line.breaks[method] = list(faults)
        async with self.giving_up_soon() if hangs in faults else nullcontext():
            await self.loop.deliver_due()
        assert self.line.breaks[method] == [], "the fault was met"
        self.now += SOON

    @asynccontextmanager
    async def giving_up_soon(self) -> AsyncIterator[None]:
        """As the bot does in the end: only now, since on a busy machine any answer may take its time."""
        patient = self.client.session
        async with ClientSession(timeout=ClientTimeout(total=1)) as self.client.session:
            yield
        self.client.session = patient

    def row(self, key: str) -> Delivery:
        return self.database.run_here(
            lambda session: session.scalars(sa.select(Delivery).where(Delivery.key == key)).one()
        )

    def texts(self, channel: str = CTO_CHANNEL) -> list[str]:
        conversation = self.sandbox.workspace.conversations.get(channel)
        return [message.text for message in conversation.messages.values()] if conversation else []

    def whispers(self) -> list[str]:
        shown = self.sandbox.workspace.conversations[CTO_CHANNEL].ephemerals.values()
        return [message.text for message in shown]

    def pinned(self) -> list[str]:
        return list(self.sandbox.workspace.conversations[CTO_CHANNEL].pins)


@asynccontextmanager
async def a_post(
    database: Database, now: datetime, *, direct: bool = False, drawers: Drawers | None = None
) -> AsyncIterator[Post]:
    """`direct`: without the line between."""
    async with Sandbox(clock=Clock(now, running=False)) as sandbox, ClientSession() as session:
        line = Line(sandbox.api_url, session)
        async with served(line) as url:
            url = sandbox.api_url if direct else url
            client = AsyncWebClient(token="xoxb-sandbox", base_url=url, session=session, retry_handlers=[])
            loop = DeliveryLoop(database, client, lambda: post.now, drawers=drawers)
            post = Post(database, sandbox, line, client, loop, now)
            yield post
            line.given_up.set()


@asynccontextmanager
async def served(line: Line) -> AsyncIterator[str]:
    application = web.Application()
    application.router.add_route("*", "/{method}", line.carry)
    runner = web.AppRunner(application, shutdown_timeout=0)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    try:
        yield f"http://127.0.0.1:{runner.addresses[0][1]}/"
    finally:
        await runner.cleanup()


@pytest.fixture
async def post(database: Database, now: datetime) -> AsyncIterator[Post]:
    async with a_post(database, now) as post:
        yield post


# Sent


async def test_a_sent_message_stands_in_the_channel_and_its_row_keeps_where(post: Post) -> None:
    post.enqueue("focus:post", text="This week")
    await post.delivers()

    (message,) = post.sandbox.workspace.conversations[CTO_CHANNEL].messages.values()
    assert (message.text, message.bot_id) == ("This week", "B0CADENCE")
    assert post.database.run_here(outbox.address, "focus:post") == Address(CTO_CHANNEL, message.ts)


async def test_metadata_carries_the_key_and_nothing_else(post: Post) -> None:
    post.enqueue("question:17:card", text="Ana asks")
    await post.delivers()

    (message,) = post.sandbox.workspace.conversations[CTO_CHANNEL].messages.values()
    assert message.metadata == {"event_type": "cadence_delivery", "event_payload": {"key": "question:17:card"}}


async def test_a_message_to_a_person_is_a_direct_message(post: Post) -> None:
    post.enqueue("setup", channel=MAYA)
    await post.delivers()

    assert post.texts("D0MAYA") == ["setup"]
    assert post.row("setup").sent_channel == "D0MAYA"


async def test_a_reply_stands_in_the_thread_of_its_parent(post: Post) -> None:
    post.enqueue("question")
    post.enqueue("answer", about="question")
    await post.delivers()

    question, answer = post.sandbox.workspace.conversations[CTO_CHANNEL].messages.values()
    assert (answer.text, answer.thread_ts) == ("answer", question.ts)


async def test_a_changed_message_reads_as_it_was_changed_last(post: Post) -> None:
    post.enqueue("focus:post", text="first")
    await post.delivers()
    for text in ("second", "third"):
        post.database.run_here(outbox.change, key="focus:post", message=Message(text), now=post.now)
    await post.delivers()

    assert post.texts() == ["third"]
    assert post.line.times(UPDATE) == 1


async def test_a_whisper_is_shown_to_one_person(post: Post) -> None:
    post.whisper("Only for you")
    await post.delivers()

    (message,) = post.sandbox.workspace.conversations[CTO_CHANNEL].ephemerals.values()
    assert (message.text, message.viewer) == ("Only for you", ANA)


# In doubt

AMBIGUOUS = {
    "dropped": drops,
    "no answer": hangs,
    "500": breaks_with(500),
    "502": breaks_with(502),
    "503": breaks_with(503),
    "no JSON": breaks_with(200),
    "internal_error": says("internal_error", after=True),
    "fatal_error": says("fatal_error", after=True),
}
ambiguous = pytest.mark.parametrize("fault", AMBIGUOUS.values(), ids=list(AMBIGUOUS))


@ambiguous
async def test_a_doubtful_post_that_arrived_is_adopted(post: Post, fault: Fault) -> None:
    post.enqueue("focus:post")
    await post.meets(POST, fault)
    assert post.row("focus:post").state == State.UNSURE
    await post.delivers()

    (message,) = post.sandbox.workspace.conversations[CTO_CHANNEL].messages.values()
    assert post.database.run_here(outbox.address, "focus:post") == Address(CTO_CHANNEL, message.ts)
    assert post.line.times(POST) == 1


@pytest.mark.parametrize("fault", [drops_before, breaks_with(502, after=False), says("internal_error")])
async def test_a_doubtful_post_that_did_not_arrive_is_sent_again(post: Post, fault: Fault) -> None:
    post.enqueue("focus:post")
    await post.meets(POST, fault)
    await post.delivers()

    assert post.texts() == ["focus:post"]
    assert post.row("focus:post").state == State.SENT


@pytest.mark.parametrize(("fault", "posts"), [(drops, 1), (drops_before, 2)], ids=["arrived", "lost"])
async def test_a_doubtful_reply_is_looked_for_in_its_thread(post: Post, fault: Fault, posts: int) -> None:
    post.enqueue("question")
    await post.delivers()
    post.line.asked.clear()
    post.enqueue("answer", about="question")
    await post.meets(POST, fault)
    await post.delivers()

    assert post.texts() == ["question", "answer"]
    assert post.line.times("conversations.replies") == 1
    assert post.line.times(POST) == posts


@pytest.mark.parametrize(("fault", "posts"), [(drops, 1), (drops_before, 2)], ids=["arrived", "lost"])
async def test_a_doubtful_direct_message_is_looked_for_in_the_conversation(
    post: Post, fault: Fault, posts: int
) -> None:
    post.enqueue("setup", channel=MAYA)
    await post.meets(POST, fault)
    await post.delivers()

    assert post.texts("D0MAYA") == ["setup"]
    assert post.line.times(POST) == posts


async def test_another_message_of_the_same_words_is_not_mistaken_for_it(post: Post) -> None:
    post.enqueue("monday:1", text="Good morning")
    await post.delivers()
    post.enqueue("monday:2", text="Good morning")
    await post.meets(POST, drops_before)
    await post.delivers()

    assert post.texts() == ["Good morning", "Good morning"]


async def test_a_doubtful_message_is_found_behind_many_others(post: Post) -> None:
    post.enqueue("focus:post")
    await post.meets(POST, drops)
    conversation = post.sandbox.workspace.conversations[CTO_CHANNEL]
    for number in range(450):
        posting.post(
            post.sandbox.workspace,
            conversation,
            posting.said_by(post.sandbox.workspace, ANA, conversation, f"Chatter {number}"),
        )
    await post.delivers()

    assert post.texts().count("focus:post") == 1
    assert post.row("focus:post").state == State.SENT


@pytest.mark.parametrize("fault", [drops, hangs, too_many, breaks_with(502), says("internal_error"), breaks_with(200)])
async def test_while_nobody_can_look_a_doubtful_post_is_not_sent_again(post: Post, fault: Fault) -> None:
    post.enqueue("focus:post")
    await post.meets(POST, drops)
    await post.meets("conversations.history", fault)
    assert post.line.times(POST) == 1
    await post.delivers(after=timedelta(minutes=1))

    assert post.texts() == ["focus:post"]
    assert post.line.times(POST) == 1


async def test_a_doubtful_whisper_is_not_repeated(post: Post) -> None:
    post.whisper("Only for you")
    await post.meets(WHISPER, drops)
    await post.delivers(after=timedelta(hours=1))

    assert post.whispers() == ["Only for you"]
    assert post.row("whisper").state == State.REFUSED


async def test_a_whisper_after_a_doubtful_one_is_shown(post: Post) -> None:
    post.whisper("first")
    await post.meets(WHISPER, drops)
    post.whisper("second")
    await post.delivers()

    assert post.whispers() == ["first", "second"]


async def test_a_whisper_whose_conversation_could_not_be_opened_is_in_no_doubt(post: Post) -> None:
    said = {"channel": ANA, "reader": ANA, "message": Message("Only for you")}
    post.database.run_here(outbox.whisper, key="whisper", now=post.now, **said)
    await post.meets("conversations.open", hangs)
    await post.delivers()

    shown = post.sandbox.workspace.conversations["D0ANA"].ephemerals.values()
    assert [message.text for message in shown] == ["Only for you"]


async def test_a_doubtful_update_is_made_again(post: Post) -> None:
    post.enqueue("focus:post", text="first")
    await post.delivers()
    post.database.run_here(outbox.change, key="focus:post", message=Message("second"), now=post.now)
    await post.meets(UPDATE, drops_before)
    await post.delivers()

    assert post.texts() == ["second"]


async def test_a_killed_process_leaves_a_message_that_the_next_one_adopts(post: Post) -> None:
    post.enqueue("focus:post")
    (claimed,) = post.database.run_here(claims.claim, now=post.now)
    await post.loop._try(claimed)  # and the process dies before it can write that down
    await post.delivers()
    assert post.row("focus:post").state == State.SENDING, "the lease holds"
    await post.delivers(after=LEASE)

    assert post.texts() == ["focus:post"]
    assert post.row("focus:post").state == State.SENT


# Pins


async def test_a_message_is_pinned_and_the_one_before_unpinned(post: Post) -> None:
    for week, before in (("10", None), ("11", "10")):
        post.enqueue(week)
        post.enqueue(f"{week}:pin", kind=Kind.PIN, about=week)
        if before:
            post.enqueue(f"{before}:unpin", kind=Kind.UNPIN, about=before)
        await post.delivers()

    assert post.pinned() == [post.row("11").ts]


@pytest.mark.parametrize("kind", [Kind.PIN, Kind.UNPIN])
async def test_pinning_what_is_pinned_already_is_as_good_as_done(post: Post, kind: Kind) -> None:
    post.enqueue("focus:post")
    post.enqueue("pin", kind=Kind.PIN, about="focus:post")
    await post.delivers()
    post.enqueue("again", kind=kind, about="focus:post")
    await post.meets(str(kind), drops)
    await post.delivers()

    assert post.row("again").state == State.SENT
    assert post.refused == []
    assert post.pinned() == ([post.row("focus:post").ts] if kind is Kind.PIN else [])


# Limits


async def test_a_limit_rests_that_method_alone_and_as_long_as_slack_said(post: Post) -> None:
    post.enqueue("cto")
    await post.meets(POST, too_many)
    post.enqueue("general", channel=GENERAL)
    post.whisper("Only for you")
    await post.delivers(after=timedelta(seconds=20))
    assert (post.line.times(POST), post.whispers()) == (1, ["Only for you"])

    await post.delivers(after=timedelta(seconds=10))
    assert (post.texts(), post.texts(GENERAL)) == (["cto"], ["general"])


async def test_a_limit_on_looking_does_not_hold_up_posts(post: Post) -> None:
    post.enqueue("cto")
    await post.meets(POST, drops)
    await post.meets("conversations.history", too_many)
    post.enqueue("general", channel=GENERAL)
    await post.delivers()

    assert post.texts(GENERAL) == ["general"]


async def test_while_looking_rests_nobody_else_looks(post: Post) -> None:
    post.enqueue("cto")
    await post.meets(POST, drops)
    await post.meets("conversations.history", too_many)
    post.enqueue("general", channel=GENERAL)
    await post.meets(POST, drops)
    await post.delivers()
    assert post.line.times("conversations.history") == 1
    await post.delivers(after=timedelta(minutes=1))

    assert (post.texts(), post.texts(GENERAL)) == (["cto"], ["general"])


# Refused


async def test_a_refused_message_is_reported_once(post: Post) -> None:
    post.enqueue("lost", channel="C0NOWHERE")
    await post.delivers()
    await post.delivers(after=timedelta(days=1))

    assert post.refused == [("lost", "channel_not_found")]
    assert post.line.times(POST) == 1


async def test_a_reply_to_a_refused_message_is_refused_without_asking_slack(post: Post) -> None:
    post.enqueue("lost", channel="C0NOWHERE")
    post.enqueue("reply", channel="C0NOWHERE", about="lost")
    await post.delivers()

    assert post.row("reply").state == State.REFUSED
    assert post.line.times(POST) == 1


async def test_one_message_that_cannot_be_sent_harms_no_other(post: Post) -> None:
    post.enqueue("broken")
    post.enqueue("sound", channel=GENERAL)
    spoil = sa.update(Delivery).where(Delivery.key == "broken").values(payload=["no message"])
    post.database.run_here(lambda session: session.execute(spoil))
    await post.delivers()
    assert post.texts(GENERAL) == ["sound"]

    for _ in range(6):
        await post.delivers(after=timedelta(minutes=10))
    assert post.refused == [("broken", "defect: TypeError")]


# The loop


@asynccontextmanager
async def running(post: Post) -> AsyncIterator[asyncio.Task[None]]:
    task = asyncio.create_task(post.loop.run())
    try:
        yield task
    finally:
        post.loop.stop()
        await asyncio.wait_for(task, 60)


async def until(holds: Callable[[], bool], seconds: float = 60) -> None:
    async with asyncio.timeout(seconds):
        while not holds():
            await asyncio.sleep(0.01)


async def commit(post: Post, key: str, **more: Any) -> None:
    arguments = {"key": key, "channel": CTO_CHANNEL, "message": Message(key), "now": post.now, **more}
    await post.database.run(outbox.enqueue, **arguments)


async def test_a_commit_wakes_the_loop(post: Post, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.slack.delivery.POLL_SECONDS", 3600)
    async with running(post):
        await asyncio.sleep(0.1)
        for number in range(3):
            post.now += PACE
            await commit(post, f"news:{number}")
            await until(lambda number=number: len(post.texts()) == number + 1)


async def test_what_another_process_enqueued_is_found_by_looking(post: Post, database_url: str) -> None:
    other = Database(make_engine(database_url))
    async with running(post):
        await asyncio.sleep(0.1)
        other.run_here(outbox.enqueue, key="news", channel=CTO_CHANNEL, message=Message("news"), now=post.now)
        await until(lambda: post.texts() == ["news"])
    other.close()


async def test_stopping_finishes_what_is_on_its_way_and_begins_nothing(post: Post) -> None:
    answer = asyncio.Event()
    post.line.breaks[POST] = [waits_for(answer)]
    post.enqueue("begun")
    async with running(post):
        await until(lambda: post.line.times(POST) == 1)
        await asyncio.sleep(0.05)
        post.loop.stop()
        post.enqueue("not begun", channel=GENERAL)
        answer.set()

    assert post.row("begun").state == State.SENT
    assert post.row("not begun").state == State.WAITING


async def test_what_a_stop_cuts_off_is_in_doubt_at_once(post: Post) -> None:
    never = asyncio.Event()
    post.line.breaks[POST] = [waits_for(never)]
    post.enqueue("begun")
    task = asyncio.create_task(post.loop.run())
    await until(lambda: post.line.times(POST) == 1)
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)

    assert (post.row("begun").state, post.row("begun").leased_until) == (State.UNSURE, None)
    never.set()


async def test_a_slow_answer_holds_up_nobody_else(post: Post) -> None:
    answer = asyncio.Event()
    post.line.breaks[POST] = [waits_for(answer)]
    async with running(post):
        await commit(post, "slow")
        await until(lambda: post.line.times(POST) == 1)
        await commit(post, "quick", channel=GENERAL)
        await until(lambda: post.texts(GENERAL) == ["quick"])
        assert post.texts() == []
        answer.set()

    assert post.texts() == ["slow"]


def waits_for(event: asyncio.Event) -> Fault:
    async def fault(line: Line, request: web.Request, body: bytes) -> web.Response:
        await event.wait()
        return await line.through(request, body)

    return fault


class Shaky(Database):
    """Gone for the next calls of these functions."""

    gone_for: tuple[object, ...] = ()

    async def run_unhurried(self, function: Callable[..., Any], *arguments: Any, **named: Any) -> Any:
        if self.gone_for and function is self.gone_for[0]:
            self.gone_for = self.gone_for[1:]
            raise Unavailable
        return await super().run_unhurried(function, *arguments, **named)


@pytest.fixture
def shaky(database_url: str) -> Iterator[Shaky]:
    shaky = Shaky(make_engine(database_url))
    yield shaky
    shaky.close()


async def test_an_outcome_that_cannot_be_written_down_ends_nothing_and_doubles_nothing(
    shaky: Shaky, now: datetime
) -> None:
    async with a_post(shaky, now) as post, running(post) as task:
        shaky.gone_for = (claims.settle,)
        await commit(post, "news")
        await until(lambda: not shaky.gone_for)
        assert not task.done()
        post.now += LEASE
        post.loop._wake.set()
        await until(lambda: post.row("news").state == State.SENT)
        assert post.texts() == ["news"]


async def test_a_database_that_cannot_be_asked_ends_nothing(shaky: Shaky, now: datetime) -> None:
    async with a_post(shaky, now) as post:
        shaky.gone_for = (claims.claim, claims.claim)
        async with running(post):
            await commit(post, "news")
            await until(lambda: post.texts() == ["news"])

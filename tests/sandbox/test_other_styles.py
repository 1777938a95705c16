"""An app in another style than the bot's: Bolt's synchronous `App`, decorators, listeners that are methods, lazy work,

over Slack's own WebSocket client with its threads, and over WSGI.
"""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable, Iterator
from threading import Thread
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, make_server

import pytest
from slack_bolt import Ack, App, Respond, Say
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_bolt.adapter.wsgi import SlackRequestHandler
from slack_sdk import WebClient

from bot.sandbox.client import SandboxClient
from bot.sandbox.server import Sandbox
from tests.sandbox.claims import Evidence, claim
from tests.sandbox.payloads import field, home, modal, section


class Lunch:
    """Collects where to eat, in memory, for whoever asks."""

    def __init__(self, app: App) -> None:
        self.places: list[str] = []
        app.command("/lunch")(ack=self.received, lazy=[self.opened])
        app.view("lunch")(self.chosen)
        app.event("app_home_opened")(self.looked)

        @app.message("where")
        def where(say: Say, message: dict[str, Any]) -> None:
            say(text=", ".join(self.places) or "Nowhere yet", thread_ts=message["ts"])

        @app.shortcut("forget")
        def forget(ack: Ack, body: dict[str, Any], respond: Respond) -> None:
            ack()
            self.places.clear()
            respond("Forgotten.")

    def received(self, ack: Ack) -> None:
        ack("One moment.")

    def opened(self, body: dict[str, Any], client: WebClient) -> None:
        view = modal(field("place", {"type": "plain_text_input"}), callback_id="lunch")
        client.views_open(trigger_id=body["trigger_id"], view=view)

    def chosen(self, ack: Ack, view: dict[str, Any]) -> None:
        place = view["state"]["values"]["place"]["entry"]["value"]
        if len(place) < 3:
            ack(response_action="errors", errors={"place": "Which place is that?"})
            return
        self.places.append(place)
        ack()

    def looked(self, event: dict[str, Any], client: WebClient) -> None:
        client.views_publish(user_id=event["user"], view=home(section(f"{len(self.places)} places")))


@contextlib.contextmanager
def over_socket_mode(app: App) -> Iterator[str | None]:
    handler = SocketModeHandler(app, "xapp-sandbox")
    handler.connect()
    yield None
    handler.close()


@contextlib.contextmanager
def over_wsgi(app: App) -> Iterator[str | None]:
    class Quiet(WSGIRequestHandler):
        def log_message(self, *_: Any) -> None:
            """Says nothing."""

    with make_server("127.0.0.1", 0, SlackRequestHandler(app), handler_class=Quiet) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/slack/events"
        server.shutdown()


@pytest.fixture(params=[over_socket_mode, over_wsgi])
async def lunch(
    request: pytest.FixtureRequest, sandbox: Sandbox, people: SandboxClient
) -> AsyncIterator[SandboxClient]:
    def make() -> App:
        client = WebClient(token="xoxb-sandbox", base_url=sandbox.api_url)
        app = App(client=client, signing_secret="sandbox-secret")
        Lunch(app)
        return app

    opened: Callable[[App], contextlib.AbstractContextManager[str | None]] = request.param
    app = await asyncio.to_thread(make)
    serving = opened(app)
    url = await asyncio.to_thread(serving.__enter__)
    if url:
        await people.app(request_url=url)
    yield people
    await asyncio.to_thread(serving.__exit__, None, None, None)


async def has_open(people: SandboxClient, name: str) -> None:
    async with asyncio.timeout(3):
        while not (await people.views(name))["modals"]:
            await asyncio.sleep(0.02)


@claim(
    "Bolt for Python",
    "a synchronous App works over Slack's own WebSocket client and over WSGI",
    "slack-bolt 1.30",
    Evidence.OBSERVED,
)
async def test_a_synchronous_app_is_at_home(lunch: SandboxClient) -> None:
    ana, channel = lunch.person("ana"), lunch.channel("#cto")
    assert (await ana.runs("/lunch", channel="#cto"))["ack"] == {"text": "One moment."}
    await has_open(lunch, "ana")
    assert (await ana.submits(place="?"))["errors"] == {"place": "Which place is that?"}
    assert (await ana.submits(place="Canteen"))["ok"]

    asked = await ana.says("#cto", "where today")
    answer = await channel.shows("Canteen", thread=asked["ts"])
    await ana.uses("forget", on=answer)
    await channel.shows("Forgotten.", to="ana")

    await ana.opens_home()
    async with asyncio.timeout(3):
        while not (await ana.sees())["home"]:
            await asyncio.sleep(0.02)
    assert "0 places" in str((await ana.sees())["home"])

"""How many calls a minute Slack allows, once the limits are switched on."""

import time
from collections.abc import AsyncIterator
from datetime import datetime
from typing import Any

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.sandbox.client import ControlRefused, SandboxClient
from bot.sandbox.clock import Clock
from bot.sandbox.limits import Limits
from bot.sandbox.organisation import Channel, invented
from bot.sandbox.rates import rate_of
from bot.sandbox.server import Sandbox
from tests.sandbox.claims import claim


class ByHand(Clock):
    """Runs, but only where it is moved, so that nothing fills up while a slow machine makes its calls."""

    def now(self) -> datetime:
        return self._at


@pytest.fixture
async def sandbox() -> AsyncIterator[Sandbox]:
    async with Sandbox(clock=ByHand()) as running:
        yield running


async def allowed(call: Any, most: int) -> tuple[int, int]:
    """How many calls pass before the first refusal, and its Retry-After."""
    for number in range(most):
        try:
            await call()
        except SlackApiError as refused:
            if (refused.response.status_code, refused.response["error"]) != (429, "ratelimited"):
                raise
            return number, int(refused.response.headers["Retry-After"])
    return most, 0


def posts(slack: AsyncWebClient, channel: str = "C0CTO") -> Any:
    async def post() -> None:
        await slack.chat_postMessage(channel=channel, text="Hello")

    return post


async def test_without_the_switch_nothing_is_too_much(slack: AsyncWebClient, people: SandboxClient) -> None:
    assert await allowed(posts(slack), 20) == (20, 0)
    assert (await people.limits())["on"] is False


@claim("chat.postMessage", "one message a second in a channel, short bursts tolerated", "apis/web-api/rate-limits")
async def test_a_channel_takes_three_at_once_and_then_one_a_second(
    slack: AsyncWebClient, people: SandboxClient
) -> None:
    await people.limits(on=True)
    assert await allowed(posts(slack), 9) == (3, 1)
    assert await allowed(posts(slack, "C0GENERAL"), 9) == (3, 1)  # another channel is not blocked
    await people.clock(advance=1)
    assert await allowed(posts(slack), 9) == (1, 1)
    assert (await people.limits())["refused"] == {"chat.postMessage": 3}
    assert len(await people.messages("#cto")) == 4  # a refused call did nothing


async def test_a_direct_message_is_one_channel_by_either_address(slack: AsyncWebClient, people: SandboxClient) -> None:
    await people.limits(on=True)
    await slack.chat_postMessage(channel="U0MAYA", text="One")
    assert (await allowed(posts(slack, "D0MAYA"), 9))[0] == 2


async def test_the_workspace_takes_five_messages_a_second(slack: AsyncWebClient, http: Any) -> None:
    channels = tuple(Channel(f"team-{number}", with_bot=True) for number in range(40))
    organisation = invented()
    object.__setattr__(organisation, "channels", channels)
    clock = ByHand()
    async with Sandbox(organisation, clock=clock, limits=Limits(rates=True)) as busy:
        slack.base_url = busy.api_url
        for at_once, moved in ((30, 0), (5, 1)):
            clock.advance(moved)
            names = iter([channel.id for channel in channels])
            taken, _ = await allowed(lambda names=names: slack.chat_postMessage(channel=next(names), text="Hello"), 40)
            assert taken == at_once


@claim("rate limits", "a method that is blocked blocks no other", "apis/web-api/rate-limits")
async def test_a_blocked_method_blocks_no_other(slack: AsyncWebClient, people: SandboxClient) -> None:
    await people.limits(on=True)
    assert await allowed(slack.users_list, 30) == (20, 3)
    assert (await slack.users_info(user="U0MAYA"))["ok"]
    assert (await people.limits())["refused"] == {"users.list": 1}


@claim("rate limits", "each method has the tier of its page", "apis/web-api/rate-limits")
@pytest.mark.parametrize(
    ("method", "calls"),
    [
        ("users.list", 20),
        ("conversations.list", 20),
        ("conversations.history", 50),
        ("chat.update", 50),
        ("views.publish", 100),
        ("users.info", 100),
        ("auth.test", 600),
        ("apps.connections.open", 50),
    ],
)
def test_each_method_has_its_published_tier(method: str, calls: int) -> None:
    assert rate_of(method).a_minute == calls


async def test_a_minute_later_the_calls_are_there_again(slack: AsyncWebClient, people: SandboxClient) -> None:
    await people.limits(on=True)
    await allowed(slack.users_list, 30)
    await people.clock(advance=60)
    assert (await allowed(slack.users_list, 30))[0] == 20


async def test_while_the_clock_stands_still_real_time_counts(slack: AsyncWebClient, people: SandboxClient) -> None:
    began = time.monotonic()
    await people.clock(running=False)
    await people.limits(on=True)
    await allowed(posts(slack), 9)
    await people.clock(advance=3600)
    taken, _ = await allowed(posts(slack), 9)
    assert taken <= time.monotonic() - began, "at most one for each second that really passed"
    await people.clock(running=True, advance=3600)
    assert (await allowed(posts(slack), 9))[0] == 3


async def test_switching_off_forgets_what_was_used(slack: AsyncWebClient, people: SandboxClient) -> None:
    await people.limits(on=True)
    await allowed(posts(slack), 9)
    await people.limits(on=False)
    assert await allowed(posts(slack), 9) == (9, 0)
    await people.limits(on=True)
    assert (await allowed(posts(slack), 9))[0] == 3
    with pytest.raises(ControlRefused, match="say"):
        await people.post("limits", on="maybe")

"""Slack as the bot first meets it: who we are there, who everybody is, and Bolt, which reads what it sends."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any, cast

import aiohttp
import structlog
from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot import logs, startup
from bot.clock import Clock
from bot.errors import Unavailable
from bot.slack import channels, people
from bot.slack.outcome import Later, outcome_of
from bot.startup import Identity
from bot.storage import Database

log = structlog.get_logger()

FIRST_PAUSE_SECONDS, LONGEST_PAUSE_SECONDS = 5.0, 600.0


def make_client(token: str, url: str, session: aiohttp.ClientSession, seconds: int) -> AsyncWebClient:
    # The SDK's own retries post twice where Slack accepted and the connection broke.
    return AsyncWebClient(token=token, base_url=url, timeout=seconds, session=session, retry_handlers=[])


async def authenticate(client: AsyncWebClient, url: str) -> Identity:
    """Raises CannotStart."""
    try:
        answer = await client.auth_test()
    except (SlackApiError, aiohttp.ClientError, OSError, TimeoutError) as error:
        raise startup.slack_trouble(error, "SLACK_BOT_TOKEN", url) from error
    startup.require_scopes(_header(answer.headers, "x-oauth-scopes"))
    return Identity.read(cast("dict[str, Any]", answer.data))


def _header(headers: Any, name: str) -> str | None:
    found = {key.lower(): value for key, value in headers.items()}
    value = found.get(name)
    return str(value) if value is not None else None


def make_bolt(client: AsyncWebClient, identity: Identity, signing_secret: str | None) -> AsyncApp:
    # Authorized by what `auth.test` said at start: left to itself, Bolt would ask at the first person's cost.
    async def authorize() -> AuthorizeResult:
        return AuthorizeResult(
            enterprise_id=None,
            team_id=identity.team_id,
            bot_id=identity.bot_id,
            bot_user_id=identity.user_id,
            bot_token=client.token,
        )

    return AsyncApp(
        name="cadence",  # or Bolt reads every file of the stack to find one
        client=client,
        authorize=authorize,
        signing_secret=signing_secret,
        process_before_response=True,
        # Bolt takes the deletion of a message of the bot for its own doing, too.
        ignoring_self_events_enabled=False,
        logger=logs.for_bolt(),
    )


async def meet_everybody(
    client: AsyncWebClient, database: Database, now: Clock, first_pause: float = FIRST_PAUSE_SECONDS
) -> None:
    """Names, zones, who is a guest, and how many are where, so that no listener needs to ask Slack.

    Until it is done, whoever acts is looked up one by one: so it does not give up.
    """
    pause = first_pause
    while not await _met_everybody(client, database, now):
        await asyncio.sleep(pause)
        pause = min(2 * pause, LONGEST_PAUSE_SECONDS)


async def _met_everybody(client: AsyncWebClient, database: Database, now: Clock) -> bool:
    try:
        async for page in pages(client.users_list):
            members = [people.read_member(user) for user in page["members"]]
            await database.run_unhurried(people.meet, members, now())
        async for page in pages(client.conversations_list, types="public_channel", exclude_archived=True):
            await database.run_unhurried(channels.remember, page["channels"], now())
    except (SlackApiError, aiohttp.ClientError, OSError, TimeoutError, Unavailable):
        log.warning("people.not_read", exc_info=True)
        return False
    return True


async def pages(method: Callable[..., Awaitable[Any]], **wanted: Any) -> AsyncIterator[Any]:
    cursor: str | None = None
    while True:
        page = await patiently(method, limit=200, cursor=cursor, **wanted)
        yield page
        cursor = (page.get("response_metadata") or {}).get("next_cursor")
        if not cursor:
            return


async def patiently(method: Callable[..., Awaitable[Any]], **wanted: Any) -> Any:
    """Slack allows twenty pages a minute: a large organisation is told to wait in the middle."""
    while True:
        try:
            return await method(**wanted)
        except SlackApiError as error:
            outcome = outcome_of(error, tries=1, jitter=0)
            if not isinstance(outcome, Later) or outcome.error != "ratelimited":
                raise
            await asyncio.sleep(outcome.pause.total_seconds())

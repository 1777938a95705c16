"""Who somebody is: known of everybody once Slack's list is through, and asked of whoever acts before that.

Until then a guest whom nobody knows would be taken for a member, for Slack's payloads do not tell.
"""

import asyncio

import aiohttp
import structlog
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.access import ANYONE
from bot.clock import Clock
from bot.errors import BotError, NotAllowed
from bot.slack import people, refusals
from bot.slack.outcome import error_name
from bot.storage import Database
from bot.web import slack_client

log = structlog.get_logger()

#: Slack itself waits three for what follows.
PATIENCE_SECONDS = 1.0
#: What Slack answers of somebody whom this workspace does not show.
STRANGERS = frozenset({"user_not_found", "user_not_visible", "users_not_found"})


class NotKnownYet(BotError):
    """Slack did not answer. Nothing was done."""

    def __init__(self) -> None:
        super().__init__(refusals.NOT_KNOWN_YET)


class Introductions:
    def __init__(self, client: AsyncWebClient, database: Database, now: Clock) -> None:
        self._client, self._database, self._now = client, database, now
        self._all_met = False
        self._met: set[str] = set()

    async def meet_everybody(self) -> None:
        await slack_client.meet_everybody(self._client, self._database, self._now)
        self._all_met = True

    async def introduce(self, user_id: str) -> None:
        """Once, and to nobody's cost any more when everybody is met. Raises NotKnownYet, NotAllowed, Unavailable."""
        if self._all_met or user_id in self._met:
            return
        if not await self._database.run(people.is_known, user_id):
            await self._ask(user_id)
        self._met.add(user_id)

    async def _ask(self, user_id: str) -> None:
        try:
            async with asyncio.timeout(PATIENCE_SECONDS):
                told = await self._client.users_info(user=user_id)
        except SlackApiError as error:
            self._refused(error)
        except (aiohttp.ClientError, OSError, TimeoutError) as error:
            raise NotKnownYet from error
        else:
            await self._database.run(people.meet, [people.read_member(told["user"])], self._now())

    def _refused(self, error: SlackApiError) -> None:
        """Where Slack tells nothing of anybody, nobody is locked out: the app's doors are for members."""
        name = error_name(error.response)
        if name in STRANGERS:
            raise NotAllowed(ANYONE.sentence) from error
        if name is None or name == "ratelimited":
            raise NotKnownYet from error
        log.warning("people.not_told", error=name)

"""Asks Slack who is in the channels that somebody waits to know of: in the background, and never in a listener."""

import asyncio
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

import aiohttp
import structlog
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from sqlalchemy.orm import Session

from bot.clock import Clock
from bot.errors import Unavailable
from bot.slack import members
from bot.slack.outcome import error_name
from bot.storage import Database
from bot.web import slack_client

log = structlog.get_logger()

#: For what other processes want to know.
POLL_SECONDS = 5.0
PAUSE_SECONDS = 30.0
#: Whom nobody told us of are few: forgotten here, of another organisation, or just joined.
MOST_ASKED = 50

#: At start, wants the channels of the settings; told in the transaction that wrote down what Slack said.
Told = Callable[[Session, datetime], None]


class Membership:
    def __init__(self, client: AsyncWebClient, database: Database, now: Clock, watch: Told, known: Told) -> None:
        self._client, self._database, self._now, self._known = client, database, now, known
        self._watch = watch
        self._begun = False
        self._wake = asyncio.Event()
        database.subscribe(members.TOPIC, self._wake.set)

    async def run(self) -> None:
        while True:
            self._wake.clear()
            pause = POLL_SECONDS if await self._look() else PAUSE_SECONDS
            try:
                await asyncio.wait_for(self._wake.wait(), pause)
            except TimeoutError:
                continue

    async def _look(self) -> bool:
        """False where Slack or the database did not answer."""
        try:
            if not self._begun:
                await self._database.run_unhurried(self._watch, self._now())
                self._begun = True
            for channel in await self._database.run_unhurried(members.wanted):
                await self._learn(channel)
        except (SlackApiError, aiohttp.ClientError, OSError, TimeoutError, Unavailable):
            log.warning("members.not_read", exc_info=True)
            return False
        return True

    async def _learn(self, channel: str) -> None:
        asked_at = self._now()
        try:
            told = await slack_client.patiently(self._client.conversations_info, channel=channel)
            people = [
                person
                async for page in slack_client.pages(self._client.conversations_members, channel=channel)
                for person in page["members"]
            ]
        except SlackApiError as error:
            if (name := error_name(error.response)) is None:
                raise
            await self._write(channel, {}, [], asked_at, name)
        else:
            gone = await self._gone(people)
            await self._write(channel, told["channel"], [one for one in people if one not in gone], asked_at)

    async def _gone(self, people: Sequence[str]) -> set[str]:
        """Whoever left Slack and is unknown here: if they were forgotten, no list of a channel brings them back."""
        asked = (await self._database.run_unhurried(members.unknown, people))[:MOST_ASKED]
        return {person for person in asked if await self._has_left(person)}

    async def _has_left(self, person: str) -> bool:
        try:
            told = await slack_client.patiently(self._client.users_info, user=person)
        except SlackApiError as error:
            if error_name(error.response) is None:
                raise
            return False  # of somebody of another organisation Slack may say nothing
        return bool(told["user"].get("deleted"))

    async def _write(
        self, channel: str, told: dict[str, Any], people: list[str], asked_at: datetime, error: str = ""
    ) -> None:
        await self._database.run_unhurried(self._written, channel, told, people, asked_at, error)

    def _written(
        self, session: Session, channel: str, told: dict[str, Any], people: list[str], asked_at: datetime, error: str
    ) -> None:
        members.learn(session, channel, told, people, asked_at, error)
        self._known(session, asked_at)

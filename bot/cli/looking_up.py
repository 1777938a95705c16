"""People and channels as Slack lists them, for commands."""

from typing import Any

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot import startup
from bot.deployment import Deployment
from bot.directory import Directory


async def ask_slack(chosen: Deployment) -> Directory:
    """Raises CannotStart."""
    token = chosen.slack_bot_token
    assert token, "checked before"
    client = AsyncWebClient(token=token.get_secret_value(), base_url=chosen.slack_api_url)
    try:
        users = await _all(client.users_list, "members")
        channels = await _all(client.conversations_list, "channels", types="public_channel", exclude_archived=False)
    except (SlackApiError, aiohttp.ClientError, OSError, TimeoutError) as error:
        raise startup.slack_trouble(error, "SLACK_BOT_TOKEN", chosen.slack_api_url) from error
    return Directory(users, channels)


async def _all(method: Any, items: str, **wanted: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    cursor: str | None = None
    while True:
        page = await method(limit=200, cursor=cursor, **wanted)
        found += page[items]
        cursor = (page.get("response_metadata") or {}).get("next_cursor")
        if not cursor:
            return found

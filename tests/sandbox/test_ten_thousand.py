"""A channel with a long past stays quick to read."""

import time

from slack_sdk.web.async_client import AsyncWebClient

from bot.sandbox import posting
from bot.sandbox.server import Sandbox

_MESSAGES, _PAGE = 10_000, 100
_MILLISECONDS = 10


async def test_a_page_of_ten_thousand_messages_takes_less_than_ten_milliseconds(
    sandbox: Sandbox, slack: AsyncWebClient
) -> None:
    channel = sandbox.workspace.conversations["C0CTO"]
    for number in range(_MESSAGES):
        channel.add(posting.said_by(sandbox.workspace, "U0MAYA", channel, f"Message {number}"))
    began, seen, cursor = time.process_time(), [], ""
    while cursor is not None:
        page = await slack.conversations_history(channel="C0CTO", limit=_PAGE, cursor=cursor)
        seen += [each["text"] for each in page["messages"]]
        cursor = page["response_metadata"]["next_cursor"] if page["has_more"] else None
    spent = (
        1000 * (time.process_time() - began) / (_MESSAGES / _PAGE)
    )  # with the client's share, of the processor alone
    assert seen == [f"Message {number}" for number in reversed(range(_MESSAGES))]
    assert spent < _MILLISECONDS

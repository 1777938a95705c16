"""Calls that Slack's documentation refuses or takes, answered as it says."""

import aiohttp
import pytest

from bot.sandbox.client import SandboxClient
from bot.sandbox.server import Sandbox
from tests.sandbox.claims import claims
from tests.sandbox.conformance import blocks, calling, conversations, elements, marks, messages, new_blocks, views
from tests.sandbox.conformance.world import Check, World

CHECKS = [
    *calling.CHECKS,
    *messages.CHECKS,
    *conversations.CHECKS,
    *marks.CHECKS,
    *views.CHECKS,
    *blocks.CHECKS,
    *new_blocks.CHECKS,
    *elements.CHECKS,
]


@claims(*(check.claim for check in CHECKS))
@pytest.mark.parametrize("check", CHECKS, ids=str)
async def test_slack_answers_like_this(
    check: Check, sandbox: Sandbox, http: aiohttp.ClientSession, people: SandboxClient
) -> None:
    told = await check.answer(World(sandbox, http, people))
    assert told.get("error") == check.error, told
    if check.pointer is not None:
        said = told["response_metadata"]["messages"]
        assert any(f"[json-pointer:{check.pointer}]" in each for each in said), said

"""Whom the bot knows after its start, however that goes."""

from collections.abc import AsyncIterator
from datetime import datetime
from typing import Any

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from bot.sandbox.organisation import invented
from bot.sandbox.server import Sandbox
from bot.slack import people
from bot.storage import Database
from bot.web.slack_client import meet_everybody
from tests.factories import MAYA

REMY = "U0REMY"


@pytest.fixture
async def sandbox() -> AsyncIterator[Sandbox]:
    async with Sandbox(invented()) as running:
        yield running


@pytest.mark.parametrize(
    ("kind", "told"),
    [
        ("error", {"error": "fatal_error", "times": 2}),
        ("drop", {"times": 1}),
        ("rate_limited", {"retry_after": 1, "times": 1}),
    ],
    ids=["an error", "a connection cut", "too many calls"],
)
async def test_everybody_is_met_also_where_slack_fails_at_first(
    sandbox: Sandbox, database: Database, now: datetime, kind: str, told: dict[str, Any]
) -> None:
    fault = sandbox.workspace.faults.add(kind, method="users.list", **told)
    client = AsyncWebClient(token="xoxb-sandbox", base_url=sandbox.api_url, retry_handlers=[])

    await meet_everybody(client, database, lambda: now, first_pause=0.01)

    assert fault.fired == told["times"]
    assert database.run_here(people.person, REMY).guest
    assert database.run_here(people.name, MAYA) != database.run_here(people.name, "U0NOBODY")

"""blocks.validate: what Slack would say, without sending anything."""

from typing import Any

import aiohttp
import pytest

from bot.sandbox.server import Sandbox
from tests.sandbox.claims import claim
from tests.sandbox.payloads import modal, section


@claim("blocks.validate", "needs no token; names each problem with code, message, field and pointer")
@pytest.mark.parametrize(
    ("asked", "error", "pointer"),
    [
        ({"blocks": [section()]}, None, None),
        ({"blocks": [section("")]}, "invalid_blocks", "/0/text/text"),
        ({"view": modal()}, None, None),
        ({"view": modal(title=None)}, "invalid_view", "/view"),
        ({"message": {"text": "Hello", "blocks": [section()]}}, None, None),
        ({"message": {"blocks": [{"type": "banner"}]}}, "invalid_message", "/blocks/0/type"),
        ({"blocks": [], "view": modal()}, "invalid_arguments", None),
        ({}, "invalid_arguments", None),
    ],
)
async def test_blocks_are_looked_at_and_not_sent(
    sandbox: Sandbox, http: aiohttp.ClientSession, asked: dict[str, Any], error: str | None, pointer: str | None
) -> None:
    async with http.post(f"{sandbox.api_url}blocks.validate", json=asked) as response:
        told = await response.json()
    assert told.get("error") == error
    if pointer:
        (problem,) = told["errors"]
        assert (problem["pointer"], problem["field"]) == (pointer, pointer.rpartition("/")[2])

"""A workspace whose app has the manifest of ours, and what reaches it."""

import socket
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from bot import startup
from bot.sandbox.client import SandboxClient
from bot.sandbox.organisation import invented
from bot.sandbox.server import Sandbox


@pytest.fixture
async def sandbox() -> AsyncIterator[Sandbox]:
    async with Sandbox(invented().with_manifest(startup.manifest())) as sandbox:
        yield sandbox


@pytest.fixture
async def workspace(sandbox: Sandbox) -> AsyncIterator[SandboxClient]:
    async with SandboxClient(sandbox.url) as client:
        yield client


@pytest.fixture
def over_socket_mode(sandbox: Sandbox, tmp_path: Path) -> dict[str, str]:
    """Environment variables of a bot that starts."""
    return {
        "SLACK_BOT_TOKEN": "xoxb-sandbox",
        "SLACK_APP_TOKEN": "xapp-sandbox",
        "CADENCE_SLACK_API_URL": sandbox.api_url,
        "CADENCE_DATABASE_URL": f"sqlite:///{tmp_path / 'cadence.sqlite3'}",
        "CADENCE_HOST": "127.0.0.1",
        "CADENCE_LOG_LEVEL": "debug",
    }


@pytest.fixture
def over_http(over_socket_mode: dict[str, str]) -> dict[str, str]:
    told = {**over_socket_mode, "SLACK_SIGNING_SECRET": "sandbox-secret", "CADENCE_PORT": "0"}
    return {name: value for name, value in told.items() if name != "SLACK_APP_TOKEN"}


@pytest.fixture
def busy_port() -> Iterator[int]:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        yield taken.getsockname()[1]

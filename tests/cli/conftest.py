"""A workspace whose app has the manifest of ours, and what reaches it."""

import os
import socket
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import psycopg
import pytest
import sqlalchemy as sa
from click.testing import Result

from bot import startup
from bot.sandbox.client import SandboxClient
from bot.sandbox.organisation import invented
from bot.sandbox.server import Sandbox
from tests.cli import copies
from tests.cli.copies import Cadence


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


@pytest.fixture
def cadence(database_url: str) -> Cadence:
    """Commands that copy, of the test's database unless another is named."""

    def run(*arguments: str | Path, url: str = database_url) -> Result:
        return copies.cadence(*arguments, url=url)

    return run


@pytest.fixture
def path_of_programs(monkeypatch: pytest.MonkeyPatch) -> None:
    """For what runs PostgreSQL's programs without a command."""
    monkeypatch.setenv("PATH", f"{copies.PROGRAMS}:{os.environ['PATH']}")


@pytest.fixture
def elsewhere(database_url: str, tmp_path: Path) -> Iterator[str]:
    """An empty database of the same kind."""
    yield from _another(database_url, "elsewhere", tmp_path)


@pytest.fixture
def older(database_url: str, tmp_path: Path) -> Iterator[str]:
    """Another one, to begin with."""
    yield from _another(database_url, "older", tmp_path)


def _another(database_url: str, name: str, folder: Path) -> Iterator[str]:
    if database_url.startswith("sqlite"):
        yield f"sqlite:///{folder / f'{name}.sqlite3'}"
        return
    with psycopg.connect(database_url, autocommit=True) as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {name}")
        connection.execute(f"CREATE DATABASE {name}")
        yield sa.make_url(database_url).set(database=name).render_as_string(hide_password=False)
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")

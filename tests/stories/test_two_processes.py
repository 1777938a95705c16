"""Two processes of cadence at the hour of the all-hands: one digest."""

import asyncio
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from bot import clock, prompts
from bot import settings as settings_
from bot.cli.demo import organisation_of
from bot.cli.scenes import every
from bot.config import validated
from bot.occurrences import Occurrence
from bot.sandbox.client import SandboxClient
from bot.sandbox.organisation import Organisation
from bot.sandbox.server import Sandbox
from bot.schedule import run_if_due
from bot.storage import Database
from bot.wiring import JOBS
from tests.cli.command import environment
from tests.factories import settings

#: What `cadence run` does, with a heart that beats sooner.
QUICKLY = """
import sys, bot.heartbeat
bot.heartbeat.BEAT_SECONDS = 0.2
from bot.cli import main
sys.argv = ["cadence", "run"]
main()
"""
PATIENCE_SECONDS = 120


@pytest.fixture
def organisation() -> Organisation:
    return organisation_of(every())


@pytest.fixture
async def sandbox(organisation: Organisation) -> AsyncIterator[Sandbox]:
    async with Sandbox(organisation) as sandbox:
        yield sandbox


@pytest.fixture
async def workspace(sandbox: Sandbox) -> AsyncIterator[SandboxClient]:
    async with SandboxClient(sandbox.url) as client:
        yield client


@pytest.fixture
def variables(organisation: Organisation, sandbox: Sandbox, database_url: str) -> dict[str, str]:
    return environment(
        SLACK_BOT_TOKEN=organisation.app.bot_token,
        SLACK_APP_TOKEN=organisation.app.app_token,
        CADENCE_SLACK_API_URL=sandbox.api_url,
        CADENCE_DATABASE_URL=database_url,
    )


@asynccontextmanager
async def process(told: dict[str, str]) -> AsyncIterator[Process]:
    started = await asyncio.create_subprocess_exec(sys.executable, "-c", QUICKLY, env=told, stdout=PIPE, stderr=PIPE)
    try:
        yield started
    finally:
        if started.returncode is None:
            started.kill()
            await started.communicate()


def a_minute_to_the_hour(session: Session) -> None:
    """The jobs are known since ten minutes, and the draft came; the all-hands was due a moment ago."""
    now = clock.now()
    due = now - timedelta(minutes=1)
    document = settings().model_dump(mode="json", exclude_defaults=True)
    all_hands = {"dates": [f"{due:%Y-%m-%d}"], "at": f"{due:%H:%M}", "zone": "UTC"}
    before = now - timedelta(minutes=10)
    settings_.save(session, validated({**document, "all_hands": all_hands}), by="test", now=before)
    for at in (before, before + timedelta(minutes=6)):
        for job in JOBS:
            run_if_due(session, job, prompts.load(), at)


async def until(condition: Any) -> None:
    async with asyncio.timeout(PATIENCE_SECONDS):
        while not await condition():
            await asyncio.sleep(0.1)


async def test_two_processes_at_the_hour_post_the_digest_once(
    workspace: SandboxClient, database: Database, variables: dict[str, str]
) -> None:
    await database.run(a_minute_to_the_hour)

    async def digests() -> list[str]:
        shown = await workspace.messages("#cto", viewer="grace")
        return [one["text"] for one in shown if one["text"].startswith("All-hands")]

    async with process(variables) as one, process(variables) as other:
        await until(digests)
        if database.engine.dialect.name == "sqlite":
            await until(lambda: ended(one, other))
        else:
            await until(lambda: both_connected(workspace))
        await asyncio.sleep(1)  # some more beats of both
        assert len(await digests()) == 1

    ran = sa.select(Occurrence.outcome).where(Occurrence.job == "all-hands.post")
    assert await database.run(lambda session: list(session.scalars(ran))) == ["ran"]


async def both_connected(workspace: SandboxClient) -> bool:
    return bool((await workspace.state())["connections"] == 2)


async def ended(*processes: Process) -> bool:
    """A SQLite file serves one process: the other ends, and says why."""
    for each in processes:
        if each.returncode is not None:
            assert each.stderr
            assert "Another `cadence run` is using" in (await each.stderr.read()).decode()
            return True
    return False

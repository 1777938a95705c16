"""`/healthz` and `/readyz` tell the truth, whichever way Slack comes."""

import asyncio
from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from aiohttp import ClientSession
from pydantic import SecretStr
from sqlalchemy.orm import Session

from bot import startup
from bot.app import Cadence
from bot.deployment import Deployment
from bot.sandbox.client import SandboxClient
from bot.sandbox.clock import Clock
from bot.sandbox.organisation import invented
from bot.sandbox.server import Sandbox
from bot.schema import LOWEST, Floor
from bot.slack import outbox
from bot.slack.messages import Message
from tests.patience import little_time

NOON = datetime.fromisoformat("2026-02-27T12:00:00+00:00")
WELL = {"database": True, "migrations": True, "deliveries": True, "slack": True}


@pytest.fixture
async def sandbox() -> AsyncIterator[Sandbox]:
    async with Sandbox(invented().with_manifest(startup.manifest()), clock=Clock(NOON)) as sandbox:
        yield sandbox


@pytest.fixture
async def workspace(sandbox: Sandbox) -> AsyncIterator[SandboxClient]:
    async with SandboxClient(sandbox.url) as client:
        yield client


@pytest.fixture(params=["socket mode", "signed http"])
async def cadence(
    request: pytest.FixtureRequest, sandbox: Sandbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Cadence]:
    monkeypatch.setattr("bot.web.health.ASK_SECONDS", 0)
    cadence = Cadence(
        Deployment(
            slack_bot_token=SecretStr("xoxb-sandbox"),
            slack_app_token=SecretStr("xapp-sandbox") if request.param == "socket mode" else None,
            slack_signing_secret=SecretStr("sandbox-secret"),
            slack_api_url=sandbox.api_url,
            database_url=SecretStr(f"sqlite:///{tmp_path / 'cadence.sqlite3'}"),
            host="127.0.0.1",
            port=0,
            installer=None,
            prompts=None,
        ),
        now=sandbox.workspace.clock.now,
    )
    await cadence.start()
    yield cadence
    await cadence.stop()


async def asked(cadence: Cadence, path: str) -> tuple[int, dict[str, Any]]:
    url = f"http://127.0.0.1:{cadence.port}/{path}"
    async with ClientSession() as session, session.get(url) as answer:
        return answer.status, await answer.json()


async def trouble(cadence: Cadence) -> dict[str, str]:
    """What is not well, and why."""
    status, told = await asked(cadence, "readyz")
    why = told.pop("why")
    assert set(told) == set(WELL) == set(why)
    wrong = {name: why[name] for name, well in told.items() if not well}
    assert status == (503 if wrong else 200)
    return wrong


async def test_a_bot_that_is_well_says_so(cadence: Cadence) -> None:
    assert await trouble(cadence) == {}
    status, told = await asked(cadence, "healthz")

    assert (status, told) == (200, {"alive": True, "why": {"alive": "the heartbeat moves"}})


async def test_a_heart_that_stands_still_is_not_alive(cadence: Cadence, monkeypatch: pytest.MonkeyPatch) -> None:
    assert (await asked(cadence, "healthz"))[0] == 200
    async with cadence.heartbeat._beating:  # a job that never ends
        monkeypatch.setattr("bot.web.health.ALIVE_SECONDS", 0.1)
        await asyncio.sleep(0.2)
        status, told = await asked(cadence, "healthz")

    assert (status, told["alive"]) == (503, False)


async def test_a_database_that_does_not_answer_is_not_ready_and_alive(cadence: Cadence) -> None:
    with cadence.database.engine.connect() as connection:  # the only one there is
        connection.exec_driver_sql("SELECT 1")
        with little_time():
            found = await trouble(cadence)
        assert (await asked(cadence, "healthz"))[0] == 200

    assert set(found) == {"database", "migrations", "deliveries"}
    assert found["database"] == "the database did not answer"
    assert await trouble(cadence) == {}, "and ready again afterwards"


def becomes(session: Session, version: str, floor: str) -> None:
    session.execute(sa.text("UPDATE alembic_version SET version_num = :version"), {"version": version})
    session.execute(sa.update(Floor).values(revision=floor))


async def test_a_schema_of_another_version_is_not_ready(cadence: Cadence) -> None:
    await cadence.database.run(becomes, "2099_01_01_0000", floor="2098_01_01_0000")
    assert list(await trouble(cadence)) == ["migrations"]

    await cadence.database.run(becomes, "2026_11_22_1000", floor=LOWEST)
    assert list(await trouble(cadence)) == ["migrations"], "nor is an older one"


async def test_while_an_upgrade_is_under_way_the_old_version_stays_ready(cadence: Cadence) -> None:
    await cadence.database.run(becomes, "2099_01_01_0000", floor=LOWEST)

    assert await trouble(cadence) == {}


async def test_a_message_that_waits_for_too_long_is_not_ready(cadence: Cadence, workspace: SandboxClient) -> None:
    await workspace.fault("drop", method="chat.postMessage")

    def enqueue(session: Session) -> None:
        outbox.enqueue(session, key="test", channel="C0GENERAL", message=Message("Hello"), now=cadence._now())

    await cadence.database.run(enqueue)
    assert await trouble(cadence) == {}
    await workspace.clock(advance=timedelta(minutes=11).total_seconds())

    found = await trouble(cadence)
    assert list(found) == ["deliveries"]
    assert found["deliveries"].startswith("the oldest waits for 66")


async def test_new_words_under_an_old_key_have_not_waited_since_the_old_ones(
    cadence: Cadence, workspace: SandboxClient
) -> None:
    def whispers(session: Session, text: str) -> None:
        now = cadence._now()
        outbox.whisper(session, key="test", channel="C0GENERAL", reader="U0ANA", message=Message(text), now=now)

    await cadence.database.run(whispers, "old")
    await until_sent(cadence)
    await workspace.clock(advance=timedelta(days=30).total_seconds())
    await workspace.fault("rate_limited", method="chat.postEphemeral", retry_after=1)
    await cadence.database.run(whispers, "new")
    for _ in range(3):
        assert await trouble(cadence) == {}
        await workspace.clock(advance=60)
        await asyncio.sleep(0.2)


async def until_sent(cadence: Cadence) -> None:
    async with asyncio.timeout(10):
        while (await asked(cadence, "readyz"))[1]["why"]["deliveries"] != "none waits":
            await asyncio.sleep(0.05)


async def test_a_token_that_slack_takes_no_more_is_not_ready(cadence: Cadence, workspace: SandboxClient) -> None:
    await workspace.app(token_revoked=True)
    assert await trouble(cadence) == {"slack": "asked for auth.test: token_revoked"}
    await workspace.app(token_revoked=False)

    assert await trouble(cadence) == {}


async def test_without_its_connection_it_is_not_ready(cadence: Cadence, workspace: SandboxClient) -> None:
    if cadence.health.socket is None:
        pytest.skip("over HTTP there is no connection")
    await workspace.fault("connections_open_fails")
    await workspace.disconnect(kill=True)
    async with asyncio.timeout(60):
        while not (found := await trouble(cadence)):  # no event tells
            await asyncio.sleep(0.05)

    assert found == {"slack": "no Socket Mode connection"}

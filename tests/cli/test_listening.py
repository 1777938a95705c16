"""`cadence doctor` and the image's health check ask the very process that Slack's requests reach over HTTP."""

import asyncio
import json
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from aiohttp import web

from bot import alive
from bot.doctor import Finding, Level
from bot.sandbox.server import Sandbox
from tests.cli.command import ended, environment, running

#: An address of this machine that is not the usual one, where there is any.
HOST = "127.0.0.2" if sys.platform == "linux" else "127.0.0.1"


@pytest.fixture
def told(over_http: dict[str, str], unused_tcp_port: int) -> dict[str, str]:
    return {**over_http, "CADENCE_PORT": str(unused_tcp_port), "CADENCE_HOST": HOST}


@pytest.fixture
async def another_program(told: dict[str, str]) -> AsyncIterator[None]:
    """It has a health page, too, and says yes to everything."""

    async def fine(_request: web.Request) -> web.Response:
        return web.json_response({"status": "ok"})

    site = web.Application()
    site.router.add_route("*", "/{anything:.*}", fine)
    runner = web.AppRunner(site)
    await runner.setup()
    await web.TCPSite(runner, HOST, int(told["CADENCE_PORT"])).start()
    yield
    await runner.cleanup()


async def connection(folder: Path, told: dict[str, str]) -> Finding:
    done = await ended("doctor", "--json", folder=folder, **told)
    (found,) = [one for one in json.loads(done.out)["findings"] if one["check"] == "connection"]
    return Finding(found["check"], Level(found["level"]), found["sentence"])


async def health(told: dict[str, str]) -> int | None:
    """The image's health check."""
    process = await asyncio.create_subprocess_exec(sys.executable, "-m", "bot.alive", env=environment(**told))
    return await process.wait()


async def test_the_process_that_listens_is_asked_as_slack_asks(
    sandbox: Sandbox, told: dict[str, str], tmp_path: Path
) -> None:
    here = f"http://{HOST}:{told['CADENCE_PORT']}"
    async with running(tmp_path, **told) as bot:
        await bot.says("ready")
        sound, other, healthy = await asyncio.gather(
            connection(tmp_path, told),
            connection(tmp_path, {**told, "SLACK_SIGNING_SECRET": "of-another-app"}),
            health(told),
        )

    assert (sound.level, healthy) == (Level.PASS, 0)
    assert f"on this machine {here} answers, and takes what is signed" in sound.sentence
    assert other.level is Level.FAIL
    assert "refuses what is signed with SLACK_SIGNING_SECRET" in other.sentence
    assert "of-another-app" not in other.sentence


async def test_nobody_there_is_told_with_the_address_that_was_asked(
    sandbox: Sandbox, told: dict[str, str], tmp_path: Path
) -> None:
    found, healthy = await asyncio.gather(connection(tmp_path, told), health(told))

    assert (found.level, healthy) == (Level.WARN, 1)
    assert f"http://{HOST}:{told['CADENCE_PORT']} does not answer. Is `cadence run` up?" in found.sentence


async def test_another_program_that_answers_there_is_not_taken_for_the_bot(
    sandbox: Sandbox, told: dict[str, str], another_program: None, tmp_path: Path
) -> None:
    found, healthy = await asyncio.gather(connection(tmp_path, told), health(told))

    assert (found.level, healthy) == (Level.FAIL, 1)
    assert "is another program's. Name a free port (CADENCE_PORT)" in found.sentence


@pytest.mark.parametrize(
    ("host", "asked"),
    [
        ("0.0.0.0", "http://127.0.0.1:3000"),
        ("", "http://127.0.0.1:3000"),
        ("::", "http://[::1]:3000"),
        ("fd00::7", "http://[fd00::7]:3000"),
        ("10.0.0.5", "http://10.0.0.5:3000"),
        ("cadence.internal", "http://cadence.internal:3000"),
    ],
)
def test_what_listens_on_all_networks_is_reached_on_this_machine(host: str, asked: str) -> None:
    assert alive.address(host, 3000) == asked


def test_a_page_that_says_no_is_ours_and_not_well() -> None:
    told = {"alive": False, "why": {"alive": "the heartbeat has not moved for 60 s"}}

    assert alive.why_not(json.dumps(told).encode()) == "the heartbeat has not moved for 60 s"


@pytest.mark.parametrize("page", [b"", b"ok", b"[]", b'{"alive": true}', b'{"alive": true, "why": "so"}'])
def test_a_page_of_another_shape_is_not_ours(page: bytes) -> None:
    with pytest.raises(ValueError, match=r"another program's page|Expecting value"):
        alive.why_not(page)

"""cadence as in its image, without Docker: nobody's user, no capabilities, a file system that cannot be written to.

CADENCE_INSTALLED names another command to try than this environment's, such as one installed as the documents say.
"""

import asyncio
import os
import signal
import sys
import tempfile
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from bot import schema, startup
from bot.sandbox.client import SandboxClient
from bot.sandbox.organisation import invented
from bot.sandbox.server import Sandbox
from tests.deploy import contained, files

INSTALLED = Path(os.environ.get("CADENCE_INSTALLED") or Path(sys.executable).with_name("cadence"))
PATIENCE_SECONDS = 120

lacking = contained.why_not()
pytestmark = pytest.mark.skipif(lacking is not None, reason=f"nothing contains it here: {lacking}")


@pytest.fixture
async def sandbox() -> AsyncIterator[Sandbox]:
    async with Sandbox(invented().with_manifest(startup.manifest())) as sandbox:
        yield sandbox


@pytest.fixture
def data() -> Iterator[Path]:
    """Not below pytest's own folder, which is closed to everybody else."""
    with tempfile.TemporaryDirectory() as folder:
        yield Path(folder)


def environment(sandbox: Sandbox, data: Path, port: int) -> dict[str, str]:
    """The image's, and what a deployment tells."""
    told = {**files.image_environment(), "PATH": f"{INSTALLED.parent}:/usr/bin:/bin", "CADENCE_PORT": str(port)}
    return {
        **told,
        "HOME": str(data),
        "CADENCE_DATABASE_URL": told["CADENCE_DATABASE_URL"].replace("/data/", f"{data}/"),
        "SLACK_BOT_TOKEN": "xoxb-sandbox",
        "SLACK_SIGNING_SECRET": "sandbox-secret",
        "CADENCE_SLACK_API_URL": sandbox.api_url,
    }


async def started(program: Path, arguments: list[str], data: Path, told: dict[str, str]) -> Process:
    command = contained.command(program, arguments, data, told)
    return await asyncio.create_subprocess_exec(*command, stdout=PIPE, stderr=PIPE)


async def ended(program: Path, arguments: list[str], data: Path, told: dict[str, str]) -> tuple[int | None, str]:
    process = await started(program, arguments, data, told)
    out, err = await asyncio.wait_for(process.communicate(), PATIENCE_SECONDS)
    return process.returncode, (out + err).decode()


async def until(process: Process, event: str) -> None:
    assert process.stderr
    said = b""
    async with asyncio.timeout(PATIENCE_SECONDS):
        async for line in process.stderr:
            said += line
            if f'"event": "{event}"'.encode() in line:
                return
    raise AssertionError(said.decode())


async def test_it_runs_is_healthy_answers_and_ends_in_order(sandbox: Sandbox, data: Path, unused_tcp_port: int) -> None:
    told = environment(sandbox, data, unused_tcp_port)
    assert await ended(INSTALLED, ["migrate"], data, told) == (0, f"The database is at {schema.heads()[0]}.\n")
    process = await started(INSTALLED, ["run"], data, told)
    try:
        await until(process, "ready")
        python, *arguments = files.health_command()
        assert await ended(INSTALLED.with_name(python), arguments, data, told) == (0, "")
        async with SandboxClient(sandbox.url) as client:
            await client.app(request_url=f"http://127.0.0.1:{unused_tcp_port}/slack/events")
            answer = await client.person("ana").runs("/focus", channel="general")
        assert "not set up yet" in answer["ack"]["text"]
        process.send_signal(signal.SIGTERM)
        assert await asyncio.wait_for(process.wait(), PATIENCE_SECONDS) == 0
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    names, owners = kept(data)
    assert {name.removeprefix("cadence.sqlite3") for name in names} <= {"", "-wal", "-shm", "-running"}
    assert owners == {contained.USER}


def kept(data: Path) -> tuple[set[str], set[int]]:
    """Names, and whose they are."""
    files = list(data.iterdir())
    return {file.name for file in files}, {file.stat().st_uid for file in files}


async def test_an_unhealthy_one_is_noticed(sandbox: Sandbox, data: Path, unused_tcp_port: int) -> None:
    python, *arguments = files.health_command()
    told = environment(sandbox, data, unused_tcp_port)

    code, _ = await ended(INSTALLED.with_name(python), arguments, data, told)

    assert code == 1, "nobody listens"


async def test_nothing_else_can_be_written_to(data: Path) -> None:
    tries = " ; ".join(f"touch {place / 'x'}" for place in (Path("/tmp"), Path("/var/tmp"), INSTALLED.parent))
    _, said = await ended(Path("/bin/sh"), ["-c", f"{tries}; touch x && id -u"], data, {"PATH": "/usr/bin:/bin"})

    assert said.count("touch:") == 3
    assert str(contained.USER) in said
    assert (data / "x").exists()

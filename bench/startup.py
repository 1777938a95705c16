"""Start to ready, and memory at rest, of a real `cadence run` against the sandbox: python -m bench.startup"""

import asyncio
import os
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from statistics import median

import psutil

from bench.page import Result, Table, Target, command
from bot import startup
from bot.sandbox.client import SandboxClient
from bot.sandbox.organisation import invented
from bot.sandbox.server import Sandbox

RUNS = 5
MOST_SECONDS = 2.0
MOST_MEGABYTES = 150


@dataclass(frozen=True)
class Reading:
    seconds: float
    megabytes: float


def measure(tiny: bool) -> Result:
    readings = asyncio.run(_readings(1 if tiny else RUNS))
    seconds = median(reading.seconds for reading in readings)
    megabytes = median(reading.megabytes for reading in readings)
    first, at_rest = "start to first acknowledgement, seconds", "resident memory at rest, MB"
    rows = [[first, f"{seconds:.2f}", str(MOST_SECONDS)], [at_rest, f"{megabytes:.0f}", str(MOST_MEGABYTES)]]
    met = seconds < MOST_SECONDS and megabytes < MOST_MEGABYTES
    table = Table(f"A whole `cadence run`, median of {len(readings)}", ("", "measured", "target under"), rows)
    return Result([table], [Target("start and memory", met)])


async def _readings(runs: int) -> list[Reading]:
    return [await _measured() for _ in range(runs)]


async def _measured() -> Reading:
    organisation = invented().with_manifest(startup.manifest())
    with tempfile.TemporaryDirectory() as folder:
        async with Sandbox(organisation) as sandbox, SandboxClient(sandbox.url) as client:
            return await _one_run(client, _environment(sandbox.api_url, Path(folder)))


def _environment(api_url: str, folder: Path) -> dict[str, str]:
    return {
        "PATH": os.environ["PATH"],
        "SLACK_BOT_TOKEN": "xoxb-sandbox",
        "SLACK_APP_TOKEN": "xapp-sandbox",
        "CADENCE_SLACK_API_URL": api_url,
        "CADENCE_DATABASE_URL": f"sqlite:///{folder / 'bench.sqlite3'}",
        "CADENCE_LOG_LEVEL": "error",
        "CADENCE_ACTS_A_MINUTE": "0",  # few people are played, and they never rest
    }


async def _one_run(client: SandboxClient, environment: dict[str, str]) -> Reading:
    command = str(Path(sys.executable).with_name("cadence"))
    await _migrated(command, environment)
    start = time.perf_counter()
    process = await asyncio.create_subprocess_exec(command, "run", env=environment)
    try:
        while not (await client.person("maya").runs("/focus", channel="#general"))["acked"]:
            await asyncio.sleep(0.005)
        seconds = time.perf_counter() - start
        await asyncio.sleep(2)
        return Reading(seconds, psutil.Process(process.pid).memory_info().rss / 2**20)
    finally:
        process.terminate()
        await process.wait()


async def _migrated(command: str, environment: dict[str, str]) -> None:
    process = await asyncio.create_subprocess_exec(
        command, "migrate", env=environment, stdout=asyncio.subprocess.DEVNULL
    )
    await process.wait()


if __name__ == "__main__":
    command("startup", measure)

"""`cadence` as somebody runs it: a process with an environment of its own, against a Slack on this machine."""

import asyncio
import json
import os
import signal
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

COMMAND = Path(sys.executable).with_name("cadence")
PATIENCE_SECONDS = 120


def environment(**told: str) -> dict[str, str]:
    """Of ours and Slack's variables, only what is told."""
    others = {name: value for name, value in os.environ.items() if not name.startswith(("CADENCE_", "SLACK_"))}
    return {**others, **told}


@dataclass(frozen=True)
class Ended:
    code: int | None
    out: str
    err: str


async def ended(*arguments: str, folder: Path, **told: str) -> Ended:
    """The command, run to its end."""
    process = await _started(*arguments, folder=folder, **told)
    async with _killed_at_last(process):
        out, err = await asyncio.wait_for(process.communicate(), PATIENCE_SECONDS)
    return Ended(process.returncode, out.decode(), err.decode())


@dataclass
class Running:
    process: Process
    said: list[str] = field(default_factory=list)

    @property
    def events(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.said]

    async def says(self, event: str) -> dict[str, Any]:
        """The log line of that event, waited for."""
        async with asyncio.timeout(PATIENCE_SECONDS):
            while not (found := [told for told in self.events if told["event"] == event]):
                assert self.process.returncode is None, f"it ended: {self.said}"
                await asyncio.sleep(0.02)
        return found[0]

    async def ends(self) -> int:
        return await asyncio.wait_for(self.process.wait(), PATIENCE_SECONDS)

    def tell(self, number: signal.Signals) -> None:
        self.process.send_signal(number)


@asynccontextmanager
async def starting(folder: Path, **told: str) -> AsyncIterator[Running]:
    """`cadence run`, on its way."""
    process = await _started("run", folder=folder, **told)
    one = Running(process)
    reading = [asyncio.create_task(_read(stream, one.said)) for stream in (process.stdout, process.stderr)]
    async with _killed_at_last(process):
        yield one
    await asyncio.gather(*reading)


@asynccontextmanager
async def running(folder: Path, **told: str) -> AsyncIterator[Running]:
    """`cadence run`, ready."""
    async with starting(folder, **told) as one:
        await one.says("ready")
        yield one


async def _read(stream: asyncio.StreamReader | None, said: list[str]) -> None:
    assert stream
    async for line in stream:
        said.append(line.decode().rstrip("\n"))


async def _started(*arguments: str, folder: Path, **told: str) -> Process:
    return await asyncio.create_subprocess_exec(
        COMMAND, *arguments, cwd=folder, env=environment(**told), stdout=PIPE, stderr=PIPE
    )


@asynccontextmanager
async def _killed_at_last(process: Process) -> AsyncIterator[None]:
    try:
        yield
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()

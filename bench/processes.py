"""Processes beside the bench, so that what loads is not what is measured."""

import asyncio
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

import psutil

READY_SECONDS = 30


@dataclass(frozen=True)
class Running:
    """`said` is the line by which it told that it is ready."""

    said: str
    pid: int

    def cpu_seconds(self) -> float:
        times = psutil.Process(self.pid).cpu_times()
        return float(times.user + times.system)


@asynccontextmanager
async def running(module: str, *arguments: str) -> AsyncIterator[Running]:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", module, *arguments, stdout=asyncio.subprocess.PIPE
    )
    assert process.stdout
    try:
        said = await asyncio.wait_for(process.stdout.readline(), READY_SECONDS)
        if not said:
            raise RuntimeError(f"{module} {' '.join(arguments)} did not start")
        yield Running(said.decode().strip(), process.pid)
    finally:
        if process.returncode is None:
            process.terminate()
        await process.wait()

"""The bot's processes: started, killed without warning, and started again."""

import asyncio
import json
import os
import sys
from collections import Counter
from collections.abc import Mapping
from pathlib import Path

ROOT = Path(__file__).parents[2]
LEAVING_SECONDS = 15
#: Whoever supervises a real bot waits a moment as well.
PAUSE_SECONDS = 0.2


def environment(told: Mapping[str, str]) -> dict[str, str]:
    """Of ours and Slack's variables, only what is told."""
    others = {name: value for name, value in os.environ.items() if not name.startswith(("CADENCE_", "SLACK_"))}
    return {**others, **told}


class Fleet:
    def __init__(self, size: int, told: Mapping[str, str], folder: Path) -> None:
        self._environment, self._folder, self._size = environment(told), folder, size
        self._running: dict[int, asyncio.subprocess.Process] = {}
        self._keepers: list[asyncio.Task[None]] = []
        self._leaving = False
        self._shot: set[int] = set()
        self.kills = 0
        #: Such as a bot that found Slack away when it started.
        self.ended_alone = 0

    def start(self) -> None:
        self._keepers = [asyncio.create_task(self._keep(number)) for number in range(self._size)]

    async def _keep(self, number: int) -> None:
        with self._log(number).open("ab") as log:
            while not self._leaving:
                process = await self._started(log.fileno())
                self._running[number] = process
                await process.wait()
                self._count(process.pid)
                if not self._leaving and process.pid not in self._shot:
                    await asyncio.sleep(PAUSE_SECONDS)

    def _count(self, pid: int) -> None:
        if not self._leaving and pid not in self._shot:
            self.ended_alone += 1

    async def _started(self, log: int) -> asyncio.subprocess.Process:
        command = (sys.executable, "-m", "bench.chaos.bot")
        return await asyncio.create_subprocess_exec(*command, cwd=ROOT, env=self._environment, stdout=log, stderr=log)

    def kill(self, number: int) -> None:
        process = self._running.get(number)
        if process and process.returncode is None:
            self._shot.add(process.pid)
            process.kill()
            self.kills += 1

    async def stop(self) -> None:
        """As a supervisor asks; whoever does not go is killed."""
        self._leaving = True
        for process in self._running.values():
            if process.returncode is None:
                process.terminate()
        _, pending = await asyncio.wait(self._keepers, timeout=LEAVING_SECONDS) if self._keepers else ((), ())
        for process in self._running.values() if pending else ():
            if process.returncode is None:
                process.kill()
        await asyncio.gather(*self._keepers)

    def _log(self, number: int) -> Path:
        return self._folder / f"bot-{number}.log"

    def complaints(self) -> Counter[str]:
        """What the bots logged as errors, by name."""
        lines = [line for number in range(self._size) for line in _lines(self._log(number))]
        return Counter(name for line in lines if (name := _complaint(line)))


def _lines(log: Path) -> list[str]:
    return log.read_text(encoding="utf-8", errors="replace").splitlines() if log.exists() else []


def _complaint(line: str) -> str | None:
    try:
        told = json.loads(line)
    except ValueError:
        return line[:120] if line.strip() else None
    return str(told.get("event"))[:120] if told.get("level") in ("error", "critical") else None

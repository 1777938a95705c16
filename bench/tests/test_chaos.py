"""The harness is to be believed: it finds nothing in a sound bot, and finds each way of being unsound."""

import asyncio
import os
import re
import signal
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PATIENCE_SECONDS = 120


async def chaos(*arguments: str) -> tuple[int | None, str]:
    command = (sys.executable, "-m", "bench.chaos", "--seed", "7", *arguments)
    pipe = asyncio.subprocess.PIPE
    process = await asyncio.create_subprocess_exec(
        *command, cwd=ROOT, stdout=pipe, stderr=asyncio.subprocess.STDOUT, start_new_session=True
    )
    try:
        output, _ = await asyncio.wait_for(process.communicate(), PATIENCE_SECONDS)
    finally:
        if process.returncode is None:
            os.killpg(process.pid, signal.SIGKILL)  # and the bots with it
    return process.returncode, output.decode()


def figures(output: str) -> dict[str, int]:
    """The one column of the tables."""
    rows = re.findall(r"^\| \**([^|*]+?)\** +\| ([\d,]+) +\|$", output, re.MULTILINE)
    return {name: int(value.replace(",", "")) for name, value in rows}


@pytest.mark.parametrize("database", ["sqlite", "postgresql"])
async def test_a_sound_bot_loses_and_doubles_nothing(database: str, tmp_path: Path) -> None:
    page = tmp_path / "chaos.md"

    code, output = await chaos("--database", database, "--seconds", "5", "--processes", "2", "--markdown", str(page))

    found = figures(output)
    assert {name: found[name] for name in ("lost", "doubled", "stuck", "out of order")} == {
        "lost": 0,
        "doubled": 0,
        "stuck": 0,
        "out of order": 0,
    }, output
    assert code == 0, output
    assert found["operations"] > 0
    assert found["kills (SIGKILL)"] > 0
    assert found["faults"] > 0
    assert figures(page.read_text(encoding="utf-8")) == found


@pytest.mark.parametrize(("broken", "column"), [("never-looks", "doubled"), ("never-doubts", "lost")])
async def test_a_broken_delivery_is_found_out(broken: str, column: str) -> None:
    code, output = await chaos("--database", "sqlite", "--seconds", "5", "--often", "2.5", "--broken", broken)

    assert code == 1, output
    assert figures(output)[column] > 0, output
    assert f"python -m bench.chaos --database sqlite --seconds 5 --seed 7 --often 2.5 --broken {broken}" in output

"""`cadence sandbox` from the outside."""

import asyncio
import re
import signal
from asyncio.subprocess import PIPE
from pathlib import Path

import aiohttp
import pytest

from tests.cli.command import COMMAND, PATIENCE_SECONDS, environment


@pytest.mark.parametrize(("arguments", "answer"), [((), "missing_scope"), (("--any-app",), None)])
async def test_the_sandbox_is_for_cadence_or_for_any_app(
    tmp_path: Path, arguments: tuple[str, ...], answer: str | None
) -> None:
    process = await asyncio.create_subprocess_exec(
        COMMAND, "sandbox", "--port", "0", *arguments, cwd=tmp_path, env=environment(), stdout=PIPE
    )
    assert process.stdout
    try:
        line = (await asyncio.wait_for(process.stdout.readline(), PATIENCE_SECONDS)).decode()
        (url,) = re.findall(r"http://127\.0\.0\.1:\d+", line)
        headers = {"Authorization": "Bearer xoxb-sandbox"}
        async with (
            aiohttp.ClientSession() as http,
            http.post(f"{url}/api/usergroups.list", headers=headers) as response,
        ):
            assert (await response.json()).get("error") == answer
        process.send_signal(signal.SIGTERM)
        assert await asyncio.wait_for(process.wait(), PATIENCE_SECONDS) == 0
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()

"""README is true: every command in it runs, every setting and scope is in it, and no page names a registry."""

import asyncio
import os
import re
import shlex
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from bot import startup
from bot.config import keys as setting_keys
from bot.deployment import Deployment
from bot.sandbox.organisation import invented
from bot.sandbox.server import Sandbox

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
CONTRIBUTING = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
CI = (ROOT / ".ci" / "run").read_text(encoding="utf-8")

PATIENCE_SECONDS = 120
#: Stay up until they are told to stop.
STAYING = ("make demo", "cadence run", "cadence sandbox")
#: Would start this suite again; CI runs them from nothing.
RUN_BY_CI = ("make test", "make check", "make setup")


def commands(text: str) -> list[str]:
    """The lines of every fenced `sh` block, in their order."""
    blocks = re.findall(r"^ *```sh\n(.*?)^ *```", text, re.MULTILINE | re.DOTALL)
    lines = [line.partition(" #")[0].strip() for block in blocks for line in block.splitlines()]
    return [line for line in lines if line]


async def test_every_command_of_the_readme_works_in_the_order_it_stands(tmp_path: Path) -> None:
    async with Sandbox(invented().with_manifest(startup.manifest())) as sandbox:
        environment = _environment(sandbox.api_url, tmp_path)
        for line in commands(README):
            if line in RUN_BY_CI:
                assert line in CI
            elif line.startswith("export "):
                continue  # the sandbox's own tokens are set
            else:
                await _works(line, environment, tmp_path)


def _environment(api_url: str, folder: Path) -> dict[str, str]:
    return {
        "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
        "HOME": str(folder),
        "MAKEFLAGS": "--silent",  # so that its first word is the demo's
        "SLACK_BOT_TOKEN": "xoxb-sandbox",
        "SLACK_APP_TOKEN": "xapp-sandbox",
        "CADENCE_SLACK_API_URL": api_url,
        "CADENCE_DATABASE_URL": f"sqlite:///{folder / 'readme.sqlite3'}",
    }


async def _works(line: str, environment: dict[str, str], folder: Path) -> None:
    place = ROOT if line.startswith("make") else folder
    options = {"stdout": asyncio.subprocess.PIPE, "stderr": asyncio.subprocess.STDOUT, "cwd": place}
    process = await asyncio.create_subprocess_exec(*shlex.split(line), env=environment, process_group=0, **options)
    if line in STAYING:
        output = await _interrupted(process)
    else:
        output, _ = await asyncio.wait_for(process.communicate(), PATIENCE_SECONDS)
        assert process.returncode == 0, f"{line}: {output.decode()}"
    assert b"Traceback" not in output, f"{line}: {output.decode()}"


async def _interrupted(process: asyncio.subprocess.Process) -> bytes:
    """Whatever stays up is up after its first word, and goes at Ctrl-C, which reaches the whole group."""
    assert process.stdout
    first = await asyncio.wait_for(process.stdout.readline(), PATIENCE_SECONDS)
    os.killpg(process.pid, signal.SIGINT)
    rest, _ = await asyncio.wait_for(process.communicate(), PATIENCE_SECONDS)
    assert first
    return first + rest


def test_the_commands_of_contributing_are_run_by_ci() -> None:
    assert {line for line in commands(CONTRIBUTING)} <= set(RUN_BY_CI)
    assert all(line in CI for line in RUN_BY_CI)


def test_every_operating_setting_is_in_the_readme() -> None:
    hours = "calendar.hours."
    missing = [key for key in setting_keys() if f"`{key}`" not in README and not key.startswith(hours)]

    assert missing == []
    assert hours in README


def test_every_variable_is_in_the_readme() -> None:
    names = [
        name.upper() if name.startswith("slack_") and "api" not in name else f"CADENCE_{name.upper()}"
        for name in Deployment.model_fields
    ]

    assert [name for name in names if f"`{name}`" not in README] == []


def test_every_scope_of_the_manifest_has_its_reason_in_the_readme() -> None:
    scopes = startup.manifest()["oauth_config"]["scopes"]["bot"]

    table = README.partition("### What the Slack app may do")[2]
    explained = re.findall(r"^\| `([a-z_]+(?::[a-z]+)?)` \|", table, re.MULTILINE)
    assert sorted(explained) == sorted(scopes)


def test_every_target_of_the_makefile_is_listed() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = re.findall(r"^([a-z]+):", makefile, re.MULTILINE)

    listed = subprocess.run(
        ["make", "--no-print-directory"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout

    assert [target for target in targets if f"make {target} " not in listed] == []


def test_every_dependency_has_its_reason() -> None:
    locked = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    names = re.findall(r'^    "([A-Za-z-]+)[\[">=]', locked, re.MULTILINE)

    assert [name for name in names if name.lower() not in CONTRIBUTING.lower()] == []


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt"])
def test_locked_requirements_have_hashes_and_name_no_registry(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    pins = re.findall(r"^[a-z0-9._-]+==", text, re.MULTILINE)

    assert "://" not in text
    assert len(pins) == len(re.findall(r"^[a-z0-9._-]+==.*\\\n    --hash=sha256:", text, re.MULTILINE))


def test_links_between_pages_lead_somewhere() -> None:
    pages = [*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")]
    links = [(page, link) for page in pages for link in re.findall(r"\]\((?!https?:)([^)#]+)", page.read_text("utf-8"))]

    assert [f"{page.name}: {link}" for page, link in links if not (page.parent / link).exists()] == []

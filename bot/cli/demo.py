"""cadence demo: an invented organisation lives through a week on a moved clock, in a window to look at it."""

import asyncio
import json
import os
import signal
import sys
import tempfile
import webbrowser
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import click
from pydantic import SecretStr

from bot import config, logs, startup
from bot import settings as settings_
from bot.app import Cadence
from bot.cli.edges import plainly, write
from bot.cli.scenes import every
from bot.cli.scenes.scene import OPENS, Scene
from bot.cli.scenes.stage import ZONE, SceneFailed, Stage, Transcript
from bot.cli.story import Story
from bot.cli.workspace import workspace
from bot.deployment import Deployment
from bot.errors import BotError
from bot.sandbox.client import SandboxClient
from bot.sandbox.clock import Clock
from bot.sandbox.organisation import Organisation, invented
from bot.sandbox.server import Sandbox
from bot.settings import Operating

_HISTORY = timedelta(days=7)
_KEEPING_UP_SECONDS = 0.5  # while the clock runs faster than the bot's heart beats
_SETTINGS = {
    "people.cto": "@maya",
    "people.operators": ["@tom"],
    "calendar.zone": ZONE.key,
    "calendar.country": "DE",
    "calendar.subdivision": "BE",
    "focus.channel": "#cto",
}


class DemoFailed(BotError):
    """A scene did not end as it should."""


@click.command()
@click.option("--once", is_flag=True, help="Play the whole week and end; exit 0 only if everything came as it should.")
@click.option("--json", "file", type=click.Path(dir_okay=False, path_type=Path), help="Write the transcript here.")
@click.option("--port", default=8025, show_default=True, help="Where the window listens; 0 takes a free port.")
@plainly
def demo(once: bool, file: Path | None, port: int) -> None:
    """Live through a week with cadence, in the window of an invented organisation on this machine."""
    logs.configure("error", "console")
    with tempfile.TemporaryDirectory(prefix="cadence-demo-") as folder:
        try:
            asyncio.run(_until_interrupted(Path(folder), once, file, port))
        except (asyncio.CancelledError, KeyboardInterrupt):
            click.echo("Stopped.")
            sys.exit(130)


async def _until_interrupted(folder: Path, once: bool, file: Path | None, port: int) -> None:
    task = asyncio.current_task()
    assert task
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, task.cancel)
    async with before_the_week(folder, port) as (story, sandbox):
        await _tell(story, once, file, sandbox)


@asynccontextmanager
async def before_the_week(folder: Path, port: int = 0) -> AsyncIterator[tuple[Story, Sandbox]]:
    """The organisation with cadence at work in it; nothing of the story is told yet."""
    told = every()
    organisation = organisation_of(told)
    clock = Clock(OPENS - _HISTORY)
    async with workspace(organisation, port, clock) as sandbox, SandboxClient(sandbox.url) as client:
        cadence = Cadence(_deployment(organisation, sandbox, folder), now=clock.now)
        await cadence.start()
        try:
            await cadence.database.run(settings_.save, _operating(told, organisation), by="demo", now=clock.now())
            await cadence.heartbeat.beat()  # so that jobs count from now
            yield Story(told, Stage(client, cadence, Transcript(organisation, before=OPENS))), sandbox
        finally:
            await cadence.stop()


async def _tell(story: Story, once: bool, file: Path | None, sandbox: Sandbox) -> None:
    try:
        await story.open()
        if once:
            await story.play_all()
        else:
            await _show(story, sandbox)
    except SceneFailed as error:
        raise DemoFailed(f"The demo failed: {error}.") from error
    finally:
        if file:
            write(file, json.dumps(story.stage.transcript.lines, indent=2, ensure_ascii=False))


async def _show(story: Story, sandbox: Sandbox) -> None:
    sandbox.window.tells(story, "noor", "#cto")
    click.echo(f"The window is open at {sandbox.url}")
    click.echo("Live through the week there, step by step. Ctrl-C ends it and leaves nothing behind.\n")
    _open_browser(sandbox.url)
    while True:
        await asyncio.sleep(_KEEPING_UP_SECONDS)
        if sandbox.workspace.clock.speed != 1:
            await story.stage.cadence.heartbeat.beat()


def _open_browser(url: str) -> None:
    """Where a person sits in front of one: never in place of this terminal, and never in a pipe."""
    shown = sys.platform in ("darwin", "win32") or os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    if shown and sys.stdout.isatty():
        webbrowser.open(url)


def organisation_of(told: list[Scene]) -> Organisation:
    base = invented().with_manifest(startup.manifest())
    people = tuple(person for scene in told for person in scene.people)
    channels = tuple(channel for scene in told for channel in scene.channels)
    return replace(base, people=(*base.people, *people), channels=(*base.channels, *channels))


def _deployment(organisation: Organisation, sandbox: Sandbox, folder: Path) -> Deployment:
    app = organisation.app
    return Deployment(
        slack_bot_token=SecretStr(app.bot_token),
        slack_app_token=SecretStr(app.app_token),
        slack_signing_secret=None,
        slack_api_url=sandbox.api_url,
        database_url=SecretStr(f"sqlite:///{folder / 'demo.sqlite3'}"),
        port=None,
        installer=None,
        prompts=None,
    )


def _operating(told: list[Scene], organisation: Organisation) -> Operating:
    ids = {f"@{person.name}": person.id for person in organisation.people}
    ids |= {f"#{channel.name}": channel.id for channel in organisation.channels}
    document: dict[str, Any] = {}
    for settings in (_SETTINGS, *(scene.settings for scene in told)):
        _put_in(document, settings, ids)
    return config.validated(document)


def _put_in(document: dict[str, Any], settings: Mapping[str, Any], ids: Mapping[str, str]) -> None:
    for key, value in settings.items():
        *sections, name = key.split(".")
        place = document
        for section in sections:
            place = place.setdefault(section, {})
        place[name] = _resolved(value, ids)


def _resolved(value: Any, ids: Mapping[str, str]) -> Any:
    if isinstance(value, list):
        return [_resolved(each, ids) for each in value]
    return ids.get(value, value) if isinstance(value, str) else value

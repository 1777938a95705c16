"""cadence demo: an invented organisation lives through a week on a moved clock."""

import asyncio
import json
import signal
import sys
import tempfile
from pathlib import Path

import click
from pydantic import SecretStr

from bot import config, logs, startup
from bot import settings as settings_
from bot.app import Cadence
from bot.cli.edges import plainly
from bot.cli.scenes import focus
from bot.cli.scenes.stage import ZONE, SceneFailed, Stage, Transcript
from bot.cli.workspace import workspace
from bot.errors import BotError
from bot.sandbox.client import SandboxClient
from bot.sandbox.clock import Clock
from bot.sandbox.organisation import Organisation, invented
from bot.sandbox.server import Sandbox
from bot.settings import Deployment, Operating

SCENES = (focus,)


class DemoFailed(BotError):
    """A scene did not end as it should."""


@click.command()
@click.option("--once", is_flag=True, help="End after the story; exit 0 only if everything came as it should.")
@click.option("--json", "file", type=click.Path(dir_okay=False, path_type=Path), help="Write the transcript here.")
@click.option("--port", default=8025, show_default=True, help="Where the workspace listens; 0 takes a free one.")
@plainly
def demo(once: bool, file: Path | None, port: int) -> None:
    """See a Friday and a Monday with cadence, in an invented organisation on this machine."""
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
    organisation = invented().with_manifest(startup.manifest())
    clock = Clock(focus.STARTS)
    async with workspace(organisation, port, clock) as sandbox, SandboxClient(sandbox.url) as client:
        cadence = Cadence(_deployment(organisation, sandbox, folder), now=clock.now)
        await cadence.start()
        try:
            await cadence.database.run(settings_.save, _operating(organisation), by="demo", now=clock.now())
            await _tell(Stage(client, cadence, Transcript(organisation)), once, file, sandbox.url)
        finally:
            await cadence.stop()


async def _tell(stage: Stage, once: bool, file: Path | None, url: str) -> None:
    await stage.cadence.heartbeat.beat()  # so that jobs count from now
    try:
        for scene in SCENES:
            await scene.play(stage)
    except SceneFailed as error:
        raise DemoFailed(f"The demo failed: {error}.") from error
    finally:
        if file:
            _write(file, stage.transcript)
    click.echo("\nThe post stood in #cto exactly once, on Monday at 09:00.")
    if not once:
        click.echo(f"The workspace stays open at {url}. Look around:")
        click.echo(f"  curl '{url}/control/messages/cto?viewer=ana'")
        click.echo(f"  curl '{url}/control/messages/maya?viewer=maya'")
        click.echo("Ctrl-C ends it and leaves nothing behind.")
        await asyncio.Event().wait()


def _write(file: Path, transcript: Transcript) -> None:
    file.write_text(json.dumps(transcript.lines, indent=2, ensure_ascii=False), encoding="utf-8")


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


def _operating(organisation: Organisation) -> Operating:
    people = {person.name: person.id for person in organisation.people}
    channels = {channel.name: channel.id for channel in organisation.channels}
    return config.validated(
        {
            "people": {"cto": people["maya"], "operators": [people["tom"]]},
            "calendar": {"zone": ZONE.key, "country": "DE", "subdivision": "BE"},
            "focus": {"channel": channels["cto"]},
        }
    )

"""cadence sandbox: a Slack workspace on this machine."""

import asyncio
import signal
from pathlib import Path

import click

from bot import startup
from bot.cli.edges import plainly
from bot.cli.workspace import workspace
from bot.sandbox.organisation import Organisation, invented, read_organisation


@click.command()
@click.option("--port", default=8025, show_default=True, help="Where it listens, on this machine only.")
@click.option(
    "--config",
    "file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A TOML file with people, channels and the app; an invented organisation otherwise.",
)
@click.option("--any-app", is_flag=True, help="For another app than cadence: with every scope, command and event.")
@plainly
def sandbox(port: int, file: Path | None, any_app: bool) -> None:
    """Run a strict Slack workspace on this machine, for trying and testing; it forgets all at the end."""
    own = invented() if any_app else invented().with_manifest(startup.manifest())
    organisation = read_organisation(file) if file else own
    asyncio.run(_serve(organisation, port))


async def _serve(organisation: Organisation, port: int) -> None:
    stopped = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stopped.set)
    async with workspace(organisation, port) as running:
        app = organisation.app
        click.echo(f"{organisation.team} is open at {running.url}, for a browser too. Connect a bot to it with")
        click.echo(f"  CADENCE_SLACK_API_URL={running.api_url} SLACK_BOT_TOKEN={app.bot_token}")
        click.echo(
            f"  SLACK_APP_TOKEN={app.app_token} (Socket Mode) or SLACK_SIGNING_SECRET={app.signing_secret} (HTTP)"
        )
        await stopped.wait()

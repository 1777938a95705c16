"""cadence run, migrate, manifest."""

import asyncio
import json
import signal
from urllib.parse import quote

import click

from bot import logs, schema, startup, telemetry
from bot.app import Cadence
from bot.cli.edges import deployment, plainly
from bot.deployment import Deployment
from bot.resources import resource
from bot.schema import Standing


@click.command()
@plainly
def run() -> None:
    """Run the bot until it is told to stop.

    With SLACK_BOT_TOKEN and SLACK_APP_TOKEN it connects by Socket Mode; with SLACK_SIGNING_SECRET and
    CADENCE_PORT it takes Slack's requests over HTTP at /slack/events.
    """
    chosen = deployment()
    with telemetry.started(chosen) as told:
        logs.configure(chosen.log_level, chosen.log_format, told)
        asyncio.run(_run(chosen))


async def _run(chosen: Deployment) -> None:
    stopped = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stopped.set)
    cadence = Cadence(chosen)
    starting, stopping = asyncio.create_task(cadence.start()), asyncio.create_task(stopped.wait())
    await asyncio.wait((starting, stopping), return_when=asyncio.FIRST_COMPLETED)
    if not starting.done():
        starting.cancel()  # it cleans up behind itself
        await asyncio.wait((starting,))
        return
    await starting
    await asyncio.wait((stopping, cadence.ended), return_when=asyncio.FIRST_COMPLETED)
    stopping.cancel()
    await cadence.stop()
    if cadence.ended.done():
        await cadence.ended  # raises why


@click.command()
@plainly
def migrate() -> None:
    """Bring the database of CADENCE_DATABASE_URL to this version's tables."""
    engine = startup.open_database(deployment().database_url.get_secret_value())
    startup.migrate(engine)
    standing = schema.stands(engine)
    engine.dispose()
    if standing is Standing.USABLE:
        click.echo(f"The database is {standing}. Nothing was changed.")
    else:
        click.echo(f"The database is at {', '.join(schema.heads())}.")


@click.command()
@click.option("--url", is_flag=True, help="Print only the address that creates the app.")
def manifest(url: bool) -> None:
    """Print the Slack app's manifest, with an address that creates the app from it."""
    text = resource("manifest.json").read_text(encoding="utf-8")
    compact = json.dumps(json.loads(text), separators=(",", ":"))
    address = f"https://api.slack.com/apps?new_app=1&manifest_json={quote(compact)}"
    if not url:
        click.echo(text.rstrip())
        click.echo("Create the app from it:", err=True)
    click.echo(address, err=not url)

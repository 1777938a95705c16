"""The command `cadence`: parses, calls, prints."""

import os
from importlib.metadata import version

import click

from bot.cli.audit import audit
from bot.cli.backup import backup, restore
from bot.cli.blame import blame_check
from bot.cli.config import config
from bot.cli.demo import demo
from bot.cli.doctor import doctor
from bot.cli.export import export
from bot.cli.forget import forget
from bot.cli.outbox import outbox
from bot.cli.promises import promises
from bot.cli.reports import reports
from bot.cli.run import manifest, migrate, run
from bot.cli.sandbox import sandbox


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(version("cto-cadence"), prog_name="cadence")
def main() -> None:
    """cadence keeps a CTO's operating rhythm in Slack: focus, questions, commitments, reports."""
    # With these two in the environment, Bolt would quietly turn to OAuth and drop the token it was given.
    for name in ("SLACK_CLIENT_ID", "SLACK_CLIENT_SECRET"):
        os.environ.pop(name, None)


#: One a line, so that two who add one do not meet.
COMMANDS = (
    run,
    migrate,
    manifest,
    config,
    audit,
    doctor,
    backup,
    restore,
    export,
    forget,
    outbox,
    promises,
    reports,
    blame_check,
    sandbox,
    demo,
)
for command in COMMANDS:
    main.add_command(command)

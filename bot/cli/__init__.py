"""The command `cadence`: parses, calls, prints."""

import os
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from importlib.metadata import version

import click

#: Where each command stands; imported when it is called, so that none waits for what only others need. One a line, so
#: that two who add one do not meet.
COMMANDS = {
    "run": "run",
    "migrate": "run",
    "manifest": "run",
    "config": "config",
    "audit": "audit",
    "doctor": "doctor",
    "backup": "backup",
    "restore": "backup",
    "export": "export",
    "forget": "forget",
    "outbox": "outbox",
    "promises": "promises",
    "reports": "reports",
    "blame-check": "blame",
    "sandbox": "sandbox",
    "demo": "demo",
}
#: Need nothing of the practices. All others are run with every table known, and whatever follows from what they change.
ALONE = ("config", "blame-check", "sandbox")


@contextmanager
def _ended_by_ctrl_c() -> Iterator[None]:
    """As in `__main__`: reading the libraries takes a second, and Ctrl-C in it ends the process in silence."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    interrupted = signal.signal(signal.SIGINT, signal.SIG_DFL)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, interrupted)


class Commands(click.Group):
    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        with _ended_by_ctrl_c():
            if cmd_name not in ALONE:
                import_module("bot.app")
            found = getattr(import_module(f"bot.cli.{COMMANDS[cmd_name]}"), cmd_name.replace("-", "_"))
        assert isinstance(found, click.Command)
        return found


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(version("cto-cadence"), prog_name="cadence")
def main() -> None:
    """cadence keeps a CTO's operating rhythm in Slack: focus, questions, commitments, reports."""
    # With these two in the environment, Bolt would quietly turn to OAuth and drop the token it was given.
    for name in ("SLACK_CLIENT_ID", "SLACK_CLIENT_SECRET"):
        os.environ.pop(name, None)

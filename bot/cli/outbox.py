"""cadence outbox: messages that have not arrived, and what to do about them."""

from collections.abc import Sequence
from datetime import datetime, timedelta

import click

from bot import clock
from bot.cli.edges import opened_database, plainly
from bot.slack import remedies, upkeep
from bot.slack.outbox import Delivery, State

MOST = 200
_HEADINGS = ("KEY", "STATE", "AGE", "ERROR", "WHAT TO DO")
_EMPTY = {
    "open": "Nothing waits and nothing was refused: every message has arrived.",
    "refused": "Nothing was refused.",
    "all": "The outbox is empty: no message was ever written.",
}


@click.group()
def outbox() -> None:
    """See messages that have not arrived; send them again or give them up."""


@outbox.command(name="list")
@click.option("--all", "which", flag_value="all", help="Also what was sent or dropped.")
@click.option("--refused", "which", flag_value="refused", help="Only what Slack refused.")
@plainly
def list_(which: str | None) -> None:
    """What waits, is in doubt or was refused, oldest first. Shows no words of anybody."""
    states = {"all": tuple(State), "refused": (State.REFUSED,)}.get(which or "", upkeep.OPEN)
    with opened_database() as database:
        rows, total = database.run_here(upkeep.find, states, MOST)
    if not rows:
        click.echo(_EMPTY[which or "open"])
        return
    now = clock.now()
    _table([_HEADINGS, *(_line(row, now) for row in rows)])
    if total > len(rows):
        click.echo(f"… and {total - len(rows)} more.")


@outbox.command()
@click.argument("key")
@plainly
def show(key: str) -> None:
    """All about one message, with its text."""
    with opened_database() as database:
        row = database.run_here(upkeep.one, key)
    facts = {
        "key": row.key,
        "kind": row.kind,
        "to": row.channel,
        "state": row.state,
        "tries": str(row.tries),
        "written": _instant(row.created_at),
        "sent": _instant(row.sent_at),
        "may have arrived since": _instant(row.doubtful_since),
        "next try": _instant(row.due_at) if row.state in (State.WAITING, State.UNSURE) else "",
        "error": row.error or "",
        "request": row.request or "",
        "what to do": _remedy(row),
    }
    _table([(f"{name}:", fact) for name, fact in facts.items() if fact])
    click.echo(f"\n{row.payload.get('text', '(no text)')}")


@outbox.command()
@click.argument("key", required=False)
@click.option("--all", "everything", is_flag=True, help="Everything that was refused.")
@click.option("--yes", is_flag=True, help="Ask nothing.")
@plainly
def retry(key: str | None, everything: bool, yes: bool) -> None:
    """Send again what was refused. What may have arrived is looked for in its channel first."""
    if bool(key) == everything:
        raise click.UsageError("Name one KEY, or say --all.")
    with opened_database() as database:
        if key:
            row = database.run_here(upkeep.retry, key, clock.now())
            click.echo(f"{key} is looked for, then sent." if row.doubtful_since else f"{key} is sent again.")
            return
        _, total = database.run_here(upkeep.find, (State.REFUSED,), 0)
        if total and not yes:
            click.confirm(f"Send {_messages(total)} again?", abort=True)
        again = database.run_here(upkeep.retry_all, clock.now())
    click.echo(f"{_messages(again)} will be sent again." if again else _EMPTY["refused"])


@outbox.command()
@click.argument("key")
@click.option("--yes", is_flag=True, help="Ask nothing.")
@plainly
def drop(key: str, yes: bool) -> None:
    """Give one message up: it is not sent any more, nor are replies to it."""
    with opened_database() as database:
        row = database.run_here(upkeep.one, key)
        if row.state in upkeep.OPEN and not yes:
            doubt = " It may stand in its channel already." if row.doubtful_since else ""
            click.confirm(f"Give up {key} for good?{doubt}", abort=True)
        database.run_here(upkeep.drop, key)
    click.echo(f"{key} is dropped.")


def _line(row: Delivery, now: datetime) -> tuple[str, ...]:
    return (row.key, row.state, _age(now - row.created_at), row.error or "", _remedy(row))


def _remedy(row: Delivery) -> str:
    if row.state in (State.SENT, State.DROPPED) or not row.error:
        return ""
    if row.state == State.REFUSED or row.error in remedies.TOKEN:
        return remedies.remedy(row.error)
    return "Nothing: it is tried again."


def _age(passed: timedelta) -> str:
    minutes = int(passed.total_seconds()) // 60
    if minutes < 60:
        return f"{max(minutes, 0)} min"
    return f"{minutes // 60} h" if minutes < 48 * 60 else f"{minutes // (24 * 60)} d"


def _instant(instant: datetime | None) -> str:
    return f"{instant:%Y-%m-%d %H:%M:%S} UTC" if instant else ""


def _messages(number: int) -> str:
    return "1 message" if number == 1 else f"{number} messages"


def _table(lines: Sequence[Sequence[str]]) -> None:
    widths = [max(len(line[column]) for line in lines) for column in range(len(lines[0]))]
    for line in lines:
        click.echo("  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip())

"""What people do at the doors of commitments, and what Slack is shown then."""

from typing import Any

import sqlalchemy as sa

from bot.commitments.models import Commitment
from bot.slack.outbox import Delivery
from bot.slack.outbox import Kind as Method
from bot.storage import Database
from tests.slack_driver import SlackDriver, said


def chosen(value: str) -> dict[str, Any]:
    return {"type": "static_select", "selected_option": {"value": value}}


def on(day: str | None) -> dict[str, Any]:
    return {"type": "datepicker", "selected_date": day}


def whom(person: str) -> dict[str, Any]:
    return {"type": "users_select", "selected_user": person}


async def promises(slack: SlackDriver, *, by: str, owner: str | None = None, **told: Any) -> dict[str, Any]:
    """The form, filled in and sent; what came back."""
    await slack.types("/promise", "Search answers in under 200 ms", by=by)
    values = {
        "what": "Search answers in under 200 ms",
        "owner": whom(owner or by),
        "day": on("2026-03-27"),
        "how": "p95 in the search dashboard",
        "audience": chosen("organisation"),
        **told,
    }
    return await submits(slack, slack.opened(), values, by=by)


def commitment(database: Database) -> Commitment:
    return database.run_here(lambda session: session.scalars(sa.select(Commitment)).one())


def messages(database: Database, person: str, kind: Method = Method.POST) -> list[dict[str, Any]]:
    where = (Delivery.channel == person, Delivery.kind == kind)
    rows = sa.select(Delivery.payload).where(*where).order_by(Delivery.id)
    return database.run_here(lambda session: list(session.scalars(rows)))


def whispers(database: Database) -> list[str]:
    rows = sa.select(Delivery).where(Delivery.kind == Method.WHISPER).order_by(Delivery.id)
    return database.run_here(lambda session: [row.payload["text"] for row in session.scalars(rows)])


async def submits(slack: SlackDriver, view: dict[str, Any], values: dict[str, Any], *, by: str) -> dict[str, Any]:
    """What came back. `values`: what was typed, or what another kind of input says was chosen."""
    typed = {name: value for name, value in values.items() if not isinstance(value, dict)}
    picked = {name: value for name, value in values.items() if isinstance(value, dict)}
    return said(await slack.submits(view, typed, by=by, chosen=picked))


def shown(view: dict[str, Any]) -> str:
    return str(view["blocks"])

"""Who is in a channel, as Slack tells; and who is not written down, whatever a list says."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, cast

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.slack_response import SlackResponse
from sqlalchemy.orm import Session

from bot.slack import members
from bot.slack.people import Profile
from bot.storage import Database
from bot.web.membership import Membership
from tests.factories import ANA, MAYA

ENGINEERING, GONE, OUTSIDER = "C0ENG", "U0GONE", "U0OUTSIDER"


def _refused() -> SlackResponse:
    told = {"ok": False, "error": "user_not_found"}
    return SlackResponse(client=None, http_verb="POST", api_url="", req_args={}, data=told, headers={}, status_code=200)


@dataclass
class Slack:
    """Lists whoever is told to be there; `left` are deactivated, and of `others` it says nothing."""

    there: tuple[str, ...]
    left: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    asked_about: list[str] = field(default_factory=list)

    async def conversations_info(self, **_wanted: Any) -> dict[str, Any]:
        return {"channel": {"id": ENGINEERING}}

    async def conversations_members(self, **_wanted: Any) -> dict[str, Any]:
        return {"members": list(self.there), "response_metadata": {"next_cursor": ""}}

    async def users_info(self, *, user: str) -> dict[str, Any]:
        self.asked_about.append(user)
        if user in self.others:
            raise SlackApiError("no", _refused())
        return {"user": {"id": user, "deleted": user in self.left}}


def met(session: Session, now: datetime) -> None:
    for person in (MAYA, ANA):
        session.add(Profile(id=person, name=person, zone="UTC", seen_at=now))


async def learned(database: Database, now: datetime, slack: Slack) -> frozenset[str]:
    membership = Membership(cast(AsyncWebClient, slack), database, lambda: now, lambda *_: None, lambda *_: None)
    await membership._learn(ENGINEERING)
    return database.run_here(members.people_in, ENGINEERING)


async def test_whoever_left_and_is_unknown_is_not_written_down_again(database: Database, now: datetime) -> None:
    """As after `cadence forget`."""
    database.run_here(met, now)
    slack = Slack((MAYA, ANA, GONE), left=(GONE,))

    assert await learned(database, now, slack) == {MAYA, ANA}
    assert slack.asked_about == [GONE]


async def test_others_whom_nobody_told_us_of_are_there(database: Database, now: datetime) -> None:
    """Somebody new, or of another organisation: an audience is held against them, too."""
    database.run_here(met, now)

    assert await learned(database, now, Slack((MAYA, "U0NEW", OUTSIDER), others=(OUTSIDER,))) == {
        MAYA,
        "U0NEW",
        OUTSIDER,
    }


@pytest.mark.parametrize("left", [(), (ANA,)])
async def test_before_anybody_was_met_nobody_is_asked_about(
    database: Database, now: datetime, left: tuple[str, ...]
) -> None:
    slack = Slack((MAYA, ANA), left=left)

    assert await learned(database, now, slack) == {MAYA, ANA}
    assert slack.asked_about == []

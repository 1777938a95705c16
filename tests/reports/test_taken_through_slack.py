"""A report as a file, through the outbox into somebody's direct messages."""

from collections.abc import AsyncIterator
from datetime import datetime

import pytest
from sqlalchemy.orm import Session

from bot import settings as settings_
from bot.reports import taken
from bot.storage import Database
from tests.commitments.office import PRIYA, remember_everybody
from tests.factories import settings
from tests.reports.desk import REPORTS
from tests.reports.room import PROMPTS, Room
from tests.reports.test_debriefs import plans
from tests.slack.test_delivery import Post, a_post


@pytest.fixture
async def post(database: Database, now: datetime) -> AsyncIterator[Post]:
    async with a_post(database, now, drawers=taken.drawers(PROMPTS)) as post:
        yield post


def live(session: Session, now: datetime) -> None:
    operating = settings().model_copy(update={"reports": REPORTS})
    settings_.save(session, operating, by="test", now=now)
    remember_everybody(session, now)
    room = Room(session, operating, now)
    report = room.written()
    taken.ask(session, taken.REPORT, {"report": report.id, "form": "html"}, by=PRIYA, now=now)
    plans(room, report, PRIYA)


def contents(post: Post) -> dict[str, str]:
    return {file.name: file.content.decode() for file in post.sandbox.workspace.files.values()}


async def test_the_page_and_the_calendar_entry_stand_in_their_messages_whole(post: Post) -> None:
    post.database.run_here(live, post.now)
    await post.delivers()
    found = contents(post)
    assert "<h1>Checkout slow for 47 minutes</h1>" in found["report-1.html"]
    assert found["debrief.ics"].startswith("BEGIN:VCALENDAR\r\n")

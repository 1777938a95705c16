"""How many are in which channel."""

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from bot import settings as settings_
from bot.slack import channels
from bot.storage import Database
from tests.factories import ANA, settings
from tests.slack_driver import slack_driver


def test_sizes_are_remembered_and_the_latest_counts(session: Session, now: datetime) -> None:
    channels.remember(session, [{"id": "C1", "num_members": 3}, {"id": "C2"}], now)
    channels.remember(session, [{"id": "C1", "num_members": 5}], now + timedelta(hours=1))

    assert (channels.members(session, "C1"), channels.members(session, "C2")) == (5, None)


async def test_whoever_comes_and_goes_is_counted(database: Database, now: datetime) -> None:
    await database.run(settings_.save, settings(), by="test", now=now)
    await database.run(channels.remember, [{"id": "C1", "num_members": 3}], now)
    async with slack_driver(database, now) as slack:
        await slack.event(type="member_joined_channel", user=ANA, channel="C1")
        await slack.event(type="member_joined_channel", user=ANA, channel="C1")
        await slack.event(type="member_left_channel", user=ANA, channel="C1")
        await slack.event(type="member_left_channel", user=ANA, channel="C9")

    assert await database.run(channels.members, "C1") == 4
    assert await database.run(channels.members, "C9") is None

"""What people mention reads by its name, and no id is left."""

from datetime import datetime

import pytest
from sqlalchemy.orm import Session

from bot.slack import channels
from bot.slack.mentions import plain


@pytest.mark.parametrize(
    ("markup", "said"),
    [
        ("see <#C0ENG>", "see #engineering"),
        ("see <#C0ENG|>", "see #engineering"),
        ("see <#C0ENG|eng>", "see #eng"),
        ("see <#C0SECRET> and <#G0OLD|>", "see a channel and a channel"),
        ("<!subteam^S0123ABC> looks", "a group looks"),
        ("<!subteam^S0123ABC|@sre> looks", "@sre looks"),
        ("<!here> and <!channel>", "@here and @channel"),
    ],
)
def test_channels_and_groups_have_names_or_say_what_they_are(
    session: Session, now: datetime, markup: str, said: str
) -> None:
    channels.remember(session, [{"id": "C0ENG", "name": "engineering", "num_members": 3}], now)
    assert plain(session, markup) == said

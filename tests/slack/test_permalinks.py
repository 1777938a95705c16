"""Where messages stand, as an address."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from bot.slack import permalinks
from bot.slack.permalinks import permalink


def test_before_slack_said_where_we_are_it_leads_to_the_readers_own_workspace(session: Session) -> None:
    assert permalink(session, "C0CTO", "1772442000.000100") == "https://slack.com/archives/C0CTO/p1772442000000100"


def test_it_names_the_workspace_as_it_is_called_now(session: Session, now: datetime) -> None:
    permalinks.remember(session, "T1", "https://old.slack.com/", now)
    permalinks.remember(session, "T1", "https://new.slack.com/", now + timedelta(days=1))

    assert permalink(session, "C1", "1.2") == "https://new.slack.com/archives/C1/p12"


def test_a_reply_is_found_in_its_thread_and_a_parent_in_its_channel(session: Session) -> None:
    assert permalink(session, "C1", "1.3", "1.2") == "https://slack.com/archives/C1/p13?thread_ts=1.2&cid=C1"
    assert permalink(session, "C1", "1.2", "1.2") == "https://slack.com/archives/C1/p12"


@pytest.mark.parametrize("url", ["", "nowhere"])
def test_what_is_no_address_is_not_remembered(session: Session, now: datetime, url: str) -> None:
    permalinks.remember(session, "T1", url, now)

    assert permalink(session, "C1", "1.2") == "https://slack.com/archives/C1/p12"

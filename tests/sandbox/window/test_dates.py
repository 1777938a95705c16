"""Dates in the zone of whoever reads them."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.sandbox.window.dates import ago, day_title
from bot.sandbox.window.reader import Reader
from tests.sandbox.window.conftest import NOW

MONDAY_NINE = int(datetime(2026, 3, 2, 8, 0, tzinfo=UTC).timestamp())


@pytest.mark.parametrize(
    ("format", "shown"),
    [
        ("{date_num} {time_secs}", "2026-03-02 09:00:00"),
        ("{date} at {time}", "March 2nd at 09:00"),
        ("{date_short}", "Mar 2, 2026"),
        ("{date_long}", "Monday, March 2nd"),
        ("due {date_short_pretty} at {time}", "due Mar 2, 2026 at 09:00"),
        ("{ago}", "In 2 days"),
        ("{nonsense}", "{nonsense}"),
    ],
)
def test_each_format_of_slacks(ana: Reader, format: str, shown: str) -> None:
    assert f">{shown}</time>" in ana.mrkdwn(f"<!date^{MONDAY_NINE}^{format}|else>")


def test_everybody_reads_their_own_time(ana: Reader, priya: Reader) -> None:
    written = f"<!date^{MONDAY_NINE}^{{time}}|else>"

    assert ">09:00<" in ana.mrkdwn(written)
    assert ">13:30<" in priya.mrkdwn(written)


def test_near_days_have_names(ana: Reader) -> None:
    today, tomorrow = int(NOW.timestamp()), int((NOW + timedelta(days=1)).timestamp())

    assert ">Today at 15:00<" in ana.mrkdwn(f"<!date^{today}^{{date_pretty}} at {{time}}|else>")
    assert ">by tomorrow<" in ana.mrkdwn(f"<!date^{tomorrow}^by {{date_short_pretty}}|else>")
    assert day_title(NOW, NOW) == "Today, Friday 27 February"


def test_what_is_no_time_shows_what_the_app_wrote_instead(ana: Reader) -> None:
    assert ana.mrkdwn("<!date^soon^{time}|in a while>") == "in a while"


def test_how_long_ago() -> None:
    assert ago(NOW - timedelta(seconds=5), NOW) == "just now"
    assert ago(NOW - timedelta(minutes=1), NOW) == "1 minute ago"
    assert ago(NOW - timedelta(days=4, hours=3), NOW) == "4 days ago"

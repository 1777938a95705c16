"""Settings as values and as versions in the database."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
import sqlalchemy as sa
from pydantic import ValidationError
from sqlalchemy.orm import Session

from bot import settings as settings_
from bot.deployment import Deployment
from bot.notation import Audience
from bot.settings import Calendar, Focus, Operating, SettingsVersion, Weekday
from bot.storage import Database
from tests.factories import settings

TOKENS = ("SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "SLACK_SIGNING_SECRET")


@pytest.fixture
def bare(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """An environment in which nothing of ours is set."""
    for name in (*TOKENS, "INSTALLER", "PORT", "DATABASE_URL", "LOG_LEVEL", "LOG_FORMAT", "HOST", "PROMPTS"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(f"CADENCE_{name}", raising=False)
    return monkeypatch


def test_the_week_starts_as_most_would_have_it() -> None:
    focus = Operating().focus

    assert (focus.ask_on, focus.ask_at) == (Weekday.FRIDAY, time(15, 0))
    assert (focus.post_on, focus.post_at) == (Weekday.MONDAY, time(9, 0))
    assert focus.remind_minutes_before == 60
    assert Operating().calendar.zone == ZoneInfo("UTC")


def test_without_settings_two_things_are_missing() -> None:
    assert Operating().missing() == {
        "people.cto": "who the CTO is",
        "focus.channel": "the channel for Monday's post",
    }
    assert settings().missing() == {}


def test_a_calendar_knows_public_holidays_and_own_days_off() -> None:
    calendar = Calendar.model_validate(
        {"zone": "Europe/Berlin", "country": "DE", "subdivision": "BE", "days_off": ["2026-12-24"]}
    )

    days = calendar.holidays()

    assert date(2026, 3, 8) in days  # Women's Day: Berlin only
    assert date(2026, 12, 24) in days
    assert date(2026, 3, 9) not in days


def test_weekdays_count_from_monday() -> None:
    assert [day.number for day in Weekday] == [0, 1, 2, 3, 4, 5, 6]


def test_what_was_saved_is_loaded(database: Database, now: datetime) -> None:
    saved = settings(focus={"post_at": "10:30", "zone": "Asia/Kolkata"}, calendar={"days_off": ["2026-05-15"]})

    database.run_here(settings_.save, saved, by="test", now=now)

    assert database.run_here(settings_.load) == saved
    assert database.run_here(settings_.saved_at) == now


def test_before_anything_was_saved_the_defaults_hold(database: Database) -> None:
    assert database.run_here(settings_.load) == Operating()
    assert database.run_here(settings_.saved_at) is None


def test_every_version_is_kept_with_who_and_when(session: Session, now: datetime) -> None:
    later = now + timedelta(hours=1)
    settings_.save(session, settings(), by="cadence config", now=now)
    settings_.save(session, settings(focus={"post_at": "08:00"}), by="U0MAYA", now=later)
    session.flush()

    versions = session.scalars(sa.select(SettingsVersion).order_by(SettingsVersion.id)).all()

    assert [(version.saved_by, version.saved_at) for version in versions] == [
        ("cadence config", now),
        ("U0MAYA", later),
    ]
    assert [Operating.model_validate(version.document).focus.post_at for version in versions] == [time(9), time(8)]
    assert settings_.load(session).focus.post_at == time(8)


@pytest.mark.parametrize("prefix", ["", "CADENCE_"])
def test_tokens_are_taken_under_slacks_names_and_ours(bare: pytest.MonkeyPatch, prefix: str) -> None:
    for name in TOKENS:
        bare.setenv(f"{prefix}{name}", f"the {name}")

    deployment = Deployment()

    for name in TOKENS:
        assert getattr(deployment, name.lower()).get_secret_value() == f"the {name}"


def test_an_empty_variable_is_one_that_is_not_set(bare: pytest.MonkeyPatch) -> None:
    bare.setenv("SLACK_APP_TOKEN", "")
    bare.setenv("SLACK_BOT_TOKEN", " \n")
    bare.setenv("CADENCE_PORT", "")

    assert (Deployment().slack_app_token, Deployment().slack_bot_token, Deployment().port) == (None, None, None)


def test_the_newline_at_the_end_of_a_secrets_file_is_no_part_of_the_secret(bare: pytest.MonkeyPatch) -> None:
    for name in TOKENS:
        bare.setenv(name, "secret\n")

    deployment = Deployment()

    assert {getattr(deployment, name.lower()).get_secret_value() for name in TOKENS} == {"secret"}


def test_secrets_do_not_show(bare: pytest.MonkeyPatch) -> None:
    for name in TOKENS:
        bare.setenv(name, "hunter2")
    bare.setenv("CADENCE_DATABASE_URL", "postgresql://bot:hunter2@db/cadence")

    assert "hunter2" not in f"{Deployment()!r} {Deployment()} {Deployment().model_dump_json()}"


@pytest.mark.parametrize("installer", ["@maya", "maya", "U0" + "X" * 40])
def test_an_installer_is_a_member_id(bare: pytest.MonkeyPatch, installer: str) -> None:
    bare.setenv("CADENCE_INSTALLER", installer)

    with pytest.raises(ValidationError):
        Deployment()


def test_the_calendar_of_a_version_stays_with_it(session: Session) -> None:
    at = datetime(2026, 1, 1, tzinfo=UTC)
    settings_.save(session, settings(calendar={"country": "US", "subdivision": "NY"}), by="test", now=at)
    session.flush()

    assert date(2026, 7, 3) in settings_.load(session).calendar.holidays()  # Independence Day, observed


# --- absences and audiences, as they are written


@pytest.mark.parametrize("text", ["2026-07-06", "2026-07-06..2026-07-24", " 2026-07-06 .. 2026-07-24 "])
def test_an_absence_is_one_day_or_from_one_to_another(text: str) -> None:
    calendar = Calendar(absences=(text,))

    assert date(2026, 7, 6) in calendar.holidays()
    assert date(2026, 7, 6) not in calendar.public_holidays()


@pytest.mark.parametrize("text", ["", "x", "2026-07-24..2026-07-06", "2026-07-06..2028-07-06", "2026-07-06-2026-07-24"])
def test_anything_else_is_no_absence(text: str) -> None:
    with pytest.raises(ValidationError):
        Calendar(absences=(text,))


def test_an_audience_is_a_channel_an_hour_and_a_zone() -> None:
    assert Audience.read(Focus(audiences=("C0EAST  09:30 Asia/Kolkata",)).audiences[0]) == Audience(
        "C0EAST", time(9, 30), ZoneInfo("Asia/Kolkata")
    )


@pytest.mark.parametrize(
    "text", ["", "C0EAST", "C0EAST 9 Asia/Kolkata", "C0EAST 09:00 Mars", "#east 09:00 UTC", "C0EAST 09:00 UTC x"]
)
def test_anything_else_is_no_audience(text: str) -> None:
    with pytest.raises(ValidationError, match="write an audience as"):
        Focus(audiences=(text,))

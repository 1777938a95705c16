"""What the doctor makes of what it finds."""

from datetime import date, datetime, timedelta

import pytest

from bot import doctor, startup
from bot.directory import Directory
from bot.doctor import Finding, Level, Outbox
from bot.working_time import holidays_of
from tests.factories import settings

ALL_SCOPES = ",".join(startup.manifest()["oauth_config"]["scopes"]["bot"])
TODAY = date(2026, 2, 27)


def read(finding: Finding) -> tuple[Level, str]:
    return finding.level, finding.sentence


@pytest.mark.parametrize(
    ("granted", "level", "says"),
    [
        (ALL_SCOPES, Level.PASS, "what the manifest asks for, and no more"),
        (ALL_SCOPES.replace("pins:write", ""), Level.FAIL, "lacks a scope: pins:write"),
        (ALL_SCOPES.replace("files:write", ""), Level.WARN, "lacks a scope: files:write"),
        (ALL_SCOPES.replace("files:write", "").replace("pins:write", ""), Level.FAIL, "files:write, pins:write"),
        (f"{ALL_SCOPES},files:read", Level.WARN, "more than it needs: files:read"),
        (None, Level.WARN, "did not say"),
    ],
)
def test_scopes_are_those_of_the_manifest(granted: str | None, level: Level, says: str) -> None:
    finding = doctor.scopes(granted)

    assert finding.level is level
    assert says in finding.sentence


@pytest.mark.parametrize(
    ("seconds", "level"), [(0, Level.PASS), (4, Level.PASS), (-6, Level.WARN), (60, Level.WARN), (-61, Level.FAIL)]
)
def test_a_clock_that_is_far_off_is_told_of(now: datetime, seconds: int, level: Level) -> None:
    assert doctor.skew(now, now + timedelta(seconds=seconds)).level is level


def test_without_slacks_time_nobody_knows(now: datetime) -> None:
    assert doctor.skew(None, now).level is Level.WARN


@pytest.mark.parametrize(
    ("token", "app", "is_told"),
    [
        ("xapp-1-A0OTHER-123-abc", "A0CADENCE", True),
        ("xapp-1-A0CADENCE-123-abc", "A0CADENCE", False),
        ("xapp-1-A0OTHER-123-abc", None, False),
        ("xapp-of-a-shape-to-come", "A0CADENCE", False),
    ],
)
def test_the_app_token_is_of_the_bots_own_app_as_far_as_it_says(token: str, app: str | None, is_told: bool) -> None:
    found = doctor.other_app(token, app)

    assert (found is not None) is is_told
    assert found is None or (found.level is Level.FAIL and "of the app A0OTHER" in found.sentence)
    assert found is None or "abc" not in found.sentence


LISTED = Directory(
    users=[{"id": "U0MAYA", "name": "maya"}, {"id": "U0TOM", "name": "tom"}],
    channels=[{"id": "C0CTO", "name": "cto", "is_member": True}],
)
NOBODY = Directory(users=[{"id": "U0MAYA", "name": "maya", "deleted": True}], channels=[])


def test_people_and_channels_of_the_settings_are_looked_up() -> None:
    assert [(each.check, each.level) for each in doctor.looked_up(settings(), LISTED)] == [
        ("channels", Level.PASS),
        ("people", Level.PASS),
    ]


def test_the_bot_goes_on_without_an_operator_and_not_without_its_cto_or_channel() -> None:
    found = {each.sentence.partition(":")[0]: each.level for each in doctor.looked_up(settings(), NOBODY)}

    assert found == {"people.cto": Level.FAIL, "people.operators": Level.WARN, "focus.channel": Level.FAIL}


def test_a_finding_names_the_command_that_mends_it() -> None:
    (cto, *_) = doctor.looked_up(settings(), NOBODY)

    assert cto.sentence.endswith("Change it with `cadence config set people.cto`.")


def test_missing_settings_are_named() -> None:
    level, sentence = read(doctor.settings(settings(focus={"channel": None})))

    assert level is Level.FAIL
    assert "the channel for Monday's post (focus.channel)" in sentence
    assert doctor.settings(settings()).level is Level.PASS


def test_the_next_holiday_is_told_so_that_one_sees_that_it_is_the_right_country() -> None:
    assert read(doctor.holidays("DE", holidays_of("DE"), TODAY)) == (Level.PASS, "The next in DE is 3 April 2026.")
    assert doctor.holidays(None, frozenset(), TODAY).level is Level.WARN
    assert doctor.holidays("DE", frozenset(), TODAY).level is Level.WARN


@pytest.mark.parametrize(
    ("version", "level"), [("2026a", Level.PASS), ("2025c", Level.PASS), ("2024a", Level.WARN), (None, Level.WARN)]
)
def test_old_time_zone_data_are_told_of(version: str | None, level: Level) -> None:
    assert doctor.zones(version, "the system's tzdata", TODAY).level is level


@pytest.mark.parametrize(
    ("refused", "minutes", "level"),
    [(0, None, Level.PASS), (0, 5, Level.PASS), (2, 5, Level.WARN), (0, 11, Level.FAIL), (2, 11, Level.FAIL)],
)
def test_what_waits_for_long_or_was_refused_is_told_of(
    now: datetime, refused: int, minutes: int | None, level: Level
) -> None:
    oldest = now - timedelta(minutes=minutes) if minutes else None

    assert doctor.outbox(Outbox(refused, 1 if oldest else 0, oldest), now).level is level


def test_failing_jobs_are_named() -> None:
    assert read(doctor.jobs([("focus.post", "KeyError: week")])) == (
        Level.WARN,
        "Failing, and tried again by itself: focus.post: KeyError: week",
    )


def test_a_busy_workspace_nears_slacks_limits(now: datetime) -> None:
    quiet, busy = [now, now + timedelta(seconds=61)], [now + timedelta(milliseconds=9 * n) for n in range(300)]

    assert doctor.limits([]).level is Level.PASS
    assert doctor.limits(quiet).sentence.startswith("1 post in the busiest minute")
    assert doctor.limits(busy).level is Level.WARN

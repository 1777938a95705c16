"""A row for every door in tests/homes.txt; what each says is held by every test that goes through the door."""

from pathlib import Path

from bot.slack.doors import together
from bot.wiring import JOBS, ROUTES
from tests.homes import NOTHING, rows
from tests.test_homes_by_commands import every_command

ROOT = Path(__file__).parents[1]
SAY_SO = """
A door needs a row in tests/homes.txt: `kind id | the test that shows how it changes what a Home shows`, or `nothing`.
CADENCE_HOMES=FILE notes what each test found."""


def test_every_door_job_and_command_has_a_row_and_no_other_thing_has() -> None:
    known = {f"{route.door} {route.id}" for route in together(ROUTES)} | {f"job {job.name}" for job in JOBS}
    known |= {f"command cadence {name}" for name in every_command()}

    assert sorted(known - rows().keys()) == [], SAY_SO
    assert sorted(rows().keys() - known) == [], "These are gone: take their rows out."


def test_every_test_that_is_named_exists() -> None:
    named = {shown for shown in rows().values() if shown != NOTHING}
    missing = [one for one in named if f"def {one.partition('::')[2]}(" not in _source(one)]

    assert len(named) > 30
    assert missing == []


def _source(named: str) -> str:
    path = ROOT / named.partition("::")[0]
    return path.read_text(encoding="utf-8") if path.exists() else ""

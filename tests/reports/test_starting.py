"""How a report begins."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.errors import FieldErrors
from bot.reports import log, reading
from bot.reports.content import Content
from bot.reports.states import Audience, State, What
from tests.commitments.office import GIL, JONAS, LEFT, PRIYA, ROBOT
from tests.reports.desk import Desk


def test_a_report_begins_as_a_draft_that_says_who_holds_the_pen(desk: Desk) -> None:
    report = desk.starts()
    assert (report.state, report.owner, report.revision) == (State.DRAFT, PRIYA, 0)
    (event,) = log.read(desk.session, report.id)
    assert (event.what, event.by, event.person) == (What.STARTED, JONAS, PRIYA)


@pytest.mark.parametrize(
    ("told", "field", "says"),
    [
        ({"title": "  "}, "title", "Say in a line"),
        ({"title": "x" * 201}, "title", "at most 200"),
        ({"severity": 5}, "severity", "from 1 to 4"),
        ({"audience": Audience.NAMED}, "named", "at least one"),
        ({"owner": ROBOT}, "owner", "A bot"),
        ({"owner": LEFT}, "owner", "has left"),
        ({"owner": GIL}, "owner", "not guests"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field(desk: Desk, told: dict[str, object], field: str, says: str) -> None:
    with pytest.raises(FieldErrors) as wrong:
        desk.starts(**told)
    assert says in wrong.value.errors[field]


@pytest.mark.parametrize(
    ("name", "hours", "says"),
    [
        ("began_at", 1, "future"),
        ("noticed_at", -4, "before it began"),
        ("ended_at", -4, "before it began"),
        ("ended_at", -2.5, "before it was mitigated"),
        ("mitigated_at", 1, "future"),
    ],
)
def test_times_out_of_order_or_in_the_future_are_named(desk: Desk, name: str, hours: float, says: str) -> None:
    times = replace(desk.draft().times, **{name: desk.now + timedelta(hours=hours)})
    with pytest.raises(FieldErrors) as wrong:
        desk.starts(times=times)
    assert says in wrong.value.errors[name]


def test_what_healed_before_anybody_looked_is_no_mistake(desk: Desk) -> None:
    times = desk.draft().times
    assert desk.starts(times=replace(times, noticed_at=times.ended_at))


def test_a_frozen_report_reads_as_it_was_written(desk: Desk) -> None:
    report = desk.starts()
    now = reading.content(desk.session, report, ("summary", "impact"), {})
    assert Content.from_json(now.as_json()) == now
    assert now.section("summary").number == 0

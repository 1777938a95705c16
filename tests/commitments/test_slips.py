"""How a promise's expected day moved: from its updates, and as people see it."""

import json
from dataclasses import replace
from datetime import date
from itertools import pairwise

import pytest

from bot.commitments import exports, slip_views
from bot.commitments.digest import Digest, frozen, thawed
from bot.commitments.forecast_chart import NAME_HEIGHT, _apart
from bot.commitments.slips import Slip, slip
from bot.slack.validation import check
from tests.commitments.courses import course, day

TODAY = day("30 Mar")
SEARCH = Slip(2, "Search", day("27 Feb"), ((day("5 Jan"), day("27 Feb")), (day("10 Feb"), day("20 Mar"))))


def updates(*told: str) -> list[tuple[str, str]]:
    found = slip(1, "Search", course(*told))
    assert found
    return [(f"{on:%-d %b}", f"{expected:%-d %b}") for on, expected in found.updates]


@pytest.mark.parametrize(
    ("told", "found"),
    [
        (["2 Jan promise 27 Mar"], [("2 Jan", "27 Mar")]),
        (["2 Jan promise 27 Mar", "9 Jan on track"], [("2 Jan", "27 Mar"), ("9 Jan", "27 Mar")]),
        (["2 Jan promise 27 Mar", "9 Jan at risk 10 Apr"], [("2 Jan", "27 Mar"), ("9 Jan", "10 Apr")]),
        (
            ["2 Jan promise 27 Mar", "9 Jan at risk 10 Apr", "16 Jan on track"],
            [("2 Jan", "27 Mar"), ("9 Jan", "10 Apr"), ("16 Jan", "10 Apr")],
        ),
        (
            ["2 Jan promise 27 Mar", "9 Jan at risk 10 Apr", "16 Jan move 3 Apr"],
            [("2 Jan", "27 Mar"), ("9 Jan", "10 Apr"), ("16 Jan", "3 Apr")],
        ),
        (["2 Jan promise 27 Mar", "9 Jan kept 8 Jan"], [("2 Jan", "27 Mar"), ("9 Jan", "8 Jan")]),
        (
            ["2 Jan promise 27 Mar", "9 Jan at risk 3 Apr", "9 Jan at risk 4 Apr"],
            [("2 Jan", "27 Mar"), ("9 Jan", "4 Apr")],
        ),
        (["2 Jan promise", "9 Jan on track", "16 Jan move 27 Mar"], [("16 Jan", "27 Mar")]),
    ],
)
def test_what_was_expected_at_each_update(told: list[str], found: list[tuple[str, str]]) -> None:
    assert updates(*told) == found


def test_without_a_date_nothing_slips() -> None:
    assert slip(1, "Search", course("2 Jan promise", "9 Jan on track")) is None


def test_what_was_put_right_was_never_expected() -> None:
    told = course("2 Jan promise 27 Mar", "9 Jan at risk 10 Dec", "10 Jan at risk 10 Apr")
    right = [*told.updates[:-1], told.updates[-1]._replace(corrects=told.updates[-2].number)]

    found = slip(1, "Search", replace(told, updates=right))
    assert found
    assert [expected for _, expected in found.updates] == [day("27 Mar"), day("10 Apr")]


def test_a_long_story_keeps_its_newest_updates() -> None:
    words = [f"{number} Feb at risk {number} Apr" for number in range(1, 26)]

    found = updates("2 Jan promise 27 Mar", *words)
    assert (len(found), found[-1]) == (20, ("25 Feb", "25 Apr"))


def test_the_chart_and_its_words_say_the_same() -> None:
    other = Slip(3, "Search", day("1 Mar"), ((day("10 Feb"), day("1 Mar")), (day("20 Feb"), day("28 Feb"))))
    message = slip_views.message([SEARCH, other], TODAY)
    check(message.payload())

    chart = message.blocks[1]["chart"]
    assert chart["axis_config"]["categories"] == ["5 Jan", "10 Feb", "20 Feb"]
    assert {one["name"]: [point["value"] for point in one["data"]] for one in chart["series"]} == {
        "2 Search": [0, 21, 21],
        "3 Search": [0, 0, -1],
    }
    assert message.text.splitlines()[1:] == [
        "*Search*   27 Feb → 20 Mar (+21 days, said 10 Feb)",
        "*Search*   1 Mar → 28 Feb (-1 day, said 20 Feb)",
    ]


def test_a_snapshot_keeps_how_dates_moved_and_older_ones_are_read_without() -> None:
    told = Digest(date(2026, 3, 5), TODAY, None, (), slips=(SEARCH,))

    assert thawed(frozen(told)) == told
    document = json.loads(frozen(told))
    del document["slips"]
    before = json.dumps(document)
    assert thawed(before) == replace(told, slips=())


def test_the_page_to_present_draws_it_and_says_it_to_who_does_not_see() -> None:
    evil = replace(SEARCH, what='<script>"x"</script>')
    page = exports.as_html(Digest(date(2026, 3, 5), TODAY, None, (), slips=(SEARCH, evil)))

    assert page.count("<path") == 2
    assert "Search: first 27 Feb, expected on 5 Jan 27 Feb, on 10 Feb 20 Mar" in page
    assert "<script>&quot;" not in page
    assert '<script>"x"' not in page


@pytest.mark.parametrize("places", [[10.0, 10.0, 10.0], [375.0, 378.0, 300.0], [400.0] * 8])
def test_names_beside_lines_do_not_cover_each_other(places: list[float]) -> None:
    found = sorted(_apart(places))

    assert all(after - before >= NAME_HEIGHT for before, after in pairwise(found))
    assert found[-1] <= 400

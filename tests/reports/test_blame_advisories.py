"""What is remarked about a report as a whole."""

import pytest

from bot.reports.blame.check import check
from bot.reports.blame.rulebook import load

BOOK = load()
NAMES = ("Kofi", "Wen")


def remarked(text: str) -> list[tuple[int, str]]:
    return [(found.line, found.kind) for found in check(text, BOOK, NAMES) if found.kind in BOOK.advice]


def test_one_root_cause_is_remarked_once_as_a_heading_or_where_a_sentence_says_so() -> None:
    assert remarked("## Summary\nfine\n## Root cause\nA full disk was the root cause.\n") == [(3, "single-root-cause")]
    for said in ("The root cause was a full disk.", "Root cause: a full disk.", "Its root cause turned out to be DNS."):
        report = f"## Summary\nfine\n## Contributing factors\nA limit.\n{said} The root cause is a limit.\n"
        assert remarked(report) == [(5, "single-root-cause")], said


@pytest.mark.parametrize(
    "said",
    [
        "The root cause is unknown.",
        "The root cause is still not known.",
        "The root cause wasn't found yet.",
        "There is no root cause: several things came together.",
        "Root cause analysis was on Tuesday.",
        "The root cause was one of three limits.",
        "> The root cause was a full disk.",
    ],
)
def test_what_names_no_cause_as_the_only_one_is_no_root_cause(said: str) -> None:
    assert remarked(f"## Summary\nfine\n**Contributing factors**\n{said}\n") == []


def test_nothing_under_what_went_well() -> None:
    assert remarked("## Summary\nfine\n## What went well\n\nNone.\n") == [(3, "nothing-went-well")]
    assert remarked("## Summary\nfine\n## What went well\nThe alert fired.\n") == []


def test_one_person_is_the_subject_of_most_of_the_timeline() -> None:
    lines = ["10:00 The pod restarts.", "10:01 Kofi sees it.", "10:02 Kofi restarts it.", "10:05 Kofi calls Wen."]
    report = "## Summary\nfine\n## Timeline\n" + "".join(f"- {line}\n" for line in lines)

    assert remarked(report) == [(3, "one-person-timeline")]
    assert remarked(report.replace("Kofi calls Wen", "Wen joins")) == []


@pytest.mark.parametrize(
    "opening",
    [
        "2026-07-01 10:01 CEST (mitigation): ",
        "2026-07-01 10:01 EST: ",
        "10:01 IST ",
        "10:01 (CEST) ",
        "10:01 am ",
        "10:01 PM EST - ",
        "10:01PM: ",
        "2026-07-01T10:01Z ",
        "Wed 1 Jul, 10:01 (decision): ",
        "**10:01 UTC+2** ",
    ],
)
def test_neither_a_zone_nor_a_mark_hides_whose_story_it_is(opening: str) -> None:
    told = ["The pod restarts.", "Kofi sees it.", "Kofi restarts it.", "Kofi calls Wen."]
    report = "## Summary\nfine\n## Timeline\n" + "".join(f"- {opening}{one}\n" for one in told)

    assert remarked(report) == [(3, "one-person-timeline")]
    assert remarked(report.replace("Kofi sees it", "DNS answers Kofi")) == []


def test_actions_need_an_owner_a_date_and_a_verb() -> None:
    report = (
        "## Summary\nfine\n## Actions\n"
        "- Add an alert on queue age. Owner: Kofi, 2026-03-06\n"
        "- Add an alert on disk usage by 6 March\n"
        "- Kofi adds nothing here\n"
        "- Better dashboards, Kofi, by June\n"
    )
    assert remarked(report) == [
        (5, "action-without-owner"),
        (6, "action-without-date"),
        (6, "action-without-verb"),
        (7, "action-without-verb"),
    ]


def test_actions_in_a_table_are_read_row_by_row() -> None:
    report = "## Summary\nfine\n## Actions\n| what | owner | due |\n|---|---|---|\n| Add a test | Wen | 2026-03-06 |\n"

    assert remarked(report) == []


def test_a_sentence_is_no_report() -> None:
    assert remarked("Root cause: a full disk.") == []
    assert remarked("# Root cause\nA full disk.") == []

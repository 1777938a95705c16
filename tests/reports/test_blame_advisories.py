"""What is remarked about a report as a whole."""

from bot.reports.blame.check import check
from bot.reports.blame.rulebook import load

BOOK = load()
NAMES = ("Kofi", "Wen")


def remarked(text: str) -> list[tuple[int, str]]:
    return [(found.line, found.kind) for found in check(text, BOOK, NAMES) if found.kind in BOOK.advice]


def test_one_root_cause_is_remarked_once_where_it_is_a_heading() -> None:
    assert remarked("## Summary\nfine\n## Root cause\nA full disk.\n") == [(3, "single-root-cause")]
    assert remarked("## Summary\nfine\n**Contributing factors**\nThe root cause is unknown.\n") == []


def test_nothing_under_what_went_well() -> None:
    assert remarked("## Summary\nfine\n## What went well\n\nNone.\n") == [(3, "nothing-went-well")]
    assert remarked("## Summary\nfine\n## What went well\nThe alert fired.\n") == []


def test_one_person_is_the_subject_of_most_of_the_timeline() -> None:
    lines = ["10:00 The pod restarts.", "10:01 Kofi sees it.", "10:02 Kofi restarts it.", "10:05 Kofi calls Wen."]
    report = "## Summary\nfine\n## Timeline\n" + "".join(f"- {line}\n" for line in lines)

    assert remarked(report) == [(3, "one-person-timeline")]
    assert remarked(report.replace("Kofi calls Wen", "Wen joins")) == []


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

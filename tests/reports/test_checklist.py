"""What a report still lacks."""

from dataclasses import replace

from bot.reports.checklist import Known, items

READY = Known(ended=True, sections=9, empty=(), moments=12, reviewers=1, open_remarks=0, to_settle=0, approved=True)


def lacking(known: Known) -> list[str]:
    return [item.text for item in items(known) if not item.done]


def test_nothing_is_lacking_where_all_is_done() -> None:
    assert lacking(READY) == []


def test_each_thing_that_is_lacking_says_what_it_is() -> None:
    bare = Known(
        ended=False,
        sections=9,
        empty=("Impact", "What was hard"),
        moments=0,
        reviewers=0,
        open_remarks=1,
        to_settle=2,
        approved=False,
        went_well=False,
    )
    assert lacking(bare) == [
        "It says when the incident ended",
        "7 of 9 sections are written; empty: Impact, What was hard",
        "It says what went well, so that people learn what to keep",
        "The timeline begins",
        "2 phrases wait for a second look or a reason",
        "Somebody reviews it",
        "1 remark is open",
        "Somebody other than the owner approved it",
    ]


def test_where_approval_is_waived_nobody_is_waited_for() -> None:
    assert lacking(replace(READY, reviewers=0, approved=False, waived=True)) == []

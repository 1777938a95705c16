"""Drafts that come in from elsewhere, and reports that go out as Markdown and as a page: nothing is lost on the way."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from bot import prompts
from bot.access import Person
from bot.errors import FieldErrors
from bot.reports import bench, findings, imports, markdown, messages, printed, reading, timeline
from bot.reports.imports import Brought
from bot.reports.models import Report
from bot.reports.states import Mark
from bot.reports.templates import forms
from bot.reports.timeline import Line
from bot.slack import people
from tests.commitments.office import JONAS, PRIYA
from tests.reports.desk import Desk

PROMPTS = prompts.load()
FORMS = forms(PROMPTS.of("reports"))
BERLIN = ZoneInfo("Europe/Berlin")

DRAFT = """# Outage of checkout

Written on the train.

## Executive summary
A cache was emptied.

### In other words
It was slow.

## Timeline
- 2026-02-27 12:05: The cache is emptied
- 2026-02-27 12:13 CET (detection): First alert
- 2026-02-27 02:99: no such time
- about noon: somebody calls

## Lessons Learned:
```
# a comment, no heading
```

## Weather
Rain.
"""


def bring(desk: Desk, report: Report, text: str = DRAFT) -> Brought:
    return imports.bring_in(
        desk.session,
        report.id,
        text,
        forms=FORMS,
        checker=findings.checker(desk.session, PROMPTS),
        by=Person(PRIYA),
        settings=desk.settings,
        now=desk.now,
    )


def text_of(desk: Desk, report: Report, key: str) -> str:
    return reading.whole(desk.session, report, FORMS).section(key).text


def written(desk: Desk, report: Report) -> str:
    content = reading.whole(desk.session, report, FORMS)
    return markdown.document(content, FORMS, lambda id: people.plain_name(desk.session, id), report.state)


def test_headings_become_sections_by_whatever_name_they_have(desk: Desk) -> None:
    report = desk.starts()
    assert bring(desk, report) == Brought(sections=3, lines=2)
    assert text_of(desk, report, "summary") == "A cache was emptied.\n\n### In other words\nIt was slow."
    assert text_of(desk, report, "learned") == "```\n# a comment, no heading\n```"


def test_one_root_cause_stays_a_heading_of_its_own_and_comes_in_again_the_same(desk: Desk) -> None:
    report = desk.starts()
    assert bring(desk, report, "# Summary\nIt was slow.\n# Root cause\nA full disk.\n## Which\nOurs.") == Brought(2, 0)
    factors = "### Root cause\n\nA full disk.\n## Which\nOurs."
    assert section(desk, report, "factors") == factors
    assert advice(desk, report)[0].startswith("One root cause closes the enquiry")
    again = desk.starts()
    bring(desk, again, f"# Contributing factors\n{factors}")
    assert section(desk, again, "factors") == factors
    bring(desk, again, "# Root cause\n# What was hard\nWaiting.")
    assert section(desk, again, "factors") == factors


def test_an_empty_what_went_well_is_advised_once_half_of_the_report_is_written(desk: Desk) -> None:
    report = desk.starts(template="short")
    bring(desk, report, "# Summary\nIt was slow.")
    assert advice(desk, report) == []
    bring(desk, report, "# What we learned\nThe runbook is old.\n# Actions\n- Add an alert, Priya, 2026-06-03")
    assert [one.split(",")[0] for one in advice(desk, report)] == ["Nothing is said about what went well"]
    bring(desk, report, "# What went well\nThe alert fired.")
    assert advice(desk, report) == []


def section(desk: Desk, report: Report, key: str) -> str:
    return reading.newest_sections(desk.session, report.id)[key].text


def advice(desk: Desk, report: Report) -> list[str]:
    content = reading.whole(desk.session, report, FORMS)
    return bench.advice(desk.session, report, content, PROMPTS)


def test_what_no_section_is_meant_for_is_kept_with_its_heading(desk: Desk) -> None:
    report = desk.starts()
    bring(desk, report)
    other = text_of(desk, report, "other")
    for kept in ("### Outage of checkout", "Written on the train.", "### Weather", "Rain.", "### Timeline"):
        assert kept in other
    assert "- about noon: somebody calls" in other
    assert "- 2026-02-27 02:99: no such time" in other


def test_every_word_of_a_draft_is_somewhere(desk: Desk) -> None:
    report = desk.starts()
    bring(desk, report)
    said = written(desk, report)
    for word in DRAFT.replace("## Executive summary", "").replace("## Lessons Learned:", "").split():
        assert word.strip("#:") in said, word


def test_lines_of_a_timeline_with_a_day_and_a_time_become_lines(desk: Desk) -> None:
    report = desk.starts()
    bring(desk, report)
    first, second = reading.whole(desk.session, report, FORMS).timeline
    assert (first.at.astimezone(BERLIN).strftime("%H:%M"), first.text, first.mark) == (
        "12:05",
        "The cache is emptied",
        None,
    )
    assert (second.text, second.mark) == ("First alert", Mark.DETECTION)


def test_a_draft_stands_below_what_was_written_and_comes_in_once(desk: Desk) -> None:
    report = desk.starts()
    bring(desk, report, "# Summary\nMine.")
    bring(desk, report, "# Summary\nTheirs.")
    assert text_of(desk, report, "summary") == "Mine.\n\nTheirs."
    with pytest.raises(FieldErrors):
        bring(desk, report, "# Summary\nTheirs.")
    assert text_of(desk, report, "summary") == "Mine.\n\nTheirs."


def test_an_empty_draft_and_one_too_long_are_refused_in_a_sentence(desk: Desk) -> None:
    report = desk.starts()
    with pytest.raises(FieldErrors, match="holds nothing yet"):
        bring(desk, report, " \n")
    with pytest.raises(FieldErrors, match="Nothing came in"):
        bring(desk, report, "# Summary\n" + "x" * 30_001)
    assert text_of(desk, report, "summary") == ""


def test_a_line_from_the_future_is_kept_though_no_timeline_tells_it(desk: Desk) -> None:
    report = desk.starts()
    bring(desk, report, "# Timeline\n- 2027-01-01 10:00: We shall see")
    assert reading.whole(desk.session, report, FORMS).timeline == ()
    assert "2027-01-01 10:00: We shall see" in text_of(desk, report, "other")


@pytest.mark.parametrize("at", ["0001-01-01 00:00", "0001-01-01 00:00 +05:00", "9999-12-31 23:59 -05:00"])
def test_a_line_of_no_year_of_ours_is_kept_as_text_and_the_rest_of_the_draft_comes_in(desk: Desk, at: str) -> None:
    report = desk.starts()
    bring(desk, report, f"# Summary\nMine.\n\n# Timeline\n- {at}: Long ago\n- 2026-02-24 12:05: The cache is emptied")
    assert [one.text for one in reading.whole(desk.session, report, FORMS).timeline] == ["The cache is emptied"]
    assert f"{at}: Long ago" in text_of(desk, report, "other")
    assert text_of(desk, report, "summary") == "Mine."


def test_a_draft_is_checked_like_whatever_is_written(desk: Desk) -> None:
    report = desk.starts()
    bring(desk, report, "# Summary\nThe on-call engineer failed to notice the alert.")
    assert [one.place for one in findings.standing(desk.session, report)] == ["summary"]


# --- taking it away


def test_the_markdown_is_complete_with_permalinks(desk: Desk) -> None:
    report = desk.starts(title="Checkout *slow* for <47> minutes")
    ts = f"{(desk.now - timedelta(minutes=90)).timestamp():.6f}"
    said = messages.read(desk.session, {"ts": ts, "user": JONAS, "text": "Restarting"}, "C1", "privategroup")
    timeline.add(desk.session, report, said, by=PRIYA, now=desk.now)
    hand = Line(desk.now - timedelta(minutes=60), "Two\nlines", Mark.MITIGATION)
    timeline.add(desk.session, report, hand, by=PRIYA, now=desk.now)
    bring(desk, report, "# What we learned\n# Big\n## Small\ntext")
    text = written(desk, report)
    assert text.startswith("# Checkout \\*slow\\* for \\<47\\> minutes\n\n- State: draft\n- Severity: 2\n")
    assert "- Began: 2026-02-27 12:00 CET\n" in text
    assert "- Lasted: 47 m\n" in text
    link = f"https://slack.com/archives/C1/p{ts.replace('.', '')}"
    assert f"- 2026-02-27 13:30 CET: Restarting ([Jonas Keller]({link}), in a private channel)" in text
    assert "- 2026-02-27 14:00 CET (mitigation): Two\n  lines" in text
    assert "## Where we were lucky\n" in text


def test_a_report_that_went_out_comes_in_again_the_same(desk: Desk) -> None:
    report, again = desk.starts(), desk.starts()
    bring(desk, report, "# Summary\nIt was *slow*.\n\n- a\n- b\n# Timeline\n- 2026-02-27 13:00 (decision): Roll back")
    out = written(desk, report)
    bring(desk, again, out)
    assert text_of(desk, again, "summary") == text_of(desk, report, "summary")
    (one,), (two,) = (reading.whole(desk.session, each, FORMS).timeline for each in (report, again))
    assert (one.at, one.text, one.mark) == (two.at, two.text, two.mark)


def test_headings_within_a_section_stay_below_its_own() -> None:
    assert markdown.deeper("# Big\n```\n# no heading\n```\n#### Small") == "### Big\n```\n# no heading\n```\n#### Small"


def test_nothing_in_the_page_runs_or_comes_from_elsewhere() -> None:
    page = printed.as_html(
        "<script>alert(1)</script>",
        "# A <script>alert(2)</script>\n\n<img src=x onerror=alert(3)>\n\n![pixel](https://spy.example/p.png)\n\n"
        "[x](javascript:alert(4)) [y](https://example.com)\n\n| a |\n|---|\n| <b>x</b> |\n",
    )
    assert "<script" not in page
    assert "<img" not in page
    assert 'href="javascript' not in page
    assert "<b>" not in page
    assert '<a href="https://example.com">y</a>' in page
    assert "<title>&lt;script&gt;" in page

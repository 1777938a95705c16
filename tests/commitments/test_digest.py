"""The digest as a value: its sentences, its frozen bytes, its exports, and that Slack takes it whatever its size."""

import csv
import io
import json
import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.commitments import dates, digest_post, digest_text, digest_views, exports, reading_views
from bot.commitments.asking import Again
from bot.commitments.counting import Change
from bot.commitments.digest import TELLING, Digest, Line, frozen, in_order, questions, thawed
from bot.commitments.digest_views import Desk
from bot.commitments.meeting_models import _emptied_snapshot
from bot.commitments.outcomes import Outcome
from bot.commitments.states import State
from bot.slack.messages import fit
from bot.slack.validation import check, problems
from tests.commitments.office import WORDS, day

TODAY = date(2026, 3, 5)
SSO = Line(
    1,
    "SSO for all customers",
    "Jonas Keller",
    State.MISSED,
    first=date(2026, 2, 20),
    promised=date(2026, 2, 20),
    closed_on=date(2026, 2, 23),
    word="two identity providers behaved unlike their documents",
    change=Change.MISSED,
    outcomes=(Outcome.MISSED,),
    strip=(None, State.ON_TRACK, State.AT_RISK),
    sentence="I asked for this too early.",
)
SEARCH = Line(
    2,
    "Search under 200 ms",
    "Priya Raman",
    State.AT_RISK,
    first=date(2026, 2, 27),
    promised=date(2026, 3, 20),
    forecast=date(2026, 3, 27),
    moves=2,
    moved_days=21,
    word="index rebuild slower than measured",
    word_on=date(2026, 3, 2),
    change=Change.MOVED,
    strip=(State.ON_TRACK, State.ON_TRACK, State.AT_RISK),
)
AUDIT = Line(
    3,
    "Audit closed",
    "Tom Brandt",
    State.KEPT,
    first=date(2026, 3, 4),
    promised=date(2026, 3, 4),
    closed_on=date(2026, 3, 2),
    change=Change.KEPT,
    outcomes=(Outcome.KEPT,),
)
EU = Line(
    4,
    "Data residency EU",
    "Ana Ruiz",
    State.SILENT,
    first=date(2026, 6, 1),
    promised=date(2026, 6, 1),
    word_on=date(2026, 1, 29),
    change=Change.SILENT,
)
ALL = (SSO, SEARCH, AUDIT, EU)
FORECASTS = "Our forecasts of the past year:"


def digest(*lines: Line, **told: object) -> Digest:
    shown = tuple(replace(line, strip=line.strip or (None, None, None)) for line in lines)
    made = Digest(date(2026, 3, 5), TODAY, date(2026, 1, 29), in_order(shown), meetings=("Nov", "Dec", "Jan"))
    return replace(made, questions=questions(in_order(shown), WORDS), **told)


def many(count: int) -> Digest:
    states = [State.ON_TRACK, State.AT_RISK, State.SILENT, State.KEPT, State.MISSED]
    lines = [
        replace(SEARCH, id=number, state=states[number % 5], what=f"Promise {number} " + "x" * 180)
        for number in range(count)
    ]
    return digest(*lines)


# --- a sentence to any line


@pytest.mark.parametrize("change", [None, Change.MOVED])
@pytest.mark.parametrize("lines", [1, 60])
def test_a_sentence_to_any_line_stands_in_every_form_of_the_digest(change: Change | None, lines: int) -> None:
    others = [replace(SEARCH, id=100 + at, change=change, what=f"Other {at}", sentence="") for at in range(lines - 1)]
    made = digest(*others, replace(SEARCH, id=7, change=None, sentence="This one keeps me awake."))
    slides = [reading_views.presentation(made, WORDS, at) for at in range(60)]
    for form in (
        digest_post.post(made).blocks,
        digest_post.preview(made).blocks,
        slides,
        exports.as_markdown(made),
        exports.as_html(made),
        exports.as_csv(made),
    ):
        assert "This one keeps me awake." in str(form)


# --- sentences


def test_one_sentence_of_result_and_one_of_what_was_due() -> None:
    told = digest(*ALL)

    assert digest_text.title(told) == "All-hands, 5 Mar: what we promised, and where we are"
    assert digest_text.result(told) == "We promised 4. 1 kept, 1 at risk, 1 missed, 1 silent."
    assert digest_text.kept_of_due(told) == "Of the 2 due since 29 Jan, 1 was kept; 1 missed."


@pytest.mark.parametrize(
    ("outcomes", "text"),
    [
        ([Outcome.KEPT], "The one due since 29 Jan was kept."),
        ([Outcome.KEPT_LATE], "The one due since 29 Jan was kept late."),
        ([Outcome.MOVED], "The one due since 29 Jan was moved in time."),
        ([Outcome.KEPT] * 2, "Both due since 29 Jan were kept."),
        ([Outcome.KEPT_LATE] * 2, "Both due since 29 Jan were kept, both late."),
        ([Outcome.KEPT, Outcome.KEPT_LATE, Outcome.KEPT], "All 3 due since 29 Jan were kept, 1 of them late."),
        ([Outcome.MISSED] * 3, "Of the 3 due since 29 Jan, none was kept; 3 missed."),
        ([Outcome.MOVED, Outcome.KEPT_LATE], "Of the 2 due since 29 Jan, 1 was kept, late; 1 moved in time."),
    ],
)
def test_none_one_and_all_kept_are_told_as_people_would(outcomes: list[Outcome], text: str) -> None:
    lines = [replace(AUDIT, id=number, outcomes=(each,)) for number, each in enumerate(outcomes)]

    assert digest_text.kept_of_due(digest(SEARCH, *lines)) == text


@pytest.mark.parametrize(
    ("states", "text"),
    [
        ([State.ON_TRACK], "We promised one thing; it is on track."),
        ([State.KEPT], "We promised one thing; it was kept."),
        ([State.PAST_DATE], "We promised one thing; it is past its date."),
        ([State.MISSED] * 2, "We promised 2; both were missed."),
        ([State.PAST_DATE] * 3, "We promised 3; all of them are past their date."),
        ([State.KEPT, State.SILENT, State.SILENT], "We promised 3. 1 kept, 2 silent."),
    ],
)
def test_one_promise_and_promises_of_one_state_are_told_as_people_would(states: list[State], text: str) -> None:
    lines = [replace(AUDIT, id=number, state=each) for number, each in enumerate(states)]

    assert digest_text.result(digest(*lines)) == text


@pytest.mark.parametrize(
    ("outcomes", "text"),
    [
        ([Outcome.MOVED, Outcome.KEPT], "Of the 2 dates due since 29 Jan, 1 was kept; 1 moved in time."),
        ([Outcome.MISSED] * 2, "Of the 2 dates due since 29 Jan, none was kept; 2 missed."),
        ([Outcome.KEPT] * 2, "Both dates due since 29 Jan were kept."),
        ([Outcome.KEPT] * 3, "All 3 dates due since 29 Jan were kept."),
    ],
)
def test_of_one_promise_with_several_dates_each_date_is_told(outcomes: list[Outcome], text: str) -> None:
    assert digest_text.kept_of_due(digest(replace(AUDIT, outcomes=tuple(outcomes)))) == text


@pytest.mark.parametrize(
    ("line", "text"),
    [
        (replace(SSO, was_called=State.KEPT, word=""), "was called kept, put right: missed, promised for 20 Feb"),
        (replace(AUDIT, was_called=State.KEPT), "put right: kept, 2 days early"),
        (
            replace(AUDIT, was_called=State.KEPT, state=State.ON_TRACK, change=Change.BACK_ON_TRACK),
            "was called kept, put right: on track",
        ),
    ],
)
def test_what_was_put_right_is_told_as_such(line: Line, text: str) -> None:
    assert digest_text.changed(line, TODAY) == text


def test_of_one_promise_nothing_is_said_twice() -> None:
    assert digest_text.kept_of_due(digest(SSO)) == ""
    assert digest_text.kept_of_due(digest(replace(SSO, state=State.KEPT))) == "The one due since 29 Jan was missed."


def test_of_nothing_promised_there_is_one_question_to_ask() -> None:
    assert questions((), WORDS) == ("What are we not promising that we should?",)
    told = digest_post.post(replace(digest(), questions=questions((), WORDS)))
    assert [block["type"] for block in told.blocks] == ["header", "section", "section", "actions"]


def test_late_and_moved_are_told_apart_from_missed() -> None:
    outcomes = [Outcome.KEPT] * 5 + [Outcome.KEPT_LATE, Outcome.MOVED, Outcome.MISSED]
    lines = [replace(AUDIT, id=number, outcomes=(each,)) for number, each in enumerate(outcomes)]

    assert digest_text.kept_of_due(digest(*lines)) == (
        "Of the 8 due since 29 Jan, 6 were kept, 1 of them late; 1 moved in time; 1 missed."
    )


MOVED_THEN_KEPT = replace(AUDIT, first=date(2026, 3, 4) - timedelta(days=10), outcomes=(Outcome.KEPT,), moves=1)


@pytest.mark.parametrize(
    ("others", "text"),
    [
        ([], "The one due since 29 Jan was kept. It was not kept by the date first promised."),
        ([Outcome.KEPT], "Both due since 29 Jan were kept. 1 was kept by the date first promised."),
        ([Outcome.KEPT, Outcome.KEPT], "All 3 due since 29 Jan were kept. 2 were kept by the date first promised."),
    ],
)
def test_where_a_date_moved_before_it_was_kept_the_first_one_is_told_too(others: list[Outcome], text: str) -> None:
    lines = [replace(AUDIT, id=number, outcomes=(each,)) for number, each in enumerate(others)]

    assert digest_text.kept_of_due(digest(SEARCH, MOVED_THEN_KEPT, *lines)) == text
    assert digest_text.timing(MOVED_THEN_KEPT) == "2 days early, 8 days after the first date"
    assert "kept, 2 days early, 8 days after the first date" in digest_text.table(digest(MOVED_THEN_KEPT))[1][5]


@pytest.mark.parametrize(
    ("closed", "says"),
    [
        ("26 Feb", "8 days early, 1 day before the first date"),
        ("27 Feb", "7 days early, on the first date"),
        ("6 Mar", "on its day, 7 days after the first date"),
        ("7 Mar", "1 day late, 8 days after the first date"),
    ],
)
def test_what_was_kept_stands_beside_both_dates(closed: str, says: str) -> None:
    assert dates.kept_text(day(closed), day("6 Mar"), day("27 Feb")) == says


def test_where_no_date_moved_there_is_one_to_tell_of() -> None:
    assert dates.kept_text(day("5 Mar"), day("6 Mar"), day("6 Mar")) == "1 day early"
    assert dates.kept_text(None, day("6 Mar"), day("6 Mar")) == dates.kept_text(day("6 Mar"), None, None) == ""


@pytest.mark.parametrize(
    ("kept", "many", "text"),
    [
        (0, 0, ""),
        (
            7,
            9,
            "Our forecasts of the past year: of 9 that were on track four weeks before the date, 7 were kept by it.",
        ),
        (1, 1, "Our forecasts of the past year: the one that was on track four weeks before the date was kept by it."),
        (0, 1, f"{FORECASTS} the one that was on track four weeks before the date was not kept by it."),
        (0, 3, f"{FORECASTS} of 3 that were on track four weeks before the date, none was kept by it."),
        (3, 3, f"{FORECASTS} all 3 that were on track four weeks before the date were kept by it."),
    ],
)
def test_how_good_forecasts_were(kept: int, many: int, text: str) -> None:
    assert digest_text.how_good_forecasts_were(digest(*ALL, forecasts=many, forecasts_kept=kept)) == text


def test_what_changed_is_told_most_telling_first_with_the_words_of_its_owner() -> None:
    told = digest(*ALL)

    assert [digest_text.changed(line, TODAY) for line in told.changed] == [
        "kept, 2 days early",
        "missed, promised for 20 Feb: two identity providers behaved unlike their documents",
        "moved 2 times, +21 days, now 20 Mar: index rebuild slower than measured",
        "no word since 29 Jan",
    ]


def test_three_questions_for_the_room_about_what_is_in_trouble() -> None:
    assert digest(*ALL).questions == (
        "What would make “SSO for all customers” safe to promise again?",
        "Who knows where “Data residency EU” stands?",
        "What would bring “Search under 200 ms” back on track, and what would it cost?",
    )
    assert digest(AUDIT).questions == (
        "Which promise should we drop?",
        "What are we not promising that we should?",
        "Which promise could you help with?",
    )


def test_an_empty_digest_says_what_will_be_here() -> None:
    assert digest_text.result(digest()) == digest_text.NOTHING_YET
    check(digest_post.post(digest()).payload())


def test_no_percentages_anywhere() -> None:
    for shown in (digest_post.post(many(300)).text, exports.as_markdown(many(300)), exports.as_csv(many(300))):
        assert "%" not in shown


# --- frozen


def test_the_same_digest_is_the_same_bytes() -> None:
    told = digest(*ALL, opening="Spring.", learned=("Quieter <b>Fridays</b>",))

    assert frozen(told) == frozen(thawed(frozen(told)))
    assert thawed(frozen(told)) == told
    assert list(json.loads(frozen(told))) == sorted(json.loads(frozen(told)))


def test_what_was_frozen_when_a_line_told_of_one_date_is_read_as_it_was() -> None:
    document = json.loads(frozen(digest(*ALL)))
    for line in document["lines"]:
        del line["was_called"], line["put_right_from"], line["put_right_on"]
        line["outcome"] = next(iter(line.pop("outcomes")), None)

    assert thawed(json.dumps(document)) == digest(*ALL)


def test_words_that_are_no_longer_kept_take_no_number_state_or_date_along() -> None:
    told = digest(*ALL, forecasts=9, forecasts_kept=7)
    emptied = thawed(str(_emptied_snapshot({}, frozen(told))))

    no_words = {"what": "", "word": "", "sentence": ""}
    assert "SSO" not in frozen(emptied)
    assert [replace(line, **no_words) for line in emptied.lines] == [replace(line, **no_words) for line in told.lines]
    for tells in (digest_text.result, digest_text.kept_of_due, digest_text.how_good_forecasts_were):
        assert tells(emptied) == tells(told)


@given(st.permutations(ALL))
def test_in_whatever_order_they_were_read(lines: Sequence[Line]) -> None:
    assert frozen(digest(*lines)) == frozen(digest(*ALL))


@given(text=st.text(max_size=50))
def test_words_survive_freezing(text: str) -> None:
    told = digest(replace(SSO, word=text, sentence=text), opening=text)

    assert thawed(frozen(told)) == told


# --- in Slack


@pytest.mark.parametrize("count", [0, 1, 40, 41, 300])
def test_slack_takes_a_digest_of_any_length_uncut(count: int) -> None:
    told = many(count)
    messages = [digest_post.post(told), *digest_post.thread(told)]

    assert [problems(message.payload()) for message in messages] == [[]] * len(messages)
    tables = [block for message in messages for block in message.blocks if block["type"] == "table"]
    assert sum(len(table["rows"]) - 1 for table in tables) == count
    assert all(len(table["rows"]) <= 41 for table in tables)


def test_where_slack_takes_no_table_the_words_say_every_promise() -> None:
    told = digest(*ALL)

    assert digest_post.post(told).text.splitlines()[-4:] == [
        "✕ SSO for all customers: missed · Jonas Keller · promised 20 Feb",
        "▲ Search under 200 ms: at risk, forecast 27 Mar · Priya Raman · promised 27 Feb · now 20 Mar · moved 2 times, "
        "+21 days",
        "○ Data residency EU: silent since 29 Jan · Ana Ruiz · promised 1 Jun",
        "✓ Audit closed: kept, 2 days early · Tom Brandt · promised 4 Mar",
    ]


@pytest.mark.parametrize("lines", [20, 60])
def test_where_slack_takes_no_blocks_the_words_say_a_sentence_beside_any_line(lines: int) -> None:
    others = [replace(SEARCH, id=100 + at, what=f"Other {at} " + "x" * 60, sentence="") for at in range(lines - 1)]
    told = digest(*others, replace(SEARCH, id=700, sentence="This one keeps me awake."))
    said = [digest_post.post(told).text, *(message.text for message in digest_post.thread(told))]

    assert told.changed.index(told.lines[-1]) > digest_post.MOST_CHANGED
    assert "\n".join(said).count("This one keeps me awake.") == 1


def test_where_slack_takes_no_chart_the_words_say_what_it_counts() -> None:
    assert (
        "These promises at each all-hands: Nov 1 on track; Dec 2 on track; Jan 2 at risk; "
        "now 1 kept, 1 at risk, 1 silent or paused, 1 missed or dropped"
    ) in digest_post.post(digest(*ALL)).text.splitlines()


@pytest.mark.parametrize("count", [41, 300])
def test_the_posts_words_say_where_promises_are_that_they_have_no_room_for(count: int) -> None:
    assert digest_post.post(many(count)).text.splitlines()[-1].endswith(" more: `/promises everybody`")


@pytest.mark.parametrize("what", ["Search under 200 ms", "&" * 80])
def test_the_words_of_a_page_say_each_of_its_rows(what: str) -> None:
    told = digest(*(replace(SSO, id=number, what=f"{number} {what}") for number in range(1, 301)))
    _, *pages = digest_post.thread(told)

    heard = [line for page in pages for line in page.text.splitlines()[1:]]
    assert [int(line.split()[1]) for line in heard] == [line.id for line in told.lines[40:]]
    assert [len(page.text.splitlines()) for page in pages] == [len(page.blocks[1]["rows"]) for page in pages]
    assert [page.text.splitlines()[0] for page in pages][-1].endswith(" to 300 of 300")
    assert [problems(page.payload()) for page in pages] == [[]] * len(pages)


def test_the_post_stays_within_a_message_however_long_the_words() -> None:
    long = replace(SSO, what="&" * 200, word="<" * 200, sentence="&" * 300, owner="&" * 120)
    lines = [replace(long, id=number) for number in range(60)]

    shown = digest_post.post(digest(*lines, opening="&" * 1000, learned=("&amp;" * 400,)))

    assert problems(fit(shown).payload()) == []
    assert fit(shown).blocks[0]["type"] == "header"


def test_the_table_holds_promise_owner_dates_moves_word_and_strip() -> None:
    header, first, *_ = digest_text.table(digest(*ALL))

    assert header == ["Promise", "Owner", "Promised", "Now", "Moved", "State", "Last word", "Nov", "Dec", "Jan"]
    assert first == [
        "SSO for all customers",
        "Jonas Keller",
        "20 Feb",
        "",
        "",
        "✕ missed",
        "two identity providers behaved unlike their documents",
        "·",
        "●",
        "▲",
    ]


def test_the_chart_counts_these_promises_at_each_all_hands() -> None:
    chart = digest_post.chart(digest(*ALL))["chart"]

    values = {one["name"]: [point["value"] for point in one["data"]] for one in chart["series"]}
    assert values == {
        "kept": [0, 0, 0, 1],
        "on track": [1, 2, 0, 0],
        "at risk": [0, 0, 2, 1],
        "silent or paused": [0, 0, 0, 1],
        "missed or dropped": [0, 0, 0, 1],
    }


@pytest.mark.parametrize("count", [0, 3, 300])
def test_slack_takes_the_draft_and_its_forms(count: int) -> None:
    told = many(count)
    desk = Desk(told, "C0CTO", "<!date^1^{date}|x>", 3, again=Again(2, 2))

    for message in (digest_views.draft(desk), digest_views.missed(desk)):
        check(fit(message).payload())
        assert [element["text"]["text"] for element in fit(message).blocks[-1]["elements"]][-1]
    for skip in range(0, max(1, count), 30):
        check(digest_views.edit_form(told, 3, WORDS, skip=skip))
    check(digest_views.move_form(told, WORDS))


# --- exported


def test_a_spreadsheet_runs_nothing() -> None:
    evil = replace(SSO, what='=HYPERLINK("x","y")', word="+1+2", sentence="@SUM(A1)", owner="-cmd|' /C calc'!A0")

    (row,) = list(csv.DictReader(io.StringIO(exports.as_csv(digest(evil)))))

    assert row["promise"] == '\'=HYPERLINK("x","y")'
    assert row["last word"] == "'+1+2"
    assert row["sentence"] == "'@SUM(A1)"
    assert row["owner"] == "'-cmd|' /C calc'!A0"


TEXTS = st.one_of(st.text(max_size=30), st.sampled_from(["=1+1", " =1+1", "+1+2", "-1-x", "@SUM(A1)", "\t=1"]))
LINES = st.builds(
    Line,
    id=st.integers(1, 99),
    what=TEXTS,
    owner=TEXTS,
    state=st.sampled_from(TELLING),
    word=TEXTS,
    sentence=TEXTS,
    moved_days=st.integers(-9, 9),
    put_right_from=st.sampled_from(State),
    put_right_on=st.dates(),
)


@given(line=LINES)
def test_no_cell_of_any_column_begins_as_a_formula_does(line: Line) -> None:
    cells = [cell for row in csv.reader(io.StringIO(exports.as_csv(digest(line)))) for cell in row]

    assert [cell for cell in cells if re.match(r"\s*[=+@-]", cell) and not re.fullmatch(r"-?\d+(\.\d+)?", cell)] == []


def test_csv_holds_every_fact_as_data() -> None:
    rows = list(csv.DictReader(io.StringIO(exports.as_csv(digest(*ALL)))))

    assert [row["promise"] for row in rows] == [line.what for line in digest(*ALL).lines]
    search = next(row for row in rows if row["number"] == "2")
    assert (search["first promised"], search["promised now"], search["moved days"]) == (
        "2026-02-27",
        "2026-03-20",
        "21",
    )
    assert search["at Jan"] == "at risk"


def test_markdown_and_html_say_the_same_and_interpret_nothing() -> None:
    evil = replace(SSO, what="<script>alert(1)</script> *bold* | pipe", word="a\nb")
    told = digest(evil, SEARCH, learned=("Quieter Fridays &amp; nights",))
    markdown, page = exports.as_markdown(told), exports.as_html(told)

    for shown in (markdown, page):
        assert "The one due since 29 Jan was missed." in shown
        assert "<script>alert" not in shown
    assert "\\*bold\\* \\| pipe" in markdown
    assert "Quieter Fridays \\& nights" in markdown
    assert page.count("<section") == 7
    assert "- Jan: 2 at risk\n- now: 1 at risk, 1 missed or dropped" in markdown
    assert re.search(r"at risk</th>(<td>.*? [02]</td>){3}<td>.*? 1</td></tr>", page)
    assert "from 27 Feb to 20 Mar" in page
    assert "http" not in page.replace('xmlns="http://www.w3.org/2000/svg"', "")


# --- the page that explains it


@pytest.mark.parametrize("name", [*Outcome, *State, *digest_post.SERIES])
def test_every_word_that_a_digest_counts_by_is_explained(name: str) -> None:
    page = Path("docs/commitments.md").read_text(encoding="utf-8")
    told = page.partition("| on the digest | is |")[2] if name in [*Outcome, *digest_post.SERIES] else page

    parts = ("kept", "late") if name == "kept late" else (name,)
    assert all(part in told for part in parts)

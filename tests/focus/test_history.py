"""Posts of the past: found, listed, counted, handed over."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from bot.focus import afterwards, history, markdown, record, record_text, thread
from bot.focus.content import Fate
from bot.focus.record import Record
from bot.focus.rules import Ask, Week, read_request
from bot.slack import channels
from bot.slack.validation import problems
from tests.factories import ANA, CTO_CHANNEL, MAYA, TOM, content
from tests.focus.office import W10, Office
from tests.focus.test_writing import carries, closes

MONDAYS = {Week(2026, 10): "2026-03-02", Week(2026, 11): "2026-03-09", Week(2026, 12): "2026-03-16"}
LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)


@pytest.fixture
def three_weeks(office: Office) -> Office:
    """Payments carried through all three; hiring is done, the offsite dropped."""
    for week, monday in MONDAYS.items():
        office.week = week
        office.at(f"{monday} 08:00")
        if week == W10:
            office.writes("Payments", "Hiring & <firing>")
        else:
            carries(office, 0)
        if week == Week(2026, 11):
            closes(office, 1, Fate.DONE)
        office.approves()
        office.runs_jobs(f"{monday} 09:00")
        office.delivers()
    return office


def test_the_past_is_listed_newest_first_with_links(three_weeks: Office) -> None:
    told = history.listed(three_weeks.session)

    assert problems(told.payload()) == []
    assert [line.split("|")[1].split(">")[0] for line in told.text.splitlines()[1:4]] == [
        "Week 12, 2026",
        "Week 11, 2026",
        "Week 10, 2026",
    ]
    assert "Hiring &amp; &lt;firing&gt;" in told.text


def test_before_the_first_post_it_says_what_will_be_here(office: Office) -> None:
    assert history.listed(office.session).text == "There is no post yet. Each Monday's will be here, with its link."


def test_a_week_is_shown_as_it_stands_with_what_came_of_it(three_weeks: Office) -> None:
    three_weeks.week = W10
    afterwards.hear(
        three_weeks.session, three_weeks.post, ts="1.1", person=ANA, text="The disk alert.", moment=three_weeks.moment
    )
    channels.remember(three_weeks.session, [{"id": f"D{CTO_CHANNEL}", "num_members": 42}], three_weeks.now)

    told = history.of_week(three_weeks.session, W10, three_weeks.moment)

    assert problems(told.payload()) == []
    assert "1  Payments" in told.text
    assert "1 person of 42 in the channel replied, 1 reply in all." in told.text
    assert "/archives/" in told.text


@pytest.mark.parametrize("week", [Week(2026, 9), Week(2030, 1)])
def test_a_week_without_a_post_says_so(three_weeks: Office, week: Week) -> None:
    told = history.of_week(three_weeks.session, week, three_weeks.moment)

    assert told.text.startswith(f"There is no post of week {week.number}, {week.year}.")


def test_drafts_are_nobodys_history(office: Office) -> None:
    office.writes("Secret plan")

    assert "Secret" not in history.search(office.session, "secret").text
    assert "Secret" not in history.of_week(office.session, W10, office.moment).text


@pytest.mark.parametrize(("words", "found"), [("HIRING", 2), ("payments", 3), ("hiring wait", 2), ("mobile", 0)])
def test_posts_are_found_by_words(three_weeks: Office, words: str, found: int) -> None:
    told = history.search(three_weeks.session, words)

    assert problems(told.payload()) == []
    assert told.text.count("Week ") == found


def test_what_was_looked_for_is_shown_safely(three_weeks: Office) -> None:
    assert "<!channel>" not in history.search(three_weeks.session, "<!channel>").text


# --- what was typed behind /focus


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("", (Ask.NOTHING, "")),
        ("  ", (Ask.NOTHING, "")),
        ("2026-W10", (Ask.WEEK, "2026-W10")),
        ("2026w9", (Ask.WEEK, "2026-W09")),
        ("History", (Ask.HISTORY, "")),
        ("mine", (Ask.RECORD, "")),
        ("away", (Ask.AWAY, "")),
        ("search  payments  plan", (Ask.SEARCH, "payments plan")),
        ("search", (Ask.SEARCH, "search")),
        ("away with it", (Ask.SEARCH, "away with it")),
        ("payments", (Ask.SEARCH, "payments")),
    ],
)
def test_what_is_typed_is_understood(text: str, asked: tuple[Ask, str]) -> None:
    assert read_request(text) == asked


# --- the CTO's own record


def test_the_record_counts_weeks_and_what_became_of_items(three_weeks: Office) -> None:
    three_weeks.week = Week(2026, 13)
    three_weeks.at("2026-03-20 15:00")
    three_weeks.skips()
    three_weeks.runs_jobs("2026-03-30 09:00")

    found = record.record(three_weeks.session, MAYA)

    assert found == Record(on_time=3, skipped=1, missed=1, done=1, moved=2, long_carried=(("Payments", 3),))
    assert record_text.message(found).text.splitlines() == [
        "Your record, which only you see",
        "3 of 5 weeks on time, 1 skipped, 1 without a post.",
        "Of 3 items looked back on: 1 done, 2 moved forward.",
        "Carried for 3 weeks: Payments.",
    ]


def test_a_late_post_is_late(office: Office) -> None:
    office.runs_jobs("2026-03-02 09:00")
    office.writes_and_approves("Payments")

    assert record.record(office.session, MAYA) == Record(late=1)


def test_an_empty_record_says_what_it_will_hold(office: Office) -> None:
    assert "Nothing yet." in record_text.message(record.record(office.session, MAYA)).text


# --- as Markdown


def test_posts_are_handed_over_as_markdown_newest_first(three_weeks: Office) -> None:
    text = markdown.document("Focus", history.posted(three_weeks.session), {MAYA: "Maya Okafor"}.__getitem__)

    assert text.startswith(
        "# Focus\n\n## Week 12, 2026\n\nMaya Okafor · posted 2026-03-16 08:00 UTC · [in Slack](https://"
    )
    assert "1. **Payments** _(third week)_  \n   Because it cannot wait." in text
    assert "**What became of 2026-W10:**\n\n- Payments, moved forward\n- Hiring \\& \\<firing\\>, done" in text
    assert text.index("Week 12") < text.index("Week 11") < text.index("Week 10")


def test_a_time_without_posts_says_so(office: Office) -> None:
    assert markdown.document("Focus", [], str) == "# Focus\n\nNo post went out in this time.\n"


@pytest.mark.parametrize(
    ("year", "number", "weeks"), [(2026, 1, (1, 13)), (2026, 4, (40, 53)), (2025, 4, (40, 52)), (2026, 2, (14, 26))]
)
def test_a_quarter_is_thirteen_weeks_and_the_last_has_week_53(year: int, number: int, weeks: tuple[int, int]) -> None:
    first, last = history.quarter(year, number)

    assert ((first.year, first.number), (last.year, last.number)) == ((year, weeks[0]), (year, weeks[1]))


def test_one_week_alone_can_be_handed_over(three_weeks: Office) -> None:
    assert [past.week for past in history.posted(three_weeks.session, W10, W10)] == [W10]


# --- what people did


def test_friday_says_what_people_answered_to_what(office: Office) -> None:
    office.saves_with(content("Payments", would_like_to_hear="Which alert would you delete?"))
    office.approves()
    office.runs_jobs("2026-03-02 09:00")
    office.delivers()
    for ts, by in (("1.1", ANA), ("1.2", TOM)):
        afterwards.hear(office.session, office.post, ts=ts, person=by, text="The disk one.", moment=office.moment)
    office.week = Week(2026, 11)
    office.runs_jobs("2026-03-06 15:00")

    assert "Under “Which alert would you delete?”: 2 people replied, 2 replies in all." in office.newest().text
    assert "|Read them>" in office.newest().text


@pytest.mark.parametrize(
    ("found", "said"),
    [
        (thread.Engagement(), ""),
        (thread.Engagement(1, 1), "1 person replied, 1 reply in all."),
        (thread.Engagement(9, 7, 3, 2), "7 people replied, 9 replies in all; 2 people reacted."),
        (thread.Engagement(reactions=1, reacted=1), "1 person reacted."),
        (thread.Engagement(asked=3, answered=2), "3 questions asked, 2 answered."),
    ],
)
def test_what_people_did_is_a_sentence(found: thread.Engagement, said: str) -> None:
    assert thread.in_words(found) == said


def test_what_changed_because_of_what_people_said_is_told_to_the_all_hands(office: Office) -> None:
    for monday, you_said in (("2026-03-02", "Quieter <Fridays>."), ("2026-03-09", ""), ("2026-03-16", "One pipeline.")):
        office.week = Week.of(date.fromisoformat(monday))
        office.at(f"{monday} 08:00")
        office.saves_with(replace(content("Payments"), you_said=you_said))
        office.approves()
        office.runs_jobs(f"{monday} 09:00")
        office.delivers()
    told = history.learned(office.session, office.settings, LONG_AGO, office.now)

    assert told == ["Quieter &lt;Fridays&gt;.", "One pipeline."]
    assert history.learned(office.session, office.settings, office.now, office.now) == []


def test_of_very_much_that_changed_the_newest_is_told(office: Office) -> None:
    for number in range(8):
        monday = date(2026, 6, 1) + timedelta(weeks=number)
        office.week = Week.of(monday)
        office.at(f"{monday} 08:00")
        office.saves_with(replace(content("Payments"), you_said=f"Change {number}."))
        office.approves()
        office.runs_jobs(f"{monday} 09:00")
        office.delivers()
    told = history.learned(office.session, office.settings, LONG_AGO, office.now)

    assert told == ["Before that, 3 more: `/focus history`", *(f"Change {number}." for number in range(3, 8))]

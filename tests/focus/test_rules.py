"""What a week's post may hold, and which week is meant."""

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.focus import rhythms
from bot.focus.rules import Content, Field, Item, Week, due_in, faults, is_over, week_of, week_to_write
from bot.rhythm import OnHoliday, Weekly
from tests.factories import content, settings

WithText = Callable[[str], Content]

HOUR = timedelta(hours=1)
BERLIN = ZoneInfo("Europe/Berlin")
BECAUSE = "Because it cannot wait."
MONDAY, FRIDAY, SUNDAY = 0, 4, 6

W9, W10, W11 = Week(2026, 9), Week(2026, 10), Week(2026, 11)


def berlin(local: str) -> datetime:
    return datetime.fromisoformat(local).replace(tzinfo=BERLIN)


def on(weekday: int, *holidays: str, at: time = time(9), zone: ZoneInfo = BERLIN) -> Weekly:
    days = frozenset(map(date.fromisoformat, holidays))
    return Weekly(weekday, at, zone, holidays=days, on_holiday=OnHoliday.NEXT_WORKING_DAY)


def beside(content: Content) -> dict[tuple[str, int], str]:
    return {(field.name, field.number): sentence for field, sentence in faults(content)}


# --- what is wrong beside which field


def test_what_and_why_are_enough() -> None:
    assert beside(content("Payments leave the shared database")) == {}


def test_a_post_without_items_says_so_beside_the_first() -> None:
    assert beside(Content((Item(), Item()))) == {("what", 0): "Write at least one thing you will focus on."}
    assert ("what", 0) in beside(Content(not_this_week="The mobile rewrite."))


def test_a_gap_between_items_is_no_fault_and_is_closed() -> None:
    gapped = Content((Item("Payments", BECAUSE), Item(), Item("Hiring", BECAUSE)))

    assert beside(gapped) == {}
    assert gapped.without_gaps().items == (Item("Payments", BECAUSE), Item("Hiring", BECAUSE))


@pytest.mark.parametrize("number", [0, 1, 4])
def test_a_what_needs_a_why(number: int) -> None:
    items = (Item("Payments", BECAUSE),) * number + (Item("Hiring"),)

    assert beside(Content(items)) == {("why", number): "Say in a sentence why this matters now."}


@pytest.mark.parametrize("number", [0, 1, 4])
def test_a_why_needs_a_what(number: int) -> None:
    items = (Item("Payments", BECAUSE),) * number + (Item("", BECAUSE),)

    assert beside(Content(items)) == {("what", number): "This has a why but no what. Name it in a few words."}


TEXTS = [
    (Field("what"), 120, lambda text: Content((Item(text, BECAUSE),))),
    (Field("why"), 300, lambda text: Content((Item("Payments", text),))),
    (Field("not_this_week"), 300, lambda text: Content((Item("Payments", BECAUSE),), not_this_week=text)),
    (Field("would_like_to_hear"), 300, lambda text: Content((Item("Payments", BECAUSE),), would_like_to_hear=text)),
]
each_text = pytest.mark.parametrize(
    ("field", "longest", "with_text"), TEXTS, ids=lambda value: getattr(value, "name", "")
)


@each_text
def test_a_text_as_long_as_its_limit_is_fine(field: Field, longest: int, with_text: WithText) -> None:
    assert beside(with_text("a" * longest)) == {}


@each_text
def test_a_longer_one_is_told_by_how_much(field: Field, longest: int, with_text: WithText) -> None:
    sentence = beside(with_text("a" * 10_000))[field.name, 0]

    assert sentence == f"At most {longest} characters; this has 10,000."


@each_text
def test_length_is_counted_as_slack_counts_so_that_a_form_reopened_shows_all_of_it(
    field: Field, longest: int, with_text: WithText
) -> None:
    assert beside(with_text("🚀" * (longest // 2))) == {}
    assert (field.name, 0) in beside(with_text("🚀" * (longest // 2 + 1)))


@each_text
@pytest.mark.parametrize("nothing", ["?", "...", "–", " ? ! ", "？", "。", "¿", "\u200b", "\u202e", "$%&"])
def test_punctuation_is_no_answer(field: Field, longest: int, with_text: WithText, nothing: str) -> None:
    assert beside(with_text(nothing)) == {
        (field.name, 0): "This says nothing yet. A few words are enough, or leave it empty."
    }


@each_text
@pytest.mark.parametrize("something", ["x", "7", "🚀", "❤️", "שלום", "はい", "C++?", "<!channel>"])
def test_anything_else_is(field: Field, longest: int, with_text: WithText, something: str) -> None:
    assert beside(with_text(something)) == {}


def test_what_would_not_fit_into_one_message_is_refused_rather_than_cut() -> None:
    ampersands = Content(tuple(Item("a" + "&" * 119, "a" + "&" * 299) for _ in range(5)))
    plain = Content(tuple(Item("a" * 120, "a" * 300) for _ in range(5)), "a" * 300, "a" * 300)

    assert list(beside(ampersands)) == [("what", 0)]
    assert beside(plain) == {}


# --- weeks


@pytest.mark.parametrize(
    ("day", "week"),
    [("2026-03-02", "2026-W10"), ("2026-12-28", "2026-W53"), ("2027-01-03", "2026-W53"), ("2024-12-30", "2025-W01")],
)
def test_a_week_is_written_as_iso_writes_it(day: str, week: str) -> None:
    assert str(Week.of(date.fromisoformat(day))) == week
    assert Week.read(week) == Week.of(date.fromisoformat(day))


@given(st.dates(date(1970, 1, 1), date(9999, 1, 1)))
def test_a_week_is_read_back_and_starts_on_its_monday(day: date) -> None:
    week = Week.of(day)

    assert Week.read(str(week)) == week
    assert Week.of(week.monday()) == week
    assert week.monday().weekday() == MONDAY


@pytest.mark.parametrize(
    "text", ["", "x", "2026-W54", "2025-W53", "2026-W00", "2026-10", "2026-W1", "0000-W01", "2026-W10 "]
)
def test_anything_else_is_no_week(text: str) -> None:
    with pytest.raises(ValueError, match=r"(?i)week|year"):
        Week.read(text)


# --- when a week's post is due


@pytest.mark.parametrize(
    ("week", "rhythm", "local"),
    [
        (W10, on(MONDAY), "2026-03-02 09:00"),
        (Week(2026, 15), on(MONDAY, "2026-04-06"), "2026-04-07 09:00"),
        (Week(2026, 53), on(MONDAY), "2026-12-28 09:00"),
        (Week(2027, 1), on(MONDAY), "2027-01-04 09:00"),
        (W10, on(SUNDAY), "2026-03-08 09:00"),
        (W10, on(MONDAY, at=time(0)), "2026-03-02 00:00"),
        (Week(2026, 14), on(FRIDAY, "2026-04-03", "2026-04-06"), "2026-04-07 09:00"),
        (Week(2026, 15), on(FRIDAY, "2026-04-03", "2026-04-06"), "2026-04-10 09:00"),
    ],
)
def test_a_post_is_due_on_its_day_or_the_next_working_day(week: Week, rhythm: Weekly, local: str) -> None:
    slot = due_in(week, rhythm)

    assert slot is not None
    assert slot.local == datetime.fromisoformat(local)
    assert week_of(slot, rhythm) == week


def test_a_week_in_which_nobody_works_has_no_post() -> None:
    closed = [f"2026-03-0{day}" for day in range(2, 9)]

    assert due_in(W10, on(MONDAY, *closed)) is None
    assert due_in(W11, on(MONDAY, *closed)) is not None


@given(
    weekday=st.integers(0, 6),
    at=st.times().map(lambda at: at.replace(second=0, microsecond=0, fold=0)),
    zone=st.sampled_from(["Europe/Berlin", "America/Santiago", "Africa/Cairo", "Pacific/Apia", "Australia/Lord_Howe"]),
    first=st.dates(date(2011, 1, 1), date(2030, 1, 1)),
    off=st.sets(st.integers(0, 60), max_size=30),
)
def test_no_two_posts_are_of_one_week_whatever_the_settings(
    weekday: int, at: time, zone: str, first: date, off: set[int]
) -> None:
    holidays = [str(first + timedelta(days=number)) for number in off]
    rhythm = on(weekday, *holidays, at=at, zone=ZoneInfo(zone))
    start = datetime.combine(first, time(), UTC)

    for slot in rhythm.between(start, start + timedelta(days=70)):
        assert due_in(week_of(slot, rhythm), rhythm) == slot


# --- which week somebody means who writes now

POSTING, ASKING = on(MONDAY), on(FRIDAY, at=time(15))


@pytest.mark.parametrize(
    ("local", "open_weeks", "meant"),
    [
        ("2026-02-27 14:00", [], W10),
        ("2026-02-27 14:00", [W9], W9),
        ("2026-02-27 15:00", [W9], W10),
        ("2026-03-02 08:59", [W10], W10),
        ("2026-03-02 09:00", [W10], W10),
        ("2026-03-02 09:00", [], W11),
        ("2026-03-06 14:59", [W10], W10),
        ("2026-03-06 15:00", [W10, W11], W11),
        ("2026-03-09 09:30", [W10], Week(2026, 12)),
    ],
)
def test_the_open_week_is_meant_until_the_next_is_asked_for(
    local: str, open_weeks: Sequence[Week], meant: Week
) -> None:
    assert week_to_write(berlin(local), POSTING, ASKING, open_weeks) == meant


def test_asked_in_the_hour_of_a_post_the_next_one_is_meant() -> None:
    assert week_to_write(berlin("2026-03-02 09:00"), POSTING, on(MONDAY), [W10]) == W11


@given(
    post_on=st.sampled_from(["monday", "wednesday", "friday", "sunday"]),
    ask_on=st.sampled_from(["monday", "thursday", "friday", "saturday"]),
    ask_at=st.sampled_from(["00:00", "09:00", "15:00", "23:59"]),
    post_at=st.sampled_from(["00:00", "09:00", "23:59"]),
    hour=st.integers(0, 14 * 24),
    all_open=st.booleans(),
)
def test_at_every_hour_the_meant_week_is_not_over_and_is_the_one_asked_for_last(
    post_on: str, ask_on: str, ask_at: str, post_at: str, hour: int, all_open: bool
) -> None:
    """Two weeks around Easter, when holidays move both."""
    operating = settings(focus={"post_on": post_on, "post_at": post_at, "ask_on": ask_on, "ask_at": ask_at})
    posting, asking = rhythms.posting(operating), rhythms.asking(operating)
    now = berlin("2026-03-30 00:00") + hour * HOUR
    last_asked = week_of(posting.next_after(asking.last_until(now).at), posting)
    open_weeks = [Week(2026, number) for number in range(10, 20)] if all_open else []

    meant = week_to_write(now, posting, asking, open_weeks)

    assert not is_over(meant, now, posting)
    if all_open:
        current = week_of(posting.last_until(now), posting)
        assert meant == max(last_asked, current)


@pytest.mark.parametrize(
    ("local", "over"), [("2026-03-02 09:00", False), ("2026-03-09 08:59", False), ("2026-03-09 09:00", True)]
)
def test_a_week_is_over_at_the_hour_of_the_next_post(local: str, over: bool) -> None:
    assert is_over(W10, berlin(local), POSTING) is over

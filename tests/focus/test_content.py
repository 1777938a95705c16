"""What a week's post may hold, and what becomes of its items in the next."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.focus.content import Closing, Content, Fate, Field, Item, carrying, closing_all, faults
from tests.factories import content

WithText = Callable[[str], Content]

BECAUSE = "Because it cannot wait."
FRIDAY = date(2026, 2, 27)


def beside(content: Content) -> dict[tuple[str, int], str]:
    return {(field.name, field.number): sentence for field, sentence in faults(content, FRIDAY)}


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
    (Field("you_said"), 300, lambda text: Content((Item("Payments", BECAUSE),), you_said=text)),
    (
        Field("cannot_talk"),
        300,
        lambda text: Content((Item("Payments", BECAUSE),), cannot_talk=text, look_again=date(2026, 3, 16)),
    ),
    (
        Field("words"),
        150,
        lambda text: Content((Item("Payments", BECAUSE),), closings=(Closing("x", Fate.DONE, text),)),
    ),
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


# --- what cannot be talked about


def test_whoever_cannot_talk_says_when_they_look_again() -> None:
    silent = content()
    silent = replace(silent, cannot_talk="The vendor talks: under NDA.")

    assert list(beside(silent)) == [("look_again", 0)]
    assert list(beside(replace(silent, look_again=FRIDAY))) == [("look_again", 0)]
    assert beside(replace(silent, look_again=date(2026, 3, 16))) == {}


def test_a_day_to_look_again_at_nothing_is_a_fault() -> None:
    assert list(beside(replace(content(), look_again=date(2026, 3, 16)))) == [("cannot_talk", 0)]


# --- what became of last week's items


def test_what_was_dropped_says_why() -> None:
    dropped = replace(content(), closings=(Closing("Audit", Fate.DONE), Closing("Offsite", Fate.DROPPED)))

    assert beside(dropped) == {("words", 1): "Say in a few words why it was dropped."}


def test_words_without_a_fate_are_half_an_answer() -> None:
    assert list(beside(replace(content(), closings=(Closing("Audit", None, "Nearly."),)))) == [("fate", 0)]


def test_every_item_of_the_week_before_is_to_be_closed_and_what_was_said_stays() -> None:
    said = Content(closings=(Closing("Audit", Fate.DONE, "Signed."), Closing("Gone meanwhile", Fate.DONE)))

    closing = closing_all(said, [Item("Hiring", BECAUSE), Item("Audit", BECAUSE)], "2026-W09")

    assert closing.closings == (Closing("Hiring"), Closing("Audit", Fate.DONE, "Signed."))
    assert closing.closes == "2026-W09"


def test_without_a_week_before_there_is_nothing_to_close() -> None:
    assert closing_all(content(), [], "") == content()


def test_an_item_written_again_word_for_word_is_carried_and_counts_its_weeks() -> None:
    before = [Item("Payments leave", BECAUSE, weeks=4)]

    assert carrying(content("payments  LEAVE", "Hiring"), before).items == (
        Item("payments  LEAVE", BECAUSE, weeks=5),
        Item("Hiring", BECAUSE, weeks=1),
    )


def test_an_item_is_carried_over_once_and_only_where_there_is_room() -> None:
    carried = Item("Payments", BECAUSE).carried()

    assert content("Hiring").with_item(carried).with_item(carried).items == (*content("Hiring").items, carried)
    full = content("a", "b", "c", "d", "e")
    assert full.with_item(carried) == full
    assert Content((Item(), Item())).with_item(carried).items == (carried,)


texts = st.text(max_size=20)
any_content = st.builds(
    Content,
    items=st.lists(st.builds(Item, texts, texts, st.integers(1, 60)), max_size=5).map(tuple),
    not_this_week=texts,
    would_like_to_hear=texts,
    cannot_talk=texts,
    look_again=st.none() | st.dates(),
    you_said=texts,
    closings=st.lists(st.builds(Closing, texts, st.none() | st.sampled_from(Fate), texts), max_size=5).map(tuple),
    closes=st.just("2026-W09"),
)


@given(any_content)
def test_it_is_stored_and_read_back_as_it_was(written: Content) -> None:
    assert Content.read(written.as_document()) == written


def test_what_the_first_version_stored_is_read_too() -> None:
    stored = {"items": [{"what": "Payments", "why": BECAUSE}], "not_this_week": "", "would_like_to_hear": "Which?"}

    assert Content.read(stored) == Content((Item("Payments", BECAUSE),), would_like_to_hear="Which?")

"""The messages to a post's writers."""

from dataclasses import replace
from datetime import date
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.focus import letters
from bot.focus.content import LONGEST_LINE, LONGEST_TEXT, LONGEST_WHAT, Closing, Content, Fate, Item, faults
from bot.focus.letters import Desk, Sheet
from bot.focus.post import PostFacts, post
from bot.focus.rules import Week
from bot.slack.messages import Message
from bot.slack.validation import problems
from tests.factories import CTO_CHANNEL, content
from tests.focus.office import contains, elements, labels
from tests.focus.samples import DESK, FACTS, W10, WORDS, any_facts, any_sheet, few, fine_content

# --- to the writers


NOTHING = Sheet()
any_desk = st.builds(replace, st.just(DESK), revision=st.integers(0, 10_000))


def every_message(desk: Desk, facts: PostFacts, written: Content, sheet: Sheet) -> list[Message]:
    shown = post(facts, written)
    return [
        letters.ask(desk, sheet, WORDS),
        *(letters.preview(desk, shown, note, late) for note, late in product(("", "A note."), (False, True))),
        letters.approved(desk, shown, facts.author),
        letters.posted(desk, shown, facts.author),
        letters.reminder(desk, sheet),
        letters.nothing_went_out(desk, sheet),
        letters.begun(desk, sheet),
        letters.skipped(desk, facts.author),
        letters.superseded(desk),
    ]


@few
@given(
    desk=any_desk,
    facts=any_facts,
    written=fine_content,
    sheet=any_sheet,
)
def test_every_message_is_one_that_slack_takes(desk: Desk, facts: PostFacts, written: Content, sheet: Sheet) -> None:
    for message in every_message(desk, facts, written, sheet):
        assert problems(message.payload()) == []


def test_so_is_the_longest_that_can_be_saved() -> None:
    longest = Content(
        tuple(Item("w" * LONGEST_WHAT, "y" * LONGEST_TEXT) for _ in range(4)),
        *("n" * LONGEST_TEXT for _ in range(2)),
        "n" * 300,
        look_again=date(2026, 3, 16),
        closings=tuple(Closing("c" * LONGEST_WHAT, Fate.DONE, "l" * 40) for _ in range(2)),
        closes="2026-W09",
    )
    facts = replace(FACTS, author="m" * 120, title="t" * 60, approved_by_other="b" * 120, late_since="Monday 09:00")
    item = Item("w" * LONGEST_WHAT, "y" * LONGEST_TEXT, weeks=99)
    sheet = Sheet([(item, Closing(item.what, Fate.MOVED, "l" * LONGEST_LINE))] * 5, W10, [item.what], ["x" * 200] * 5)

    assert not faults(longest, date.min)
    for message in every_message(DESK, facts, longest, sheet):
        assert problems(message.payload()) == []


@few
@given(facts=any_facts, written=fine_content)
def test_a_preview_holds_the_post_exactly(facts: PostFacts, written: Content) -> None:
    shown = post(facts, written)

    for message in (
        letters.preview(DESK, shown),
        letters.approved(DESK, shown, "Maya Okafor"),
        letters.posted(DESK, shown, "Maya Okafor"),
    ):
        assert contains(list(message.blocks), list(shown.as_one.blocks))
        assert shown.as_one.text in message.text


def test_each_message_offers_what_can_be_done() -> None:
    shown = post(FACTS, content())

    assert labels(list(letters.ask(DESK, NOTHING, WORDS).blocks)) == ["Write Monday's post", "Skip this week"]
    assert labels(list(letters.preview(DESK, shown).blocks)) == ["Approve", "Edit", "Skip this week"]
    assert labels(list(letters.preview(DESK, shown, late=True).blocks))[0] == "Approve and post now"
    assert labels(list(letters.approved(DESK, shown, "Maya").blocks)) == ["Edit", "Take back approval"]
    assert labels(list(letters.posted(DESK, shown, "Maya").blocks)) == ["Change the post", "Add a follow-up"]
    assert labels(list(letters.deleted(DESK).blocks)) == ["Post it again", "Leave it deleted"]
    assert labels(list(letters.stays_deleted(DESK).blocks)) == []
    assert labels(list(letters.reminder(DESK, NOTHING).blocks)) == ["Write it", "Skip this week"]
    assert labels(list(letters.nothing_went_out(DESK, NOTHING).blocks)) == ["Write it now", "Skip this week"]
    assert labels(list(letters.skipped(DESK, "Maya").blocks)) == ["Write it after all"]
    assert labels(list(letters.superseded(DESK).blocks)) == []


def test_the_question_says_when_and_where_the_answer_goes_out_to_a_screen_reader_too() -> None:
    message = letters.ask(DESK, NOTHING, WORDS)

    for said in (message.text, str(message.blocks)):
        assert f"It goes out {DESK.due} in <#{CTO_CHANNEL}>." in said


def test_a_late_preview_does_not_promise_an_hour_that_has_passed() -> None:
    shown = post(FACTS, content())

    assert f"will see it {DESK.due}" in letters.preview(DESK, shown).text
    assert f"will see it {DESK.due}" not in letters.preview(DESK, shown, late=True).text
    assert f"it was due {DESK.due}" in letters.preview(DESK, shown, late=True).text


@few
@given(desk=any_desk, facts=any_facts, written=fine_content)
def test_every_button_says_which_week_and_revision_it_was_drawn_for(
    desk: Desk, facts: PostFacts, written: Content
) -> None:
    for message in every_message(desk, facts, written, NOTHING):
        for button in elements(list(message.blocks)):
            week, revision = letters.read_value(button["value"])
            assert week == desk.week
            assert button["action_id"] == letters.WRITE or revision == desk.revision


@pytest.mark.parametrize("value", ["", "x:y", "2026-W10:y", "2026-W99:1", ":", "2026-W10:1:2"])
def test_a_value_that_no_button_of_ours_has_is_refused(value: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        letters.read_value(value)


# --- closing last week's items

AUDIT, PAYMENTS = Item("Close the audit", "It is due."), Item("Payments plan", "It doubled.", weeks=2)
SHEET = Sheet([(AUDIT, Closing(AUDIT.what)), (PAYMENTS, Closing(PAYMENTS.what))], Week(2026, 9))


def test_friday_asks_what_became_of_each_item_and_says_how_long_it_is_carried() -> None:
    message = letters.ask(DESK, SHEET, WORDS)

    assert labels(list(message.blocks)) == [
        *["Done", "Moved forward", "Dropped", "Carry over"] * 2,
        "Write Monday's post",
        "Skip this week",
    ]
    assert message.text.splitlines()[1:] == [
        "Week 9 said:",
        "Close the audit",
        "Payments plan (second week)",
    ]


def test_what_is_closed_says_so_and_can_be_changed() -> None:
    before = [(AUDIT, Closing(AUDIT.what, Fate.DONE)), (PAYMENTS, Closing(PAYMENTS.what, Fate.MOVED, "Finance."))]

    message = letters.ask(DESK, Sheet(before, Week(2026, 9)), WORDS)

    assert labels(list(message.blocks))[:-2] == ["Change", "Carry over", "Change"]
    assert "Close the audit: ✓ Done" in message.text
    assert "Payments plan (second week): → Moved forward · Finance." in message.text


def test_what_is_carried_over_is_not_offered_again() -> None:
    before = [(AUDIT, Closing(AUDIT.what, Fate.MOVED))]

    message = letters.ask(DESK, Sheet(before, Week(2026, 9), [AUDIT.what]), WORDS)

    assert labels(list(message.blocks))[:-2] == ["Change"]
    assert "→ Moved forward · carried over" in message.text


def test_friday_brings_what_changed_to_a_screen_reader_too() -> None:
    sheet = Sheet(changes=["2 questions wait, the older since Wednesday"], replies="9 replies from 7 people.")

    message = letters.ask(DESK, sheet, WORDS)

    for said in (message.text, str(message.blocks)):
        assert "2 questions wait, the older since Wednesday" in said
        assert "9 replies from 7 people." in said


def test_a_preview_says_which_of_its_words_are_counted_again() -> None:
    counted = post(replace(FACTS, figures=["12 asked."]), content())

    assert "counted again when it goes out" in str(letters.preview(DESK, counted).blocks)
    assert "counted again when it goes out" in str(letters.approved(DESK, counted, "Maya").blocks)
    assert "counted again" not in str(letters.preview(DESK, post(FACTS, content())).blocks)
    assert "counted again" not in str(letters.posted(DESK, counted, "Maya").blocks)

"""Monday's post, its form, and the messages to its writers."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from itertools import product
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot import prompts
from bot.focus import views
from bot.focus.rules import LONGEST_TEXT, LONGEST_WHAT, MOST_ITEMS, Content, Item, Week, faults
from bot.slack.messages import Message
from bot.slack.text import escape
from bot.slack.validation import problems
from tests.factories import CTO_CHANNEL, content
from tests.focus.office import contains, elements, heading, labels, signature

WORDS = prompts.load().of("focus")
W10 = Week(2026, 10)
FACTS = views.PostFacts(W10, date(2026, 3, 2), "Maya Okafor", "CTO")
DESK = views.Desk(W10, CTO_CHANNEL, "<!date^1772438400^{date_short_pretty} at {time}|Mon 2 Mar 2026, 09:00 CET>", 3)

any_text = st.text(max_size=59) | st.text(alphabet="<>&@*_~`|!#: \nא", max_size=59)
any_words = any_text.map(lambda text: f"a{text}")
any_content = st.builds(
    Content, st.lists(st.builds(Item, any_text, any_text), max_size=MOST_ITEMS).map(tuple), any_text, any_text
)
#: What can be saved.
fine_content = st.builds(
    Content,
    st.lists(st.builds(Item, any_words, any_words), min_size=1, max_size=MOST_ITEMS).map(tuple),
    st.just("") | any_words,
    st.just("") | any_words,
).filter(lambda content: not faults(content))
any_facts = st.builds(
    views.PostFacts,
    week=st.dates(date(1970, 1, 1)).map(Week.of),
    day=st.dates(date(1970, 1, 1)),
    cto=any_text.map(escape),
    title=st.text(min_size=1, max_size=60),
    approved_for_cto_by=st.none() | any_text.map(escape),
    late_since=st.none() | st.just("Monday 09:00"),
)
any_desk = st.builds(replace, st.just(DESK), revision=st.integers(0, 10_000))

few = settings(max_examples=30)

PINGS = ["<!channel>", "<!here>", "<!everyone>", "<!subteam^S123>", "<@U0TOM>", "@here", "@channel", "@everyone"]


# --- the post


def test_the_post_says_whose_it_is_and_when_and_what_and_why() -> None:
    message = views.post(FACTS, content("Payments", not_this_week="Mobile.", would_like_to_hear="Which alert?"))

    assert heading(message.payload()) == "Week 10, 2 March"
    assert signature(message.payload()) == "Maya Okafor, CTO"
    assert [block["text"]["text"] for block in message.blocks[2:]] == [
        "*1  Payments*\nWhy now: Because it cannot wait.",
        "*Not this week:* Mobile.",
        "*I would like to hear:* Which alert?",
    ]


def test_its_text_alone_says_it_all() -> None:
    written = content("Payments", "Hiring", not_this_week="Mobile.", would_like_to_hear="Which alert?")

    assert views.post(FACTS, written).text.splitlines() == [
        "Week 10, 2 March. Maya Okafor, CTO",
        "1. Payments. Why now: Because it cannot wait.",
        "2. Hiring. Why now: Because it cannot wait.",
        "Not this week: Mobile.",
        "I would like to hear: Which alert?",
    ]


def test_it_says_openly_who_approved_for_the_cto_and_that_it_is_late() -> None:
    facts = replace(FACTS, approved_for_cto_by="Tom Brandt", late_since="Monday 09:00")

    assert signature(views.post(facts, content()).payload()) == (
        "Maya Okafor, CTO · approved for Maya Okafor by Tom Brandt · late: due Monday 09:00"
    )


@pytest.mark.parametrize("ping", PINGS)
def test_whoever_is_typed_into_a_post_is_not_pinged(ping: str) -> None:
    written = Content((Item(ping, f"why {ping}"),), ping, f"({ping})")

    for text in texts(views.post(FACTS, written).payload()):
        assert ping not in text
        assert "<!" not in text
        assert "<@" not in text


def test_nor_is_anybody_by_a_title() -> None:
    assert "<!" not in signature(views.post(replace(FACTS, title="<!channel>"), content()).payload())


def test_formatting_that_was_typed_stays_letters() -> None:
    message = views.post(FACTS, Content((Item("*bold* and _slanted_", "> quoted\n```code```"),)))
    item = message.blocks[2]["text"]["text"]

    assert "*bold*" not in item
    assert "_slanted_" not in item
    assert "```" not in item
    assert "bold" in item
    assert "\n>" not in item
    assert "\n&gt;" not in item


def test_right_to_left_words_cannot_turn_ours_around() -> None:
    item = views.post(FACTS, Content((Item("\u202eתשלומים", "כי \u2066זה דחוף"),))).blocks[2]["text"]["text"]

    assert "\u202e" not in item
    assert "\u2066" not in item
    assert item.count("\u2068") == item.count("\u2069") == 2
    assert item.startswith("*1  ")


def test_emoji_stay() -> None:
    assert "🚀 👩🏽‍💻 🇩🇪" in views.post(FACTS, content("🚀 👩🏽‍💻 🇩🇪")).blocks[2]["text"]["text"]


def test_a_what_of_several_lines_stays_one_headline() -> None:
    assert views.post(FACTS, content("Payments\nleave")).blocks[2]["text"]["text"].startswith("*1  Payments leave*\n")


# --- to the writers


def every_message(desk: views.Desk, facts: views.PostFacts, written: Content) -> list[Message]:
    shown = views.post(facts, written)
    return [
        shown,
        views.ask(desk, WORDS),
        *(views.preview(desk, shown, note, late) for note, late in product(("", "A note."), (False, True))),
        views.approved(desk, shown, facts.cto),
        views.posted(desk, shown, facts.cto),
        views.reminder(desk),
        views.nothing_went_out(desk),
        views.skipped(desk, facts.cto),
        views.superseded(desk),
        views.nothing_posted_yet(desk.due),
    ]


@few
@given(desk=any_desk, facts=any_facts, written=fine_content)
def test_every_message_is_one_that_slack_takes(desk: views.Desk, facts: views.PostFacts, written: Content) -> None:
    for message in every_message(desk, facts, written):
        assert problems(message.payload()) == []


def test_so_is_the_longest_that_can_be_saved() -> None:
    longest = Content(tuple(Item("w" * LONGEST_WHAT, "y" * LONGEST_TEXT) for _ in range(5)), "n" * 300, "h" * 300)
    facts = replace(FACTS, cto="m" * 120, title="t" * 60, approved_for_cto_by="b" * 120, late_since="Monday 09:00")

    assert not faults(longest)
    for message in every_message(DESK, facts, longest):
        assert problems(message.payload()) == []


@few
@given(facts=any_facts, written=fine_content)
def test_a_preview_holds_the_post_exactly(facts: views.PostFacts, written: Content) -> None:
    shown = views.post(facts, written)

    for message in (
        views.preview(DESK, shown),
        views.approved(DESK, shown, "Maya Okafor"),
        views.posted(DESK, shown, "Maya Okafor"),
    ):
        assert contains(list(message.blocks), list(shown.blocks))
        assert shown.text in message.text


def test_each_message_offers_what_can_be_done() -> None:
    shown = views.post(FACTS, content())

    assert labels(list(views.ask(DESK, WORDS).blocks)) == ["Write Monday's post", "Skip this week"]
    assert labels(list(views.preview(DESK, shown).blocks)) == ["Approve", "Edit", "Skip this week"]
    assert labels(list(views.preview(DESK, shown, late=True).blocks))[0] == "Approve and post now"
    assert labels(list(views.approved(DESK, shown, "Maya").blocks)) == ["Edit", "Take back approval"]
    assert labels(list(views.posted(DESK, shown, "Maya").blocks)) == []
    assert labels(list(views.reminder(DESK).blocks)) == ["Write it", "Skip this week"]
    assert labels(list(views.nothing_went_out(DESK).blocks)) == ["Write it now", "Skip this week"]
    assert labels(list(views.skipped(DESK, "Maya").blocks)) == ["Write it after all"]
    assert labels(list(views.superseded(DESK).blocks)) == []


def test_the_question_says_when_and_where_the_answer_goes_out_to_a_screen_reader_too() -> None:
    message = views.ask(DESK, WORDS)

    for said in (message.text, str(message.blocks)):
        assert f"It goes out {DESK.due} in <#{CTO_CHANNEL}>." in said


def test_a_late_preview_does_not_promise_an_hour_that_has_passed() -> None:
    shown = views.post(FACTS, content())

    assert f"will see it {DESK.due}" in views.preview(DESK, shown).text
    assert f"will see it {DESK.due}" not in views.preview(DESK, shown, late=True).text
    assert f"it was due {DESK.due}" in views.preview(DESK, shown, late=True).text


@few
@given(desk=any_desk, facts=any_facts, written=fine_content)
def test_every_button_says_which_week_and_revision_it_was_drawn_for(
    desk: views.Desk, facts: views.PostFacts, written: Content
) -> None:
    for message in every_message(desk, facts, written):
        for button in elements(list(message.blocks)):
            week, revision = views.read_value(button["value"])
            assert week == desk.week
            assert button["action_id"] == views.WRITE or revision == desk.revision


@pytest.mark.parametrize("value", ["", "x:y", "2026-W10:y", "2026-W99:1", ":", "2026-W10:1:2"])
def test_a_value_that_no_button_of_ours_has_is_refused(value: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        views.read_value(value)


# --- the form


def sent_back(modal: Mapping[str, Any]) -> dict[str, Any]:
    """As Slack sends a form in which nothing was changed."""
    values = {
        block["block_id"]: {
            block["element"]["action_id"]: {
                "type": "plain_text_input",
                "value": block["element"].get("initial_value") or None,
            }
        }
        for block in inputs(modal)
    }
    return {**modal, "state": {"values": values}}


def inputs(modal: Mapping[str, Any]) -> list[dict[str, Any]]:
    return [block for block in modal["blocks"] if block["type"] == "input"]


def built(form: views.Form, note: str = "") -> dict[str, Any]:
    return views.form(form, WORDS, note)


def stripped(written: Content) -> Content:
    items = tuple(Item(item.what.strip(), item.why.strip()) for item in written.items)
    return Content(items, written.not_this_week.strip(), written.would_like_to_hear.strip())


any_form = st.builds(
    views.Form,
    week=st.dates(date(1970, 1, 1)).map(Week.of),
    base_revision=st.integers(0, 10**9),
    content=any_content.map(stripped),
    items=st.integers(1, MOST_ITEMS),
)


@few
@given(form=any_form)
def test_a_form_is_read_back_as_it_was_built(form: views.Form) -> None:
    back = views.read_form(sent_back(built(form)))

    assert (back.week, back.base_revision) == (form.week, form.base_revision)
    assert back.items == len(back.content.items) == max(form.items, len(form.content.items))
    assert back.content.without_gaps() == form.content.without_gaps()
    assert built(back) == built(form)


@few
@given(form=any_form, note=any_text)
def test_every_form_is_one_that_slack_takes(form: views.Form, note: str) -> None:
    modal = built(form, escape(note))

    assert problems(modal, "modal") == []
    assert len(modal["private_metadata"]) < 3000


def test_an_empty_form_has_three_items_of_which_the_first_is_asked_for() -> None:
    modal = built(views.Form(W10, 0, Content()))

    assert [block["block_id"] for block in inputs(modal) if not block.get("optional")] == ["what-0", "why-0"]
    assert len(inputs(modal)) == 3 * 2 + 2
    assert labels(modal["blocks"]) == ["Add another"]


def test_an_organisations_own_wording_may_hold_any_braces() -> None:
    words = {**WORDS, "what_label": "{number}. {goal} {"}

    labels_shown = [block["label"]["text"] for block in inputs(views.form(views.Form(W10, 0, Content()), words))]

    assert labels_shown[::2][:3] == ["1. {goal} {", "2. {goal} {", "3. {goal} {"]


def test_add_another_keeps_what_was_typed() -> None:
    typed = content("Payments", "Hiring", "Pagers", not_this_week="Mobile.")

    more = views.read_form(sent_back(built(views.Form(W10, 2, typed)))).with_another_item()

    assert (more.items, more.base_revision) == (4, 2)
    assert more.content == typed
    assert views.read_form(sent_back(built(more))).content.without_gaps() == typed


def test_add_another_leaves_the_other_fields_their_names_so_that_slack_keeps_them() -> None:
    form = views.Form(W10, 0, Content())
    before, after = inputs(built(form)), inputs(built(form.with_another_item()))

    assert {block["block_id"] for block in after} - {block["block_id"] for block in before} == {"what-3", "why-3"}
    assert [block for block in after if block in before] == before


def test_there_are_five_items_at_most() -> None:
    form = views.Form(W10, 0, Content())
    for _ in range(10):
        form = views.read_form(sent_back(built(form))).with_another_item()

    assert len(inputs(built(form))) == 5 * 2 + 2
    assert labels(built(form)["blocks"]) == []


def test_what_was_typed_is_trimmed_and_nothing_typed_is_nothing() -> None:
    view = sent_back(built(views.Form(W10, 0, Content())))
    view["state"]["values"]["what-0"]["what-0"]["value"] = "  Payments \n"

    assert views.read_form(view).content.items[0] == Item("Payments", "")


def texts(node: Any) -> list[str]:
    match node:
        case {"text": str(text), **rest}:
            return [text, *texts(list(rest.values()))]
        case dict():
            return texts(list(node.values()))
        case [*several]:
            return [text for one in several for text in texts(one)]
    return []

"""Monday's post, as everybody sees it."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given

from bot.focus.content import Closing, Content, Fate, Item
from bot.focus.post import IN_THREAD, PostFacts, post
from bot.focus.rules import Week
from bot.slack.validation import problems
from tests.factories import content
from tests.focus.office import heading, signature
from tests.focus.samples import FACTS, any_facts, few, fine_content, texts

PINGS = ["<!channel>", "<!here>", "<!everyone>", "<!subteam^S123>", "<@U0TOM>", "@here", "@channel", "@everyone"]

# --- the post


def test_the_post_says_whose_it_is_and_when_and_what_and_why() -> None:
    message = post(FACTS, content("Payments", not_this_week="Mobile.", would_like_to_hear="Which alert?")).message

    assert heading(message.payload()) == "Week 10, 2 March"
    assert signature(message.payload()) == "Maya Okafor, CTO"
    assert [block["text"]["text"] for block in message.blocks[2:-1]] == [
        "*1  Payments*\nWhy now: Because it cannot wait.",
        "*Not this week:* Mobile.",
        "*I would like to hear:* Which alert?",
    ]


def test_its_text_alone_says_it_all() -> None:
    written = content("Payments", "Hiring", not_this_week="Mobile.", would_like_to_hear="Which alert?")

    assert post(FACTS, written).message.text.splitlines() == [
        "Week 10, 2 March. Maya Okafor, CTO",
        "1  Payments",
        "Why now: Because it cannot wait.",
        "2  Hiring",
        "Why now: Because it cannot wait.",
        "Not this week: Mobile.",
        "I would like to hear: Which alert?",
    ]


def test_it_says_openly_who_approved_for_the_cto_and_that_it_is_late() -> None:
    facts = replace(FACTS, approved_by_other="Tom Brandt", late_since="Monday 09:00")

    assert signature(post(facts, content()).message.payload()) == (
        "Maya Okafor, CTO · approved for Maya Okafor by Tom Brandt · late: due Monday 09:00"
    )


@pytest.mark.parametrize("ping", PINGS)
def test_whoever_is_typed_into_a_post_is_not_pinged(ping: str) -> None:
    written = Content((Item(ping, f"why {ping}"),), ping, f"({ping})")

    for text in texts(post(FACTS, written).as_one.payload()):
        assert ping not in text
        assert "<!" not in text
        assert "<@" not in text


def test_formatting_that_was_typed_stays_letters() -> None:
    message = post(FACTS, Content((Item("*bold* and _slanted_", "> quoted\n```code```"),))).message
    item = message.blocks[2]["text"]["text"]

    assert "*bold*" not in item
    assert "_slanted_" not in item
    assert "```" not in item
    assert "bold" in item
    assert "\n>" not in item
    assert "\n&gt;" not in item


def test_right_to_left_words_cannot_turn_ours_around() -> None:
    item = post(FACTS, Content((Item("\u202eתשלומים", "כי \u2066זה דחוף"),))).message.blocks[2]["text"]["text"]

    assert "\u202e" not in item
    assert "\u2066" not in item
    assert item.count("\u2068") == item.count("\u2069") == 2
    assert item.startswith("*1  ")


def test_emoji_stay() -> None:
    assert "🚀 👩🏽‍💻 🇩🇪" in post(FACTS, content("🚀 👩🏽‍💻 🇩🇪")).message.blocks[2]["text"]["text"]


def test_a_what_of_several_lines_stays_one_headline() -> None:
    assert post(FACTS, content("Payments\nleave")).message.blocks[2]["text"]["text"].startswith("*1  Payments leave*\n")


# --- what became of last week's items


def closed(*closings: Closing, closes: str = "2026-W09") -> Content:
    return replace(content("Payments"), closings=closings, closes=closes)


def test_it_says_what_became_of_last_weeks_items_in_the_ctos_words() -> None:
    written = closed(
        Closing("Close the audit", Fate.DONE),
        Closing("Payments", Fate.MOVED, "waits for finance"),
        Closing("Offsite", Fate.DROPPED, "wrong month"),
        Closing("Hiring"),
    )
    written = replace(written, items=(Item("Payments", "It cannot wait.", weeks=2),))

    assert post(FACTS, written).message.blocks[3]["text"]["text"] == (
        "*Last week I said*\n"
        "✓ Close the audit: done\n"
        "→ Payments: waits for finance, back in item 1\n"
        "✕ Offsite: dropped, wrong month\n"
        "○ Hiring: no word yet"
    )


def test_after_a_silent_week_it_says_of_which_week_it_speaks() -> None:
    written = closed(Closing("Audit", Fate.DONE), closes="2026-W07")

    assert "In week 7 I said\n✓ Audit: done" in post(FACTS, written).message.text


def test_week_one_follows_the_last_of_the_year_before() -> None:
    facts = replace(FACTS, week=Week(2027, 1))

    assert "Last week I said" in post(facts, closed(Closing("Audit", Fate.DONE), closes="2026-W53")).message.text


@pytest.mark.parametrize(("weeks", "said"), [(1, None), (2, "Second week."), (5, "Fifth week."), (11, "11th week.")])
def test_a_carried_item_says_for_how_many_weeks(weeks: int, said: str | None) -> None:
    item = post(FACTS, Content((Item("Payments", "It cannot wait.", weeks),))).message.blocks[2]["text"]["text"]

    assert item.splitlines()[2:] == ([said] if said else [])


def test_what_cannot_be_talked_about_is_said_with_a_day_to_look_again() -> None:
    silent = replace(content(), cannot_talk="The vendor talks: under NDA.", look_again=date(2026, 3, 16))

    assert "I cannot talk about this yet: The vendor talks: under NDA.\nI look at it again on 16 March." in (
        post(FACTS, silent).message.text
    )


def test_figures_of_other_practices_stand_small_at_the_end() -> None:
    shown = post(replace(FACTS, figures=["Questions last week: 12 asked, 11 answered."]), content()).message

    assert shown.blocks[-2]["elements"][0]["text"] == "Questions last week: 12 asked, 11 answered."
    assert shown.text.endswith("12 asked, 11 answered.")


def test_anybody_can_ask_challenge_or_tell() -> None:
    buttons = post(FACTS, content()).message.blocks[-1]["elements"]

    assert [(button["text"]["text"], button["action_id"]) for button in buttons] == [
        ("Ask", "questions.ask"),
        ("Challenge", "questions.challenge"),
        ("Tell me", "questions.tell"),
    ]


# --- one screen


THREE = ("Payments leave the shared database", "A platform lead joins the team", "On-call that lets people sleep")


def test_three_items_with_everything_stay_on_one_screen() -> None:
    written = replace(
        content(*THREE, not_this_week="The mobile rewrite.", would_like_to_hear="Which alert would you delete first?"),
        cannot_talk="The vendor talks: under NDA.",
        look_again=date(2026, 3, 16),
        you_said="Nine of you asked for quieter Fridays; deploy freeze starts at 14:00 from this week.",
        closings=(Closing("Close the audit", Fate.DONE), Closing("Offsite", Fate.DROPPED, "wrong month")),
        closes="2026-W09",
    )

    assert post(FACTS, written).rest is None


def test_what_is_longer_goes_on_in_the_thread() -> None:
    written = closed(*(Closing(f"Item {at}", Fate.DONE, "w" * 150) for at in range(5)))
    written = replace(written, items=tuple(Item("what" * 20, "why " * 50) for _ in range(5)), you_said="y" * 300)

    shown = post(FACTS, written)

    assert IN_THREAD in shown.message.text
    assert "Item 0" not in shown.message.text
    assert shown.rest
    assert "✓ Item 0" in shown.rest.text
    assert "You said, I did: yyy" in shown.rest.text
    assert shown.rest.text in shown.as_one.text


@few
@given(facts=any_facts, written=fine_content)
def test_each_part_is_one_that_slack_takes(facts: PostFacts, written: Content) -> None:
    shown = post(facts, written)

    for message in (shown.message, shown.as_one, *([shown.rest] if shown.rest else [])):
        assert problems(message.payload()) == []

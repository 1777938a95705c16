"""Cards, pages, lists and forms: what they say, and that Slack takes them whatever people write."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.commitments import forms, history_views, list_views, promise_form, views
from bot.commitments.history_views import Line
from bot.commitments.promise_form import Sitting
from bot.commitments.queries import Place, Which
from bot.commitments.states import Kind, State
from bot.commitments.views import Card
from bot.slack.validation import check
from tests.commitments.office import WORDS

NOW = datetime(2026, 3, 5, 9, 0, tzinfo=UTC)
SEARCH = Card(
    id=7,
    number=12,
    what="Search answers in under 200 ms",
    state=State.AT_RISK,
    now=NOW,
    today=date(2026, 3, 5),
    owner="Priya Raman",
    made_by="Maya Okafor",
    how="p95 in the search dashboard",
    measure="from 640 to 200 ms",
    said_at="the January all-hands",
    first=date(2026, 2, 27),
    promised=date(2026, 3, 13),
    forecast=date(2026, 3, 20),
    moves=2,
    moved_days=14,
    word_at=datetime(2026, 3, 2, 9, 0, tzinfo=UTC),
    note="index rebuild slower than measured; trying the smaller one",
    strip=(("Nov", None), ("Dec", State.ON_TRACK), ("Jan", State.SILENT), ("now", State.AT_RISK)),
)
NASTY = ["<!channel> & *x* `y`", "‮gnp.exe", "a" * 4000, "&" * 1000, "🦊" * 500, "@here\n> quote", ""]


def test_a_card_says_what_who_when_and_how_it_goes() -> None:
    message = views.told("Something happened.", SEARCH)

    assert message.text == (
        "Something happened.\n"
        "Search answers in under 200 ms. Owner: Priya Raman. promised 27 Feb · now 13 Mar · forecast 20 Mar. "
        "moved 2 times, +14 days. ▲ at risk · last word 3 days ago: "
        "“index rebuild slower than measured; trying the smaller one”."
    )
    shown = str(message.blocks)
    assert "Dec ●   Jan ○   now ▲" in shown
    assert "Nov ·" in shown
    assert "p95 in the search dashboard, from 640 to 200 ms" in shown


@pytest.mark.parametrize(
    ("card", "says"),
    [
        (replace(SEARCH, state=State.SILENT), "○ silent* · no word for 3 days"),
        (replace(SEARCH, state=State.KEPT, closed_on=date(2026, 3, 11)), "✓ kept* · 2 days early"),
        (replace(SEARCH, state=State.KEPT, closed_on=date(2026, 3, 14)), "✓ kept* · 1 day late"),
        (replace(SEARCH, state=State.KEPT, closed_on=date(2026, 3, 13)), "✓ kept* · on its day"),
        (replace(SEARCH, state=State.PAUSED, paused_until=date(2027, 1, 4)), "‖ paused* · until 4 Jan 2027"),
        (replace(SEARCH, state=State.PROPOSED), "◌ proposed*"),
    ],
)
def test_the_line_about_its_state(card: Card, says: str) -> None:
    assert says in views.word_text(card)


def test_every_state_has_a_mark_of_its_own_but_the_two_that_never_were_promises() -> None:
    marks = [views.MARKS[state] for state in State]

    assert set(views.MARKS) == set(State)
    assert len(set(marks)) == len(State) - 1


@pytest.mark.parametrize(
    ("moves", "days", "text"), [(0, 0, ""), (1, 1, "moved once, +1 day"), (3, -4, "moved 3 times, -4 days")]
)
def test_moves_in_words(moves: int, days: int, text: str) -> None:
    assert views.moved_text(moves, days) == text


LINES = [Line(kind, "Tue 3 Mar", "Ana", state=State.AT_RISK, day=date(2026, 4, 1), owner="Tom") for kind in Kind]


def all_views(card: Card, lines: list[Line]) -> list[Any]:
    sitting = Sitting(what=card.what[:200], owner="U1", how=card.how, why=card.why, more=True, rhythm="14")
    page = history_views.page(card, lines, may_speak=True, place=Place(Which.FOUND, "x" * 100))
    return [
        views.ask_owner(card).payload(),
        views.ask_maker(card, card.note).payload(),
        views.ask_successor(card, card.owner, card.note).payload(),
        views.told("Heading", card, buttons=True).payload(),
        page,
        list_views.listing(
            Place(Which.EVERYBODY, skip=10), [replace(card, id=number) for number in range(10)], WORDS, total=30
        ),
        list_views.listing(Place(Which.FOUND, "x"), [], WORDS, total=0),
        forms.update_form(card, WORDS, note="x"),
        forms.on_page(forms.update_form(replace(card, state=State.KEPT), WORDS), page),
        forms.move_form(card, WORDS),
        forms.counter_form(card, WORDS),
        forms.decline_form(card, WORDS),
        forms.hand_over_form(card, WORDS),
        promise_form.promise_form(sitting, WORDS),
        promise_form.promise_form(replace(sitting, more=False), WORDS, "A note."),
        promise_form.made(replace(card, promised=None, first=None), ["Advice."]),
    ]


@pytest.mark.parametrize("state", State)
def test_slack_takes_every_view_in_every_state(state: State) -> None:
    for view in all_views(replace(SEARCH, state=state), LINES):
        check(view)


def markup(node: Any) -> Iterator[str]:
    """All that Slack would interpret."""
    if isinstance(node, dict):
        if node.get("type") == "mrkdwn" or "blocks" in node:
            yield node["text"] if isinstance(node.get("text"), str) else ""
        yield from (found for one in node.values() for found in markup(one))
    elif isinstance(node, list | tuple):
        yield from (found for one in node for found in markup(one))


@pytest.mark.parametrize("words", NASTY)
def test_slack_takes_whatever_people_write(words: str) -> None:
    card = replace(
        SEARCH, what=words[:200] or "x", how=words[:1000], why=words[:1000], note=words[:1000], links=(words[:500],)
    )
    for view in all_views(card, [replace(line, note=words[:1000], evidence=words[:500]) for line in LINES]):
        assert "<!channel>" not in " ".join(markup(view))
        if "blocks" in view and "type" not in view:
            continue  # messages are fitted when they are enqueued
        check(view)


@given(text=st.text(max_size=300))
def test_a_form_gives_back_what_was_typed(text: str) -> None:
    typed = text.strip()
    view = promise_form.promise_form(Sitting(owner="U1"), WORDS)
    state = {"what": {"what": {"value": text or None}}, "day": {"day": {"selected_date": "2026-04-01"}}}

    sitting = promise_form.read_promise({**view, "state": {"values": state}})

    assert (sitting.what, sitting.day) == (typed, date(2026, 4, 1))


def test_a_long_history_has_pages() -> None:
    page = history_views.page(SEARCH, LINES * 10, may_speak=False, skip=30)

    assert len(page["blocks"]) < 100
    assert page["blocks"][-1]["elements"][0]["value"] == "7:12:60"
    check(page)

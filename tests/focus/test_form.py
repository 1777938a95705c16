"""The form of the week's post: written, read back, rearranged."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from bot.focus import form as form_
from bot.focus.content import LONGEST_WHAT, MOST_ITEMS, Closing, Content, Fate, Field, Item
from bot.focus.form import Form
from bot.focus.rules import Week
from bot.slack.text import escape
from bot.slack.validation import problems
from tests.factories import content
from tests.focus.office import labels
from tests.focus.samples import W10, WORDS, any_content, any_text, few


def sent_back(modal: Mapping[str, Any]) -> dict[str, Any]:
    """As Slack sends a form in which nothing was changed."""
    values = {block["block_id"]: {block["element"]["action_id"]: _state(block["element"])} for block in inputs(modal)}
    return {**modal, "state": {"values": values}}


def _state(element: Mapping[str, Any]) -> dict[str, Any]:
    match element["type"]:
        case "static_select":
            return {"type": "static_select", "selected_option": element.get("initial_option")}
        case "datepicker":
            return {"type": "datepicker", "selected_date": element.get("initial_date")}
    return {"type": "plain_text_input", "value": element.get("initial_value") or None}


def inputs(modal: Mapping[str, Any]) -> list[dict[str, Any]]:
    return [block for block in modal["blocks"] if block["type"] == "input"]


def built(form: Form, note: str = "") -> dict[str, Any]:
    return form_.modal(form, WORDS, note)


def read_back(form: Form) -> Form:
    return form_.read(sent_back(built(form)))


def stripped(written: Content) -> Content:
    """As Slack hands it over."""
    texts = {name: getattr(written, name).strip() for name in ("not_this_week", "would_like_to_hear", "cannot_talk")}
    items = tuple(replace(item, what=item.what.strip(), why=item.why.strip()) for item in written.items)
    closings = tuple(replace(closing, words=closing.words.strip()) for closing in written.closings)
    return replace(written, items=items, closings=closings, you_said=written.you_said.strip(), **texts)


any_form = st.builds(Form.of, st.dates(date(1970, 1, 1)).map(Week.of), st.integers(0, 10**9), any_content.map(stripped))


@few
@given(form=any_form)
def test_a_form_is_read_back_as_it_was_built(form: Form) -> None:
    assert read_back(form) == form


@few
@given(form=any_form, note=any_text)
def test_every_form_is_one_that_slack_takes(form: Form, note: str) -> None:
    modal = built(form, escape(note))

    assert problems(modal, "modal") == []
    assert len(modal["private_metadata"]) < 3000


def test_so_is_the_fullest_with_the_longest_memory() -> None:
    longest = tuple(Closing('"' * LONGEST_WHAT, Fate.DROPPED, "l" * 150) for _ in range(5))
    full = replace(content("a", "b", "c", "d", "e"), closings=longest, closes="2026-W09")

    modal = built(Form.of(W10, 1, full), "A note.")

    assert problems(modal, "modal") == []
    assert len(modal["blocks"]) <= 100
    assert len(modal["private_metadata"]) < 3000


def test_an_empty_form_has_three_items_of_which_the_first_is_asked_for() -> None:
    modal = built(Form.of(W10, 0, Content()))

    assert [block["block_id"] for block in inputs(modal) if not block.get("optional")] == ["what-0", "why-0"]
    assert len(inputs(modal)) == 3 * 2 + 5
    assert labels(modal["blocks"]) == [
        *["Remove", "Move up", "Remove", "Move up", "Remove"],
        "Add another",
        "Save, go on later",
    ]


def test_an_organisations_own_wording_may_hold_any_braces() -> None:
    words = {**WORDS, "what_label": "{number}. {goal} {"}

    shown = [block["label"]["text"] for block in inputs(form_.modal(Form.of(W10, 0, Content()), words))]

    assert shown[:6:2] == ["1. {goal} {", "2. {goal} {", "3. {goal} {"]


# --- last week's items


def test_each_of_last_weeks_items_is_asked_about_with_what_was_said_so_far() -> None:
    closings = (Closing("Audit", Fate.DONE, "Signed."), Closing("Hiring"))
    form = Form.of(W10, 0, replace(content(), closings=closings, closes="2026-W09"))

    fields = {block["block_id"]: block["element"] for block in inputs(built(form))}

    assert fields["fate-0"]["initial_option"]["value"] == "done"
    assert "initial_option" not in fields["fate-1"]
    assert fields["words-0"]["initial_value"] == "Signed."
    assert [option["text"]["text"] for option in fields["fate-1"]["options"]] == [
        "Done",
        "Moved forward",
        "Dropped, because …",
    ]


def test_why_an_item_was_dropped_is_read_back_with_its_week_and_number() -> None:
    modal = form_.drop_modal(W10, 2, "Offsite <!channel>", WORDS)
    modal["state"] = {"values": {"words-0": {"words-0": {"type": "plain_text_input", "value": " Wrong month. "}}}}

    assert problems({name: part for name, part in modal.items() if name != "state"}, "modal") == []
    assert form_.read_drop(modal) == (W10, 2, "Wrong month.")


# --- rearranged

TYPED = content("Payments", "Hiring", "Pagers", not_this_week="Mobile.")


def whats(form: Form) -> list[str]:
    return [item.what for item in form.content.items]


def names(form: Form) -> list[str]:
    return [block["block_id"] for block in inputs(built(form)) if block["block_id"].startswith("what")]


def test_add_another_keeps_what_was_typed() -> None:
    more = read_back(Form.of(W10, 2, TYPED)).with_another_item()

    assert (whats(more), more.base_revision) == (["Payments", "Hiring", "Pagers", ""], 2)
    assert read_back(more).content.without_gaps() == TYPED


def test_fields_keep_their_names_however_items_are_rearranged_so_that_slack_keeps_what_was_typed() -> None:
    form = Form.of(W10, 0, TYPED)

    assert names(form.with_another_item()) == ["what-0", "what-1", "what-2", "what-3"]
    assert names(form.moved_up(2)) == ["what-0", "what-2", "what-1"]
    assert names(form.without(0)) == ["what-1", "what-2"]
    assert names(form.without(0).with_another_item()) == ["what-1", "what-2", "what-3"]


def test_items_move_up_and_leave_without_losing_what_was_typed() -> None:
    form = read_back(Form.of(W10, 0, TYPED))

    assert whats(read_back(form.moved_up(2))) == ["Payments", "Pagers", "Hiring"]
    assert whats(form.moved_up(0)) == whats(form)
    assert whats(read_back(form.without(1))) == ["Payments", "Pagers"]
    assert form.moved_up(99) == form.without(99) == form


def test_the_last_item_is_emptied_rather_than_removed() -> None:
    form = Form.of(W10, 0, TYPED).without(0).without(1).without(2)

    assert whats(form) == [""]
    assert names(form) == ["what-3"]


def test_a_fault_is_shown_beside_the_item_it_is_about_also_after_rearranging() -> None:
    form = Form.of(W10, 0, TYPED).moved_up(2)

    assert form.block_id(Field("why", 1)) == "why-2"
    assert form.block_id(Field("words", 1)) == "words-1"


@given(st.lists(st.tuples(st.sampled_from(["add", "up", "remove"]), st.integers(0, 6)), max_size=12))
def test_whatever_is_done_to_the_items_each_keeps_its_own_text(acts: list[tuple[str, int]]) -> None:
    form = Form.of(W10, 0, content("0", "1", "2"))
    for act, key in acts:
        form = read_back(form)
        form = {"add": form.with_another_item, "up": lambda f=form, k=key: f.moved_up(k)}.get(
            act, lambda f=form, k=key: f.without(k)
        )()
        assert 1 <= len(form.keys) == len(form.content.items) <= MOST_ITEMS
        texts = dict(zip(form.keys, whats(form), strict=True))
        assert all(text in ("", str(key)) for key, text in texts.items())


def test_there_are_five_items_at_most() -> None:
    form = Form.of(W10, 0, Content())
    for _ in range(10):
        form = read_back(form).with_another_item()

    assert len(form.keys) == 5
    assert "Add another" not in labels(built(form)["blocks"])


def test_what_was_typed_is_trimmed_and_nothing_typed_is_nothing() -> None:
    view = sent_back(built(Form.of(W10, 0, Content())))
    view["state"]["values"]["what-0"]["what-0"]["value"] = "  Payments \n"

    assert form_.read(view).content.items[0] == Item("Payments", "")

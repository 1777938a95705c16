"""Writing with pauses, by two, and closing last week's items."""

from dataclasses import replace

import pytest

from bot.errors import FieldErrors
from bot.focus import writing
from bot.focus.content import MOST_ITEMS, Closing, Content, Fate, Item
from bot.focus.refusals import AlreadyPosted, ChangedMeanwhile, ChangedSince, NoRoom
from bot.focus.rules import Standing, Week
from tests.factories import ANA, MAYA, TOM, content, settings
from tests.focus.office import W10, Office, filled

FRIDAY, MONDAY_NINE = "2026-02-27 15:00", "2026-03-02 09:00"
NEXT_FRIDAY, NEXT_MONDAY = "2026-03-06 15:00", "2026-03-09 09:00"
W11 = Week(2026, 11)
HALF = Content((Item("Payments", ""),))


@pytest.fixture
def second_friday(office: Office) -> Office:
    """Week 10 said two things; the CTO is asked for week 11."""
    office.writes_and_approves("Close the audit", "Payments plan")
    office.runs_jobs(MONDAY_NINE)
    office.delivers()
    office.week = W11
    office.runs_jobs(NEXT_FRIDAY)
    return office


def closes(office: Office, number: int, fate: Fate | None, words: str = "", by: str = MAYA) -> None:
    writing.close(office.session, office.week, number, fate, words, by=by, moment=office.moment)


def carries(office: Office, number: int, by: str = MAYA) -> None:
    writing.carry_over(office.session, office.week, number, by=by, moment=office.moment)


def puts_aside(office: Office, written: Content, by: str = MAYA) -> None:
    writing.put_aside(office.session, filled(office.opens_form(), written), by=by, moment=office.moment)


# --- with pauses


def test_half_a_post_is_kept_and_found_in_the_form_again(office: Office) -> None:
    office.runs_jobs(FRIDAY)

    puts_aside(office, HALF)

    assert office.opens_form().content.items[0] == Item("Payments", "")
    assert office.newest().buttons[0] == "Go on writing"
    assert "begun, and not ready yet" in office.newest().text


def test_half_a_post_is_not_offered_for_approval_and_does_not_go_out(office: Office) -> None:
    puts_aside(office, HALF)
    office.runs_jobs("2026-03-02 08:00")
    office.runs_jobs(MONDAY_NINE)

    assert office.in_channel() == []
    assert "Approve" not in office.newest().buttons
    assert "Nothing went out" in office.newest().text


def test_what_is_put_aside_ends_an_approval_only_where_it_changed(office: Office) -> None:
    office.writes_and_approves("Payments")
    puts_aside(office, content("Payments"))
    assert office.post.standing == Standing.APPROVED

    puts_aside(office, content("Payments", "Hiring"))
    assert office.post.standing == Standing.DRAFT
    assert office.newest().buttons[0] == "Approve"


def test_even_what_is_put_aside_fits_its_fields(office: Office) -> None:
    with pytest.raises(FieldErrors, match="At most 120 characters"):
        puts_aside(office, Content((Item("x" * 200, ""),)))


def test_the_second_of_two_sees_what_the_first_wrote_instead(office: Office) -> None:
    toms = office.opens_form()
    office.writes("Payments & more")

    with pytest.raises(ChangedMeanwhile) as refused:
        office.saves(filled(toms, content("Hiring")), by=TOM)

    assert "Maya Okafor saved another version" in str(refused.value)
    assert "Theirs says:\n• Payments &amp; more" in str(refused.value)


# --- closing last week's items


def test_friday_brings_last_weeks_items(second_friday: Office) -> None:
    asked = second_friday.newest()

    assert asked.buttons[:4] == ["Done", "Moved forward", "Dropped", "Carry over"]
    assert "Week 10 said:\nClose the audit\nPayments plan" in asked.text


def test_closed_with_one_click_it_stands_in_the_message_and_in_the_post(second_friday: Office) -> None:
    closes(second_friday, 0, Fate.DONE)
    closes(second_friday, 1, Fate.DROPPED, "wrong month")

    assert "Close the audit: ✓ Done" in second_friday.newest().text
    assert len(second_friday.messages()) == len({message.key for message in second_friday.messages()})
    second_friday.writes_and_approves("Hiring")
    second_friday.runs_jobs(NEXT_MONDAY)
    assert (
        "Last week I said\n✓ Close the audit: done\n✕ Payments plan: dropped, wrong month"
        in (second_friday.posted(W11)["text"])
    )


def test_what_was_not_closed_is_said_openly_too(second_friday: Office) -> None:
    second_friday.writes_and_approves("Hiring")
    second_friday.runs_jobs(NEXT_MONDAY)

    assert "○ Close the audit: no word yet" in second_friday.posted(W11)["text"]


def test_carried_over_with_one_click_it_is_an_item_of_this_week_and_counts(second_friday: Office) -> None:
    carries(second_friday, 1)
    carries(second_friday, 1)

    assert second_friday.opens_form().content.without_gaps().items == (
        Item("Payments plan", "Because it cannot wait.", weeks=2),
    )
    assert "Payments plan: → Moved forward · carried over" in second_friday.newest().text
    second_friday.approves()
    second_friday.runs_jobs(NEXT_MONDAY)
    text = second_friday.posted(W11)["text"]
    assert "1  Payments plan\nWhy now: Because it cannot wait.\nSecond week." in text
    assert "→ Payments plan: back in item 1" in text


def test_an_item_carried_for_five_weeks_says_so(second_friday: Office) -> None:
    for week in range(11, 15):
        second_friday.week = Week(2026, week)
        second_friday.at(f"{second_friday.week.monday().isoformat()} 08:00")
        carries(second_friday, 1 if week == 11 else 0)
        second_friday.approves()
        second_friday.runs_jobs(f"{second_friday.week.monday().isoformat()} 09:00")

    assert "Fifth week." in second_friday.posted(Week(2026, 14))["text"]


def test_rewording_a_carried_item_does_not_make_it_new(second_friday: Office) -> None:
    carries(second_friday, 0)
    form = second_friday.opens_form()
    (item, *rest) = form.content.items

    second_friday.saves(
        replace(form, content=replace(form.content, items=(replace(item, what="The audit, at last"), *rest)))
    )

    assert second_friday.opens_form().content.items[0] == Item("The audit, at last", item.why, weeks=2)


def test_a_mind_can_be_changed_and_takes_the_carried_item_back(second_friday: Office) -> None:
    carries(second_friday, 0)
    closes(second_friday, 0, None)

    assert second_friday.opens_form().content.without_gaps().items == ()
    assert second_friday.opens_form().content.closings[0] == Closing("Close the audit")


def test_there_is_room_for_five(second_friday: Office) -> None:
    second_friday.writes(*(f"Item {at}" for at in range(MOST_ITEMS)))

    with pytest.raises(NoRoom, match="Remove one"):
        carries(second_friday, 0)


def test_closing_after_approval_asks_for_a_second_look(second_friday: Office) -> None:
    second_friday.writes_and_approves("Hiring")

    closes(second_friday, 0, Fate.DONE)

    assert second_friday.post.standing == Standing.DRAFT


def test_closing_the_same_way_twice_changes_nothing(second_friday: Office) -> None:
    closes(second_friday, 0, Fate.DONE)
    closes(second_friday, 0, Fate.DONE)

    assert second_friday.post.revision == 1


@pytest.mark.parametrize("number", [-1, 2, 10**9])
def test_an_item_that_is_not_there_is_refused(second_friday: Office, number: int) -> None:
    with pytest.raises(ChangedSince):
        closes(second_friday, number, Fate.DONE)


def test_nothing_is_closed_once_the_post_went_out(office: Office) -> None:
    office.writes_and_approves("Payments")
    office.runs_jobs(MONDAY_NINE)

    with pytest.raises(AlreadyPosted):
        closes(office, 0, Fate.DONE)


def test_a_new_cto_answers_for_their_own_items(second_friday: Office) -> None:
    second_friday.changes_settings(settings(people={"cto": ANA}))

    assert second_friday.opens_form(ANA).content.closings == ()


def test_after_a_skipped_week_the_last_post_is_the_one_to_answer_for(second_friday: Office) -> None:
    second_friday.skips()
    second_friday.week = Week(2026, 12)
    second_friday.runs_jobs("2026-03-13 15:00")

    assert "Week 10 said:" in second_friday.newest().text


# --- what other practices tell


def test_friday_brings_what_changed_elsewhere(office: Office) -> None:
    asked_since = []
    office.elsewhere = replace(
        office.elsewhere,
        changes=[lambda session, settings, since, until: asked_since.append(since) or ["2 questions wait"]],
    )
    office.runs_jobs(FRIDAY)

    assert "2 questions wait" in office.newest().text
    assert (office.now - asked_since[0]).days == 7


def test_figures_are_counted_when_the_post_goes_out_and_stay_as_they_were_then(office: Office) -> None:
    counted = iter(range(100))
    office.elsewhere = replace(
        office.elsewhere, figures=[lambda session, settings, since, until: [f"{next(counted)} asked"]]
    )
    office.writes_and_approves("Payments")
    office.runs_jobs(MONDAY_NINE)
    said = office.posted(W10)["text"].splitlines()[-1]

    assert said in office.newest().text
    assert said in str(office.post.figures)

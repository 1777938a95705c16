"""What is said of a promise: appended, never overwritten; by whoever may; one at a time."""

from datetime import date, timedelta

import pytest

from bot.access import Person
from bot.commitments import cards, ledger, meetings, words
from bot.commitments.checks import Audience, Measure
from bot.commitments.counting import Period
from bot.commitments.history_views import Line, line_text
from bot.commitments.ledger import NotThere
from bot.commitments.models import Commitment
from bot.commitments.outcomes import Outcome, outcomes
from bot.commitments.owners import NotYours
from bot.commitments.states import State
from bot.commitments.words import ChangedMeanwhile, NotPromisedYet, Word
from bot.elsewhere import Moment
from bot.errors import FieldErrors
from tests.commitments.office import JONAS, PRIYA, WORDS, Office, day, later
from tests.factories import ANA, MAYA, TOM


def test_a_word_has_state_forecast_confidence_note_and_evidence(office: Office) -> None:
    commitment = office.promises()
    later(office, days=2)
    office.says(
        commitment,
        State.AT_RISK,
        "Index rebuild slower than measured.",
        forecast="3 Apr",
        confidence="likely",
        evidence="https://dash.example/p95",
    )

    card = office.card(commitment)
    assert (card.state, card.forecast, card.promised) == (State.AT_RISK, day("3 Apr"), day("27 Mar"))
    assert card.note == "Index rebuild slower than measured."
    assert office.columns_follow(commitment)


def test_updates_are_appended(office: Office) -> None:
    commitment = office.promises()
    for state in (State.AT_RISK, State.OFF_TRACK, State.ON_TRACK):
        later(office, days=1)
        office.says(commitment, state, str(state))

    told = [update.state for update in ledger.updates(office.session, commitment.id)]
    assert told == [None, None, State.AT_RISK, State.OFF_TRACK, State.ON_TRACK]


def test_moving_in_time_and_after_the_date_are_told_apart(office: Office) -> None:
    commitment = office.promises()
    office.at("20 Mar 10:00")
    office.moves(commitment, "3 Apr")
    office.at("7 Apr 10:00")
    office.moves(commitment, "24 Apr")

    card = office.card(commitment)
    assert (card.moves, card.moved_days) == (2, 28)
    assert [line.in_time for line in _moves(office, commitment)] == [True, False]
    assert office.columns_follow(commitment)


def _moves(office: Office, commitment: Commitment) -> list[Line]:
    return [line for line in cards.history(office.session, commitment) if line.before]


def test_a_move_needs_another_day_that_is_ahead_and_a_reason(office: Office) -> None:
    commitment = office.promises()
    with pytest.raises(FieldErrors) as refused:
        office.moves(commitment, "2 Mar", note=" ")
    assert set(refused.value.errors) == {"day", "note"}
    with pytest.raises(FieldErrors, match="this day already"):
        office.moves(commitment, "27 Mar")
    with pytest.raises(FieldErrors, match="Choose the new day"):
        office.moves(commitment, None)


def test_a_word_on_what_was_closed_begins_another_round_with_a_day(office: Office) -> None:
    commitment = office.promises()
    office.at("28 Mar 10:00")
    office.says(commitment, State.MISSED, "Two providers behaved unlike their documents.")
    with pytest.raises(FieldErrors, match="Choose the day that is promised now"):
        office.says(commitment, State.ON_TRACK)
    office.says(commitment, State.ON_TRACK, "A new start.", day="24 Apr")

    card = office.card(commitment)
    assert (card.round, card.first, card.promised) == (2, day("27 Mar"), day("24 Apr"))
    assert office.columns_follow(commitment)


def test_a_correction_is_appended_and_takes_back_what_it_puts_right(office: Office) -> None:
    commitment = office.promises()
    office.says(commitment, State.KEPT)
    office.says(commitment, State.AT_RISK, "That was the other one.", corrects=True)

    told = ledger.updates(office.session, commitment.id)
    assert (told[-1].corrects, office.card(commitment).round) == (told[-2].number, 1)
    assert office.state(commitment) is State.AT_RISK
    assert office.columns_follow(commitment)


def test_what_was_expected_by_a_word_that_was_put_right_stands_nowhere(office: Office) -> None:
    commitment = office.promises()
    office.says(commitment, State.AT_RISK, "Slower.", forecast="1 Apr")
    office.says(commitment, State.AT_RISK, "Wrong day.", forecast="10 Apr")
    office.says(commitment, State.ON_TRACK, "No day at all.", corrects=True)

    assert (office.card(commitment).forecast, commitment.forecast) == (day("1 Apr"), day("1 Apr"))
    office.says(commitment, State.ON_TRACK, "Nor this.", corrects=True, forecast="2 Apr")
    assert office.card(commitment).forecast == day("2 Apr")
    assert office.columns_follow(commitment)


def test_a_day_named_by_mistake_is_put_right_on_the_same_day_and_is_one_move(office: Office) -> None:
    commitment = office.promises()
    office.at("20 Mar 10:00")
    office.moves(commitment, "30 Apr")
    office.moves(commitment, "3 Apr", "The wrong day.")

    card = office.card(commitment)
    assert (card.first, card.promised, card.moves, card.moved_days) == (day("27 Mar"), day("3 Apr"), 1, 7)
    wrong, right = (line for line in cards.history(office.session, commitment) if line.day and line.before)
    assert (wrong.corrected, right.corrects, right.in_time) == (True, True, True)
    assert "moved it from 30 Apr to 3 Apr, which puts the day before right\n“The wrong day.”" in line_text(
        right, card.today
    )
    assert office.columns_follow(commitment)

    office.moves(commitment, "27 Mar", "It need not move.")
    assert (office.card(commitment).moves, commitment.moves) == (0, 0)


def test_a_later_day_is_a_move_also_on_the_same_day(office: Office) -> None:
    first, moved = office.promises(for_=None), office.promises("The audit is passed")
    office.moves(first, "6 Mar", note="")
    office.moves(moved, "3 Apr")
    later(office, hours=2)
    office.moves(first, "30 Jun")
    office.moves(moved, "30 Apr")

    assert (first.first, first.moves, office.card(first).moved_days) == (day("6 Mar"), 1, 116)
    assert (moved.first, moved.moves) == (day("27 Mar"), 2)
    assert office.columns_follow(first)


def test_a_first_day_that_was_too_late_is_put_right_on_the_same_day(office: Office) -> None:
    commitment = office.promises(for_=None)
    office.moves(commitment, "30 Jun", note="")
    office.moves(commitment, "6 Mar")

    assert (commitment.first, commitment.moves) == (day("6 Mar"), 0)


def test_a_move_that_was_told_to_others_stays_one(office: Office) -> None:
    tomorrow, another, said, read_out = (office.promises(f"Number {number}") for number in range(4))
    office.at("20 Mar 10:00")
    for commitment in (tomorrow, another, said, read_out):
        office.moves(commitment, "30 Apr")
    office.says(said, State.AT_RISK)
    office.moves(said, "3 Apr")
    office.moves(another, "3 Apr", by=TOM)
    later(office, hours=1)
    moment = Moment(office.settings, WORDS, office.now)
    meetings.post(office.session, day("20 Mar"), by=MAYA, moment=moment)
    later(office, hours=1)
    office.moves(read_out, "3 Apr")
    later(office, days=1)
    office.moves(tomorrow, "3 Apr")

    assert [each.moves for each in (tomorrow, another, said, read_out)] == [2, 2, 2, 2]


def test_what_was_promised_again_stays_promised_by_a_word_that_puts_the_first_right(office: Office) -> None:
    commitment = office.promises()
    office.says(commitment, State.KEPT)
    office.says(commitment, State.ON_TRACK, "Not all of it.", day="24 Apr")
    later(office, days=1)
    office.says(commitment, State.AT_RISK, "Rather so.", corrects=True)

    year = Period(office.now - timedelta(days=30), office.now + timedelta(days=300))
    assert commitment.promised == day("24 Apr")
    assert outcomes(ledger.course(office.session, commitment), year) == (Outcome.KEPT, Outcome.MISSED)


def test_what_was_promised_again_by_mistake_is_closed_again_until_it_was_read_out(office: Office) -> None:
    at_once, read_out = office.promises(), office.promises("The audit is passed")
    for commitment in (at_once, read_out):
        office.says(commitment, State.KEPT)
        office.says(commitment, State.ON_TRACK, day="24 Apr")
    office.says(at_once, State.KEPT, corrects=True)
    later(office, hours=1)
    meetings.post(office.session, day("20 Mar"), by=MAYA, moment=Moment(office.settings, WORDS, office.now))
    later(office, hours=1)
    office.says(read_out, State.KEPT, corrects=True)

    assert [(office.card(each).round, each.promised) for each in (at_once, read_out)] == [
        (1, day("27 Mar")),
        (2, day("24 Apr")),
    ]
    assert office.columns_follow(at_once)
    with pytest.raises(FieldErrors, match="Choose the day that is promised now"):
        office.says(at_once, State.AT_RISK, corrects=True)


def test_a_day_that_has_passed_is_none_to_promise_again_either_by_a_correction(office: Office) -> None:
    commitment = office.promises()
    office.says(commitment, State.KEPT)

    with pytest.raises(FieldErrors, match="This day has passed"):
        office.says(commitment, State.AT_RISK, day="1 Jan", corrects=True)


@pytest.mark.parametrize(
    ("state", "on", "says"),
    [
        (State.KEPT, day("4 Mar"), "kept once it is done"),
        (State.PARTLY_KEPT, day("4 Mar"), "kept once it is done"),
        (State.KEPT, day("3 Mar", 2025), "Is the year right"),
    ],
)
def test_what_is_kept_was_so_on_a_day_that_can_be(office: Office, state: State, on: date, says: str) -> None:
    commitment = office.promises()
    word = Word(commitment.updates, state, forecast=on)

    with pytest.raises(FieldErrors, match=says):
        words.say(office.session, commitment.id, word, by=Person(PRIYA), settings=office.settings, now=office.now)


def test_of_two_words_at_once_the_second_sees_the_first(office: Office) -> None:
    commitment = office.promises()
    seen = commitment.updates
    office.says(commitment, State.AT_RISK, by=TOM)

    with pytest.raises(ChangedMeanwhile, match="Tom Brandt said something"):
        office.says(commitment, State.ON_TRACK, base=seen)
    assert office.state(commitment) is State.AT_RISK


def test_the_owner_hears_what_others_say_of_their_promise(office: Office) -> None:
    commitment = office.promises()
    office.says(commitment, State.AT_RISK, "Heard in the stand-up.", by=MAYA)

    assert "Maya Okafor said something about your promise." in office.messages(PRIYA)[-1]["text"]
    office.says(commitment, State.ON_TRACK)
    assert len(office.messages(PRIYA)) == 1


def test_others_cannot_speak_for_it(office: Office) -> None:
    commitment = office.promises()
    for stranger in (ANA, JONAS):
        with pytest.raises(NotYours):
            office.says(commitment, State.KEPT, by=stranger)


@pytest.mark.parametrize("stranger", [ANA, MAYA, TOM])
def test_nobody_else_can_tell_a_private_one_from_none(office: Office, stranger: str) -> None:
    commitment = office.promises(audience=Audience.PRIVATE)

    with pytest.raises(NotThere):
        office.says(commitment, State.KEPT, by=stranger)


def test_leaders_see_what_was_promised_to_leaders(office: Office) -> None:
    commitment = office.promises(audience=Audience.LEADERS)
    with pytest.raises(NotThere):
        office.says(commitment, State.KEPT, by=ANA)
    office.says(commitment, State.AT_RISK, by=MAYA)


def test_what_is_only_proposed_has_nothing_to_update(office: Office) -> None:
    with pytest.raises(NotPromisedYet):
        office.says(office.proposes(), State.ON_TRACK)


def test_a_measure_is_told_in_its_own_unit(office: Office) -> None:
    commitment = office.promises(measure=Measure("640", "200", "ms"))
    office.says(commitment, State.ON_TRACK, value="480 ms")

    assert office.card(commitment).value == "480 ms"
    with pytest.raises(FieldErrors, match="measured in ms, not in s"):
        office.says(commitment, State.ON_TRACK, value="0.3 s")


def test_paused_it_is_quiet_until_its_day(office: Office) -> None:
    commitment = office.promises(for_="30 Jun")
    office.says(commitment, State.PAUSED, "Waits for the contract.", until="15 Apr")
    later(office, days=30)
    assert office.state(commitment) is State.PAUSED
    later(office, days=14)
    assert office.state(commitment) is State.SILENT
    assert office.columns_follow(commitment)

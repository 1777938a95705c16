"""A promise goes to somebody else only when they accept it."""

import pytest

from bot.commitments.promises import AlreadyDecided, NotForYou
from bot.errors import FieldErrors
from tests.commitments.office import JONAS, PRIYA, ROBOT, Office, buttons
from tests.factories import ANA


def test_until_it_is_taken_it_stays(office: Office) -> None:
    commitment = office.promises()
    office.offers(commitment, JONAS, "You run the index now.")

    asked = office.messages(JONAS)[-1]
    assert commitment.owner == PRIYA
    assert "Priya Raman asks you to take over this promise. “You run the index now.”" in asked["text"]
    assert buttons(asked) == ["Take it over", "No"]
    assert office.card(commitment).offered_to == "Jonas Keller"


def test_taken_it_is_theirs_and_whoever_gave_it_hears_so(office: Office) -> None:
    commitment = office.promises()
    office.offers(commitment, JONAS)
    office.takes(commitment)

    assert commitment.owner == JONAS
    assert "Jonas Keller took over this promise." in office.messages(PRIYA)[-1]["text"]
    assert buttons(office.messages(JONAS)[0]) == []
    assert office.columns_follow(commitment)


def test_the_day_then_ends_where_the_new_owner_lives(office: Office) -> None:
    commitment = office.promises()
    before = commitment.due_at
    office.offers(commitment, JONAS)
    office.takes(commitment)

    assert before
    assert commitment.due_at
    assert (commitment.due_at - before).total_seconds() == 4.5 * 3600


def test_refused_it_stays_put(office: Office) -> None:
    commitment = office.promises()
    office.offers(commitment, JONAS)
    office.refuses(commitment)

    assert (commitment.owner, commitment.offered_to) == (PRIYA, None)
    assert "Jonas Keller did not take this promise over" in office.messages(PRIYA)[-1]["text"]
    with pytest.raises(AlreadyDecided):
        office.takes(commitment)


def test_only_whoever_was_asked_can_take_it(office: Office) -> None:
    commitment = office.promises()
    office.offers(commitment, JONAS)
    with pytest.raises(NotForYou):
        office.takes(commitment, by=ANA)


@pytest.mark.parametrize("to", [PRIYA, ROBOT])
def test_some_cannot_be_asked(office: Office, to: str) -> None:
    with pytest.raises(FieldErrors):
        office.offers(office.promises(), to)

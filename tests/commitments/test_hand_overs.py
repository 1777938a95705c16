"""A promise goes to somebody else only when they accept it."""

import pytest

from bot.commitments.checks import Audience
from bot.commitments.promises import AlreadyDecided, NotForYou
from bot.commitments.states import State
from bot.errors import FieldErrors
from tests.commitments.office import JONAS, PRIYA, ROBOT, Office, buttons, leaves
from tests.factories import ANA, MAYA, TOM


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


def test_an_owner_who_leaves_leaves_it_without_an_owner_and_operators_hear_so_once(office: Office) -> None:
    commitment = office.promises()
    leaves(office.session, PRIYA, office.now)
    office.notices_departures()
    office.notices_departures()

    assert office.state(commitment) is State.WITHOUT_OWNER
    (told,) = office.messages(TOM)
    assert "Priya Raman left, so this promise is without an owner: Search under 200 ms." in told["text"]
    office.offers(commitment, JONAS, by=TOM)
    office.takes(commitment)
    assert office.state(commitment) is State.ON_TRACK
    assert office.columns_follow(commitment)


def test_operators_do_not_hear_of_a_private_one_but_whoever_asked_for_it_does(office: Office) -> None:
    commitment = office.proposes(by=ANA, audience=Audience.PRIVATE)
    office.accepts(commitment)
    leaves(office.session, PRIYA, office.now)
    office.notices_departures()

    assert office.messages(TOM) == office.messages(MAYA) == []
    assert "without an owner" in office.messages(ANA)[-1]["text"]
    office.offers(commitment, JONAS, by=ANA)

"""Somebody leaves Slack, and nothing waits for them for ever."""

from bot.commitments.checks import Audience
from bot.commitments.states import State
from tests.commitments.office import JONAS, PRIYA, Office, leaves
from tests.factories import ANA, MAYA, TOM


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


def test_what_was_proposed_to_somebody_who_left_goes_back_to_whoever_asked_and_operators_hear_so(
    office: Office,
) -> None:
    commitment = office.proposes(by=ANA, origin="message:C0:1.1")
    leaves(office.session, PRIYA, office.now)
    office.notices_departures()
    office.notices_departures()

    assert office.state(commitment) is State.WITHDRAWN
    (told,) = office.messages(ANA)
    assert told["text"].startswith("Priya Raman left before answering, so nothing is promised. `/promise` asks anew.")
    (heard,) = office.messages(TOM)
    assert heard["text"] == "Priya Raman left before answering whether this is promised: Search under 200 ms."
    assert office.columns_follow(commitment)
    assert office.proposes(to=JONAS, by=ANA, origin="message:C0:1.1").id != commitment.id


def test_a_day_that_nobody_is_left_to_agree_to_lapses_and_the_owner_hears_so(office: Office) -> None:
    commitment = office.proposes(to=JONAS, by=ANA)
    office.counters(commitment, "10 Apr", by=JONAS)
    leaves(office.session, ANA, office.now)
    office.notices_departures()

    assert office.state(commitment) is State.WITHDRAWN
    assert "Ana Ruiz left before answering" in office.messages(JONAS)[-1]["text"]


def test_a_proposal_of_somebody_who_left_can_still_be_accepted(office: Office) -> None:
    commitment = office.proposes(by=ANA)
    leaves(office.session, ANA, office.now)
    office.notices_departures()
    office.accepts(commitment)

    assert office.state(commitment) is State.ON_TRACK


def test_operators_hear_nothing_of_a_private_proposal_but_whoever_made_it_does(office: Office) -> None:
    office.proposes(by=ANA, audience=Audience.PRIVATE)
    leaves(office.session, PRIYA, office.now)
    office.notices_departures()

    assert office.messages(TOM) == office.messages(MAYA) == []
    assert "left before answering" in office.messages(ANA)[-1]["text"]


def test_what_was_offered_to_somebody_who_left_stays_with_its_owner(office: Office) -> None:
    commitment = office.promises()
    office.offers(commitment, JONAS)
    leaves(office.session, JONAS, office.now)
    office.notices_departures()

    assert (commitment.owner, commitment.offered_to) == (PRIYA, None)
    assert "Jonas Keller did not take this promise over" in office.messages(PRIYA)[-1]["text"]

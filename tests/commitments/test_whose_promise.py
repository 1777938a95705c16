"""Each act upon a promise, found by what it takes, asks who does it: however the promise stands."""

from typing import Any

import pytest

import bot.commitments
from bot.access import Person
from bot.commitments.checks import Audience
from bot.commitments.ledger import NotThere
from bot.commitments.models import Commitment
from bot.commitments.promises import NotForYou
from bot.commitments.states import State
from bot.commitments.words import Renegotiation, Word
from bot.errors import NotAllowed
from tests.acts import acts, does
from tests.commitments.office import JONAS, Office
from tests.factories import ANA, MAYA

ACTS = acts(bot.commitments, lambda taken: {"session", "commitment_id", "by"} <= taken.keys())
#: They take the id of whoever acts.
BY_ID = {"hand_overs.refuse", "hand_overs.take", "promises.accept", "promises.decline", "promises.withdraw"}
STANDINGS = ("asked for", "promised", "offered", "declined")


def made(office: Office, audience: Audience, standing: str) -> Commitment:
    """By Tom, of Priya, offered to Jonas."""
    found = office.proposes(audience=audience, by="U0TOM")
    if standing == "declined":
        office.declines(found)
    elif standing != "asked for":
        office.accepts(found)
    if standing == "offered":
        office.offers(found, to=JONAS)
    return found


def tries(office: Office, act: str, commitment: Commitment, by: str) -> None:
    given: dict[str, Any] = {"session": office.session, "commitment_id": commitment.id, "number": commitment.updates}
    given |= {"word": Word(commitment.updates, State.ON_TRACK), "wish": Renegotiation(commitment.updates, None, "")}
    told = {"settings": office.settings, "now": office.now}
    does(ACTS[act], **given, **told, by=by if act in BY_ID else Person(by))


def test_the_acts_are_found() -> None:
    assert len(ACTS) > 7
    assert ACTS.keys() >= BY_ID


@pytest.mark.parametrize("standing", STANDINGS)
@pytest.mark.parametrize("act", sorted(ACTS))
def test_upon_a_private_one_nobody_else_acts_or_hears_how_it_stands(office: Office, act: str, standing: str) -> None:
    commitment = made(office, Audience.PRIVATE, standing)

    for person in (ANA, MAYA):
        with pytest.raises(NotThere):
            tries(office, act, commitment, person)


@pytest.mark.parametrize("standing", STANDINGS)
@pytest.mark.parametrize("act", sorted(ACTS))
def test_upon_one_for_leaders_nobody_else_does(office: Office, act: str, standing: str) -> None:
    with pytest.raises(NotThere):
        tries(office, act, made(office, Audience.LEADERS, standing), ANA)


@pytest.mark.parametrize("standing", STANDINGS)
@pytest.mark.parametrize("act", sorted(ACTS))
def test_upon_what_everybody_reads_a_reader_only_reads(office: Office, act: str, standing: str) -> None:
    with pytest.raises((NotAllowed, NotForYou)):
        tries(office, act, made(office, Audience.ORGANISATION, standing), ANA)

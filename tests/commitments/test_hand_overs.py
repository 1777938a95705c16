"""A promise goes to somebody else only when they accept it."""

import pytest

from bot.commitments import reminders, unanswered, views
from bot.commitments.promises import AlreadyDecided, NotForYou
from bot.commitments.states import State
from bot.errors import FieldErrors
from tests.commitments.office import JONAS, PRIYA, ROBOT, WORDS, Office, buttons, leaves
from tests.factories import ANA, TOM


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


def test_a_silent_green_stays_silent_until_its_new_owner_says_how_it_goes(office: Office) -> None:
    commitment = office.promises(for_="30 Jun")
    office.says(commitment, State.ON_TRACK, "All fine")
    office.at("4 May 10:00")
    office.offers(commitment, JONAS)
    office.takes(commitment)
    office.at("6 May 10:00")

    assert "○ silent* · no word for" in views.word_text(office.card(commitment))
    assert office.columns_follow(commitment)
    office.says(commitment, State.AT_RISK, "The index is new to me.", by=JONAS)
    assert office.state(commitment) is State.AT_RISK


def test_whoever_took_it_over_is_asked_a_rhythm_later(office: Office) -> None:
    commitment = office.promises(for_="30 Jun")
    office.at("4 May 10:00")
    office.offers(commitment, JONAS)
    office.takes(commitment)

    assert _asked_on(office, [f"{number} May 10:00" for number in range(5, 22)]) == ["18 May 10:00", "20 May 10:00"]


def _asked_on(office: Office, hours: list[str]) -> list[str]:
    found = []
    for hour in hours:
        before = len(office.messages(JONAS))
        office.at(hour)
        reminders.remind(office.session, settings=office.settings, words=WORDS, now=office.now)
        found += [hour] if len(office.messages(JONAS)) > before else []
    return found


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


def test_what_is_closed_is_offered_to_nobody_any_more(office: Office) -> None:
    commitment = office.promises()
    office.offers(commitment, JONAS)
    office.says(commitment, State.KEPT)

    (asked,) = office.messages(JONAS)
    assert asked["text"].startswith("This promise was closed, so there is nothing to take over.")
    assert buttons(asked) == []
    for answer in (office.takes, office.refuses):
        with pytest.raises(AlreadyDecided, match="The message shows how it stands"):
            answer(commitment)
    assert (commitment.owner, commitment.offered_to, office.card(commitment).offered_to) == (PRIYA, None, "")
    assert office.columns_follow(commitment)


def test_promised_again_it_is_offered_anew(office: Office) -> None:
    commitment = office.promises()
    office.offers(commitment, JONAS)
    office.says(commitment, State.MISSED)
    office.says(commitment, State.ON_TRACK, day="24 Apr")
    with pytest.raises(AlreadyDecided):
        office.takes(commitment)
    office.offers(commitment, JONAS)
    office.takes(commitment)

    assert commitment.owner == JONAS


@pytest.mark.parametrize("to", [PRIYA, ROBOT])
def test_some_cannot_be_asked(office: Office, to: str) -> None:
    with pytest.raises(FieldErrors):
        office.offers(office.promises(), to)


def test_what_was_closed_meanwhile_is_taken_over_by_nobody(office: Office) -> None:
    commitment = office.promises()
    office.offers(commitment, JONAS)
    office.says(commitment, State.KEPT)
    with pytest.raises(AlreadyDecided):
        office.takes(commitment)

    assert commitment.owner == PRIYA


# --- no answer


def follows(office: Office, *days: str) -> list[tuple[int, int]]:
    """How many messages Jonas and Priya have after each of these mornings."""
    found = []
    for morning in days:
        office.at(f"{morning} 10:00")
        unanswered.ask_successors_again(office.session, settings=office.settings, now=office.now)
        found.append((len(office.messages(JONAS)), len(office.messages(PRIYA))))
    return found


def test_who_does_not_answer_is_asked_once_more_and_then_whoever_offered_it_hears(office: Office) -> None:
    commitment = office.promises()
    office.offers(commitment, JONAS, "You run the index now.")

    assert follows(office, "5 Mar", "6 Mar", "7 Mar", "9 Mar", "10 Mar") == [(1, 0), (2, 0), (2, 0), (2, 0), (2, 0)]
    assert follows(office, "11 Mar", "12 Mar", "30 Mar") == [(2, 1)] * 3
    first, second = office.messages(JONAS)
    assert first["text"].startswith("You are asked once more, in a newer message.")
    assert "Priya Raman asks you to take over this promise. “You run the index now.”" in second["text"]
    assert (buttons(first), buttons(second)) == ([], ["Take it over", "No"])
    told = office.messages(PRIYA)[-1]
    assert told["text"].startswith("Jonas Keller has not answered whether they take this promise over. It stays")
    assert "Hand over" in buttons(told)
    office.takes(commitment)
    assert all(buttons(one) == [] for one in office.messages(JONAS))


def test_who_answers_is_not_asked_again_and_who_is_offered_it_next_is_asked_as_the_first_was(office: Office) -> None:
    commitment = office.promises()
    office.offers(commitment, JONAS)
    follows(office, "6 Mar", "11 Mar")
    office.refuses(commitment)
    office.offers(commitment, ANA)
    before = len(office.messages(ANA))
    follows(office, "13 Mar", "16 Mar")

    assert len(office.messages(ANA)) == before + 1
    assert buttons(office.messages(JONAS)[-1]) == []


def test_where_whoever_offered_it_is_gone_its_owner_hears(office: Office) -> None:
    commitment = office.promises()
    office.offers(commitment, JONAS, by=TOM)
    follows(office, "6 Mar")
    leaves(office.session, TOM, office.now)

    assert follows(office, "11 Mar") == [(2, 1)]
    assert office.messages(TOM) == []

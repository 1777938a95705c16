"""Somebody proposes, and the owner accepts, names another day, or declines: nobody is signed up in silence."""

import pytest

from bot.commitments import checks, unanswered
from bot.commitments.checks import Audience, Measure
from bot.commitments.promises import AlreadyDecided, AlreadyTracked, DayHasPassed, NotForYou
from bot.commitments.states import State
from bot.errors import FieldErrors
from bot.slack import people
from bot.slack.people import Member
from tests.commitments.office import GIL, JONAS, LEFT, PRIYA, ROBOT, Office, buttons, day
from tests.factories import ANA, MAYA


def test_who_promises_for_themselves_has_promised(office: Office) -> None:
    commitment = office.promises()

    assert office.state(commitment) is State.ON_TRACK
    assert (commitment.first, commitment.promised) == (day("27 Mar"), day("27 Mar"))
    assert office.messages(PRIYA) == []


def test_anybody_else_is_asked_and_until_then_it_is_only_proposed(office: Office) -> None:
    commitment = office.proposes()

    (asked,) = office.messages(PRIYA)
    assert office.state(commitment) is State.PROPOSED
    assert commitment.promised is None
    assert buttons(asked) == ["Accept", "Propose another date", "Decline", "Who hears of a silence"]
    assert asked["text"].startswith("Maya Okafor asks whether you promise this, by 27 Mar. Until you accept")


def test_accepted_it_is_a_promise_and_whoever_asked_hears_so(office: Office) -> None:
    commitment = office.proposes()
    office.accepts(commitment)

    assert office.state(commitment) is State.ON_TRACK
    assert commitment.first == day("27 Mar")
    assert "Priya Raman accepted: it is promised for 27 Mar." in office.messages(MAYA)[-1]["text"]
    assert buttons(office.messages(PRIYA)[0]) == []


def test_another_day_needs_a_yes_of_whoever_asked(office: Office) -> None:
    commitment = office.proposes()
    office.counters(commitment, "10 Apr", "The index needs three weeks.")

    asked = office.messages(MAYA)[-1]
    assert office.state(commitment) is State.PROPOSED
    assert "Priya Raman would promise this for 10 Apr. “The index needs three weeks.”" in asked["text"]
    assert buttons(asked) == ["Agree", "Take it back"]

    office.accepts(commitment, by=MAYA)

    assert (commitment.first, commitment.moves) == (day("10 Apr"), 0)
    assert "Maya Okafor accepted: it is promised for 10 Apr." in office.messages(PRIYA)[-1]["text"]
    assert "Update" in buttons(office.messages(PRIYA)[-1])


def test_declined_it_never_was_a_promise(office: Office) -> None:
    commitment = office.proposes()
    office.declines(commitment, "The team is full until May.")

    told = office.messages(MAYA)[-1]["text"]
    assert "Priya Raman declined this. It is not a promise." in told
    assert "The team is full until May." in told
    assert office.state(commitment) is State.DECLINED
    assert office.lists() == []


def test_declining_takes_a_word(office: Office) -> None:
    commitment = office.proposes()
    with pytest.raises(FieldErrors, match="Say in a few words why not"):
        office.declines(commitment, " ")


def test_whoever_proposed_may_take_it_back_before_it_is_promised(office: Office) -> None:
    commitment = office.proposes()
    office.withdraws(commitment)

    assert office.state(commitment) is State.WITHDRAWN
    assert buttons(office.messages(PRIYA)[0]) == []
    with pytest.raises(AlreadyDecided):
        office.accepts(commitment)


def test_only_whoever_was_asked_can_answer(office: Office) -> None:
    commitment = office.proposes()
    for stranger in (MAYA, ANA):
        with pytest.raises(NotForYou):
            office.accepts(commitment, by=stranger)
    with pytest.raises(NotForYou):
        office.withdraws(commitment, by=ANA)
    office.counters(commitment, "10 Apr")
    with pytest.raises(NotForYou):
        office.accepts(commitment, by=PRIYA)


def test_a_second_click_changes_nothing(office: Office) -> None:
    commitment = office.proposes()
    office.accepts(commitment)
    before = commitment.updates

    with pytest.raises(AlreadyDecided):
        office.declines(commitment)
    assert commitment.updates == before


#: Of another organisation in a shared channel, or of nowhere.
NEVER_SEEN = "U0NEVERSEEN"


@pytest.mark.parametrize(
    ("owner", "sentence"),
    [
        (ROBOT, "A bot cannot promise anything. Choose a person."),
        (NEVER_SEEN, "This person is not known here. Only people of this organisation can own a promise."),
        (GIL, "Only people of this organisation can own a promise, not guests."),
        (LEFT, "This person has left. Choose somebody who is here."),
    ],
)
def test_some_cannot_own_a_promise(office: Office, owner: str, sentence: str) -> None:
    with pytest.raises(FieldErrors) as refused:
        office.proposes(to=owner)
    assert refused.value.errors == {"owner": sentence}


def test_who_was_never_seen_promises_for_themselves_and_is_nobody_to_hand_over_to(office: Office) -> None:
    assert office.state(office.promises(by=NEVER_SEEN)) is State.ON_TRACK

    theirs = office.promises()
    with pytest.raises(FieldErrors, match="not known here"):
        office.offers(theirs, to=NEVER_SEEN)
    with pytest.raises(FieldErrors, match="not known here"):
        office.proposes(sponsor=NEVER_SEEN)


def test_a_day_that_has_passed_for_the_owner_is_refused_where_it_has_not_for_the_maker(office: Office) -> None:
    office.at("3 Mar 21:00")  # 01:30 on the 4th in Bengaluru

    with pytest.raises(FieldErrors) as refused:
        office.proposes(for_="3 Mar")
    assert "day has passed where the owner lives" in refused.value.errors["day"]
    assert office.proposes(to=JONAS, for_="3 Mar").updates


def test_a_promise_without_a_date_is_a_promise_and_is_advised(office: Office) -> None:
    commitment = office.promises(for_=None, how="")

    assert office.state(commitment) is State.ON_TRACK
    assert commitment.due_at is None
    office.moves(commitment, "10 Apr", note="")
    assert (commitment.first, commitment.moves) == (day("10 Apr"), 0)
    assert office.columns_follow(commitment)


def test_the_same_message_is_tracked_once(office: Office) -> None:
    first = office.promises(origin="message:C0CTO:1.1")

    with pytest.raises(AlreadyTracked, match=f"/promises {first.id}"):
        office.promises("Something else", origin="message:C0CTO:1.1")


def test_all_that_was_written_stands_on_the_card(office: Office) -> None:
    commitment = office.promises(
        why="Two customers left.",
        measure=Measure("640", "200", "ms"),
        links=("https://wiki.example/search",),
        said_at="the January all-hands",
        audience=Audience.LEADERS,
        rhythm_days=7,
        sponsor=MAYA,
    )

    card = office.card(commitment)
    assert (card.why, card.measure, card.said_at) == (
        "Two customers left.",
        "from 640 to 200 ms",
        "the January all-hands",
    )
    assert (card.links, card.audience, commitment.rhythm_days, commitment.sponsor) == (
        ("https://wiki.example/search",),
        "leaders",
        7,
        MAYA,
    )
    assert checks.LONGEST_WHAT == 200


def test_a_day_that_passed_before_the_answer_is_no_promise_and_its_owner_names_another(office: Office) -> None:
    commitment = office.proposes(for_="6 Mar")
    office.at("6 Mar 20:00")  # 00:30 on the 7th in Bengaluru
    with pytest.raises(DayHasPassed, match=r"6 Mar.* Propose another date"):
        office.accepts(commitment)

    assert (office.state(commitment), commitment.updates) == (State.PROPOSED, 1)
    assert "Accept" in buttons(office.messages(PRIYA)[0])
    office.counters(commitment, "13 Mar")
    office.accepts(commitment, by=MAYA)
    assert commitment.promised == day("13 Mar")


def test_a_day_that_the_owner_named_and_that_passed_since_is_asked_for_anew(office: Office) -> None:
    commitment = office.proposes(for_="4 Mar")
    office.counters(commitment, "6 Mar")
    office.at("9 Mar 10:00")
    with pytest.raises(DayHasPassed, match=r"6 Mar.* Take it back"):
        office.accepts(commitment, by=MAYA)

    assert office.state(commitment) is State.PROPOSED
    assert buttons(office.messages(MAYA)[-1]) == ["Agree", "Take it back"]
    office.withdraws(commitment)
    assert office.state(commitment) is State.WITHDRAWN


def test_a_day_that_is_accepted_ends_where_the_owner_lives_by_then(office: Office) -> None:
    commitment = office.proposes(for_="6 Mar")
    people.remember(office.session, [Member(PRIYA, "Priya Raman", "Europe/Berlin", False, False, False)], office.now)
    office.at("6 Mar 20:00")  # the 7th in Bengaluru
    office.accepts(commitment)

    assert office.state(commitment) is State.ON_TRACK
    assert office.columns_follow(commitment)


# --- no answer


def asks_again(office: Office, *days: str) -> list[int]:
    """How many messages Priya and Maya have after each of these mornings."""
    found = []
    for morning in days:
        office.at(f"{morning} 10:00")
        unanswered.ask_again(office.session, settings=office.settings, now=office.now)
        found.append(len(office.messages(PRIYA)) + len(office.messages(MAYA)))
    return found


def test_who_has_not_answered_is_asked_once_more_after_three_working_days(office: Office) -> None:
    commitment = office.proposes(for_="30 Jun")
    assert asks_again(office, "5 Mar", "6 Mar", "7 Mar", "9 Mar", "20 Mar", "20 Apr") == [1, 2, 2, 2, 2, 2]

    first, second = office.messages(PRIYA)
    assert first["text"].startswith("You are asked once more, in a newer message.")
    assert (buttons(first), buttons(second)[:2]) == ([], ["Accept", "Propose another date"])
    office.accepts(commitment)
    assert all(buttons(one) == [] for one in office.messages(PRIYA)[:2])
    assert (commitment.asked, commitment.asked_on) == (0, None)


def test_a_day_that_was_named_waits_for_whoever_proposed_it(office: Office) -> None:
    commitment = office.proposes()
    asks_again(office, "6 Mar")
    office.counters(commitment, "24 Apr", "After the move.")
    before = len(office.messages(MAYA))
    asks_again(office, "9 Mar", "10 Mar", "11 Mar", "20 Mar")

    assert len(office.messages(MAYA)) == before + 1
    assert "After the move." in office.messages(MAYA)[-1]["text"]
    assert len(office.messages(PRIYA)) == 2
    assert "once more" not in office.messages(PRIYA)[-1]["text"]


def test_who_is_asked_at_night_is_asked_in_the_morning(office: Office) -> None:
    office.proposes()
    office.at("6 Mar 03:00")
    unanswered.ask_again(office.session, settings=office.settings, now=office.now)
    assert len(office.messages(PRIYA)) == 1

"""Owners are asked in their hours, for all of their commitments in one message, and not for ever."""

import pytest

from bot.access import Person
from bot.commitments import reminders, sponsors
from bot.commitments.checks import Audience
from bot.commitments.jobs import jobs
from bot.commitments.models import Commitment
from bot.commitments.sponsors import NotTheOwner
from bot.commitments.states import State
from bot.elsewhere import Elsewhere
from bot.errors import FieldErrors
from bot.schedule import run_if_due
from tests.commitments.office import GIL, JONAS, LEFT, PRIYA, PROMPTS, ROBOT, WORDS, Office, buttons, leaves
from tests.commitments.office import day as day_of
from tests.factories import ANA, MAYA, TOM, settings


def asks(office: Office, local: str) -> None:
    office.at(local)
    reminders.remind(office.session, settings=office.settings, words=WORDS, now=office.now)
    office.session.flush()


def hears(office: Office, person: str) -> None:
    reminders.heard(office.session, person, settings=office.settings, words=WORDS, now=office.now)


def asked(office: Office, person: str) -> list[str]:
    """First lines of what they were asked."""
    return [message["text"].splitlines()[0] for message in office.messages(person)]


def asked_on(office: Office, days: list[str]) -> list[str]:
    """Of these days, those on which Priya is asked."""
    found = []
    for day in days:
        before = len(office.messages(PRIYA))
        asks(office, f"{day} 09:00")
        found += [day] if len(office.messages(PRIYA)) > before else []
    return found


def test_nobody_is_asked_while_there_was_a_word_lately(office: Office) -> None:
    office.promises(for_="30 Jun")
    asks(office, "16 Mar 10:00")

    assert office.messages(PRIYA) == []


def test_all_that_wants_a_word_stands_in_one_message(office: Office) -> None:
    office.promises("Search under 200 ms", for_="30 Jun")
    office.promises("Quieter nights", for_="19 Mar")
    fresh = office.promises("Fresh", for_="30 Jun")
    office.at("16 Mar 09:00")
    office.says(fresh, State.ON_TRACK)
    asks(office, "18 Mar 06:00")

    (message,) = office.messages(PRIYA)
    assert message["text"].splitlines() == [
        "2 of your promises want a word",
        "Quieter nights",
        "It is due on 19 Mar.",
        "Search under 200 ms",
        "No word for 14 days, so it shows as silent.",
    ]
    assert buttons(message) == [
        *(2 * ["On track", "Update", "Hand over"]),
        "Ask me tomorrow",
        "Quiet for a week",
    ]


@pytest.mark.parametrize(
    ("local", "comes"),
    [
        ("18 Mar 03:00", False),  # 07:30 in Bengaluru
        ("18 Mar 05:00", True),  # 09:30
        ("18 Mar 13:00", False),  # 17:30
        ("21 Mar 06:00", False),  # a Saturday
    ],
)
def test_in_the_hours_and_the_zone_of_the_owner(office: Office, local: str, comes: bool) -> None:
    office.promises(for_="30 Jun")
    asks(office, local)

    assert bool(office.messages(PRIYA)) is comes


def test_once_a_day_at_most(office: Office) -> None:
    office.promises(for_="30 Jun")
    for local in ("18 Mar 06:00", "18 Mar 07:00", "18 Mar 08:00"):
        asks(office, local)

    assert len(office.messages(PRIYA)) == 1


def test_silence_reaches_the_owner_twice_and_then_the_sponsor_and_nobody_else(office: Office) -> None:
    office.promises(for_="30 Jun", sponsor=MAYA)
    for number in range(18, 32):
        asks(office, f"{number} Mar 09:00")
    for number in range(1, 20):
        asks(office, f"{number} Apr 09:00")

    assert asked(office, PRIYA) == ["One of your promises wants a word"] * 2
    (told,) = asked(office, MAYA)
    assert told.startswith("There was no word on this promise for")
    assert "Priya Raman was asked twice" in told
    assert office.messages(TOM) == office.messages(ANA) == []


def test_before_an_all_hands_a_silent_owner_is_asked_once_more_and_their_sponsor_hears_nothing_new(
    office: Office,
) -> None:
    commitment = office.promises(for_="30 Jun", sponsor=MAYA)
    march = [f"{number} Mar" for number in range(18, 32)]
    assert asked_on(office, march) == ["18 Mar", "20 Mar"]

    for thursday, day in (("2 Apr", "31 Mar"), ("9 Apr", "7 Apr"), ("16 Apr", "14 Apr")):
        office.at(f"{day} 09:00")
        reminders.ask_again(office.session, [commitment], day_of(thursday), office.settings, office.now)
        week = [f"{int(day.split()[0]) % 31 + number} Apr" for number in range(7)]
        assert asked_on(office, [day, *week[1:]]) == [day]
    assert len(office.messages(MAYA)) == 1


def test_whoever_was_not_asked_twice_before_an_all_hands_is_asked_twice_in_all(office: Office) -> None:
    commitment = office.promises(for_="30 Jun", sponsor=MAYA)
    assert asked_on(office, ["18 Mar"]) == ["18 Mar"]
    reminders.ask_again(office.session, [commitment], day_of("20 Mar"), office.settings, office.now)
    later = [f"{number} Mar" for number in range(19, 32)]

    assert asked_on(office, later) == ["19 Mar"]
    assert len(office.messages(MAYA)) == 1


def test_a_silence_that_was_told_twice_still_reaches_the_sponsor_after_an_all_hands(office: Office) -> None:
    commitment = office.promises(for_="30 Jun", sponsor=MAYA)
    assert asked_on(office, ["18 Mar", "20 Mar"]) == ["18 Mar", "20 Mar"]
    reminders.ask_again(office.session, [commitment], day_of("25 Mar"), office.settings, office.now)

    assert asked_on(office, ["23 Mar", "24 Mar"]) == ["23 Mar"]
    assert office.messages(MAYA) == []
    assert asked_on(office, [f"{number} Mar" for number in range(25, 32)]) == []
    assert len(office.messages(MAYA)) == 1


def test_an_absence_of_the_cto_is_no_pause_for_anybody_else(office: Office) -> None:
    office.settings = settings(calendar={"absences": ["2026-03-19..2026-04-10"]})
    office.promises(for_="30 Jun", sponsor=TOM)
    for number in range(18, 32):
        asks(office, f"{number} Mar 09:00")

    assert len(asked(office, PRIYA)) == 2
    assert len(asked(office, TOM)) == 1


def test_without_a_sponsor_it_stays_between_the_bot_and_the_owner(office: Office) -> None:
    office.promises(for_="30 Jun")
    for number in range(18, 32):
        asks(office, f"{number} Mar 09:00")

    assert len(office.messages(PRIYA)) == 2
    assert len(office.rows()) == 2


def test_a_word_begins_the_count_anew(office: Office) -> None:
    commitment = office.promises(for_="30 Jun", sponsor=MAYA)
    asks(office, "18 Mar 09:00")
    asks(office, "20 Mar 09:00")
    office.says(commitment, State.AT_RISK)
    asks(office, "24 Mar 09:00")
    asks(office, "7 Apr 09:00")

    assert len(office.messages(PRIYA)) == 3
    assert office.messages(MAYA) == []


def test_what_is_past_its_date_is_asked_whether_it_is_kept(office: Office) -> None:
    office.promises(for_="17 Mar")
    asks(office, "18 Mar 09:00")

    (message,) = office.messages(PRIYA)
    assert "Its date, 17 Mar, has passed. Is it kept, or is there another date?" in message["text"]
    assert buttons(message)[:4] == ["Kept", "Move the date", "Update", "Hand over"]


def test_a_word_on_what_is_past_its_date_is_word_enough_for_three_days(office: Office) -> None:
    commitment = office.promises(for_="17 Mar")
    asked_on = []
    for number in range(18, 32):
        before = len(office.messages(PRIYA))
        asks(office, f"{number} Mar 09:00")
        if len(office.messages(PRIYA)) > before:
            asked_on.append(number)
            office.says(commitment, State.AT_RISK, "Nearly there.")
            hears(office, PRIYA)
            assert asked(office, PRIYA)[-1] == "Thank you: there is a word on each of your promises."
            assert reminders.wanting_a_word(office.session, PRIYA, office.settings, office.now) == []

    assert asked_on == [18, 23, 26, 30]


def test_a_word_does_not_shorten_the_two_working_days_between_one_asking_and_the_next(office: Office) -> None:
    commitment = office.promises(for_="19 Mar")
    asks(office, "20 Mar 09:00")
    office.says(commitment, State.AT_RISK, "Nearly there.")
    asks(office, "23 Mar 09:00")
    assert len(office.messages(PRIYA)) == 1
    asks(office, "24 Mar 09:00")
    assert len(office.messages(PRIYA)) == 2


def test_a_date_is_asked_about_however_often_there_was_no_answer_before(office: Office) -> None:
    office.promises(for_="27 Mar", sponsor=MAYA)
    days = [f"{number} Mar" for number in range(13, 32)] + [f"{number} Apr" for number in range(1, 31)]

    assert asked_on(office, days) == ["17 Mar", "19 Mar", "23 Mar", "25 Mar", "27 Mar", "31 Mar", "2 Apr"]
    assert len(office.messages(MAYA)) == 1


def test_paused_it_is_quiet(office: Office) -> None:
    commitment = office.promises(for_="30 Jun")
    office.says(commitment, State.PAUSED, "Waits for the contract.", until="1 Jun")
    asks(office, "20 May 09:00")

    assert office.messages(PRIYA) == []


def test_the_message_shows_the_word_that_came(office: Office) -> None:
    commitment = office.promises(for_="30 Jun")
    asks(office, "18 Mar 09:00")
    office.says(commitment, State.ON_TRACK)
    hears(office, PRIYA)

    (message,) = office.messages(PRIYA)
    assert message["text"].splitlines() == [
        "Thank you: there is a word on each of your promises.",
        "Search under 200 ms",
        "● on track",
    ]
    assert buttons(message) == []


def test_quiet_for_a_week_means_a_week(office: Office) -> None:
    office.promises(for_="30 Jun")
    asks(office, "18 Mar 09:00")
    reminders.snooze(office.session, PRIYA, 7, settings=office.settings, words=WORDS, now=office.now)

    assert "Quiet until 25 Mar." in str(office.messages(PRIYA)[0]["blocks"])
    for number in range(19, 25):
        asks(office, f"{number} Mar 09:00")
    assert len(office.messages(PRIYA)) == 1
    asks(office, "25 Mar 09:00")
    assert len(office.messages(PRIYA)) == 2


def snoozes(office: Office, days: int) -> None:
    reminders.snooze(office.session, PRIYA, days, settings=office.settings, words=WORDS, now=office.now)


def test_who_wants_to_be_asked_tomorrow_is_asked_tomorrow(office: Office) -> None:
    office.promises(for_="30 Jun")
    asks(office, "18 Mar 09:00")
    snoozes(office, 1)
    snoozes(office, 1)
    assert asked_on(office, ["19 Mar", "20 Mar"]) == ["19 Mar"]
    snoozes(office, 1)

    assert asked_on(office, ["20 Mar", "21 Mar", "23 Mar"]) == ["23 Mar"]


def test_what_was_put_off_is_asked_once_more_before_the_sponsor_hears(office: Office) -> None:
    office.promises(for_="30 Jun", sponsor=ANA)
    assert asked_on(office, ["18 Mar", "20 Mar"]) == ["18 Mar", "20 Mar"]
    snoozes(office, 7)
    assert asked_on(office, ["23 Mar", "24 Mar", "26 Mar", "27 Mar", "30 Mar"]) == ["27 Mar"]
    assert office.messages(ANA) == []
    asks(office, "31 Mar 10:00")

    assert "was asked twice" in office.messages(ANA)[0]["text"]


def test_putting_it_off_again_and_again_keeps_no_silence_from_the_sponsor(office: Office) -> None:
    commitment = office.promises(for_="30 Jun", sponsor=ANA)
    asks(office, "18 Mar 09:00")
    snoozes(office, 7)
    asks(office, "25 Mar 09:00")
    snoozes(office, 7)
    asks(office, "26 Mar 09:00")
    assert office.messages(ANA) == []
    asks(office, "27 Mar 10:00")

    assert len(office.messages(ANA)) == 1
    assert asked_on(office, ["30 Mar", "1 Apr", "2 Apr", "7 Apr"]) == ["1 Apr"]
    office.says(commitment, State.ON_TRACK)
    hears(office, PRIYA)
    assert asked_on(office, ["20 Apr", "22 Apr"]) == ["22 Apr"]


def test_a_private_one_is_asked_about_too_and_only_its_owner_sees_it(office: Office) -> None:
    office.promises("Secret", audience=Audience.PRIVATE, for_="30 Jun")
    asks(office, "18 Mar 09:00")

    assert "Secret" in office.messages(PRIYA)[0]["text"]
    assert {row.channel for row in office.rows()} == {PRIYA}


def test_the_job_asks_and_notices_who_left(office: Office) -> None:
    office.promises("Search", for_="30 Jun")
    office.promises("Nights", by=JONAS, for_="30 Jun")
    ask = next(job for job in jobs(Elsewhere()) if job.name == "commitments.ask")
    office.at("18 Mar 08:30")
    run_if_due(office.session, ask, PROMPTS, office.now)
    leaves(office.session, JONAS, office.now)
    office.at("18 Mar 09:00")
    run_if_due(office.session, ask, PROMPTS, office.now)

    assert len(office.messages(PRIYA)) == 1
    assert office.messages(JONAS) == []
    assert "without an owner: Nights" in office.messages(TOM)[0]["text"]


def test_an_owner_of_very_many_gets_one_message_that_slack_takes(office: Office) -> None:
    for number in range(40):
        office.promises(f"Number {number}", for_="30 Jun")
    asks(office, "18 Mar 09:00")

    (message,) = office.messages(PRIYA)
    assert message["text"].startswith("40 of your promises want a word")
    assert len(message["blocks"]) <= 50
    assert "20 more: `/promises`" in str(message["blocks"])


# --- whom an owner chose


def test_the_sponsor_hears_in_their_own_hours_and_zone(office: Office) -> None:
    office.promises(for_="30 Jun", by=MAYA, sponsor=PRIYA)
    for number in range(18, 32):
        asks(office, f"{number} Mar 16:00")  # 19:30 in Bengaluru
    assert len(office.messages(MAYA)) == 2
    assert office.messages(PRIYA) == []

    asks(office, "31 Mar 06:00")  # 09:30 there, and before Maya's day
    assert len(asked(office, PRIYA)) == 1
    asks(office, "1 Apr 06:00")
    assert len(asked(office, PRIYA)) == 1


def chooses(office: Office, commitment: Commitment, sponsor: str | None, by: str = PRIYA) -> None:
    told = {"by": Person(by), "settings": office.settings, "now": office.now}
    sponsors.choose(office.session, commitment.id, sponsor, **told)


def test_whoever_is_asked_to_promise_sees_who_would_hear_and_chooses_somebody_else(office: Office) -> None:
    commitment = office.proposes(sponsor=MAYA)
    assert f"<@{MAYA}> hears of it, and nobody else" in str(office.messages(PRIYA)[-1]["blocks"])
    chooses(office, commitment, TOM)

    assert commitment.sponsor == TOM
    (asking,) = office.messages(PRIYA)
    assert f"<@{TOM}> hears of it, and nobody else" in str(asking["blocks"])
    assert buttons(asking) == ["Accept", "Propose another date", "Decline", "Who hears of a silence"]


def test_an_owner_changes_their_sponsor_later_or_wants_none(office: Office) -> None:
    commitment = office.promises(for_="30 Jun", sponsor=MAYA)
    chooses(office, commitment, TOM)
    for number in range(18, 32):
        asks(office, f"{number} Mar 09:00")
    assert len(office.messages(TOM)) == 1
    assert office.messages(MAYA) == []

    chooses(office, commitment, None)
    assert commitment.sponsor is None


@pytest.mark.parametrize("by", [MAYA, TOM])
def test_nobody_else_chooses_it_for_them(office: Office, by: str) -> None:
    commitment = office.proposes()
    with pytest.raises(NotTheOwner):
        chooses(office, commitment, TOM, by=by)


@pytest.mark.parametrize(
    ("sponsor", "says"), [(PRIYA, "you hear of it first anyway"), (GIL, "not guests"), (ROBOT, "A bot"), (LEFT, "left")]
)
def test_a_sponsor_is_somebody_else_of_the_organisation(office: Office, sponsor: str, says: str) -> None:
    commitment = office.proposes()
    with pytest.raises(FieldErrors) as raised:
        chooses(office, commitment, sponsor)

    assert says in raised.value.errors["to"]

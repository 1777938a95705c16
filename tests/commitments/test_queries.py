"""Commitments found for whoever looks; what is not for them is not there."""

from bot.commitments.checks import Audience
from bot.commitments.queries import Which
from bot.commitments.states import State
from tests.commitments.office import JONAS, PRIYA, Office
from tests.factories import ANA, MAYA, TOM


def test_each_list_holds_what_it_says(office: Office) -> None:
    office.promises("Mine", by=ANA, for_="30 Jun")
    office.promises("Soon", by=PRIYA, for_="10 Mar")
    risky = office.promises("Risky", by=JONAS, for_="1 Jun")
    office.says(risky, State.AT_RISK, by=JONAS)
    office.proposes("Asked of Ana", to=ANA, by=MAYA)
    office.says(office.promises("Done", by=PRIYA), State.KEPT)

    assert office.lists(Which.MINE) == ["Asked of Ana", "Mine"]
    assert office.lists(Which.EVERYBODY) == ["Soon", "Risky", "Mine"]
    assert office.lists(Which.AT_RISK) == ["Risky"]
    assert office.lists(Which.DUE_SOON) == ["Soon"]


def test_what_is_silent_or_past_its_date_is_at_risk_and_what_is_paused_is_not(office: Office) -> None:
    silent = office.promises("Silent", for_="30 Jun")
    office.promises("Past", for_="5 Mar")
    paused = office.promises("Paused", for_="30 Jun")
    office.says(paused, State.PAUSED, "Waits.", until="1 Jun")
    assert office.lists(Which.AT_RISK) == []

    office.at("20 Mar 10:00")

    assert office.lists(Which.AT_RISK) == ["Past", "Silent"]
    assert office.state(silent) is State.SILENT


def test_the_lists_and_the_rules_agree_on_what_is_worrying(office: Office) -> None:
    made = [office.promises(f"{days}", for_=f"{days} Mar", rhythm_days=7) for days in range(4, 30, 5)]
    worrying = (State.AT_RISK, State.OFF_TRACK, State.SILENT, State.PAST_DATE, State.WITHOUT_OWNER)
    for hour in ("4 Mar 19:29", "4 Mar 19:31", "10 Mar 19:29", "10 Mar 19:31", "29 Mar 12:00"):
        office.at(hour)
        assert sorted(office.lists(Which.AT_RISK)) == sorted(
            each.what for each in made if office.state(each) in worrying
        )


def test_a_search_finds_words_and_owners_also_of_what_is_closed(office: Office) -> None:
    office.says(office.promises("Größere Suche", how="p95 unter 200 ms"), State.KEPT)
    office.promises("Quieter nights", by=JONAS)

    assert office.lists(Which.FOUND, search="GRÖSSERE") == ["Größere Suche"]
    assert office.lists(Which.FOUND, search="p95 UNTER") == ["Größere Suche"]
    assert office.lists(Which.FOUND, search="keller") == ["Quieter nights"]
    assert office.lists(Which.FOUND, search="100%") == []


def test_a_long_list_has_pages(office: Office) -> None:
    for number in range(12):
        office.promises(f"Number {number}", for_=f"{number + 4} Mar")

    assert office.lists()[-1] == "Number 9"
    assert office.lists(skip=10) == ["Number 10", "Number 11"]


def test_a_team_is_whom_somebody_asked_who_asked_them_and_who_was_asked_by_the_same(office: Office) -> None:
    """Maya asked Priya and Jonas; Ana asked nobody, and nobody her."""
    for person in (PRIYA, JONAS):
        office.accepts(office.proposes(f"Asked of {person}", to=person, by=MAYA), by=person)
        office.promises(f"By {person} alone", by=person)
    office.promises("By Maya", by=MAYA)
    office.promises("By Ana", by=ANA)
    office.proposes("Not accepted", to=ANA, by=MAYA)

    asked_of, alone = [f"Asked of {each}" for each in (JONAS, PRIYA)], [f"By {each} alone" for each in (JONAS, PRIYA)]
    assert sorted(office.lists(Which.TEAM, viewer=MAYA)) == [*asked_of, *alone]
    assert sorted(office.lists(Which.TEAM, viewer=PRIYA)) == sorted([asked_of[0], alone[0], "By Maya"])
    assert office.lists(Which.TEAM, viewer=ANA) == []


def test_a_team_is_not_read_from_what_somebody_may_not_see(office: Office) -> None:
    office.accepts(office.proposes("Asked of Priya", by=MAYA))
    office.accepts(office.proposes("Secret", to=JONAS, by=MAYA, audience=Audience.PRIVATE), by=JONAS)
    office.promises("By Jonas", by=JONAS)

    assert office.lists(Which.TEAM, viewer=PRIYA) == []
    assert sorted(office.lists(Which.TEAM, viewer=MAYA)) == ["Asked of Priya", "By Jonas", "Secret"]


def test_a_private_promise_is_in_no_list_but_of_those_who_are_in_it(office: Office) -> None:
    office.promises("Secret", audience=Audience.PRIVATE, for_="10 Mar", sponsor=TOM)
    office.at("20 Mar 10:00")

    for which in Which:
        assert office.lists(which, viewer=ANA, search="secret") == []
        assert office.lists(which, viewer=MAYA, search="secret") == []
    for involved in (PRIYA, TOM):
        assert office.lists(Which.FOUND, viewer=involved, search="secret") == ["Secret"]


def test_what_leaders_were_promised_is_for_leaders(office: Office) -> None:
    office.promises("For leaders", audience=Audience.LEADERS)

    assert office.lists(viewer=ANA) == []
    assert office.lists(viewer=MAYA) == office.lists(viewer=TOM) == ["For leaders"]
    commitments = office.settings.commitments.model_copy(update={"leaders": (ANA,)})
    office.settings = office.settings.model_copy(update={"commitments": commitments})
    assert office.lists(viewer=ANA) == ["For leaders"]

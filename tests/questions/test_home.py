"""What App Home shows of questions, and what its buttons do."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from bot import settings as settings_
from bot.questions import home, notes
from bot.slack import visits
from bot.slack.home import GUEST
from bot.slack.outbox import UNSENT, Delivery, Kind
from tests.factories import ANA, MAYA, TOM
from tests.home import Seen, seen
from tests.questions.desk import ANSWER, BEN, GIL, LEA, Desk, choice, office, person
from tests.slack_driver import said

WHY = "Why do we run two deploy pipelines?"
HOME = {"type": "home"}


def looks(desk: Desk, who: str) -> Seen:
    return desk.database.run_here(seen, who, desk.slack.now)


async def presses(desk: Desk, label: str, by: str) -> None:
    """On their Home as it is now."""
    button = looks(desk, by).button(label)
    await desk.slack.clicks(button["action_id"], button.get("value", ""), by=by, view=HOME)
    desk.delivers()


async def test_the_cto_sees_what_waits_for_an_answer_and_answers_it_there(desk: Desk) -> None:
    await desk.asks(WHY)

    home_ = looks(desk, MAYA)
    assert home_.lines[1] == "*One question waits for you*"
    assert f"Ana Silva: <https://slack.com/archives/C0CTO/p1000100|{WHY}>" in home_.waits

    await presses(desk, "Answer", MAYA)
    await desk.fills({"answer": "One of them goes in June."}, by=MAYA)

    assert "Nothing waits for you" in looks(desk, MAYA).waits


async def test_only_the_most_urgent_stand_there_and_the_others_are_one_click_away(desk: Desk) -> None:
    for number in range(8):
        await desk.asks(f"Question number {number} of eight, about {'abcdefgh'[number]}?")

    home_ = looks(desk, MAYA)
    assert "*8 questions wait for you*" in home_.waits
    assert home_.buttons.count("Answer") == home.MOST
    assert "And 3 more that can wait longer." in home_.waits
    await presses(desk, "See all", MAYA)
    blocks = desk.slack.opened()["blocks"]
    assert len([block for block in blocks if block["type"] == "actions"]) == 8


def renamed(who: str, name: str, **more: object) -> dict[str, object]:
    return {"id": who, "tz": "Europe/Berlin", "profile": {"real_name": name}, **more}


async def test_whoever_takes_another_name_is_called_by_it_on_every_open_home_and_a_new_status_draws_none(
    desk: Desk,
) -> None:
    await desk.asks(WHY)
    desk.database.run_here(visits.opened, MAYA, desk.slack.now)
    desk.delivers()

    await desk.slack.event(type="user_change", event_ts="1772442721.0", user=renamed(ANA, "Ana Ruiz"))
    assert to_be_drawn(desk) == [MAYA]
    assert "Ana Ruiz: <" in looks(desk, MAYA).waits

    desk.delivers()
    changed = renamed(ANA, "Ana Ruiz", profile={"real_name": "Ana Ruiz", "status_text": "at lunch"})
    await desk.slack.event(type="user_change", event_ts="1772442722.0", user=changed)
    assert to_be_drawn(desk) == []


def to_be_drawn(desk: Desk) -> list[str]:
    query = sa.select(Delivery.channel).where(Delivery.kind == Kind.HOME, Delivery.state.in_(UNSENT))
    return desk.database.run_here(lambda session: list(session.scalars(query)))


async def test_a_delegate_reads_how_much_waits_for_the_cto_and_may_answer_it(desk: Desk) -> None:
    await desk.asks(WHY)

    assert "One question waits for Maya Okafor. You may answer too." in looks(desk, TOM).waits
    await presses(desk, "See them", TOM)
    assert WHY in str(desk.slack.opened())


async def test_whoever_is_asked_to_take_one_over_takes_it_there_and_then_has_it_to_answer(desk: Desk) -> None:
    await desk.asks(WHY)
    await desk.does("questions.delegate", {"to": person(BEN)})

    assert "You are asked to answer this for the CTO's office" in looks(desk, BEN).waits
    await presses(desk, "I take it", BEN)

    assert "One question waits for you" in looks(desk, BEN).waits
    assert "Nothing waits for you" in looks(desk, MAYA).waits


async def test_it_can_be_passed_on_from_there_too(desk: Desk) -> None:
    await desk.asks(WHY)
    await desk.does("questions.delegate", {"to": person(BEN)})
    await presses(desk, "Pass it on", BEN)

    assert "Nothing waits for you" in looks(desk, BEN).waits
    assert "One question waits for you" in looks(desk, MAYA).waits


async def test_the_asker_sees_where_it_stands_and_what_is_asked_back(desk: Desk) -> None:
    await desk.asks(WHY)
    assert "Waiting for Maya Okafor" in looks(desk, ANA).below(home.MINE)

    await desk.does("questions.ask_back", {"text": "Build or release?"})

    assert "*You were asked back*: “Build or release?”" in looks(desk, ANA).waits
    assert "◑" in looks(desk, ANA).below(home.MINE)


@pytest.mark.parametrize("visibility", ["public", "private"])
async def test_whoever_was_asked_back_replies_there_and_the_clock_runs_again(desk: Desk, visibility: str) -> None:
    await desk.asks_in_form(WHY, visibility=visibility)
    await desk.does("questions.ask_back", {"text": "Build or release?"})

    desk.at("Tue 10:30")
    await presses(desk, "Reply", ANA)
    assert "Build or release?" in str(desk.slack.opened()["blocks"])
    await desk.fills({"words": "Release."}, by=ANA)

    assert "Nothing waits for you" in looks(desk, ANA).waits
    assert desk.question().owes == "office"
    assert "*Ana Silva adds*\nRelease." in [row.payload["text"] for row in desk.rows() if row.payload]


async def test_the_asker_says_on_home_whether_it_was_answered(desk: Desk) -> None:
    await desk.asks(WHY)
    await desk.does(ANSWER, {"answer": "One of them goes in June."})

    assert "Did this answer it?" in looks(desk, ANA).waits
    assert "One of them goes in June." in looks(desk, ANA).waits
    await presses(desk, "Not yet", ANA)
    assert "Round 2" in looks(desk, ANA).below(home.MINE)

    desk.at("Tue 10:30")
    await desk.does(ANSWER, {"answer": "In June, when payments leave the shared database."})
    await presses(desk, "Yes", ANA)
    assert "Nothing waits for you" in looks(desk, ANA).waits


async def test_an_answer_that_nobody_said_anything_to_is_left_in_peace_after_two_weeks(desk: Desk) -> None:
    await desk.asks(WHY)
    await desk.does(ANSWER, {"answer": "In June."})
    desk.slack.now += home.UNHEARD + timedelta(minutes=1)

    assert "Nothing waits for you" in looks(desk, ANA).waits


async def test_the_cto_is_not_offered_to_ask_the_cto(desk: Desk) -> None:
    assert home.ASK not in looks(desk, MAYA).text
    assert not {"Ask", "Challenge", "Tell"} & set(looks(desk, MAYA).buttons)
    assert home.ASK in looks(desk, TOM).text


async def test_where_too_few_people_are_to_hide_one_it_is_said_before_anything_is_typed(desk: Desk) -> None:
    assert home.ABOUT_ASKING_BY_NAME in looks(desk, LEA).text
    await presses(desk, "Ask", LEA)

    visibility = desk.slack.opened()["blocks"][-1]
    assert [option["value"] for option in visibility["element"]["options"]] == ["public", "private"]
    assert visibility["hint"]["text"].startswith("Asking without a name becomes possible with 20 people here.")


async def test_asking_opens_the_form_with_and_without_a_name(desk: Desk) -> None:
    few = office(questions={"anonymous_audience": 5})
    desk.database.run_here(settings_.save, few, by="test", now=desk.slack.now)
    assert home.ABOUT_ASKING in looks(desk, LEA).text
    await presses(desk, "Challenge", LEA)

    _, kind, visibility = (block["element"] for block in desk.slack.opened()["blocks"])
    assert kind["initial_option"]["value"] == "challenge"
    assert [option["value"] for option in visibility["options"]] == ["public", "private", "anonymous"]


async def test_empty_parts_say_what_will_be_there_and_how_it_comes(desk: Desk) -> None:
    home_ = looks(desk, LEA)

    assert home_.below(home.MINE) == home.NONE_OF_MINE
    assert home_.below(home.RESPONSE_TIMES).startswith(home.NONE_ASKED)


async def test_everybody_reads_how_long_people_wait(desk: Desk) -> None:
    await desk.asks(WHY)
    desk.at("Tue 11:00")
    await desk.does(ANSWER, {"answer": "In June."})

    found = looks(desk, LEA)
    assert "Answer: 1 of 1 in time. Each: 1 h 00 m (1 h 00 m)" in found.below(home.RESPONSE_TIMES)
    await presses(desk, "Why this number?", LEA)
    assert WHY in str(desk.slack.opened())


# Who sees what


async def test_a_private_question_is_on_nobodys_home_but_the_office_s_and_the_asker_s(desk: Desk) -> None:
    await desk.asks_in_form("Is my team to be dissolved?", visibility="private")

    assert "dissolved" in looks(desk, MAYA).text
    assert "dissolved" in looks(desk, ANA).text
    assert "dissolved" not in looks(desk, BEN).text + looks(desk, LEA).text


async def test_the_office_s_list_opens_for_the_office_only(desk: Desk) -> None:
    await desk.asks_in_form("Is my team to be dissolved?", visibility="private")
    await desk.slack.clicks(home.OFFICE, by=BEN, view=HOME)

    assert "dissolved" not in str(desk.slack.opened())
    assert "Nothing waits for an answer." in str(desk.slack.opened())


async def test_a_guest_sees_nothing_of_anything(desk: Desk) -> None:
    await desk.asks(WHY)

    assert looks(desk, GIL).lines == [GUEST]


async def test_nobody_is_asked_to_answer_their_own_question(desk: Desk) -> None:
    await desk.asks(WHY, by=MAYA)

    assert "Nothing waits for you" in looks(desk, MAYA).waits


async def test_what_was_asked_without_a_name_is_on_nobodys_home_as_theirs(desk: Desk) -> None:
    among_few = office(questions={"anonymous_audience": 2})
    desk.database.run_here(settings_.save, among_few, by="test", now=desk.slack.now)
    for each in (ANA, LEA):
        desk.database.run_here(visits.opened, each, desk.slack.now)
    desk.delivers()
    before = kept_of(desk, ANA)
    await presses(desk, "Ask", ANA)
    form = {"text": "Are we moving offices?", "visibility": choice("anonymous"), "kind": choice("question")}
    told = await desk.fills(form, by=ANA)
    assert told["response_action"] == "update", told

    assert kept_of(desk, ANA) == kept_of(desk, LEA), "her Home is drawn anew as everybody's is, since one more waits"
    assert kept_of(desk, ANA)[1:] == before[1:], "and nothing else about her changed"
    assert "offices" not in looks(desk, ANA).text
    desk.lives_until("Tue 12:00")
    assert "offices" not in looks(desk, ANA).below(home.MINE)
    assert "Somebody (anonymous)" in looks(desk, MAYA).waits
    assert kept_of(desk, ANA) == kept_of(desk, LEA)


def kept_of(desk: Desk, person: str) -> list[object]:
    """All that the database holds about their Home: how often it was drawn, and when they opened it."""
    (row,) = desk.rows(Delivery.key == visits.key(person))
    opened = sa.select(visits.HomeVisit.opened_at).where(visits.HomeVisit.person == person)
    at = desk.database.run_here(lambda session: session.scalars(opened).all())
    return [(row.state, row.revision, row.urgent), *at]


# Drawn anew


@pytest.mark.parametrize(("who", "concerned"), [(MAYA, True), (TOM, True), (ANA, True), (LEA, False)])
async def test_whoever_a_question_concerns_sees_that_it_moved(desk: Desk, who: str, concerned: bool) -> None:
    """What everybody reads of it, such as how many wait, stays as it is here."""
    await desk.asks(WHY)
    desk.database.run_here(visits.opened, who, desk.slack.now)
    desk.delivers()
    before = desk.rows(Delivery.key == visits.key(who))[0].revision

    await desk.does("questions.delegate", {"to": person(BEN)})

    assert (desk.rows(Delivery.key == visits.key(who))[0].revision > before) is concerned


async def test_a_click_that_comes_too_late_says_so_and_draws_it_anew(desk: Desk) -> None:
    await desk.asks(WHY)
    await desk.does("questions.delegate", {"to": person(BEN)})
    late = looks(desk, BEN).button("I take it")
    await presses(desk, "Pass it on", BEN)

    answer = await desk.slack.clicks(notes.ACCEPT, late["value"], by=BEN, view=HOME)

    assert said(answer) == {}
    assert desk.rows(Delivery.key == visits.key(BEN))[0].urgent

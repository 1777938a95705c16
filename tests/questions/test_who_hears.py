"""Who hears of what waits: nobody of their own, nobody who left, no app; and all of what is late."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy.orm import Session

from bot import settings as settings_
from bot.access import Person
from bot.questions import asking, menu, notes, nudges
from bot.questions.forms import Draft
from bot.questions.work import Work
from bot.slack import people
from bot.slack.people import Member
from tests.factories import ANA, MAYA, TOM
from tests.questions.desk import BEN, BOT, GIL, LEA, ME_TOO, Desk, office, person

WHY = "Why do we run two deploy pipelines?"


def staffed(desk: Desk, **sections: dict[str, Any]) -> None:
    desk.database.run_here(settings_.save, office(**sections), by="test", now=desk.slack.now)


async def test_of_what_the_cto_asks_the_delegates_hear_in_their_place(desk: Desk) -> None:
    staffed(desk, people={"delegates": [BEN, LEA]})
    await desk.asks(WHY, by=MAYA)
    desk.lives_until("Wed 9:00")

    assert desk.messages(MAYA) == []
    for delegate in (BEN, LEA):
        assert desk.nudges(delegate)[0].startswith("This waits for you\nMaya Okafor: ")
        assert desk.nudges(delegate, "questions:list")[0].startswith("One question waits for you\nMaya Okafor: ")


async def test_where_it_waits_for_several_nobody_puts_it_off_for_the_others(desk: Desk) -> None:
    staffed(desk, people={"delegates": [BEN, LEA]})
    await desk.asks(WHY, by=MAYA)
    desk.lives_until("Tue 12:15")

    assert "Not now" not in str(desk.newest_payload(BEN, "question:1:nudge"))
    await desk.clicks(nudges.NOT_NOW, by=BEN)
    assert desk.question().put_off_on is None


async def test_the_only_delegate_puts_off_what_the_cto_asked(desk: Desk) -> None:
    staffed(desk, people={"delegates": [BEN]})
    await desk.asks(WHY, by=MAYA)
    desk.lives_until("Tue 12:15")
    await desk.clicks(nudges.NOT_NOW, by=BEN)

    assert desk.nudges(BEN)[0].endswith("It is in your next list; the clock runs on.")


async def test_while_the_cto_is_away_what_they_asked_stands_once_on_a_delegates_list(desk: Desk) -> None:
    staffed(desk, people={"delegates": [BEN]})
    await desk.asks(WHY, by=MAYA)
    await desk.asks("What of the office?")
    desk.lives_until("Tue 18:00")
    away = ["2026-03-04..2026-03-04"]
    staffed(desk, people={"delegates": [BEN]}, calendar={"absences": away})
    desk.lives_until("Wed 9:00")

    (listed,) = desk.nudges(BEN, "questions:list")
    assert listed.count("two deploy pipelines") == 1
    assert "Maya Okafor is away today: one question waits" in listed


async def test_what_is_put_off_comes_with_the_next_list_and_not_before(desk: Desk) -> None:
    await desk.asks(WHY)
    desk.lives_until("Tue 12:15")
    await desk.clicks(nudges.NOT_NOW, by=MAYA)
    desk.lives_until("Wed 8:30")

    assert len(desk.messages(MAYA)) == 1
    desk.lives_until("Wed 12:00")
    assert desk.nudges(MAYA, "questions:list")[0].startswith("One question waits for you")


async def test_the_chief_of_staff_hears_of_every_late_question_once(desk: Desk) -> None:
    late = 70
    staffed(desk, questions={"chief_of_staff": LEA})

    def ask(session: Session) -> None:
        for number in range(late):
            now = desk.slack.now + timedelta(seconds=20 * number)
            work = Work(session, settings_.load(session), now, Person(ANA))
            asking.ask(work, Draft(f"What of number {number:02}?"))

    desk.database.run_here(ask)
    desk.lives_until("Wed 17:00", every=timedelta(hours=1))

    told = "\n".join(desk.messages(LEA))
    assert [number for number in range(late) if told.count(f"number {number:02}?") != 1] == []


async def test_an_app_is_handed_nothing(desk: Desk) -> None:
    await desk.asks(WHY)
    told = await desk.does(menu.DELEGATE, {"to": person(BOT)})

    assert told["errors"] == {"to": "This is an app. Choose a person."}
    assert desk.question().holder is None


async def test_nobody_writes_to_a_follower_who_left(desk: Desk) -> None:
    await desk.asks(WHY)
    await desk.clicks(ME_TOO, by=BEN)
    await desk.clicks(ME_TOO, by=LEA)
    before = desk.messages(BEN)

    def leave(session: Session) -> None:
        people.remember(session, [Member(BEN, "Ben Ode", "UTC", False, False, True)], desk.slack.now)

    desk.database.run_here(leave)
    await desk.replies("One for the apps.", by=MAYA)
    await desk.clicks(menu.MAKE_PRIVATE, by=ANA, value="1:1")

    assert desk.messages(BEN) == before
    assert set(desk.messages(LEA)) == {"A question that you followed goes on in private, so you hear no more of it."}


@pytest.mark.parametrize(
    ("delegates", "whom"),
    [
        ([TOM], "Tom Brandt"),
        ([BEN, LEA], "Ben Ode or Lea Roth"),
        ([TOM, BEN, LEA, ANA], "Tom Brandt, Ben Ode, Lea Roth or 1 more"),
        ([], "Maya Okafor, who asked it: nobody else answers for the CTO's office"),
    ],
)
async def test_what_the_cto_asks_waits_for_whoever_may_answer_it(desk: Desk, delegates: list[str], whom: str) -> None:
    staffed(desk, people={"delegates": delegates}, questions={"chief_of_staff": GIL})
    await desk.asks(WHY, by=MAYA)
    assert f"*Waiting for {whom}* since" in desk.card()

    desk.lives_until("Thu 12:00", every=timedelta(hours=1))
    (late,) = desk.nudges(GIL, ":chief:")
    assert f"which waits for {whom} since" in late


async def test_once_somebody_took_it_it_waits_for_them_and_in_nobodys_place(desk: Desk) -> None:
    staffed(desk, people={"delegates": [TOM]})
    await desk.asks(WHY, by=MAYA)
    await desk.does(menu.DELEGATE, {"to": person(BEN)}, by=TOM)
    assert "*Waiting for Tom Brandt*, and Ben Ode is asked to take it, since" in desk.card()

    await desk.clicks(notes.ACCEPT, by=BEN)
    assert "*Waiting for Ben Ode* since" in desk.card()
    await desk.replies("One for the apps.", by=BEN)
    assert "*Answered by Ben Ode* ·" in desk.card()

"""Every figure opens to the events behind it."""

from bot.questions import menu, notes, why
from bot.questions.effects import steps
from tests.factories import ANA, MAYA, TOM
from tests.questions.desk import Desk, person
from tests.questions.stories import TARGETS, at, told


def effects(story: str) -> list[list[str]]:
    return [list(line.effects) for line in why.lines(steps(told(story), TARGETS, at("Fri 12:00")))]


def test_each_event_says_what_it_did_to_which_clock() -> None:
    assert effects("Tue 10:12 ask, 10:20 bot b, 10:37 asks-back q, 12:37 writes w, 14:07 answer a") == [
        ["every clock starts"],
        [],
        ["first response, after 25 m on the clock", "the answer clock rests"],
        ["the answer clock runs again"],
        ["the answer clock stops"],
    ]


def test_what_is_taken_back_says_so() -> None:
    assert effects("Tue 10:00 ask, 10:30 says a, 11:00 delete a")[-1] == [
        "nothing else was said, so the clocks run again from their start"
    ]


def test_a_new_round_and_a_hand_over_say_so() -> None:
    assert effects("Tue 10:00 ask, 10:10 hand tom, 10:30 says a, 11:00 not-yet")[1::2] == [
        ["a second clock starts for whoever is asked; the asker's runs on"],
        ["round 2 begins with clocks of its own"],
    ]


def test_whose_hours_count_from_when_on_is_said() -> None:
    story = "Tue 10:00 ask, 10:10 hand tom, 10:20 accept york, 16:00 return"

    assert effects(story)[2:] == [
        ["acknowledged", "their hours count from now on, on the clock of America/New_York"],
        ["the CTO's hours count again"],
    ]


async def test_the_window_says_in_whose_hours_a_wait_was_counted(desk: Desk) -> None:
    await desk.asks("Why do we run two deploy pipelines?")
    await desk.does(menu.DELEGATE, {"to": person(TOM)})
    desk.at("Tue 11:00")
    await desk.clicks(notes.ACCEPT, by=TOM)
    desk.at("Tue 23:00")
    await desk.replies("One for the apps.", by=TOM)

    await desk.clicks(menu.WHY, by="U0BEN", value="1:1")

    shown = "\n".join(str(block) for block in desk.slack.opened()["blocks"])
    assert "answer after 9 h 00 m of 8 h 00 m of working time (13 h 00 m on the clock), past due" in shown
    assert "those of Tom Brandt counted: the same week on the clock of America/New_York." in shown
    assert "handing over never makes a wait look shorter, and never moves a due time later" in shown


async def test_the_window_shows_events_sums_and_the_calendar(desk: Desk) -> None:
    await desk.asks("Why do we run two deploy pipelines?")
    desk.at("Tue 10:25")
    await desk.does(menu.ASK_BACK, {"text": "Build or release?"}, by=TOM)
    desk.at("Tue 12:25")
    await desk.replies("Release.", by=ANA)
    desk.at("Tue 13:00")
    await desk.replies("One for the apps.", by=MAYA)

    await desk.clicks(menu.WHY, by="U0BEN", value="1:1")

    shown = "\n".join(str(block) for block in desk.slack.opened()["blocks"])
    assert "answer after 1 h 00 m of 8 h 00 m of working time (3 h 00 m on the clock, 2 h 00 m paused)" in shown
    assert "Tom Brandt asked back: _first response, after 25 m on the clock · the answer clock rests_" in shown
    assert "Mon–Fri 09:00–17:30, Europe/Berlin" in shown

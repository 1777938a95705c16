"""A month of questions, and every figure of it worked out by hand: on paper, from the times noted beside each."""

import json
from datetime import timedelta
from typing import Any

from bot.cli.export import _write
from bot.questions import menu, queries, reporting
from bot.questions.figures import Figures, Paused, figures
from bot.questions.queries import Which
from bot.spread import Share
from tests.factories import ANA, MAYA, TOM
from tests.questions.desk import BEN, LEA, Desk, choice, day
from tests.questions.stories import at

HOUR = timedelta(hours=1)
#: No two look alike, so that none is offered as the answer of another.
TOPICS = ("Pipelines", "Offices", "Salaries", "Laptops", "Parking", "Database", "Hiring", "Search", "Alerts", "Budget")


async def answered(desk: Desk, number: int, asked: str, at_: str, by: str = MAYA) -> None:
    desk.at(asked)
    await desk.asks(f"{TOPICS[number - 1]}?", by=ANA)
    desk.at(at_)
    await desk.replies("So.", by=by, question=number)


async def _live(desk: Desk) -> None:
    """Seventeen questions. The office works 9:00 to 17:30; Friday the 13th is a holiday."""
    await answered(desk, 1, "Tue 10:00", "Tue 10:30")  # half an hour
    await answered(desk, 2, "Tue 11:00", "Tue 12:00", by=TOM)  # 1 h
    await answered(desk, 3, "Tue 16:30", "Wed 9:30")  # 1 h 30 of working time, 17 h on the clock
    await answered(desk, 4, "Wed 10:00", "Wed 12:00")  # 2 h
    await answered(desk, 5, "Wed 13:00", "Wed 15:30")  # 2 h 30
    await answered(desk, 6, "Thu 9:00", "Thu 12:00")  # 3 h
    await answered(desk, 7, "Thu 13:00", "Thu 16:30")  # 3 h 30
    await answered(desk, 8, "Fri 17:00", "Mon2 12:30")  # 4 h, 67 h 30 on the clock: in time to the minute
    await answered(desk, 9, "Tue2 10:00", "Tue2 15:00")  # 5 h: the response is late, the answer is not
    await answered(desk, 10, "Wed2 9:00", "Thu2 10:30")  # 10 h, 25 h 30 on the clock: both are late
    await _asked_back(desk)
    await _declined_kept_and_taken_back(desk)
    await _joined_reopened_and_open(desk)


async def _asked_back(desk: Desk) -> None:
    desk.at("Thu2 16:30")
    await desk.asks("Coffee?", by=LEA)
    desk.at("Thu2 17:00")
    await desk.does(menu.ASK_BACK, {"text": "Which?"}, question=11)  # response after half an hour
    desk.at("Mon3 10:00")  # over a holiday: rested for half an hour and an hour, 89 h on the clock
    await desk.replies("That one.", by=LEA, question=11)
    desk.at("Mon3 16:00")
    await desk.replies("So.", by=MAYA, question=11)  # 30 m and 6 h of working time, 95 h 30 on the clock


async def _declined_kept_and_taken_back(desk: Desk) -> None:
    desk.at("Tue3 9:00")
    for text in ("Gardens?", "Merger?", "Kitchen?"):
        await desk.asks(text, by=BEN)
    desk.at("Tue3 10:00")
    await desk.does(menu.DECLINE, {"reason": "Not ours."}, question=12)  # a response after 1 h
    await desk.does(menu.CANNOT_SHARE, {"reason": "Not signed.", "look_again": day("2026-04-30")}, question=13)  # 1 h
    await desk.clicks(menu.WITHDRAW, by=BEN, question=14, value="14:1")  # in no other figure


async def _joined_reopened_and_open(desk: Desk) -> None:
    desk.at("Wed3 9:00")
    await desk.asks("Windows?", by=BEN)
    await desk.asks("Elevators?", by=LEA)
    await desk.does(menu.MERGE, {"into": choice("15")}, question=16)
    desk.at("Wed3 10:00")
    await desk.replies("So.", by=TOM, question=15)  # 1 h, of both
    desk.at("Wed3 11:00")
    await desk.clicks("questions.not_yet", by=BEN, value="15:1")  # another round; the first stays
    desk.at("Thu3 9:00")
    await desk.asks("Vendors?", by=ANA)  # never answered
    desk.at("Fri3 12:00")  # it waits for 11 h 30 of working time


def _figures(desk: Desk) -> Figures:
    which = Which(at("Mon 0:00"), at("Mon5 0:00"))
    return figures(desk.database.run_here(queries.cases, which, desk.slack.now))


async def test_a_month_of_seventeen_questions_by_hand(desk: Desk) -> None:
    await _live(desk)
    found = _figures(desk)

    # 10 plain ones, the eleventh, and the sixteenth are answered: 12. 15 is open again, and 17 still. With 12, 13 and
    # 14 that makes 17.
    assert (found.asked, found.answers, found.declined, found.kept, found.withdrawn, found.open) == (17, 12, 1, 1, 1, 2)
    assert (found.joined, found.reopened, found.running) == (1, 1, 0)
    assert (found.again, found.again_past) == (1, 1)
    # First answers: those 12, and that of 15. Late: only the tenth. The seventeenth is open and past due.
    assert found.answered == Share(in_time=12, late=1, missed=1)
    # Responded: those 13, the declined one and the kept one. Late: the ninth and the tenth.
    assert found.responded == Share(in_time=13, late=2, missed=1)
    # 0.5 1 1 1 1.5 2 2.5 3 3.5 4 5 6.5 10: the seventh of thirteen, and the twelfth (nine tenths are 11.7).
    assert [one / HOUR for one in found.answer_working.cases] == [0.5, 1, 1, 1, 1.5, 2, 2.5, 3, 3.5, 4, 5, 6.5, 10]
    assert (found.answer_working.middle, found.answer_working.tenth) == (2.5 * HOUR, 6.5 * HOUR)
    # 0.5 1 1 1 2 2.5 3 3.5 5 17 25.5 67.5 95.5 on the clock.
    assert (found.answer_waiting.middle, found.answer_waiting.tenth) == (3 * HOUR, 67.5 * HOUR)
    # 0.5 0.5 1 1 1 1 1 1.5 2 2.5 3 3.5 4 5 10: the eighth of fifteen, and the fourteenth (nine tenths are 13.5).
    assert (found.response_working.middle, found.response_working.tenth) == (1.5 * HOUR, 5 * HOUR)
    assert found.paused == Paused(1, 1.5 * HOUR, 89 * HOUR, 0)
    assert found.oldest_open
    assert found.oldest_open.id == 15


async def test_what_everybody_reads_of_that_month(desk: Desk) -> None:
    await _live(desk)

    told = str((await desk.slack.types("/cadence", "response-times 2026-03-01", by=BEN)).body)

    outcomes = "12 answered, 1 declined with a reason, 1 kept for later with a reason, 1 taken back, 2 open"
    assert f"17 questions asked: {outcomes}. 1 of them joined with another." in told
    assert "Answer: 12 of 14 in time, 1 late, 1 open and past due. Half within 2 h 30 m of working time" in told
    assert "1 is open again, in another round; 1 past due." in told
    assert "nine of ten within 6 h 30 m of working time (67 h 30 m on the clock)" in told
    assert "Paused in all while asked back: 1 h 30 m of working time (89 h 00 m on the clock), in 1 question." in told


async def test_the_export_of_that_month_adds_up_to_the_same(desk: Desk, tmp_path: Any) -> None:
    await _live(desk)
    file = tmp_path / "out.json"
    with file.open("w") as output:
        desk.database.run_here(_write, output, "json", at("Mon 0:00"), at("Mon5 0:00"))
    rows = json.loads(file.read_text())

    assert sum(row["answered_at"] is not None for row in rows) == 13
    assert [row["id"] for row in rows if row["refused"] == "declined"] == [12]
    assert [row["id"] for row in rows if row["refused"] == "cannot share"] == [13]
    assert [row["id"] for row in rows if row["duplicate_of"]] == [16]
    assert [row["id"] for row in rows if row["state"] == "withdrawn"] == [14]
    assert sum(row["answer_paused"] for row in rows) == 1.5 * 3600
    assert sum(row["answer_paused_waiting"] for row in rows) == 89 * 3600


async def test_a_pause_that_is_on_is_told(desk: Desk) -> None:
    await desk.asks("Coffee?")
    await desk.does(menu.ASK_BACK, {"text": "Which?"})
    desk.at("Tue 12:00")

    found = _figures(desk)

    assert found.paused == Paused(0, timedelta(), timedelta(), 1)
    report = reporting.Report("asked in March", found, [], desk.slack.now, at("Tue 9:00").tzinfo)  # type: ignore[arg-type]  # a zone
    assert "1 answer clock rests now." in reporting.message(report, "month").text


async def test_mondays_line_leaves_out_nothing_that_was_asked(desk: Desk) -> None:
    await _live(desk)

    line = reporting.monday_line(_figures(desk), "Thursday")

    assert line == (
        "Questions last week: 17 asked, 12 answered, half within 2 h 30 m of working time, 1 declined with a reason, "
        "1 kept for later with a reason, 1 taken back; 2 wait, the oldest since Thursday."
    )

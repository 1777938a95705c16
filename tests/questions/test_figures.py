"""Figures, recomputed by hand."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from bot import wiring
from bot.cli.export import _write
from bot.commitments import meetings
from bot.elsewhere import Moment
from bot.questions import figure_doors, menu, notes, queries, reporting
from bot.questions.figures import Case, by_week, figures
from bot.questions.queries import Which
from bot.slack.outbox import Delivery
from bot.slack.validation import problems
from bot.spread import Share, Spread
from tests.factories import ANA, CTO_CHANNEL, MAYA, TOM, content
from tests.focus.office import Office
from tests.questions.desk import BEN, LEA, PROMPTS, Desk, day, person
from tests.questions.stories import at
from tests.slack_driver import said

NOW = datetime(2026, 3, 31, 12, 0, tzinfo=UTC)
HOUR = 3600
MARCH = (date(2026, 3, 2), date(2026, 3, 31))


def case(id: int = 1, **told: Any) -> Case:
    """Answered after an hour of working time, two on the clock, unless told otherwise."""
    asked = told.pop("asked_at", NOW - timedelta(days=10))
    plain: dict[str, Any] = {
        "withdrawn": False,
        "ended": True,
        "answered": True,
        "responded": True,
        "respond_working": HOUR,
        "respond_waiting": 2 * HOUR,
        "respond_late": False,
        "respond_past": True,
        "answer_working": HOUR,
        "answer_waiting": 2 * HOUR,
        "answer_late": False,
        "answer_past": True,
        "rounds": 1,
        "community": 0,
    }
    return Case(id, asked, **{**plain, **told})


def test_answers_that_were_told_by_hand_are_told_apart() -> None:
    found = figures([case(1), case(2, by_hand=True), case(3, by_hand=True, answer_counts=False)])

    assert found.by_hand == 1


def open_case(past: bool) -> Case:
    running = dict.fromkeys(("ended", "answered", "responded"), False)
    return case(**running, respond_working=None, answer_working=None, respond_past=past, answer_past=past)


def test_open_past_its_target_counts_as_missed_and_in_time_does_not() -> None:
    found = figures([case(), open_case(past=True), open_case(past=False)])

    assert found.answered == Share(in_time=1, late=0, missed=1)
    assert found.responded == Share(in_time=1, late=0, missed=1)
    assert found.running == 1


def test_late_is_late_and_counted_apart() -> None:
    assert figures([case(answer_late=True)]).answered == Share(in_time=0, late=1, missed=0)


def test_withdrawn_counts_nowhere_else_but_is_told() -> None:
    found = figures([case(withdrawn=True, answered=False, answer_late=True), case()])

    assert (found.asked, found.withdrawn, found.withdrawn_late) == (2, 1, 1)
    assert found.answered.of == 1


def test_withdrawn_after_the_answer_keeps_its_row() -> None:
    assert figures([case(withdrawn=True)]).answered == Share(1, 0, 0)


def test_declined_is_a_response_and_neither_an_answer_nor_a_miss() -> None:
    found = figures([case(answered=False, refused="declined")])

    assert (found.declined, found.kept) == (1, 0)
    assert found.responded == Share(1, 0, 0)
    assert found.answered.of == 0


@pytest.mark.parametrize(("number", "has_middle", "has_tenth"), [(4, False, False), (5, True, False), (10, True, True)])
def test_median_and_ninetieth_only_with_enough_cases(number: int, has_middle: bool, has_tenth: bool) -> None:
    spread = figures([case(answer_working=HOUR * n) for n in range(1, number + 1)]).answer_working

    assert (spread.middle is not None, spread.tenth is not None) == (has_middle, has_tenth)


def test_the_median_and_the_ninetieth_by_hand() -> None:
    spread = Spread(tuple(timedelta(hours=n) for n in (1, 2, 3, 4, 5, 6, 7, 8, 9, 20)))

    assert (spread.middle, spread.tenth) == (timedelta(hours=5.5), timedelta(hours=9))


def test_nothing_is_cut_off_however_long_it_took() -> None:
    found = figures([case(answer_working=HOUR), case(answer_working=1000 * HOUR)])

    assert found.answer_working.cases[-1] == timedelta(hours=1000)


def test_a_question_counts_in_the_week_it_was_asked() -> None:
    asked = datetime(2026, 3, 8, 23, 30, tzinfo=UTC)  # Monday in Berlin

    assert [week for week, _ in by_week([case(asked_at=asked)], ZoneInfo("Europe/Berlin"), MARCH)][1:2] == [
        date(2026, 3, 9)
    ]


def test_few_cases_are_listed_and_no_share_is_a_percentage() -> None:
    found = figures([case(), case(answer_working=3 * HOUR, answer_late=True)])

    shown = reporting.message(reporting.Report("asked in March", found, [], NOW, UTC), "month").text

    assert "Answer: 1 of 2 in time, 1 late. Each: 1 h 00 m (2 h 00 m); 3 h 00 m (2 h 00 m)" in shown
    assert "%" not in shown


def test_the_chart_passes_slacks_rules_and_says_the_same_in_words() -> None:
    cases = [case(asked_at=NOW - timedelta(days=7 * n)) for n in range(5)]
    report = reporting.Report("asked in March", figures(cases), by_week(cases, ZoneInfo("UTC"), MARCH), NOW, UTC)

    chart = reporting.chart(report, "month")

    assert problems(chart.payload()) == []
    assert "1 asked, 1 of 1 answered in time" in chart.text


async def _live_through_a_month(desk: Desk) -> None:
    """Six questions; what each waits is noted beside it."""
    await desk.asks("First?")
    desk.at("Tue 10:30")
    await desk.replies("Yes.", by=MAYA, question=1)  # 30 m
    await desk.asks("Second?", by=BEN)
    desk.at("Tue 15:30")
    await desk.replies("Yes.", by=TOM, question=2)  # 5 h: the response is late, the answer is not
    await desk.asks("Third?", by=LEA)
    desk.at("Wed 9:30")
    await desk.does(menu.ASK_BACK, {"text": "Which?"}, question=3)  # response after 2 h 30
    desk.at("Wed 11:30")
    await desk.replies("That.", by=LEA, question=3)
    desk.at("Wed 12:00")
    await desk.replies("Yes.", by=MAYA, question=3)  # answer after 3 h, 2 h paused
    await desk.asks("Fourth?", by=ANA)
    await desk.does(menu.DECLINE, {"reason": "Not ours."}, question=4)  # at once
    desk.at("Wed 13:00")
    await desk.asks("Fifth?", by=ANA)
    desk.at("Thu 9:00")
    await desk.asks("Sixth?", by=ANA)
    await desk.clicks(menu.WITHDRAW, by=ANA, value="6:1")
    desk.at("Thu 17:00")  # the fifth waits for 12 h 30 of working time


async def test_a_month_recomputed_by_hand(desk: Desk) -> None:
    await _live_through_a_month(desk)

    cases = desk.database.run_here(queries.cases, Which(at("Mon 0:00"), at("Mon5 0:00")), desk.slack.now)
    found = figures(cases)

    assert (found.asked, found.withdrawn, found.declined, found.running) == (6, 1, 1, 0)
    assert found.responded == Share(in_time=3, late=1, missed=1)
    assert found.answered == Share(in_time=3, late=0, missed=1)
    assert [one.total_seconds() / HOUR for one in found.response_working.cases] == [0, 0.5, 2.5, 5]
    assert [one.total_seconds() / HOUR for one in found.answer_working.cases] == [0.5, 3, 5]
    assert [one.total_seconds() / HOUR for one in found.answer_waiting.cases] == [0.5, 5, 20.5]
    assert found.oldest_open
    assert found.oldest_open.id == 5


async def test_the_command_shows_the_figures_to_everybody(desk: Desk) -> None:
    await desk.asks("First?")
    await desk.replies("Yes.", by=MAYA)

    told = (await desk.slack.types("/cadence", "response-times week question", by=BEN)).body

    assert "1 question asked: 1 answered." in told
    assert "1 of 1 in time" in told


@pytest.mark.parametrize("text", ["", "response-time", "response-times soon"])
async def test_what_it_does_not_know_it_says(desk: Desk, text: str) -> None:
    told = said(await desk.slack.types("/cadence", text, by=BEN))["text"]

    assert ("“soon” is none of what can be added" in told) == ("soon" in text)
    assert "shows how long people waited" in told


async def test_the_figures_open_to_their_cases_and_each_case_to_its_events(desk: Desk) -> None:
    await desk.asks("First?")
    await desk.replies("Yes.", by=MAYA)
    await desk.asks_in_form("Second?", visibility="private")

    await desk.clicks(reporting.CASES, by=BEN, value="week")

    body = desk.slack.opened()["blocks"]
    assert "a private question" in str(body)
    assert "Second?" not in str(body)
    (why,) = [block["accessory"] for block in body if "accessory" in block]
    await desk.clicks(why["action_id"], by=BEN, value=why["value"])
    assert "every clock starts" in str(desk.slack.opened())


@pytest.mark.parametrize(("days", "asked"), [("2026-03-03", 1), ("2026-03-04", 0), ("2026-03-01 2026-03-03", 0)])
async def test_figures_of_any_days(desk: Desk, days: str, asked: int) -> None:
    await desk.asks("First?")

    told = said(await desk.slack.types("/cadence", f"response-times {days}", by=BEN))["text"]

    assert ("1 question asked" in told) == bool(asked)


async def test_figures_of_one_channel_and_one_responder(desk: Desk) -> None:
    await desk.asks("First?")
    await desk.replies("Yes.", by=TOM)

    by_tom = (await desk.slack.types("/cadence", f"response-times <#{CTO_CHANNEL}|cto> <@{TOM}|tom>", by=BEN)).body
    by_maya = (await desk.slack.types("/cadence", f"response-times <@{MAYA}|maya>", by=BEN)).body

    assert "1 question asked" in by_tom
    assert "No question was asked" in by_maya


async def test_what_nobody_spoke_to_is_missed_by_whoever_has_it(desk: Desk) -> None:
    await desk.asks("First?")
    await desk.asks("Second?", by=BEN)
    await desk.does(menu.DELEGATE, {"to": person(LEA)}, question=2)
    await desk.asks("Third?", by=BEN)
    await desk.does(menu.DELEGATE, {"to": person(TOM)}, question=3)  # who did not take it
    desk.at("Tue 11:00")
    await desk.clicks(notes.ACCEPT, by=LEA, question=2)
    desk.at("Thu 17:00")

    told = {
        who: said(await desk.slack.types("/cadence", f"response-times <@{who}>", by=BEN)) for who in (MAYA, LEA, TOM)
    }
    assert "2 questions asked" in str(told[MAYA])
    assert "Answer: 0 of 2 in time, 2 open and past due" in str(told[MAYA])
    assert "1 question asked" in str(told[LEA])
    assert "Answer: 0 of 1 in time, 1 open and past due" in str(told[LEA])
    assert "No question was asked" in str(told[TOM])


async def test_mondays_post_has_one_line_and_none_where_nothing_was_asked(desk: Desk) -> None:
    def line(desk: Desk) -> list[str]:
        between = (desk.operating, at("Mon 9:00"), desk.slack.now + timedelta(minutes=1))
        return list(desk.database.run_here(figure_doors.last_week, *between))

    assert line(desk) == []
    await desk.asks("First?")
    await desk.asks("Second?", by=BEN)
    await desk.replies("Yes.", by=MAYA)

    (told,) = line(desk)
    assert told.startswith("Questions last week: 2 asked, 1 answered; 1 waits, the oldest since <!date^")


async def test_the_line_for_the_all_hands_counts_what_was_asked_since_the_last_one(desk: Desk) -> None:
    def line(since: datetime) -> list[str]:
        return list(desk.database.run_here(figure_doors.since_all_hands, desk.operating, since, desk.slack.now))

    await desk.asks("First?")
    await desk.replies("Yes.", by=MAYA)
    desk.at("Wed 10:00")
    await desk.asks("Second?", by=BEN)
    desk.at("Wed 11:00")

    (told,) = line(at("Mon 9:00"))
    assert told.startswith("Questions since the last all-hands: 2 asked, 1 answered")
    assert line(at("Wed 9:00"))[0].startswith("Questions since the last all-hands: 1 asked, 0 answered; 1 waits")
    assert line(at("Wed 10:30")) == []


async def test_the_digest_of_the_all_hands_tells_of_questions_and_of_what_changed_because_of_people(desk: Desk) -> None:
    await desk.asks("First?")
    await desk.replies("Yes.", by=MAYA)
    desk.at("Wed 10:00")

    def read_out(session: Session) -> str:
        office = Office(session, desk.operating, desk.slack.now)
        office.runs_jobs("2026-03-02 08:00")
        office.saves_with(replace(content("Payments"), you_said="Quieter Fridays."))
        office.approves()
        office.runs_jobs("2026-03-02 09:00")
        office.delivers()
        moment = Moment(desk.operating, PROMPTS.of("commitments"), desk.slack.now, wiring.ALL_HANDS)
        meetings.post(session, date(2026, 3, 5), by=MAYA, moment=moment)
        key = meetings.post_key(date(2026, 3, 5))
        return str(session.scalars(sa.select(Delivery).where(Delivery.key == key)).one().payload)

    shown = desk.database.run_here(read_out)
    assert "What we changed because of you" in shown
    assert "Quieter Fridays." in shown
    assert "Questions since the last all-hands: 1 asked, 1 answered" in shown


async def test_the_export_has_a_row_a_question_and_nobodys_words(desk: Desk, tmp_path: Any) -> None:
    await desk.asks("First secret?")
    await desk.replies("Yes, a secret.", by=MAYA)
    await desk.asks_in_form("Second secret?", visibility="private")
    file = tmp_path / "out.json"

    with file.open("w") as output:
        assert desk.database.run_here(_write, output, "json", at("Mon 0:00"), at("Mon2 0:00")) == 2
    rows = json.loads(file.read_text())

    assert [(row["state"], row["asker"]) for row in rows] == [("answered", ANA), ("open", None)]
    assert [row["channel"] for row in rows] == [CTO_CHANNEL, None]
    assert rows[0]["asked_at"] == "2026-03-03T09:00:00+00:00"
    assert "secret" not in file.read_text()
    with file.open("w") as output:
        desk.database.run_here(_write, output, "csv", at("Mon 0:00"), at("Mon2 0:00"))
    assert file.read_text().splitlines()[0].startswith("id,kind,visibility,channel,state,asker,")


async def test_the_look_again_day_is_no_miss_meanwhile(desk: Desk) -> None:
    await desk.asks("First?")
    await desk.does(menu.CANNOT_SHARE, {"reason": "Not signed.", "look_again": day("2026-03-16")})
    desk.at("Fri 10:00")

    found = figures(desk.database.run_here(queries.cases, Which(at("Mon 0:00"), at("Mon2 0:00")), desk.slack.now))

    assert (found.kept, found.answered.of, found.oldest_open) == (1, 0, None)

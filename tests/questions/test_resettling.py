"""Rule 15: what is open follows a change of the calendar or of the targets at once, and not at its next event."""

from datetime import timedelta
from threading import Thread
from typing import Any

import pytest
import sqlalchemy as sa

from bot import settings as settings_
from bot.engines import make_engine
from bot.heartbeat import BEAT_SECONDS
from bot.occurrences import Occurrence
from bot.questions import menu, resettling
from bot.questions.jobs import JOBS
from bot.questions.models import Question
from bot.schedule import run_if_due, wanting
from bot.storage import Database
from tests.factories import MAYA
from tests.questions.desk import BEN, PROMPTS, Desk, office
from tests.questions.stories import at

WHY = "Why do we run two deploy pipelines?"


def sets(desk: Desk, **sections: dict[str, Any]) -> None:
    desk.database.run_here(settings_.save, office(**sections), by="test", now=desk.slack.now)


async def test_new_targets_move_what_is_due_its_next_word_and_its_card(desk: Desk) -> None:
    await desk.asks(WHY)
    assert (desk.question().due_at, desk.question().nudge_at) == (at("Tue 14:00"), at("Tue 12:00"))
    desk.at("Tue 10:30")
    sets(desk, questions={"respond_within_hours": 6})
    desk.lives_until("Tue 10:45")

    assert (desk.question().due_at, desk.question().nudge_at) == (at("Tue 16:00"), at("Tue 13:00"))
    assert f"due <!date^{int(at('Tue 16:00').timestamp())}" in desk.card()


async def test_a_new_day_off_moves_what_is_due_over_it(desk: Desk) -> None:
    desk.at("Tue 16:30")
    await desk.asks(WHY)
    assert desk.question().due_at == at("Wed 12:00")
    sets(desk, calendar={"days_off": ["2026-03-04"]})
    desk.lives_until("Tue 17:00")

    assert desk.question().due_at == at("Thu 12:00")


async def test_the_list_of_this_morning_is_ordered_anew(desk: Desk) -> None:
    desk.at("Tue 14:00")
    await desk.asks(WHY)
    desk.at("Tue 14:10")
    await desk.asks("Are we moving offices?", by=BEN)
    await desk.does(menu.PROMISE, {"until": {"type": "datepicker", "selected_date": "2026-03-20"}}, question=1)
    desk.lives_until("Wed 9:00")
    listed = desk.nudges(MAYA, "questions:list")[0]
    assert listed.index("offices") < listed.index("pipelines")  # a response by 9:40; an answer by 13:30
    desk.at("Wed 9:01")
    sets(desk, questions={"respond_within_hours": 12})
    desk.lives_until("Wed 9:15")

    listed = desk.nudges(MAYA, "questions:list")[0]
    assert listed.index("pipelines") < listed.index("offices")


async def test_what_is_answered_keeps_the_version_of_its_day(desk: Desk) -> None:
    await desk.asks(WHY)
    desk.at("Tue 15:00")
    await desk.replies("One for the apps.", by=MAYA)
    sets(desk, questions={"respond_within_hours": 40})
    desk.lives_until("Tue 16:00")

    assert desk.question().respond_late
    assert desk.question().respond_due_at == at("Tue 14:00")


async def test_another_setting_settles_nothing_anew(desk: Desk) -> None:
    await desk.asks(WHY)
    sets(desk, focus={"post_at": "10:00"})
    before = desk.question().settled_at
    desk.at("Tue 10:05")
    desk.beats()

    assert desk.question().settled_at == before


async def asks_many(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(resettling, "PORTION", 2)
    for text in ("Pipelines?", "Offices?", "Laptops?", "Vendors?", "Salaries?"):
        await desk.asks(text)
    desk.beats()
    desk.at("Tue 10:05")
    sets(desk, questions={"respond_within_hours": 6})


def followed(desk: Desk) -> int:
    return sum(one.due_at == at("Tue 16:00") for one in desk.questions())


async def test_many_follow_a_portion_a_beat_and_wait_for_no_later_occurrence(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    await asks_many(desk, monkeypatch)

    seen = []
    for _ in range(4):
        desk.slack.now += timedelta(seconds=BEAT_SECONDS)
        desk.beats()
        seen.append(followed(desk))
    assert seen == [2, 4, 5, 5]


async def test_once_all_have_followed_the_occurrence_is_on_record_and_runs_no_more(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    await asks_many(desk, monkeypatch)

    def occurred() -> list[str]:
        ran = sa.select(Occurrence.outcome).where(
            Occurrence.job == "questions.resettle", Occurrence.due_at == at("Tue 10:05")
        )
        return desk.database.run_here(lambda session: list(session.scalars(ran)))

    on_record = []
    for _ in range(3):
        desk.slack.now += timedelta(seconds=BEAT_SECONDS)
        desk.beats()
        on_record.append(occurred())
    assert on_record == [[], [], ["ran"]]
    assert "questions.resettle" not in [job.name for job in desk.database.run_here(wanting, JOBS, desk.slack.now)]


async def test_two_processes_share_the_portions(desk: Desk, database_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whichever beats next takes the next, and none is done twice."""
    await asks_many(desk, monkeypatch)
    other = Database(make_engine(database_url))
    (job,) = [job for job in JOBS if job.name == "questions.resettle"]
    threads = [
        Thread(target=process.run_here, args=[run_if_due, job, PROMPTS, desk.slack.now])
        for process in (desk.database, other)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    other.close()

    assert followed(desk) == 4


def test_two_thousand_follow_within_a_minute() -> None:
    """As many beats as there are portions, and one that finds nothing more."""
    beats = 2000 // resettling.PORTION + 1

    assert beats * BEAT_SECONDS <= 60


async def test_what_ended_before_paused_time_was_kept_is_completed(desk: Desk) -> None:
    await desk.asks(WHY)
    await desk.does(menu.ASK_BACK, {"text": "Which?"})
    desk.at("Tue 12:00")
    await desk.replies("Both.", by="U0ANA")
    await desk.replies("One for the apps.", by=MAYA)
    forgotten = sa.update(Question).values(settled_at=None, answer_paused_waiting=None)
    desk.database.run_here(lambda session: session.execute(forgotten))
    desk.lives_until("Tue 12:15")

    assert desk.question().answer_paused_waiting == 2 * 3600

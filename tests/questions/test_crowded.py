"""Two thousand open questions: everything is drawn, cut with a count, and taken by Slack."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from bot.access import Person
from bot.questions import behind, home, nudges, reporting
from bot.questions.models import Question, QuestionEvent
from bot.slack.home import Look
from bot.slack.outbox import Delivery
from bot.slack.validation import problems
from tests.factories import CTO_CHANNEL, MAYA
from tests.questions.desk import BEN, PROMPTS, Desk
from tests.questions.stories import at
from tests.slack_driver import said

MANY = 2_000


def crowd(session: Session) -> None:
    """Asked one a minute; the first response of each is due after four hours of working time."""
    began = at("Mon 9:00") - timedelta(days=3)
    rows = [_row(number, began + timedelta(minutes=number)) for number in range(1, MANY + 1)]
    session.execute(sa.insert(Question), rows)
    kept = session.execute(sa.select(Question.id, Question.asked_at)).all()
    events = [{"question_id": id, "at": asked, "recorded_at": asked, **ASKED} for id, asked in kept]
    session.execute(sa.insert(QuestionEvent), events)


ASKED = {"what": "asked", "by": "asker", "message": "", "person": BEN, "says": "", "by_hand": False}


def _row(number: int, asked: Any) -> Mapping[str, Any]:
    due = asked + timedelta(days=1)
    return {
        "kind": "question",
        "visibility": "public",
        "text": f"Why is number {number} so? {'And what follows from it, in many words? ' * 20}",
        "asker": BEN,
        "asked_at": asked,
        "channel": CTO_CHANNEL,
        "state": "open",
        "owes": "office",
        "owed_since": asked,
        "due_at": due,
        "respond_due_at": due,
        "answer_due_at": due,
        "settled_at": at("Tue 9:00"),
    }


async def test_the_morning_list_shows_the_most_urgent_and_counts_the_rest(desk: Desk) -> None:
    desk.database.run_here(crowd)
    desk.lives_until("Wed 8:45")

    listed = desk.rows(Delivery.key == f"questions:list:{MAYA}:2026-03-04")[0]
    assert problems(listed.payload) == []
    assert listed.payload["text"].startswith("2,000 questions wait for you\n")
    assert f"And {MANY - nudges.MOST_LISTED:,} more that can wait longer." in listed.payload["text"]
    assert sum(block["type"] == "actions" for block in listed.payload["blocks"]) == nudges.MOST_LISTED


async def test_home_shows_the_most_urgent_and_counts_the_rest(desk: Desk) -> None:
    desk.database.run_here(crowd)
    look = Look(person=Person(MAYA), now=desk.slack.now, settings=desk.operating, prompts=PROMPTS)

    waits, times = (desk.database.run_here(section, look) for section in (home.waiting, home.response_times))

    assert problems({"type": "home", "blocks": [*waits, *times]}) == []
    assert f"And {MANY - home.MOST:,} more that can wait longer." in str(waits)
    assert "2,000 questions asked: 0 answered, 2,000 open" in str(times)


async def test_the_window_of_all_that_waits_is_taken_by_slack(desk: Desk) -> None:
    desk.database.run_here(crowd)
    await desk.clicks(home.OFFICE, by=MAYA)

    window = desk.slack.opened()
    assert problems(window) == []
    assert f"And {MANY - nudges.MOST_IN_WINDOW:,} more that can wait longer." in str(window)


async def test_the_figures_and_the_cases_behind_them_are_taken_by_slack(desk: Desk) -> None:
    desk.database.run_here(crowd)

    told = said(await desk.slack.types("/cadence", "response-times", by=BEN))
    assert problems({key: told[key] for key in ("text", "blocks")}) == []
    assert "2,000 questions asked: 0 answered, 2,000 open" in told["text"]
    await desk.clicks(reporting.CASES, by=BEN, value="month")
    assert problems(desk.slack.opened()) == []
    view = desk.slack.opened()
    assert f"1 to {behind.MOST_CASES} of {MANY:,}" in str(view)
    (further,) = [one for block in view["blocks"] for one in block.get("elements", ()) if one.get("value")]
    await desk.slack.clicks(further["action_id"], further["value"], by=BEN, view=view)
    assert problems(desk.slack.redrawn()) == []
    assert f"{behind.MOST_CASES + 1} to {2 * behind.MOST_CASES} of {MANY:,}" in str(desk.slack.redrawn())


async def test_a_question_among_many_is_asked_and_answered_as_any(desk: Desk) -> None:
    desk.database.run_here(crowd)
    desk.lives_until("Wed 8:45")
    await desk.asks("Offices?")
    newest = MANY + 1
    await desk.replies("Not this year.", by=MAYA, question=newest)

    assert desk.question(newest).state == "answered"
    listed = desk.nudges(MAYA, "questions:list")[-1]
    assert listed.startswith("2,000 questions wait for you\n")

""" "Why this number?" of every figure, where it stands: it opens to what was told then, whatever happened since."""

import re
from collections import Counter
from collections.abc import Awaitable, Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from bot import settings as settings_
from bot import wiring
from bot.commitments import meetings
from bot.elsewhere import Moment
from bot.focus import service as focus
from bot.focus.rules import Week, post_key
from bot.questions import as_it_was, digest, menu
from bot.questions.queries import Which
from bot.slack.outbox import Delivery, Kind
from bot.slack.validation import problems
from tests.factories import ANA, MAYA, content
from tests.focus.office import Office
from tests.focus.test_afterwards import changes as changes_post
from tests.home import seen
from tests.questions.desk import BEN, LEA, NOT_YET, PROMPTS, Desk, choice, office
from tests.slack_driver import said

WHY = "Why this number?"
Json = dict[str, Any]


def _buttons(node: Any) -> list[Json]:
    if isinstance(node, dict):
        return [node] if node.get("type") == "button" else [one for value in node.values() for one in _buttons(value)]
    return [one for value in node for one in _buttons(value)] if isinstance(node, list | tuple) else []


def posted(desk: Desk, do: Callable[[Session], str]) -> Json:
    """The message of the key that comes of it."""
    key = desk.database.run_here(do)
    desk.delivers()
    (row,) = desk.rows(Delivery.key == key)
    assert problems(row.payload) == []
    return dict(row.payload)


async def mondays_post(desk: Desk) -> Json:
    def do(session: Session) -> str:
        told = Office(session, desk.operating, desk.slack.now, Week(2026, 11), wiring.ELSEWHERE)
        told.writes_and_approves("Payments")
        told.runs_jobs("2026-03-09 09:00")
        return post_key(told.week)

    return posted(desk, do)


async def all_hands(desk: Desk) -> Json:
    def do(session: Session) -> str:
        moment = Moment(desk.operating, PROMPTS.of("commitments"), desk.slack.now, wiring.ALL_HANDS)
        meetings.post(session, date(2026, 3, 5), by=MAYA, moment=moment)
        return meetings.post_key(date(2026, 3, 5))

    return posted(desk, do)


async def fridays_digest(desk: Desk) -> Json:
    def do(session: Session) -> str:
        digest.post(desk.work(session))
        session.flush()
        return str(session.scalars(sa.select(Delivery.key).where(Delivery.key.like("questions:digest:%"))).one())

    return posted(desk, do)


async def response_times(desk: Desk) -> Json:
    return dict(said(await desk.slack.types("/cadence", "response-times", by=BEN)))


async def home(desk: Desk) -> Json:
    return desk.database.run_here(seen, BEN, desk.slack.now).view


Shows = Callable[[Desk], Awaitable[Json]]
EVERYWHERE: list[Shows] = [mondays_post, all_hands, fridays_digest, response_times, home]
#: What everybody could read, and what only the office and whoever asked could.
OF_ALL, OF_FRIDAY = {"answered": 2, "declined": 1, "open": 4}, {"answered": 2, "declined": 1, "open": 3}


async def a_week(desk: Desk) -> None:
    """Seven questions: two are answered, one is declined, four wait; one of these is private."""
    for text in ("Pipelines?", "Salaries?", "Offices?", "Laptops?"):
        await desk.asks(text)
    await desk.asks_in_form("Do I get a raise?", visibility="private")
    await desk.asks("Who is to leave?")
    await desk.asks("Which vendor?")
    desk.at("Tue 11:00")
    await desk.replies("One of them.", by=MAYA, question=1)
    await desk.does(menu.DECLINE, {"reason": "Not here."}, question=2)
    desk.at("Wed 11:00")
    await desk.replies("In June.", by=MAYA, question=3)
    desk.at("Mon2 9:00")


async def another_week(desk: Desk) -> None:
    """Nothing of which was known when the figures were told."""
    desk.at("Mon2 11:00")
    await desk.clicks(NOT_YET, by=ANA, value="1:1")
    await desk.does(menu.MERGE, {"into": choice("3")}, question=4)
    await desk.replies("Yes.", by=MAYA, question=5)
    await desk.clicks(menu.MAKE_PRIVATE, by=ANA, value="6:1")
    await desk.clicks(menu.WITHDRAW, by=ANA, value="7:1")
    desk.operating = office(questions={"answer_within_hours": 100, "respond_within_hours": 90})
    desk.database.run_here(lambda session: settings_.save(session, desk.operating, by="test", now=desk.slack.now))
    desk.at("Tue2 11:00")
    await desk.asks("And what of this?", by=BEN)


def became(view: Json) -> dict[str, int]:
    """What stands behind the figures, case by case."""
    told = [block["text"]["text"] for block in view["blocks"] if block["type"] == "section"][1:]
    found = [re.search(r"\n([a-z ]+): first response", one) for one in told]
    return dict(Counter(one[1] for one in found if one))


@pytest.mark.parametrize("shows", EVERYWHERE, ids=lambda shows: shows.__name__)
async def test_figures_open_to_the_questions_that_they_were_made_of(desk: Desk, shows: Shows) -> None:
    await a_week(desk)
    shown = await shows(desk)
    told = OF_FRIDAY if shows is fridays_digest else OF_ALL
    assert f"{sum(told.values())} " in str(shown)
    assert "2 answered" in str(shown)

    (why,) = [one for one in _buttons(shown) if one["text"]["text"] == WHY]
    await desk.clicks(why["action_id"], by=LEA, value=why["value"])

    view = desk.slack.opened()
    assert problems(view) == []
    assert became(view) == told
    assert "raise" not in str(view)


@pytest.mark.parametrize("shows", EVERYWHERE, ids=lambda shows: shows.__name__)
async def test_they_open_to_what_was_true_then_whatever_happened_since(desk: Desk, shows: Shows) -> None:
    await a_week(desk)
    shown = await shows(desk)
    (why,) = [one for one in _buttons(shown) if one["text"]["text"] == WHY]
    await desk.clicks(why["action_id"], by=LEA, value=why["value"])
    before = desk.slack.opened()

    await another_week(desk)
    await desk.clicks(why["action_id"], by=LEA, value=why["value"])

    after = desk.slack.opened()
    assert became(after) == became(before) == (OF_FRIDAY if shows is fridays_digest else OF_ALL)
    assert re.findall(r"\d[\d,]* [a-z]+", _told(after)) == re.findall(r"\d[\d,]* [a-z]+", _told(before))
    assert "leave?" not in str(after)
    assert desk.question(6).visibility == "private"


def _told(view: Json) -> str:
    """The figures themselves, without links."""
    return re.sub(r"<[^>]*>", "", str(view["blocks"][0]["text"]["text"]))


async def test_a_question_behind_them_opens_to_its_events_of_then(desk: Desk) -> None:
    await a_week(desk)
    (why,) = [one for one in _buttons(await mondays_post(desk)) if one["text"]["text"] == WHY]
    await another_week(desk)

    await desk.clicks(why["action_id"], by=LEA, value=why["value"])
    rows = [block for block in desk.slack.opened()["blocks"] if "Pipelines?" in str(block) and "accessory" in block]
    await desk.clicks(rows[0]["accessory"]["action_id"], by=LEA, value=rows[0]["accessory"]["value"])

    assert "first response after 1 h 00 m" in str(desk.slack.opened())
    assert "not yet" not in str(desk.slack.opened())
    await desk.clicks(menu.WHY, by=LEA, value="1:2")
    assert "said: not yet" in str(desk.slack.opened())


async def test_a_post_keeps_the_button_of_its_own_time_when_it_is_changed_later(desk: Desk) -> None:
    await a_week(desk)
    shown = await mondays_post(desk)
    await another_week(desk)

    def changed(session: Session) -> Json:
        told = Office(session, desk.operating, desk.slack.now, Week(2026, 11), wiring.ELSEWHERE)
        changes_post(told, content("Payments, and what they cost"))
        return dict(told.rows(Delivery.about == post_key(told.week), Delivery.kind == Kind.UPDATE)[-1].payload)

    now = desk.database.run_here(changed)
    assert "and what they cost" in str(now)
    assert [one["value"] for one in _buttons(now)] == [one["value"] for one in _buttons(shown)]


async def test_where_nothing_was_asked_there_is_nothing_to_explain(desk: Desk) -> None:
    desk.at("Mon2 9:00")

    assert WHY not in str(await mondays_post(desk))
    assert WHY not in str(await all_hands(desk))


async def test_what_waits_on_friday_opens_to_the_questions_that_waited(desk: Desk) -> None:
    await a_week(desk)

    def asks(session: Session) -> str:
        focus.ask(
            session, Week(2026, 12), Moment(desk.operating, PROMPTS.of("focus"), desk.slack.now, wiring.ELSEWHERE)
        )
        session.flush()
        return str(
            session.scalars(sa.select(Delivery.key).where(Delivery.channel == MAYA).order_by(-Delivery.id)).first()
        )

    letter = posted(desk, asks)
    assert "4 questions wait" in str(letter)
    (why,) = [one for one in _buttons(letter) if one["text"]["text"] == WHY]
    desk.at("Sat2 10:00")
    await desk.replies("Yes.", by=MAYA, question=4)
    await desk.clicks(why["action_id"], by=MAYA, value=why["value"])

    view = desk.slack.opened()
    assert problems(view) == []
    assert "4 questions wait" in _told(view)
    assert became(view) == {"open": 4}


async def test_what_was_asked_under_a_post_opens_from_where_it_is_counted(desk: Desk) -> None:
    await desk.asks("Elsewhere?")
    desk.at("Mon2 9:00")
    await mondays_post(desk)
    for text in ("Pipelines?", "Salaries?"):
        await desk.slack.clicks("questions.ask", "2026-W11", by=BEN, view=None)
        await desk.fills({"text": text}, by=BEN)
    await desk.replies("One.", by=MAYA, question=2)

    found = said(await desk.slack.types("/focus", "2026-W11", by=LEA))
    assert "2 questions asked, 1 answered" in str(found)
    (asked,) = [one for one in _buttons(found) if one["text"]["text"] == "What was asked"]
    await desk.clicks(asked["action_id"], by=LEA, value=asked["value"])

    view = desk.slack.opened()
    assert _told(view) == "2 questions asked under the post, 1 answered"
    assert became(view) == {"answered": 1, "open": 1}


async def test_a_pause_that_ended_by_itself_rests_still_where_it_was_counted(desk: Desk) -> None:
    await desk.asks("Who decides?")
    desk.at("Tue 10:30")
    await desk.does(menu.ASK_BACK, {"text": "Of what?"})
    desk.at("Fri 16:00")
    then = desk.slack.now
    desk.lives_until("Wed2 12:00", every=timedelta(hours=4))

    def rests(session: Session, at: datetime) -> list[bool]:
        which = Which(datetime(2026, 1, 1, tzinfo=UTC), desk.slack.now)
        return [one.rests for one in as_it_was.cases(desk.work(session), which, at)]

    assert desk.database.run_here(rests, desk.slack.now) == [False]
    assert desk.database.run_here(rests, then) == [True]

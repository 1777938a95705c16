"""What everybody does with a digest that was posted: its presentation, and a question about a promise."""

from collections.abc import AsyncIterator, Mapping
from datetime import date, datetime
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from bot import settings as settings_
from bot.access import Person
from bot.commitments import digest_post, history_views, meetings, promises, words
from bot.commitments.checks import Audience, Draft
from bot.commitments.outcomes import Outcome
from bot.commitments.states import State
from bot.commitments.words import Word
from bot.config import validated
from bot.elsewhere import Moment
from bot.questions.models import Question
from bot.slack.outbox import Delivery
from bot.slack.validation import check
from bot.storage import Database
from tests.commitments.office import PRIYA, WORDS, buttons, remember_everybody
from tests.factories import ANA, MAYA, settings
from tests.slack_driver import SlackDriver, said, slack_driver

DAY = date(2026, 3, 5)
OPERATING = validated(
    {**settings().model_dump(mode="json", exclude_defaults=True), "all_hands": {"on": "first thursday"}}
)


def promised(session: Session, now: datetime, count: int, audience: Audience = Audience.ORGANISATION) -> None:
    for number in range(1, count + 1):
        draft = Draft(f"Number {number}", PRIYA, date(2026, 6, 30), how="It is there", audience=audience)
        promises.make(session, draft, by=PRIYA, settings=OPERATING, now=now)


@pytest.fixture
async def slack(database: Database, now: datetime) -> AsyncIterator[SlackDriver]:
    def set_up(session: Session) -> None:
        settings_.save(session, OPERATING, by="test", now=now)
        remember_everybody(session, now)

    database.run_here(set_up)
    async with slack_driver(database, now) as slack:
        yield slack


def posts(slack: SlackDriver, database: Database, count: int) -> dict[str, Any]:
    """The digest of so many promises as Slack shows it."""

    def do(session: Session) -> dict[str, Any]:
        promised(session, slack.now, count)
        meetings.post(session, DAY, by=MAYA, moment=Moment(OPERATING, WORDS, slack.now))
        row = session.scalars(sa.select(Delivery).where(Delivery.key == meetings.post_key(DAY))).one()
        return {**row.payload, "ts": "1772722800.000100"}

    return database.run_here(do)


def chosen(value: str) -> dict[str, Any]:
    return {"type": "static_select", "selected_option": {"value": value}}


def initial(view: Mapping[str, Any], block: str) -> str:
    return str(next(one for one in view["blocks"] if one["block_id"] == block)["element"]["initial_value"])


async def test_under_the_digest_anybody_opens_its_presentation_or_asks(slack: SlackDriver, database: Database) -> None:
    post = posts(slack, database, 3)

    assert buttons(post) == ["Open the presentation", "Ask about a promise"]


async def test_under_a_digest_without_promises_there_is_nothing_to_ask_about(
    slack: SlackDriver, database: Database
) -> None:
    assert buttons(posts(slack, database, 0)) == ["Open the presentation"]


#: What became of what was due, what follows from dates and silence, and the chart: each is explained at the end.
TOLD = (
    *(str(outcome) for outcome in Outcome if outcome is not Outcome.KEPT_LATE),
    "late*",
    *(f"*{state}*" for state in (State.SILENT, State.PAST_DATE, State.WITHOUT_OWNER)),
    "*the chart*",
    *(
        f"“{series}”"
        for series, states in digest_post.SERIES.items()
        if len(states) > 1 and series != "missed or dropped"
    ),
)


@pytest.mark.parametrize("count", [1, 12, 300])
async def test_the_presentation_is_gone_through_page_by_page_and_back(
    slack: SlackDriver, database: Database, count: int
) -> None:
    posts(slack, database, count)
    await slack.clicks(digest_post.PRESENT, DAY.isoformat(), by=ANA)
    page = slack.opened()
    seen = []
    while on := [each for each in page["blocks"][-1]["elements"] if each["text"]["text"] == "Next"]:
        check(page)
        seen.append(page["blocks"][0]["text"]["text"])
        await slack.clicks(on[0]["action_id"], on[0]["value"], by=ANA, view=page)
        page = slack.redrawn()
    check(page)

    assert seen[0] == "What we promised, and where we are"
    assert seen.count("Every promise") == -(-count // 10)
    assert "Nothing here counts by person" in str(page)
    assert [word for word in TOLD if word not in str(page).casefold()] == []
    assert [each["text"]["text"] for each in page["blocks"][-1]["elements"]] == ["Back", "From the beginning"]


async def test_the_presentation_shows_what_was_read_out_and_nothing_later(
    slack: SlackDriver, database: Database
) -> None:
    posts(slack, database, 1)

    def later(session: Session) -> None:
        word = Word(2, State.OFF_TRACK, "Something later")
        words.say(session, 1, word, by=Person(PRIYA), settings=OPERATING, now=slack.now)

    database.run_here(later)
    await slack.clicks(digest_post.PRESENT, DAY.isoformat(), by=ANA)

    assert "We promised one thing; it is on track." in str(slack.opened())


async def test_a_question_about_a_promise_names_it_and_leads_to_the_digest(
    slack: SlackDriver, database: Database
) -> None:
    post = posts(slack, database, 2)
    await slack.clicks(digest_post.ASK, DAY.isoformat(), by=ANA, on=post)
    which = slack.opened()
    answer = said(await slack.submits(which, {}, by=ANA, chosen={"promise": chosen("2")}))
    form = answer["view"]

    assert (answer["response_action"], initial(form, "text")) == ("update", "About the promise “Number 2”:\n\n")
    typed = {"text": "About the promise “Number 2”: what does it need?"}
    await slack.submits(form, typed, by=ANA, chosen={"kind": chosen("question"), "visibility": chosen("public")})
    asked = database.run_here(lambda session: session.scalars(sa.select(Question)).one())
    assert (asked.text, asked.source) == (typed["text"], f"D{ANA}:1772722800.000100")


async def test_of_one_promise_nobody_needs_to_choose(slack: SlackDriver, database: Database) -> None:
    post = posts(slack, database, 1)
    await slack.clicks(digest_post.ASK, DAY.isoformat(), by=ANA, on=post)

    assert initial(slack.opened(), "text") == "About the promise “Number 1”:\n\n"


async def test_of_three_hundred_those_that_need_the_room_can_be_chosen(slack: SlackDriver, database: Database) -> None:
    post = posts(slack, database, 300)
    await slack.clicks(digest_post.ASK, DAY.isoformat(), by=ANA, on=post)
    (field,) = slack.opened()["blocks"]

    assert len(field["element"]["options"]) == 100
    assert "has a button on its page" in field["hint"]["text"]


async def test_anybody_asks_about_a_promise_from_its_page(slack: SlackDriver, database: Database) -> None:
    posts(slack, database, 1)
    await slack.types("/promises", "1", by=ANA)
    page = slack.opened()
    assert "Ask about it" in str(page)
    await slack.clicks(history_views.ASK_ABOUT, "1:2", by=ANA)

    assert initial(slack.opened(), "text") == "About the promise “Number 1”:\n\n"


@pytest.mark.parametrize("audience", [Audience.PRIVATE, Audience.LEADERS])
async def test_a_question_never_quotes_what_is_not_for_everybody(
    slack: SlackDriver, database: Database, audience: Audience
) -> None:
    database.run_here(promised, slack.now, 1, audience)
    await slack.types("/promises", "1", by=PRIYA)
    page = slack.opened()
    await slack.clicks(history_views.ASK_ABOUT, "1:2", by=PRIYA)

    assert "Ask about it" not in str(page)
    assert slack.opened() == page


async def test_there_is_no_presentation_of_what_was_not_posted(slack: SlackDriver, database: Database) -> None:
    await slack.clicks(digest_post.PRESENT, "2026-04-02", by=ANA)

    told = database.run_here(lambda session: session.scalars(sa.select(Delivery)).one())
    assert told.payload["text"] == "There is no digest of 2 April."

"""Once a question is private, or taken back, no place that others read goes on quoting it or leading to it."""

import json
from collections.abc import Mapping
from typing import Any

import pytest
import sqlalchemy as sa

from bot import settings as settings_
from bot.questions import digest, menu, queries, search
from bot.questions.forms import Similar
from bot.slack.outbox import Delivery, Kind
from tests.factories import ANA, CTO_CHANNEL, MAYA, TOM
from tests.home import Seen, seen
from tests.questions.desk import BEN, LEA, ME_TOO, MORE, YES, Desk, choice, office, person
from tests.questions.stories import at

SECRET = "Will the Zephyr merger close two pipelines?"
OTHER = "Which of the pipelines goes?"
#: Told in the channel before; it is the answer of the other, too.
ANSWER = "The older one."


@pytest.fixture(autouse=True)
async def joined(desk: Desk) -> None:
    """Ana asked for everybody to read; what Ben asks is joined with it, and Lea wants to know both."""
    few = office(questions={"chief_of_staff": TOM})
    desk.database.run_here(settings_.save, few, by="test", now=at("Tue 9:00"))
    await desk.asks(SECRET)
    await desk.asks(OTHER, by=BEN)
    await desk.clicks(ME_TOO, by=LEA, question=1)
    await desk.clicks(ME_TOO, by=LEA, question=2)
    await desk.does(menu.MERGE, {"into": choice("1"), "reason": "Both are about pipelines."}, question=2)
    assert "Zephyr" in desk.card(2)


async def made_private(desk: Desk, question: int = 1, by: str = ANA) -> None:
    await desk.clicks(menu.MAKE_PRIVATE, by=by, value=f"{question}:1")
    desk.delivers()


async def taken_back(desk: Desk) -> None:
    await desk.clicks(menu.WITHDRAW, by=ANA, value="1:1")
    desk.delivers()


def read_by_others(desk: Desk) -> list[str]:
    """Every message in the channel and to colleagues, as it reads now."""
    changed = {row.about: row.payload for row in desk.rows(Delivery.kind == Kind.UPDATE)}
    told = desk.rows(Delivery.channel.in_([CTO_CHANNEL, BEN, LEA, TOM]), Delivery.kind == Kind.POST)
    return [json.dumps(changed.get(row.key, row.payload), ensure_ascii=False) for row in told]


def home_of(desk: Desk, who: str) -> Seen:
    return desk.database.run_here(seen, who, desk.slack.now)


def first_card(desk: Desk) -> str:
    """What a link to the card in the channel holds."""
    row = desk.rows(Delivery.key.like("%question:1:card"), Delivery.kind == Kind.POST)[0]
    return f"p{str(row.ts).replace('.', '')}"


def found(desk: Desk, text: str) -> list[Similar]:
    return desk.database.run_here(lambda session: search.similar(desk.work(session), text))


CLOSINGS = pytest.mark.parametrize("closes", [made_private, taken_back])


@CLOSINGS
@pytest.mark.parametrize("answered", [False, True])
async def test_no_message_goes_on_quoting_it_or_leading_to_it(desk: Desk, closes: Any, answered: bool) -> None:
    if answered:
        await desk.replies(ANSWER, by=MAYA)
        desk.database.run_here(lambda session: digest.post(desk.work(session)))
        desk.delivers()
        assert any("Zephyr" in text and "Questions this week" in text for text in read_by_others(desk))
    link = first_card(desk)
    await closes(desk)

    assert [text for text in read_by_others(desk) if "Zephyr" in text or link in text] == []


@CLOSINGS
async def test_a_digest_whose_words_are_no_longer_kept_is_left_alone(desk: Desk, closes: Any) -> None:
    await desk.replies(ANSWER, by=MAYA)
    desk.database.run_here(lambda session: digest.post(desk.work(session)))
    desk.delivers()
    emptied = sa.update(Delivery).where(Delivery.key.like("questions:digest:%")).values(payload={})
    desk.database.run_here(lambda session: session.execute(emptied))
    await closes(desk)

    assert desk.rows(Delivery.about.like("questions:digest:%")) == []
    assert (desk.question().visibility, desk.question().text is None) in [("private", False), ("public", True)]


@CLOSINGS
async def test_the_other_goes_on_by_itself_and_is_answered_in_its_own_thread(desk: Desk, closes: Any) -> None:
    await closes(desk)

    assert desk.question(2).duplicate_of is None
    assert "*Waiting for Maya Okafor*" in desk.card(2)
    assert "Joined" not in desk.card(2)
    await desk.replies(ANSWER, by=MAYA, question=2)
    assert "*Answered by Maya Okafor*" in desk.card(2)
    assert desk.messages(BEN)[-1].endswith("Did this answer it?")
    assert desk.question(1).answer is None


async def test_those_that_remain_stay_joined_with_the_one_asked_first(desk: Desk) -> None:
    await desk.asks("Pipelines, how many stay?", by=LEA)
    await desk.does(menu.MERGE, {"into": choice("1")}, question=3)
    await made_private(desk)

    assert (desk.question(2).duplicate_of, desk.question(3).duplicate_of) == (None, 2)
    assert OTHER in desk.card(3)
    await desk.replies(ANSWER, by=MAYA, question=2)
    assert "*Answered by Maya Okafor*" in desk.card(3)


async def test_what_was_answered_before_stays_answered_and_is_found(desk: Desk) -> None:
    await desk.replies(ANSWER, by=MAYA)
    await made_private(desk)

    assert desk.question(2).answer == ANSWER
    assert "*Answered by Maya Okafor*" in desk.card(2)
    (similar,) = found(desk, "Which pipelines goes?")
    assert OTHER in similar.link
    assert found(desk, "Will the Zephyr merger happen?") == []


async def test_no_home_of_others_names_it(desk: Desk) -> None:
    await made_private(desk)

    for who in (BEN, LEA):
        assert "Zephyr" not in str(vars(home_of(desk, who)))
    assert "Zephyr" in str(vars(home_of(desk, ANA)))


async def test_no_window_of_others_names_it(desk: Desk) -> None:
    await desk.replies(ANSWER, by=MAYA)
    await made_private(desk)

    for action, value in [(MORE, "2"), (menu.WHY, "2:1"), ("questions.cases", "month")]:
        await desk.clicks(action, by=BEN, value=value)
        assert "Zephyr" not in str(desk.slack.opened())


async def test_no_export_holds_anybodys_words(desk: Desk) -> None:
    await made_private(desk)
    rows = desk.database.run_here(lambda session: list(queries.rows(session, at("Mon 9:00"), at("Fri 9:00"))))

    assert len(rows) == 2
    assert "Zephyr" not in str(rows)
    assert [row["asker"] for row in rows] == [None, BEN]


async def test_who_followed_it_is_told_once_that_they_hear_no_more_and_is_not_told_of_its_answer(desk: Desk) -> None:
    await made_private(desk)
    await desk.replies(ANSWER, by=MAYA, question=1, channel_type="im")

    assert desk.messages(LEA) == ["A question that you followed goes on in private, so you hear no more of it."]


async def test_the_chief_of_staff_keeps_no_words_of_it(desk: Desk) -> None:
    desk.lives_until("Wed 12:00")
    assert "Zephyr" in str(desk.messages(TOM))
    await made_private(desk)

    assert "Zephyr" not in str(desk.messages(TOM))


# The other way about: what was joined is made private


async def test_a_private_one_stays_joined_with_what_everybody_reads_and_hears_its_answer(desk: Desk) -> None:
    await made_private(desk, question=2, by=BEN)
    await desk.replies(ANSWER, by=MAYA, question=1)

    assert "*Answered by Maya Okafor*" in desk.card(2, BEN)
    assert any(text.endswith("Did this answer it?") for text in desk.messages(BEN))
    await desk.clicks(YES, by=BEN, value="2:1")
    assert ("confirmed", "asker") in desk.events(2)


async def test_nobody_else_reads_of_the_private_one(desk: Desk) -> None:
    await made_private(desk, question=2, by=BEN)
    await desk.replies(ANSWER, by=MAYA, question=1)
    desk.database.run_here(lambda session: digest.post(desk.work(session)))
    desk.delivers()

    changed: Mapping[Any, Any] = {row.about: row.payload for row in desk.rows(Delivery.kind == Kind.UPDATE)}
    told = desk.rows(Delivery.channel.in_([CTO_CHANNEL, ANA, LEA]), Delivery.kind == Kind.POST)
    assert [row.key for row in told if OTHER in str(changed.get(row.key, row.payload))] == []
    assert OTHER not in desk.card(1)
    assert OTHER not in str(vars(home_of(desk, ANA)))
    assert OTHER not in str(found(desk, OTHER))


# What is private is joined


async def test_of_two_private_ones_neither_asker_reads_the_others_words(desk: Desk) -> None:
    await desk.asks_in_form(SECRET, visibility="private")
    await desk.asks_in_form("Which offices close?", visibility="private", by=BEN)
    await desk.does(menu.MERGE, {"into": choice("3")}, question=4)
    await desk.replies(ANSWER, by=MAYA, question=3, channel_type="im")

    theirs = [text for text in desk.messages(BEN) if "Zephyr" in text and "Which offices" in text]
    assert theirs == []
    assert any("joined your question" in text and "with a private question" in text for text in desk.messages(BEN))


async def test_whoever_was_handed_one_private_question_is_offered_no_other_to_join_it_with(desk: Desk) -> None:
    await desk.asks_in_form("Will the offices close?", visibility="private")
    await desk.asks_in_form("Which offices close?", visibility="private", by=BEN)
    await desk.does(menu.DELEGATE, {"to": person(LEA)}, question=4)

    await desk.clicks(menu.MERGE, by=LEA, question=4)
    assert desk.whispers(LEA)[-1] == "There is no other question to join this one with."
    form = {"type": "modal", "callback_id": "questions.merge_form", "private_metadata": "4"}
    await desk.submits(form, {"into": choice("3")}, by=LEA)
    assert desk.question(4).duplicate_of is None


async def test_only_whoever_asked_makes_it_private(desk: Desk) -> None:
    for by in (MAYA, TOM, BEN):
        await made_private(desk, by=by)

        assert desk.whispers(by)[-1] == "Only whoever asked can do this."
    assert desk.question().visibility == "public"

"""Bad input and hard cases of questions: the test that holds each, by name, and those that stand nowhere else."""

import re
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from bot.questions import menu, nudges
from bot.questions.models import Question, QuestionEvent
from bot.slack.people import Member, remember
from tests.factories import ANA, CTO_CHANNEL, MAYA
from tests.questions.desk import ANSWER, BEN, LEA, Desk, choice, person

HERE = Path(__file__).parent
WHY = "Why do we run two deploy pipelines?"
LONG = "word " * 8000

#: Each case → the tests that hold it.
CASES = {
    "empty": ("test_asking::test_in_the_form_what_is_wrong_stands_beside_the_field", "::test_said_nowhere_by_any_way"),
    "40,000 characters": (
        "::test_far_too_long_by_any_way",
        "test_asking::test_what_is_far_too_long_is_not_cut_in_silence",
    ),
    "only a mention": (
        "test_asking::test_what_says_nothing_is_not_asked_and_stays_with_its_writer",
        "test_asking::test_a_direct_message_that_says_nothing_is_told_so_and_offered_nowhere",
    ),
    "only an image": (
        "test_asking::test_a_direct_message_that_says_nothing_is_told_so_and_offered_nowhere",
        "::test_only_an_image",
        "::test_the_shortcut_on_an_image_opens_an_empty_form",
    ),
    "<!channel>": ("test_asking::test_whatever_is_typed_pings_nobody_and_hides_no_address",),
    "code blocks": ("::test_a_code_block_stands_on_the_card_letter_by_letter",),
    "a link disguised as another": ("test_asking::test_whatever_is_typed_pings_nobody_and_hides_no_address",),
    "the bot's own messages": ("::test_the_bots_own_messages_ask_and_answer_nothing",),
    "a bot asking": (
        "test_asking::test_a_bot_asks_nothing",
        "test_answering::test_a_bot_in_the_thread_changes_nothing",
    ),
    "guests and people from shared channels": (
        "test_strangers::test_by_a_mention",
        "test_strangers::test_by_the_command",
    ),
    "the same five times by one person": ("test_again_and_again::test_by_one_person_it_is_one_question",),
    "the same by five people": ("test_again_and_again::test_by_five_people_each_is_kept",),
    "a card deleted by an admin": (
        "test_answering::test_a_card_deleted_by_an_admin_is_put_back_and_its_thread_is_still_heard",
    ),
    "an asker leaves": ("test_answering::test_nobody_writes_to_an_asker_who_left",),
    "a responder leaves": ("::test_what_somebody_held_who_left_goes_back_to_the_office",),
    "the CTO asks": (
        "test_asking::test_the_cto_may_ask_and_is_an_asker_then",
        "test_answering::test_the_cto_does_not_answer_their_own_question",
    ),
    "answered in the wrong thread and moved": (
        "test_answering::test_a_reply_in_the_wrong_thread_is_moved_by_its_link",
    ),
    "merging two that both have answers": ("test_answering::test_joined_when_both_were_answered_both_answers_stand",),
    "visibility only towards less": (
        "test_answering::test_made_private_it_leaves_the_channel_and_never_comes_back",
        "test_made_private::test_no_message_goes_on_quoting_it_or_leading_to_it",
        "::test_without_a_name_it_becomes_neither_private_nor_named",
    ),
    "2,000 open questions": ("::test_two_thousand_open_questions_fit_on_a_list_and_a_page",),
}


@pytest.mark.parametrize("case", CASES)
def test_each_case_is_held_by_a_test(case: str) -> None:
    for named in CASES[case]:
        file, _, name = named.partition("::")
        text = (HERE / f"{file or 'test_hard_cases'}.py").read_text(encoding="utf-8")
        assert re.search(rf"def {name}\(", text), named


async def mentions(desk: Desk, text: str, **told: object) -> list[str]:
    ts = f"{desk.slack.now.timestamp():.6f}"
    await desk.slack.event(type="app_mention", channel=CTO_CHANNEL, ts=ts, user=BEN, text=text, **told)  # type: ignore[arg-type]  # an event holds anything
    desk.delivers()
    return desk.whispers(BEN)


async def writes(desk: Desk, text: str) -> list[str]:
    await desk.slack.event(type="message", channel="D1", channel_type="im", ts="1.1", user=BEN, text=text)
    return desk.messages(BEN)


async def fills(desk: Desk, text: str) -> list[str]:
    return list((await desk.asks_in_form(text, by=BEN))["errors"].values())


@pytest.mark.parametrize("way", [mentions, writes, fills])
async def test_far_too_long_by_any_way(desk: Desk, way: object) -> None:
    (told,) = await way(desk, LONG)  # type: ignore[operator]  # each is called alike

    assert told.startswith("At most 3,000 characters; this has ")
    assert desk.questions() == []


@pytest.mark.parametrize("way", [mentions, fills])
async def test_said_nowhere_by_any_way(desk: Desk, way: object) -> None:
    (told,) = await way(desk, "")  # type: ignore[operator]  # each is called alike

    assert told == "This says nothing yet. A few words are enough."
    assert desk.questions() == []


async def test_only_an_image(desk: Desk) -> None:
    image = {"id": "F1", "name": "chart.png", "mimetype": "image/png", "filetype": "png"}
    told = await mentions(desk, "<@U0CADENCE>", files=[image])

    assert told == ["This says nothing yet. A few words are enough."]
    assert desk.questions() == []


async def test_the_shortcut_on_an_image_opens_an_empty_form(desk: Desk) -> None:
    image = {"channel": "C0ENG", "ts": "1700000000.000100", "text": "", "files": [{"id": "F1"}]}
    await desk.slack.uses("questions.put_message", by=ANA, on=image)

    field = next(block for block in desk.slack.opened()["blocks"] if block.get("block_id") == "text")
    assert not field["element"].get("initial_value")
    told = await desk.fills({"text": "", "kind": choice("question"), "visibility": choice("public")}, by=ANA)
    assert told["errors"] == {"text": "This says nothing yet. A few words are enough."}


async def test_a_code_block_stands_on_the_card_letter_by_letter(desk: Desk) -> None:
    code = "Why does this hang?\n```\nfor *x* in `ls`; do rm <x> & done\n```"
    await desk.slack.types("/ask-cto", code.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;"), by=ANA)
    desk.delivers()

    assert desk.question().text == code
    leaves = desk.card_blocks()[0]["elements"][0]["elements"]
    assert "".join(leaf["text"] for leaf in leaves) == code


@pytest.mark.parametrize("where", ["direct message", "thread"])
async def test_the_bots_own_messages_ask_and_answer_nothing(desk: Desk, where: str) -> None:
    await desk.asks(WHY)
    before = (desk.events(), len(desk.rows()))
    own = {"user": "U0CADENCE", "bot_id": "B0CADENCE", "text": "Asked, with your name."}
    if where == "thread":
        await desk.replies("Asked, with your name.", by="U0CADENCE", bot_id="B0CADENCE")
        assert [event for event in desk.events() if event not in before[0]] == [("wrote", "machine")]
    else:
        await desk.slack.event(type="message", channel="D1", channel_type="im", ts="1.1", **own)
        assert (desk.events(), len(desk.rows())) == before
    assert (desk.question().state, len(desk.questions())) == ("open", 1)


async def test_what_somebody_held_who_left_goes_back_to_the_office(desk: Desk) -> None:
    await desk.asks(WHY)
    await desk.does(menu.DELEGATE, {"to": person(LEA)})
    await desk.clicks("questions.accept", by=LEA, value="1")
    assert desk.question().turn == LEA
    gone = Member(LEA, "Lea Roth", "Europe/Berlin", False, False, True)
    desk.database.run_here(remember, [gone], desk.slack.now)
    desk.lives_until("Wed 9:00")

    assert (desk.question().holder, desk.question().turn) == (None, None)
    assert WHY in str(desk.messages(MAYA))


async def test_without_a_name_it_becomes_neither_private_nor_named(desk: Desk) -> None:
    """Nobody is its asker, and no window offers to change who sees it."""
    await desk.asks(WHY)

    def nameless(session: Session) -> None:
        question = session.get_one(Question, 1)
        question.visibility, question.asker = "anonymous", None

    desk.database.run_here(nameless)
    for by in (ANA, MAYA):
        await desk.clicks(menu.MAKE_PRIVATE, by=by, value="1:1")
    assert desk.question().visibility == "anonymous"


async def test_two_thousand_open_questions_fit_on_a_list_and_a_page(desk: Desk) -> None:
    await desk.asks(WHY)

    def ask(session: Session) -> None:
        first = session.get_one(Question, 1)
        columns = {column.name: getattr(first, column.name) for column in Question.__table__.columns}
        session.execute(sa.insert(Question), [{**columns, "id": 100 + number} for number in range(1999)])
        log = session.scalars(sa.select(QuestionEvent)).one()
        known = {column.name: getattr(log, column.name) for column in QuestionEvent.__table__.columns}
        rows = [{**known, "id": 100 + number, "question_id": 100 + number} for number in range(1999)]
        session.execute(sa.insert(QuestionEvent), rows)

    desk.database.run_here(ask)
    desk.at("Wed 8:45")
    desk.beats()
    (shown,) = [text for text in desk.messages(MAYA) if text.startswith("2,000 questions wait for you")]
    assert f"And {2000 - nudges.MOST_LISTED:,} more that can wait longer." in shown

    await desk.clicks("questions.home.office", by=MAYA)
    assert len(desk.slack.opened()["blocks"]) <= 100
    assert "more that can wait longer." in str(desk.slack.opened()["blocks"])
    await desk.does(ANSWER, {"answer": "One for the apps."}, by=MAYA)
    assert desk.question().closed

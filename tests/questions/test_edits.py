"""An answer is edited: no clock moves, the card says so, and those whom it concerns hear of it once."""

import pytest

from bot.questions import menu, rules
from bot.slack.people import Member, remember
from tests.factories import ANA, CTO_CHANNEL, MAYA, TOM
from tests.questions.desk import ANSWER, BEN, LEA, ME_TOO, Desk, choice

WHY = "Why do we run two deploy pipelines?"
OLD = "One is for the apps until June."
NEW = "One is for the apps until December, and then both go."
TOLD = "An answer that you were told of was edited since."


@pytest.fixture(autouse=True)
async def asked(desk: Desk) -> None:
    """Ana asked, Ben has the same question, Lea follows it."""
    await desk.asks(WHY)
    await desk.clicks(ME_TOO, by=BEN)
    await desk.clicks(menu.FOLLOW, by=LEA, value="1:1")
    desk.at("Tue 10:30")


async def edits(desk: Desk, ts: str, text: str, by: str = MAYA, old: str = OLD) -> None:
    before = {"user": by, "ts": ts, "text": old}
    new = {**before, "text": text, "edited": {"ts": "2.2", "user": by}}
    told = {"type": "message", "subtype": "message_changed", "channel": CTO_CHANNEL}
    await desk.slack.event(**told, ts=f"{desk.slack.now.timestamp():.6f}", message=new, previous_message=before)
    desk.delivers()


def told(desk: Desk, reader: str) -> list[str]:
    return [text for text in desk.messages(reader) if text.startswith(TOLD)]


async def test_the_card_says_edited_and_no_clock_moves(desk: Desk) -> None:
    ts = await desk.replies(OLD, by=MAYA)
    before = desk.clocks()
    assert "edited" not in desk.card()
    await edits(desk, ts, NEW)

    assert desk.card().splitlines()[1].endswith(" · edited")
    assert desk.clocks() == before
    assert desk.question().answer == NEW


async def test_whoever_asked_and_all_who_wanted_to_know_are_told_within_the_hour(desk: Desk) -> None:
    ts = await desk.replies(OLD, by=MAYA)
    await edits(desk, ts, NEW)
    assert [told(desk, reader) for reader in (ANA, BEN, LEA)] == [[], [], []]

    desk.lives_until("Tue 11:00")
    assert [len(told(desk, reader)) for reader in (ANA, BEN, LEA)] == [1, 1, 1]
    assert WHY in told(desk, BEN)[0]
    assert told(desk, MAYA) == []


async def test_many_edits_are_one_message_and_so_are_many_answers(desk: Desk) -> None:
    ts = await desk.replies(OLD, by=MAYA)
    await desk.asks("Are we moving offices?", by=LEA)
    await desk.clicks(ME_TOO, by=BEN, value="2:1")
    desk.at("Tue 10:40")
    other = await desk.replies(OLD, by=MAYA, question=2)
    for text in (NEW, "Neither, as of now.", "Both."):
        await edits(desk, ts, text)
    await edits(desk, other, NEW)
    desk.lives_until("Tue 15:00")

    (only,) = told(desk, BEN)
    assert WHY in only
    assert "Are we moving offices?" in only


async def test_a_typo_is_said_on_the_card_and_told_to_nobody(desk: Desk) -> None:
    ts = await desk.replies("One is for the pipelins until june", by=MAYA)
    await edits(desk, ts, "One is for the pipelines, until June.", old="One is for the pipelins until june")
    desk.lives_until("Tue 12:00")

    assert told(desk, BEN) == []


@pytest.mark.parametrize(
    ("before", "after", "matters"),
    [
        ("We recieve it", "We receive it.", False),
        ("see the RUNBOOK", "See the runbook", False),
        ("Deploy on Friday", "Deploys on Friday", False),
        ("By 12 June", "By 13 June", True),
        ("It is possible", "It is impossible", True),
        ("We will", "We will not", True),
        ("We can do it", "We can't do it", True),
        ("In June", "In July", True),
        ("Ask Tom", "Ask Ana", True),
        ("See https://a.example/1", "See https://a.example/2", True),
    ],
)
def test_what_matters_is_more_than_spelling_capitals_and_marks(before: str, after: str, matters: bool) -> None:
    assert rules.may_matter(before, after) is matters


async def test_an_edit_of_what_was_endorsed_reaches_whoever_endorsed_it(desk: Desk) -> None:
    ts = await desk.replies(OLD, by=TOM, user=LEA)
    await desk.does(menu.ENDORSE, {"message": choice(ts)})
    await edits(desk, ts, NEW, by=LEA)
    desk.lives_until("Tue 12:00")

    assert len(told(desk, MAYA)) == 1
    assert told(desk, LEA) == []


async def test_where_it_was_joined_the_words_follow(desk: Desk) -> None:
    await desk.asks("What is the second one good for?", by=TOM)
    await desk.does(menu.MERGE, {"into": choice("1")}, question=2)
    ts = await desk.replies(OLD, by=MAYA)
    await edits(desk, ts, NEW)
    desk.lives_until("Tue 12:00")

    assert desk.question(2).answer == NEW
    (said,) = [row for row in desk.rows() if row.about and ":answer_of:" in row.about]
    assert NEW in said.payload["text"]
    assert len(told(desk, TOM)) == 1


async def test_a_new_answer_in_the_form_is_told_as_an_edit_is(desk: Desk) -> None:
    await desk.replies(OLD, by=MAYA)
    await desk.does(ANSWER, {"answer": NEW}, by=MAYA)
    desk.lives_until("Tue 12:00")

    assert desk.question().answer == NEW
    assert len(told(desk, BEN)) == 1


async def test_nobody_is_told_of_an_answer_that_is_gone_or_once_they_left(desk: Desk) -> None:
    ts = await desk.replies(OLD, by=MAYA)
    await edits(desk, ts, NEW)
    gone = Member(BEN, "Ben Ode", "Europe/Berlin", False, False, True)
    desk.database.run_here(remember, [gone], desk.slack.now)
    desk.lives_until("Tue 11:00")
    assert (told(desk, BEN), len(told(desk, LEA))) == ([], 1)

    await edits(desk, ts, OLD, old=NEW)
    await desk.deletes(ts, by=MAYA)
    desk.lives_until("Tue 12:00")
    assert len(told(desk, LEA)) == 1

"""The words of a private question go to whoever has a part in it now, and to nobody who had one."""

from bot import settings as settings_
from bot.questions import menu, notes
from bot.slack.outbox import Delivery, Kind
from tests.factories import ANA, MAYA, TOM
from tests.questions.desk import ANSWER, BEN, LEA, NOT_YET, Desk, day, office, person

WENT_ON = "This private question went on with somebody else. Nothing more of it is shown here."


async def asked_and_handed(desk: Desk, to: str = LEA) -> None:
    await desk.asks_in_form("Will Zephyr move?", visibility="private")
    await desk.does(menu.DELEGATE, {"to": person(to)}, question=1)


async def answered_twice(desk: Desk, by: str = MAYA) -> None:
    """In the form, and then in the thread."""
    await desk.does(ANSWER, {"answer": "Yes, in June."}, by=by)
    desk.at("Tue 11:30")
    await desk.replies("To the harbour.", by=by, channel_type="im")


def becomes_cto(desk: Desk, who: str) -> None:
    anew = office(people={"cto": who, "delegates": [TOM]})
    desk.database.run_here(settings_.save, anew, by="test", now=desk.slack.now)


def words_of(desk: Desk, reader: str) -> list[str]:
    return [text for text in desk.messages(reader) if "June" in text or "harbour" in text]


async def test_who_gave_it_back_reads_no_word_that_comes_after(desk: Desk) -> None:
    await asked_and_handed(desk)
    await desk.clicks(notes.PASS_ON, by=LEA)
    await answered_twice(desk)

    assert words_of(desk, LEA) == []
    assert desk.card(reader=LEA) == WENT_ON
    assert len(words_of(desk, ANA)) == 2


async def test_who_was_replaced_reads_no_word_that_comes_after(desk: Desk) -> None:
    await asked_and_handed(desk)
    desk.at("Tue 10:30")
    await desk.does(menu.DELEGATE, {"to": person(BEN)})
    await answered_twice(desk)

    assert words_of(desk, LEA) == []
    assert desk.card(reader=LEA) == WENT_ON
    assert len(words_of(desk, BEN)) == 2


async def test_who_has_it_again_reads_its_card_again(desk: Desk) -> None:
    await asked_and_handed(desk)
    await desk.clicks(notes.PASS_ON, by=LEA)
    desk.at("Tue 10:30")
    await desk.does(menu.DELEGATE, {"to": person(LEA)})
    await answered_twice(desk)

    assert "Will Zephyr move?" in desk.card(reader=LEA)
    assert len(words_of(desk, LEA)) == 2


async def test_a_new_cto_gets_the_card_and_the_one_before_reads_nothing_more(desk: Desk) -> None:
    await desk.asks_in_form("Will Zephyr move?", visibility="private")
    desk.at("Tue 10:30")
    becomes_cto(desk, BEN)
    desk.lives_until("Tue 10:45")

    assert "Will Zephyr move?" in desk.card(reader=BEN)
    assert "*Waiting for Ben Ode*" in desk.card(reader=BEN)
    assert desk.card(reader=MAYA) == WENT_ON
    await answered_twice(desk, by=BEN)
    assert words_of(desk, MAYA) == []
    assert len(words_of(desk, ANA)) == 2


async def test_a_new_cto_gets_no_card_of_what_is_over_until_it_is_open_again(desk: Desk) -> None:
    await desk.asks_in_form("Will Zephyr move?", visibility="private")
    await answered_twice(desk)
    becomes_cto(desk, BEN)
    desk.lives_until("Tue 12:00")
    assert f"question:1:card:{BEN}" not in desk.cards()

    await desk.clicks(NOT_YET, by=ANA, value="1:1")
    assert "Will Zephyr move?" in desk.card(reader=BEN)
    assert desk.card(reader=MAYA) == WENT_ON


async def test_a_card_that_went_on_is_told_so_once(desk: Desk) -> None:
    await asked_and_handed(desk)
    await desk.clicks(notes.PASS_ON, by=LEA)
    (before,) = desk.rows(Delivery.key == f"question:1:card:{LEA}~")
    await answered_twice(desk)
    (after,) = desk.rows(Delivery.key == f"question:1:card:{LEA}~")

    assert after.revision == before.revision


async def test_who_has_no_part_any_more_is_told_that_their_words_reached_nobody(desk: Desk) -> None:
    await asked_and_handed(desk)
    await desk.clicks(notes.PASS_ON, by=LEA)
    desk.at("Tue 10:30")
    await desk.replies("One more word.", by=LEA, channel_type="im")

    assert [text for text in desk.messages(ANA) + desk.messages(MAYA) if "One more word" in text] == []
    assert desk.whispers(LEA)[-1] == "This went on with somebody else, so what you wrote here reached nobody."
    assert ("wrote", "peer") not in desk.events()


async def test_who_is_no_longer_cto_is_not_asked_whether_their_private_answer_still_holds(desk: Desk) -> None:
    await desk.asks_in_form("Will Zephyr move?", visibility="private")
    await desk.does(ANSWER, {"answer": "Yes, in June.", "look_again": day("2026-03-05")})
    becomes_cto(desk, BEN)
    desk.lives_until("Thu 10:00")

    assert not any("Today this answer is looked at again" in text for text in words_of(desk, MAYA))
    assert any("Today this answer is looked at again" in text for text in words_of(desk, BEN))


async def test_what_the_cto_asks_in_private_the_delegates_read(desk: Desk) -> None:
    await desk.asks_in_form("Will Zephyr move?", visibility="private", by=MAYA)
    await desk.replies("Yes, in June.", by=TOM, channel_type="im")

    assert desk.cards() == [f"question:1:card:{MAYA}", f"question:1:card:{TOM}"]
    assert words_of(desk, MAYA) == ["*Tom Brandt*: Yes, in June."]


# What was told in the other threads follows what its writer does with it


async def told_in_june(desk: Desk) -> str:
    await desk.asks_in_form("Will Zephyr move?", visibility="private")
    ts = await desk.replies("Yes, in June.", by=MAYA, channel_type="im")
    assert words_of(desk, ANA) == ["*Maya Okafor*: Yes, in June."]
    return ts


async def edits(desk: Desk, ts: str, before: str, after: str) -> None:
    old = {"user": MAYA, "ts": ts, "text": before}
    new = {**old, "text": after, "edited": {"ts": "2.2", "user": MAYA}}
    changed = {"type": "message", "subtype": "message_changed", "channel": f"D{MAYA}", "ts": "1772530400.000100"}
    await desk.slack.event(**changed, message=new, previous_message=old)
    desk.delivers()


async def test_an_edited_word_is_edited_in_the_other_threads(desk: Desk) -> None:
    ts = await told_in_june(desk)
    await edits(desk, ts, "Yes, in June.", "No, never.")

    assert words_of(desk, ANA) == []
    assert "*Maya Okafor* (edited): No, never." in desk.messages(ANA)


async def test_a_deleted_word_is_gone_from_the_other_threads(desk: Desk) -> None:
    ts = await told_in_june(desk)
    await desk.deletes(ts, by=MAYA, channel=f"D{MAYA}")

    assert words_of(desk, ANA) == []
    assert "What stood here was deleted by whoever wrote it." in desk.messages(ANA)


async def test_whoever_has_no_part_any_more_reads_no_edit_but_keeps_no_deleted_word(desk: Desk) -> None:
    await asked_and_handed(desk)
    ts = await desk.replies("Yes, in June.", by=MAYA, channel_type="im")
    await desk.clicks(notes.PASS_ON, by=LEA)
    await edits(desk, ts, "Yes, in June.", "To the harbour.")
    assert words_of(desk, LEA) == ["*Maya Okafor*: Yes, in June."]

    await desk.deletes(ts, by=MAYA, channel=f"D{MAYA}")
    assert words_of(desk, LEA) == []


def copies(desk: Desk, name: str) -> dict[str, Delivery]:
    """Reader → the copy that they have now of what was said under this name."""
    rows = desk.rows(Delivery.key.like(f"question:1:{name}:%"), Delivery.kind == Kind.POST)
    return {row.key.rpartition(":")[2]: row for row in rows}


async def test_one_copy_of_an_answer_deleted_it_is_deleted_like_any_answer(desk: Desk) -> None:
    await desk.asks_in_form("Will Zephyr move?", visibility="private")
    desk.at("Tue 10:30")
    await desk.does(ANSWER, {"answer": "Yes, in June."})
    told = copies(desk, "said")
    assert set(told) == {ANA, MAYA}
    desk.at("Tue 11:00")
    await desk.deletes(str(told[ANA].ts), by="U0ADMIN", channel=str(told[ANA].sent_channel))

    assert (desk.question().state, desk.question().answer, desk.question().owes) == ("acknowledged", None, "office")
    assert desk.events()[-1] == ("deleted", "peer")
    assert "June" not in str(desk.messages(MAYA))
    assert not desk.rows(Delivery.about == told[ANA].key, Delivery.kind == Kind.UPDATE), "Slack has it no more"


async def test_a_copy_of_what_stands_in_another_thread_is_put_back(desk: Desk) -> None:
    await desk.asks_in_form("Will Zephyr move?", visibility="private")
    desk.at("Tue 10:30")
    await desk.replies("Yes, in June.", by=MAYA, channel_type="im")
    lost = copies(desk, "relayed")[ANA]
    await desk.deletes(str(lost.ts), by="U0ADMIN", channel=str(lost.sent_channel))

    again = copies(desk, "relayed")[ANA]
    assert again.id != lost.id
    assert (again.payload, again.about) == (lost.payload, f"question:1:card:{ANA}")
    assert desk.question().state == "answered"

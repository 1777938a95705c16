"""Whoever comes to have a part in a private question reads what was said of it before, and nobody else does."""

from bot import settings as settings_
from bot.questions import menu, notes, so_far_views
from bot.questions.models import QuestionEvent
from bot.slack.validation import problems
from tests.factories import ANA, MAYA, TOM
from tests.questions.desk import BEN, LEA, MORE, Desk, office, person

PRIVATE = {"channel_type": "im"}


async def talked_about(desk: Desk) -> None:
    """In its threads and in forms; one word is edited, and one taken back."""
    await desk.asks_in_form("Will Zephyr move?", visibility="private")
    desk.at("Tue 10:10")
    first = await desk.replies("My lease ends in May.", by=ANA, **PRIVATE)
    desk.at("Tue 10:11")
    await edits(desk, first, "My lease ends in May.", "My lease ends in July.")
    desk.at("Tue 10:20")
    await desk.does(menu.ASK_BACK, {"text": "Which of your two?"})
    desk.at("Tue 10:30")
    await desk.replies("The flat.", by=ANA, **PRIVATE)
    desk.at("Tue 10:40")
    gone = await desk.replies("And my car.", by=ANA, **PRIVATE)
    desk.at("Tue 10:41")
    await desk.deletes(gone, by=ANA, channel=str(desk.card_row(1, ANA).sent_channel))
    desk.at("Tue 10:50")


async def edits(desk: Desk, ts: str, before: str, after: str, by: str = ANA) -> None:
    new = {"user": by, "ts": ts, "text": after, "edited": {"user": by, "ts": ts}}
    where = desk.card_row(1, by).sent_channel
    edit = {"type": "message", "subtype": "message_changed", "channel": where, "message": new}
    old = {"user": by, "ts": ts, "text": before}
    await desk.slack.event(**edit, previous_message=old, ts=f"{desk.slack.now.timestamp():.6f}")
    desk.delivers()


async def reads(desk: Desk, by: str) -> str:
    """Behind *More* on their card."""
    await desk.clicks(MORE, by=by)
    assert "What was said" in str(desk.slack.opened())
    await desk.clicks(so_far_views.SAID, by=by, value="1:1")
    view = desk.slack.opened()
    assert problems(view) == []
    return str(view)


def in_order(text: str, *words: str) -> bool:
    places = [text.find(one) for one in words]
    return -1 not in places and places == sorted(places)


SO_FAR = ("My lease ends in July.", "Maya Okafor asks back", "Which of your two?", "The flat.")


async def test_whoever_is_asked_to_take_it_reads_what_was_said_before(desk: Desk) -> None:
    await talked_about(desk)
    await desk.does(menu.DELEGATE, {"to": person(LEA)})

    told = await reads(desk, LEA)
    assert in_order(told, *SO_FAR)
    assert "*Ana Silva* (edited)" in told
    assert "in May" not in told
    assert "my car" not in told
    assert "*More* on its card shows what was said so far." in str(desk.newest_payload(LEA, "question:1:handed"))


async def test_so_does_a_new_cto(desk: Desk) -> None:
    await talked_about(desk)
    anew = office(people={"cto": BEN, "delegates": [TOM]})
    desk.database.run_here(settings_.save, anew, by="test", now=desk.slack.now)
    desk.at("Tue 11:00")
    desk.beats()

    assert in_order(await reads(desk, BEN), *SO_FAR)


async def test_a_new_delegate_reads_what_the_cto_said_when_nobody_else_was_there(desk: Desk) -> None:
    alone = office(people={"delegates": []})
    desk.database.run_here(settings_.save, alone, by="test", now=desk.slack.now)
    await desk.asks_in_form("Who follows me?", by=MAYA, visibility="private")
    desk.at("Tue 10:10")
    await desk.replies("I think of the spring.", by=MAYA, **PRIVATE)
    desk.database.run_here(settings_.save, office(), by="test", now=desk.slack.now)
    desk.at("Tue 10:30")
    await desk.replies("Or of the summer.", by=MAYA, **PRIVATE)

    assert in_order(await reads(desk, TOM), "I think of the spring.", "Or of the summer.")


async def test_who_has_no_part_or_had_one_reads_nothing(desk: Desk) -> None:
    await talked_about(desk)
    await desk.does(menu.DELEGATE, {"to": person(LEA)})
    await desk.clicks(notes.PASS_ON, by=LEA)

    for nobody in (LEA, BEN):
        await desk.clicks(so_far_views.SAID, by=nobody, value="1:1")
        assert "lease" not in str(desk.slack.wire.calls)


async def test_of_what_everybody_could_read_it_leads_to_the_thread(desk: Desk) -> None:
    await desk.asks("Will Zephyr move?")
    desk.at("Tue 10:10")
    await desk.does(menu.ASK_BACK, {"text": "Perhaps."})
    card = desk.card_row()
    await desk.clicks(menu.MAKE_PRIVATE, by=ANA, value="1:1")
    desk.at("Tue 10:30")
    await desk.does(menu.DELEGATE, {"to": person(LEA)})

    told = await reads(desk, LEA)
    assert "Perhaps." in told
    assert f"p{str(card.ts).replace('.', '')}|an earlier thread>" in told


async def test_nothing_of_it_is_kept_of_whoever_takes_their_question_back(desk: Desk) -> None:
    await talked_about(desk)
    await desk.clicks(menu.WITHDRAW, by=ANA, value="1:1")

    kept = desk.database.run_here(lambda session: [row.says for row in session.query(QuestionEvent)])
    assert "lease" not in str(kept)
    await desk.clicks(MORE, by=MAYA)
    assert "What was said" not in str(desk.slack.opened())


async def test_what_is_too_much_for_a_window_is_turned_back_to(desk: Desk) -> None:
    await desk.asks_in_form("Will Zephyr move?", visibility="private")
    for number in range(23):
        desk.at(f"Tue 10:{number + 10}")
        await desk.replies(f"Word number {number}.", by=ANA, **PRIVATE)

    told = await reads(desk, MAYA)
    assert "4 to 23 of 23" in told
    assert "Word number 2." not in told
    view = desk.slack.opened()
    (earlier,) = [one for block in view["blocks"] for one in block.get("elements", ()) if one["type"] == "button"]
    await desk.slack.clicks(earlier["action_id"], earlier["value"], by=MAYA, view=view)

    shown = str(desk.slack.redrawn())
    assert in_order(shown, "1 to 3 of 23", "Later", "Word number 0.", "Word number 2.")
    assert "Word number 3." not in shown


async def test_where_nothing_was_said_it_says_so(desk: Desk) -> None:
    await desk.asks_in_form("Will Zephyr move?", visibility="private")

    assert "Nothing was said of it yet." in await reads(desk, MAYA)


async def test_where_everybody_reads_the_thread_it_is_not_offered(desk: Desk) -> None:
    await desk.asks("Will Zephyr move?")
    await desk.clicks(MORE, by=MAYA)

    assert "What was said" not in str(desk.slack.opened())


async def test_what_was_put_back_is_told_once_and_not_at_all_once_its_writer_deletes_it(desk: Desk) -> None:
    await desk.asks_in_form("Will Zephyr move?", visibility="private")
    ts = await desk.replies("My lease ends in May.", by=ANA, **PRIVATE)
    (lost,) = [row for row in desk.rows() if row.key.startswith("question:1:relayed:")]
    await desk.deletes(str(lost.ts), by="U0ADMIN", channel=str(lost.sent_channel))
    assert (await reads(desk, MAYA)).count("My lease") == 1

    await desk.deletes(ts, by=ANA, channel=str(desk.card_row(1, ANA).sent_channel))
    assert "My lease" not in await reads(desk, MAYA)

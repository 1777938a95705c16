"""What somebody takes back is gone: nothing is joined with it, and nothing leads to its words."""

from bot.questions import menu
from tests.factories import ANA, CTO_CHANNEL, MAYA
from tests.questions.desk import BEN, Desk, choice

WHY = "Why do we run two deploy pipelines?"
MENTION = "1772528400.000100"


async def test_what_was_taken_back_meanwhile_is_joined_with_nothing_and_nobody_hears_of_it(desk: Desk) -> None:
    await desk.asks(WHY)
    await desk.asks("Why pipelines twice?", by=BEN)
    await desk.clicks(menu.MERGE, by=MAYA, question=2)
    form = desk.slack.opened()
    await desk.clicks(menu.WITHDRAW, by=ANA, question=1)
    before = len(desk.messages(BEN)), desk.in_thread(2), desk.card(2)
    told = await desk.submits(form, {"into": choice("1")}, by=MAYA)

    assert told["errors"] == {"into": "This was taken back meanwhile, so nothing was joined. Choose another."}
    assert (len(desk.messages(BEN)), desk.in_thread(2), desk.card(2)) == before
    assert (desk.question(2).duplicate_of, desk.question(2).state) == (None, "open")


async def test_nothing_leads_to_the_message_in_which_it_was_asked(desk: Desk) -> None:
    text = f"<@U0CADENCE> {WHY}"
    await desk.slack.event(type="app_mention", channel=CTO_CHANNEL, user=ANA, text=text, ts=MENTION)
    desk.delivers()
    leads = f"p{MENTION.replace('.', '')}"
    assert leads in str(desk.card_payload())
    await desk.clicks(menu.WITHDRAW, by=ANA)

    assert leads not in str(desk.card_payload())
    assert desk.question().source is None

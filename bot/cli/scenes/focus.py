"""Friday to Monday: the CTO writes the week's post, approves it, and on Monday at 09:00 it stands in #cto."""

from datetime import datetime

from bot.cli.scenes.stage import ZONE, Json, SceneFailed, Stage, action_of, offers, says

STARTS = datetime(2026, 2, 27, 14, 59, tzinfo=ZONE)
MONDAY_NINE = datetime(2026, 3, 2, 9, 0, tzinfo=ZONE)

WRITTEN = {
    "what-0": "Payments leave the shared database",
    "why-0": "Its cost doubled in January, and we plan for three times the volume by June.",
    "what-1": "A platform lead joins the team",
    "why-1": "Four squads wait for the same two people.",
    "what-2": "On-call that lets people sleep",
    "why-2": "31 pages last week, 22 of them nobody could act on.",
    "not_this_week-0": "The mobile rewrite.",
    "would_like_to_hear-0": "Which alert would you delete first?",
}


async def play(stage: Stage) -> None:
    await _friday(stage)
    await _monday(stage)


async def _friday(stage: Stage) -> None:
    maya = stage.person("maya")
    await stage.until(datetime(2026, 2, 27, 15, 0, tzinfo=ZONE))
    asked = await stage.sees("maya", "maya", offers("Write Monday's post"), "Friday's question")
    await stage.does("maya clicks «Write Monday's post»", await _click(stage, asked, "Write Monday's post"))
    await stage.does("maya saves three items", await maya.submits(WRITTEN))
    preview = await stage.sees("maya", "maya", offers("Approve"), "the preview")
    await stage.until(datetime(2026, 2, 27, 15, 12, tzinfo=ZONE))
    await stage.does("maya clicks «Approve»", await _click(stage, preview, "Approve"))
    await stage.sees("maya", "maya", says("Approved by Maya Okafor"), "that it is approved")


async def _monday(stage: Stage) -> None:
    await stage.until(datetime(2026, 3, 2, 8, 0, tzinfo=ZONE))
    await stage.until(MONDAY_NINE)
    post = await stage.sees("ana", "#cto", says(WRITTEN["what-0"]), "Monday's post")
    await stage.does("priya runs /focus in Bengaluru", await stage.person("priya").runs("/focus", channel="#general"))
    answer = "The disk alert on the staging machines. Nobody has ever acted on it."
    await stage.does("ana answers in the thread", await stage.person("ana").says("#cto", answer, thread=post["ts"]))
    await stage.sees("maya", "#cto", says("disk alert"), "ana's answer")
    await check(stage)


async def _click(stage: Stage, message: Json, label: str) -> Json:
    return await stage.person("maya").clicks(str(action_of(message, label)), on=message)


async def check(stage: Stage) -> None:
    """Exactly one post, at Monday 09:00 of the CTO's zone, and pinned. Raises SceneFailed."""
    await stage.sees("ana", "#cto", lambda message: bool(message.get("pinned_to")), "the post pinned")
    messages = await stage.client.messages("#cto", viewer="ana")
    posts = [message for message in messages if WRITTEN["what-0"] in message["text"]]
    times = [datetime.fromtimestamp(int(post["ts"].split(".")[0]), ZONE) for post in posts]
    if [at.replace(second=0) for at in times] != [MONDAY_NINE]:
        raise SceneFailed(f"expected one post on Monday at 09:00, found {[str(at) for at in times]}")

"""Friday to Monday: the CTO writes the week's post, approves it, and on Monday at 09:00 it stands in #cto."""

from datetime import datetime

from bot.cli.scenes.scene import Past, Scene, Step, local
from bot.cli.scenes.stage import ZONE, Json, SceneFailed, Stage, offers, says

MONDAY_NINE = local(3, 2, 9)

WRITTEN = {
    "what-0": "Payments leave the shared database",
    "why-0": "Its cost doubled in January, and we plan for three times the volume by June.",
    "what-1": "A platform lead joins the team",
    "why-1": "Four squads wait for the same two people.",
    "what-2": "On-call that lets people sleep",
    "why-2": "31 pages last week, 22 of them nobody could act on.",
    "not_this_week-0": "The mobile rewrite.",
    "would_like_to_hear-0": "Which alert would you delete first?",
    "you_said-0": "Two of you asked for quieter Fridays. From this week on, deploys stop at 14:00 on Friday.",
    "cannot_talk-0": "The vendor talks: under NDA.",
    "look_again-0": "2026-03-16",
}
#: What became of the second item of the week before.
MOVED = {"fate-1": "moved forward", "words-1": "waits for finance, back in item 1"}
WRITTEN_BEFORE = {
    "what-0": "Close the audit",
    "why-0": "Two findings are open, and the auditors are here until Thursday.",
    "what-1": "A plan for payments",
    "why-1": "We cannot promise Black Friday on the database that we have.",
    "not_this_week-0": "New regions.",
    "would_like_to_hear-0": "What would make Fridays quieter?",
}
REPLY = "The disk alert on the staging machines. Nobody has ever acted on it."
ANSWER = "Gone by Wednesday. Who misses it, say so here."


async def _write(stage: Stage, answers: Json) -> None:
    asked = await stage.sees("maya", "maya", offers("Write Monday's post"), "Friday's question")
    await stage.clicks("maya", "Write Monday's post", asked)
    await stage.does("maya saves her items", await stage.person("maya").submits(answers))
    await stage.sees("maya", "maya", offers("Approve"), "the preview")


async def _approve(stage: Stage) -> None:
    preview = await stage.sees("maya", "maya", offers("Approve"), "the preview")
    await stage.clicks("maya", "Approve", preview)
    approved = says("Approved by Maya Okafor")

    def shown(message: Json) -> bool:
        return message["ts"] == preview["ts"] and approved(message)

    await stage.sees("maya", "maya", shown, "that it is approved")


async def _write_before(stage: Stage) -> None:
    await _write(stage, WRITTEN_BEFORE)
    await _approve(stage)


async def _reply_before(stage: Stage) -> None:
    post = await stage.sees("jonas", "#cto", says(WRITTEN_BEFORE["what-0"]), "the post of the week before")
    said = (
        ("jonas", "No deploys after 14:00. Half of our Friday pages come from the last hour."),
        ("leyla", "Agreed. And a rota for who watches the release, so that not everybody does."),
        ("maya", "Both sound right to me. Tom and I will look at the deploy freeze this week."),
    )
    for name, text in said:
        await stage.person(name).says("#cto", text, thread=post["ts"])


async def _asked(stage: Stage) -> None:
    await stage.sees("maya", "maya", offers("Write Monday's post"), "Friday's question")


async def _closed(stage: Stage) -> None:
    asked = await stage.sees("maya", "maya", offers("Write Monday's post"), "Friday's question")
    if not offers("Done")(asked):
        return  # a scene by itself has no week before
    await stage.clicks("maya", "Done", asked, block_id="close-0")
    await stage.sees("maya", "maya", says("Close the audit: ✓ Done"), "that it is closed")


async def _written(stage: Stage) -> None:
    asked = await stage.sees("maya", "maya", offers("Write Monday's post"), "Friday's question")
    await _write(stage, {**WRITTEN, **(MOVED if offers("Change")(asked) else {})})


async def _posted(stage: Stage) -> None:
    await stage.sees("ana", "#cto", says(WRITTEN["what-0"]), "Monday's post")
    await stage.does("priya runs /focus in Bengaluru", await stage.person("priya").runs("/focus", channel="#general"))


async def _replied(stage: Stage) -> None:
    post = await stage.sees("ana", "#cto", says(WRITTEN["what-0"]), "Monday's post")
    await stage.does("ana answers in the thread", await stage.person("ana").says("#cto", REPLY, thread=post["ts"]))
    await stage.sees("maya", "#cto", says("disk alert"), "ana's answer")


async def _answered(stage: Stage) -> None:
    post = await stage.sees("maya", "#cto", says(WRITTEN["what-0"]), "her post")
    await stage.does("maya replies", await stage.person("maya").says("#cto", ANSWER, thread=post["ts"]))
    await stage.sees("ana", "#cto", says("Maya Okafor replied in the thread"), "the reply linked under the post")


async def check(stage: Stage) -> None:
    """Exactly one post, at Monday 09:00 of the CTO's zone, and pinned. Raises SceneFailed."""
    await stage.sees("ana", "#cto", lambda message: bool(message.get("pinned_to")), "the post pinned")
    messages = await stage.client.messages("#cto", viewer="ana")
    posts = [message for message in messages if WRITTEN["what-0"] in message["text"]]
    times = [datetime.fromtimestamp(int(post["ts"].split(".")[0]), ZONE) for post in posts]
    if [at.replace(second=0) for at in times] != [MONDAY_NINE]:
        raise SceneFailed(f"expected one post on Monday at 09:00, found {[str(at) for at in times]}")


SCENE = Scene(
    practice="Focus",
    about="Every Monday at 09:00 the CTO tells the whole organisation what they are focused on this week, and why now.",
    try_it="As Maya, run /focus to write the next post and approve it in her messages with cadence; "
    "as anybody else, /focus shows the current one.",
    history=(
        Past(local(2, 20, 15, 4), _write_before),
        Past(local(2, 23, 10, 20), _reply_before),
    ),
    steps=(
        Step(
            at=local(2, 27, 15, 0),
            what="On Friday at 15:00 cadence asks Maya, the CTO, for Monday's post",
            look="The question comes to her alone, and says where the post will go and when.",
            viewer="maya",
            place="messages",
            play=_asked,
        ),
        Step(
            at=local(2, 27, 15, 3),
            what="What became of last week's items? Maya closes one with a click",
            look="Done, moved forward, dropped because, or carried over: the next post answers for each of them.",
            viewer="maya",
            place="messages",
            play=_closed,
        ),
        Step(
            at=local(2, 27, 15, 8),
            what="Maya writes three things, and why each matters now",
            look="The preview is exactly what everybody will see on Monday. Unapproved, nothing goes out.",
            viewer="maya",
            place="messages",
            play=_written,
        ),
        Step(
            at=local(2, 27, 15, 12),
            what="Maya approves",
            look="Approved, by whom, and when it goes out. She can still edit it, or take the approval back.",
            viewer="maya",
            place="messages",
            play=_approve,
        ),
        Step(
            at=MONDAY_NINE,
            what="Monday at 09:00: the post stands in #cto",
            look="One message, pinned, on one screen: what the CTO is focused on, why now, and what is left out.",
            play=_posted,
        ),
        Step(
            at=local(3, 2, 9, 25),
            what="Ana answers in the thread",
            look="The post asks for something, so people reply. Open the thread under the post.",
            play=_replied,
        ),
        Step(
            at=local(3, 2, 9, 40),
            what="Maya replies, and the post says so",
            look="Her replies are linked under the post, so that nobody looks for them among all others.",
            play=_answered,
        ),
    ),
    check=check,
    outcome="The post stood in #cto exactly once, on Monday at 09:00.",
)

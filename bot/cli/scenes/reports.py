"""From an incident to the last action kept: gathered, written without blame, reviewed, shared, read, followed."""

from typing import Any

from bot.cli.scenes.commitments import from_the_page
from bot.cli.scenes.scene import Scene, Step, local
from bot.cli.scenes.stage import Json, SceneFailed, Stage, offers, says
from bot.sandbox.organisation import Channel

INCIDENTS = "#incidents"
TITLE = "Tracking map slow for 47 minutes"
SAID = (
    (12, "leyla", "The tracking map takes 12 s to load. The alert came into a channel that is muted until nine."),
    (28, "marcus", "The cache hit rate fell from 97 % to 4 %, just after the routine flush of region keys."),
    (41, "leyla", "I stop the flush job and warm the cache from the replica."),
    (59, "leyla", "p95 is back under 1 s. I keep watching it until noon."),
)
SECTIONS = {
    "summary": "A routine flush emptied the cache of the tracking map. The database could not carry the difference.",
    "impact": "About 3,100 customers waited over 10 s; 212 gave up.",
    "learned": "The runbook assumes a warm cache, and two alerts cancel each other out.",
}
BLUNT = "The flush empties all regions at once. Leyla failed to notice the alert for twenty minutes."
BETTER = "The alert went to a channel that is muted until nine; it was seen at 10:12."
FOR_CUSTOMERS = "For 47 minutes the tracking map took over ten seconds to load. No shipment was delayed by it."
ACTION = "Alert on the cache hit rate of the tracking map"
TOOK = "Our search index has the same flush. We look at it this week."


async def _press(stage: Stage, name: str, label: str, block: str | None = None) -> Json:
    """A button in the window on top, which it gives back as it is then."""
    await stage.does(f"{name} clicks «{label}»", await stage.person(name).clicks(label, block_id=block))
    return await _top(stage, name)


async def _submit(stage: Stage, name: str, what: str, filled: dict[str, Any]) -> Json:
    answer = await stage.does(f"{name} {what}", await stage.person(name).submits(filled))
    if (answer["ack"] or {}).get("response_action") == "errors":
        raise SceneFailed(f"{name} {what}: {answer['ack']['errors']}")
    return await _top(stage, name)


async def _top(stage: Stage, name: str) -> Json:
    modals = (await stage.person(name).sees())["modals"]
    return dict(modals[-1]) if modals else {"blocks": []}


async def _open(stage: Stage, name: str) -> Json:
    """The report, by the command, as the only window."""
    await stage.person(name).runs("/incident-report", "1", channel=INCIDENTS)
    return await _top(stage, name)


# What people do


async def _talk(stage: Stage) -> None:
    for minute, name, text in SAID:
        await stage.travel(local(3, 2, 10, minute))
        await stage.person(name).says(INCIDENTS, text)
    await stage.sees("noor", INCIDENTS, says("p95 is back"), "that it is over")


async def _begin(stage: Stage) -> None:
    await stage.person("leyla").runs("/incident-report", TITLE, channel=INCIDENTS)
    times = {"began_at": (10, 12), "noticed_at": (10, 12), "mitigated_at": (10, 41), "ended_at": (10, 59)}
    filled = {name: int(local(3, 2, *at).timestamp()) for name, at in times.items()}
    told = {"severity": "2", "services": "tracking, cache", "owner": "priya"}
    await _submit(stage, "leyla", "begins a report, and gives priya the pen", {**filled, **told})
    await stage.person("leyla").closes(everything=True)
    await stage.sees("priya", "priya", offers("Open it"), "that she holds the pen")


async def _gather(stage: Stage) -> None:
    for _, _, text in SAID:
        message = await stage.sees("leyla", INCIDENTS, says(text), "what was said")
        await stage.does("leyla puts 📌 on a message", await stage.person("leyla").reacts("pushpin", message))
        await stage.sees("leyla", INCIDENTS, says("came into the timeline"), "that it came in")


async def _write(stage: Stage) -> None:
    await _open(stage, "priya")
    for key, text in SECTIONS.items():
        await _press(stage, "priya", "Write", f"row-{key}")
        await _submit(stage, "priya", f"writes: {text}", {"text-0": text})
    await _press(stage, "priya", "Write", "row-factors")
    look = await _submit(stage, "priya", f"writes: {BLUNT}", {"text-0": BLUNT})
    fields = [str(block["block_id"]) for block in look["blocks"] if str(block.get("block_id")).startswith("instead-")]
    if len(fields) != 1:
        raise SceneFailed(f"the blame check should have come back with one sentence, not {len(fields)}")
    shown = await _submit(stage, "priya", f"says it another way: {BETTER}", {fields[0]: BETTER})
    if "✓ *Contributing factors*" not in str(shown):
        raise SceneFailed("the section is not written")
    await stage.person("priya").closes(everything=True)


async def _act(stage: Stage) -> None:
    await _open(stage, "priya")
    await _press(stage, "priya", "Open", "row-the-actions")
    await _press(stage, "priya", "Add an action")
    filled = {"what": ACTION, "kind": "detect", "owner": "tom", "day": "2026-03-06"}
    await _submit(stage, "priya", f"adds an action for tom: {ACTION}", filled)
    await stage.person("priya").closes(everything=True)
    asked = await stage.sees("tom", "tom", says(ACTION), "that he is asked")
    await stage.clicks("tom", "Accept", asked)
    await stage.sees("priya", "priya", says("accepted: it is promised for 6 Mar"), "that he accepted")


async def _review(stage: Stage) -> None:
    await _open(stage, "priya")
    await _press(stage, "priya", "Where it stands, and what comes next")
    await _press(stage, "priya", "Ask for a review")
    await _submit(stage, "priya", "asks arjun for a review", {"reviewers": ["arjun"]})
    await stage.person("priya").closes(everything=True)
    await stage.sees("arjun", "arjun", offers("Review it"), "that he is asked")


async def _approve(stage: Stage) -> None:
    asked = await stage.sees("arjun", "arjun", offers("Review it"), "that he is asked")
    await stage.clicks("arjun", "Review it", asked)
    await _press(stage, "arjun", "Approve")
    await stage.person("arjun").closes(everything=True)


async def _publish(stage: Stage) -> None:
    await _open(stage, "priya")
    await _press(stage, "priya", "Where it stands, and what comes next")
    await _press(stage, "priya", "Publish")
    lines = dict(zip(("line-0", "line-1", "line-2"), SECTIONS.values(), strict=True))
    await _submit(stage, "priya", "publishes it", lines)
    await stage.person("priya").closes(everything=True)
    await stage.sees("noor", INCIDENTS, says(f"Report: {TITLE}"), "the report")


async def _for_customers(stage: Stage) -> None:
    """Written by one, approved by another, and taken away as a file."""
    await _customers(stage, "priya")
    await _submit(stage, "priya", f"writes for customers: {FOR_CUSTOMERS}", {"happened": FOR_CUSTOMERS})
    await stage.person("priya").closes(everything=True)
    await _customers(stage, "arjun")
    await _press(stage, "arjun", "Approve it")
    await stage.person("arjun").closes(everything=True)
    await _customers(stage, "priya")
    await _press(stage, "priya", "Export")
    await _press(stage, "priya", "Send me the Markdown")
    await stage.person("priya").closes(everything=True)
    await stage.sees("priya", "priya", lambda message: bool(message.get("files")), "the file for customers")


async def _customers(stage: Stage, name: str) -> None:
    await _open(stage, name)
    await _press(stage, name, "Where it stands, and what comes next")
    await _press(stage, name, "For customers")


async def _read(stage: Stage) -> None:
    report = await stage.sees("noor", INCIDENTS, says(f"Report: {TITLE}"), "the report")
    await stage.clicks("noor", "I have read this", report)
    await stage.clicks("noor", "What I take from it", report)
    await _submit(stage, "noor", f"says what she takes from it: {TOOK}", {"took": TOOK})
    await stage.sees("ana", INCIDENTS, says(TOOK), "what Noor takes from it")


async def _keep(stage: Stage) -> None:
    kept = {"state": "kept", "note": "It fired in the drill this morning."}
    await from_the_page(stage, "tom", ACTION, "Update", kept)


async def _shown(stage: Stage) -> None:
    await stage.sees("ana", INCIDENTS, says("1 action, all done."), "that the last action is done")


async def check(stage: Stage) -> None:
    """The report stands there once, was read, and its action is done. Raises SceneFailed."""
    messages = await stage.client.messages(INCIDENTS, viewer="ana")
    reports = [message for message in messages if message["text"].startswith(f"Report: {TITLE}")]
    if len(reports) != 1 or "read by 1" not in reports[0]["text"]:
        raise SceneFailed(f"expected one report that was read, found {[one['text'] for one in reports]}")


SCENE = Scene(
    practice="Reports",
    about="What went wrong, told without blame: gathered from messages, written in Slack, reviewed, shared widely, "
    "read, and followed to the last action.",
    try_it="As anybody, run /incident-report, or put 📌 on a message once you write a report. "
    "Write somebody's name and what they failed to do, and see what comes back.",
    settings={"reports.channel": INCIDENTS, "reports.engineering_channel": "#engineering"},
    channels=(Channel(name="incidents", everyone=True, with_bot=True, topic="What goes wrong, and what we learn"),),
    steps=(
        Step(
            at=local(3, 2, 10, 12),
            what="The tracking map is slow, and people talk about it in #incidents",
            look="Nothing is to be done here yet. What was said becomes the timeline, with its own times.",
            viewer="leyla",
            place=INCIDENTS,
            play=_talk,
        ),
        Step(
            at=local(3, 2, 13, 0),
            what="Leyla begins a report, and gives Priya the pen",
            look="One owner, and not the person nearest to what happened. Priya hears so.",
            viewer="priya",
            place="messages",
            play=_begin,
        ),
        Step(
            at=local(3, 2, 13, 5),
            what="Leyla puts 📌 on four messages",
            look="Each comes into the timeline once, with its time, its author and a link.",
            viewer="leyla",
            place=INCIDENTS,
            play=_gather,
        ),
        Step(
            at=local(3, 3, 10, 50),
            what="Priya writes four sections, one of them with a sentence that blames somebody",
            look="Only she is told, after it was saved: what the phrase does, and how else to say it. She does.",
            viewer="priya",
            place=INCIDENTS,
            play=_write,
        ),
        Step(
            at=local(3, 3, 11, 20),
            what="An action for Tom, by Friday; he accepts",
            look="It is his promise from now on, with its reminders, and the report shows where it stands.",
            viewer="tom",
            place="messages",
            play=_act,
        ),
        Step(
            at=local(3, 3, 15, 0),
            what="Priya asks Arjun for a review",
            look="Somebody other than the owner approves it. What is missing is a list that ticks itself.",
            viewer="arjun",
            place="messages",
            play=_review,
        ),
        Step(
            at=local(3, 4, 9, 40),
            what="Arjun reads and approves it",
            look="Every section opens with what changed since he last looked, and he can remark on each.",
            viewer="arjun",
            place="messages",
            play=_approve,
        ),
        Step(
            at=local(3, 4, 10, 30),
            what="Priya publishes it",
            look="Three lines, its actions, and all of it in the thread, where its audience is and nowhere else.",
            viewer="noor",
            place=INCIDENTS,
            play=_publish,
        ),
        Step(
            at=local(3, 4, 11, 0),
            what="Priya writes the version for customers, and Arjun approves it",
            look="It begins as a proposal without names. What is of the house is found, and stops it until it is gone.",
            viewer="priya",
            place="messages",
            play=_for_customers,
        ),
        Step(
            at=local(3, 4, 14, 0),
            what="Noor has read it, and says what she takes from it",
            look="Counted, never listed. What she takes from it stands under the report.",
            viewer="noor",
            place=INCIDENTS,
            play=_read,
        ),
        Step(
            at=local(3, 5, 11, 0),
            what="Tom says that the action is done",
            look="On his promise's page, as with any other. The report is published and goes on being true.",
            viewer="tom",
            place="messages",
            play=_keep,
        ),
        Step(
            at=local(3, 5, 13, 1),
            what="The report says so",
            look="1 action, all done. /cadence reports tells how soon it came, and the all-hands counts it.",
            viewer="ana",
            place=INCIDENTS,
            play=_shown,
        ),
    ),
    check=check,
    outcome="The report was published once, read, and its last action kept.",
)

"""From a sentence in a channel to the all-hands: a promise is asked for, accepted, moved, and read out."""

from functools import partial

from bot.cli.scenes.scene import Past, Scene, Step, local
from bot.cli.scenes.stage import Json, SceneFailed, Stage, action_of, offers, says

ALL_HANDS = "All-hands, 5 Mar"
PRICING = "The pricing page goes to all customers by Friday next week, I am sure of it."
SEARCH = "Search answers in under 200 ms"
WORDS = {"opening": "Thank you for saying early what is late. That is what makes promises worth reading."}


async def _promises(stage: Stage, name: str, what: str, day: str, how: str) -> None:
    player = stage.person(name)
    await player.runs("/promise", what, channel="#general")
    filled = {"what": what, "owner": name, "day": day, "how": how, "audience": "organisation"}
    await stage.does(f"{name} promises: {what}", await player.submits(filled))
    await player.closes(everything=True)


async def from_the_page(stage: Stage, name: str, what: str, label: str, values: Json) -> None:
    """Look the promise up, open its page, and say something there."""
    player = stage.person(name)
    await player.runs("/promises", what, channel="#general")
    if not (row := action_of(_on_top(await player.sees()), "Open")):
        await player.closes(everything=True)
        return  # a scene by itself has no week before
    await player.clicks(row)
    await player.clicks(str(action_of(_on_top(await player.sees()), label)))
    await stage.does(f"{name} clicks «{label}» for “{what}”", await player.submits(values))
    await player.closes(everything=True)


def _on_top(seen: Json) -> Json:
    top: Json = seen["modals"][-1]
    accessories = [block["accessory"] for block in top["blocks"] if block.get("accessory")]
    return {"blocks": [*top["blocks"], {"elements": accessories}]}


async def _track(stage: Stage) -> None:
    await stage.person("grace").says("#general", PRICING)
    message = await stage.sees("tom", "#general", says("pricing page goes to all customers by"), "what grace said")
    tom = stage.person("tom")
    await stage.does("tom uses “Track as a promise” on it", await tom.uses("commitments.track", on=message))
    filled = {"what": "The pricing page goes to all customers", "day": "2026-03-13", "how": "It is on the website"}
    await stage.does("tom asks grace whether she promises it", await tom.submits(filled))
    await tom.closes(everything=True)
    await stage.sees("grace", "grace", offers("Accept"), "that she is asked")


async def _accept(stage: Stage) -> None:
    asked = await stage.sees("grace", "grace", offers("Accept"), "that she is asked")
    await stage.clicks("grace", "Accept", asked)
    await stage.sees("tom", "tom", says("accepted: it is promised for 13 Mar"), "that she accepted")


async def _word(stage: Stage) -> None:
    draft = await stage.sees("maya", "maya", offers("Add my words"), "the draft")
    await stage.clicks("maya", "Add my words", draft)
    await stage.does("maya adds an opening", await stage.person("maya").submits(WORDS))
    await stage.sees("maya", "maya", says(WORDS["opening"]), "the draft with her words")
    await from_the_page(stage, "tom", "Audit closed", "Update", {"state": "kept", "note": "The letter is here."})


async def _draft(stage: Stage) -> None:
    await stage.sees("maya", "maya", offers("Add my words"), "the draft")


async def _read_out(stage: Stage) -> None:
    await stage.sees("ana", "#cto", says(ALL_HANDS), "the digest")


async def check(stage: Stage) -> None:
    """One digest, with what was accepted in it. Raises SceneFailed."""
    messages = await stage.client.messages("#cto", viewer="ana")
    digests = [message for message in messages if message["text"].startswith(ALL_HANDS)]
    if len(digests) != 1 or "pricing page" not in str(digests[0]["blocks"]):
        raise SceneFailed(f"expected one digest with the pricing page in it, found {len(digests)}")


_AT_RISK = {"state": "at risk", "note": "The index rebuild is slower than measured.", "forecast": "2026-03-20"}
_MOVED = {"day": "2026-03-20", "note": "The smaller index needs a week more."}
SCENE = Scene(
    practice="Commitments",
    about="What was promised, by whom and for when: the first date stays, and silence never looks green.",
    try_it="As anybody, run /promise to promise something or /promises to look; or use “Track as a promise” on a "
    "message. As Maya, /promises all-hands brings the draft of the next digest.",
    settings={"all_hands.dates": ["2026-02-24", "2026-03-05"]},
    history=(
        Past(
            local(2, 23, 11, 0),
            partial(
                _promises,
                name="priya",
                what=SEARCH,
                day="2026-03-13",
                how="p95 in the dashboard",
            ),
        ),
        Past(
            local(2, 23, 14, 0),
            partial(
                _promises, name="leyla", what="On-call pages halved", day="2026-04-30", how="Pages a week: 31 to 15"
            ),
        ),
        Past(
            local(2, 23, 16, 0),
            partial(_promises, name="tom", what="Audit closed", day="2026-03-04", how="The auditor's letter is here"),
        ),
        Past(
            local(2, 26, 10, 0),
            partial(from_the_page, name="priya", what=SEARCH, label="Update", values=_AT_RISK),
        ),
    ),
    steps=(
        Step(
            at=local(3, 2, 16, 0),
            what="Grace says something in #general, and Tom tracks it as a promise",
            look="Grace is asked whether she promises it. Until she accepts, it is only proposed, and in no count.",
            viewer="grace",
            place="messages",
            play=_track,
        ),
        Step(
            at=local(3, 2, 16, 10),
            what="Grace accepts",
            look="From here on it is a promise, with a first date that is never overwritten. Tom hears so.",
            viewer="tom",
            place="messages",
            play=_accept,
        ),
        Step(
            at=local(3, 3, 9, 0),
            what="Two working days before the all-hands, Maya gets the draft of its digest",
            look="She can add her words, and nothing else can be changed. The owners of what is silent are asked.",
            viewer="maya",
            place="messages",
            play=_draft,
        ),
        Step(
            at=local(3, 3, 10, 0),
            what="Priya moves a date, with a reason, before it has passed",
            look="On her App Home and in /promises everybody: promised 13 Mar, now 20 Mar, moved once, +7 days.",
            viewer="priya",
            place="home",
            play=partial(
                from_the_page,
                name="priya",
                what=SEARCH,
                label="Move the date",
                values=_MOVED,
            ),
        ),
        Step(
            at=local(3, 4, 11, 0),
            what="Maya adds an opening; Tom keeps his promise on its day",
            look="The draft shows exactly what everybody will see tomorrow.",
            viewer="maya",
            place="messages",
            play=_word,
        ),
        Step(
            at=local(3, 5, 16, 0),
            what="At the all-hands, the digest stands in #cto",
            look="What we promised and where we are: the result in a sentence, what changed, every promise in a table. "
            "“Open the presentation” goes through it page by page; “Ask about a promise” begins a question about one.",
            play=_read_out,
        ),
    ),
    check=check,
    outcome="The all-hands digest stood in #cto once, with what was accepted and nothing else.",
)

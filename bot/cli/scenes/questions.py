"""Tuesday: somebody asks the CTO, is asked back, and is answered; every wait is measured and shown."""

from bot.cli.scenes.scene import Scene, Step, local
from bot.cli.scenes.stage import Json, SceneFailed, Stage, says

WHY = "Why do we run two deploy pipelines?"
BACK = "Which of the two do you mean, build or release?"
MORE = "Release. Half of our teams use one, half the other."
ANSWER = "One carries the old payments service. It goes when payments leave the shared database, in June."


async def _card(stage: Stage, wanted: str) -> Json:
    def shown(message: Json) -> bool:
        return WHY in message["text"] and wanted in message["text"]

    return await stage.sees("priya", "#cto", shown, f"the card: {wanted}")


async def _ask(stage: Stage) -> None:
    asked = await stage.person("ana").runs("/ask-cto", WHY, channel="#general")
    await stage.does(f"ana runs /ask-cto {WHY}", asked)
    await _card(stage, "*Waiting for Maya Okafor*")


async def _ask_back(stage: Stage) -> None:
    card = await _card(stage, "*Waiting for Maya Okafor*")
    await stage.clicks("maya", "More", card)
    await stage.does("maya chooses «Ask back»", await stage.person("maya").clicks("questions.ask_back"))
    await stage.does("maya asks back", await stage.person("maya").submits({"text": BACK}))
    await stage.person("maya").closes(everything=True)
    await _card(stage, "*Waiting for Ana Ruiz*")


async def _say_more(stage: Stage) -> None:
    card = await _card(stage, "*Waiting for Ana Ruiz*")
    await stage.does("ana replies in the thread", await stage.person("ana").says("#cto", MORE, thread=card["ts"]))
    await _card(stage, "*Waiting for Maya Okafor*")


async def _answer(stage: Stage) -> None:
    card = await _card(stage, "*Waiting for Maya Okafor*")
    await stage.does("maya answers in the thread", await stage.person("maya").says("#cto", ANSWER, thread=card["ts"]))
    await _card(stage, "*Answered by Maya Okafor*")


async def _agree(stage: Stage) -> None:
    await stage.does("ana opens her Home", await stage.person("ana").opens_home())
    await stage.at_home("ana", "Did this answer it?")
    await stage.clicks_at_home("ana", "Yes")
    await stage.at_home("ana", "Nothing waits for you")
    await stage.sees("ana", "ana", says("You said that this answered it."), "that it did")


async def check(stage: Stage) -> None:
    """The figures hold the question. Raises SceneFailed."""
    told = await stage.person("priya").runs("/cadence", "response-times week", channel="#general")
    await stage.does("priya runs /cadence response-times week", told)
    if "in time" not in str(told["ack"]):
        raise SceneFailed("the figures do not tell of the question")


SCENE = Scene(
    practice="Questions",
    about="Anybody puts a question to the CTO. Its card always shows who owes what to whom since when, in working time "
    "and on the clock.",
    try_it="As anybody, run /ask-cto with a question, or without one for the form, where you can leave out your name. "
    "As Maya, reply in its thread.",
    settings={"questions.anonymous_audience": 10},  # Larkspur Freight has fewer people than the default asks for
    steps=(
        Step(
            at=local(3, 3, 10, 12),
            what="Ana asks the CTO with /ask-cto",
            look="The card says for whom it waits, since when, and when an answer is due. More has all there is to do.",
            play=_ask,
        ),
        Step(
            at=local(3, 3, 10, 37),
            what="Maya asks back",
            look="A response after 25 minutes and no answer: only the answer clock rests, until Ana's next word.",
            play=_ask_back,
        ),
        Step(
            at=local(3, 3, 12, 37),
            what="Ana says more in the thread",
            look="The clock runs again at once. The two hours that she took are shown as paused.",
            play=_say_more,
        ),
        Step(
            at=local(3, 3, 14, 7),
            what="Maya answers in the thread",
            look="Working time and time on the clock, side by side. More, then Why this number?, shows each event.",
            play=_answer,
        ),
        Step(
            at=local(3, 3, 14, 20),
            what="Ana says on her App Home that this answered it",
            look="Only she can say so. At once nothing waits for her any more; her question stays, with its clocks.",
            viewer="ana",
            place="home",
            play=_agree,
        ),
    ),
    check=check,
    outcome="A question was asked, asked back and answered, and the figures hold it.",
)

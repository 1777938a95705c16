"""The windows of whoever asks without a name. Only windows: a message would name its reader."""

from bot.questions import sentences
from bot.questions.course import State
from bot.questions.rules import LONGEST_TEXT
from bot.questions.views import Card, status
from bot.slack import blocks
from bot.slack.blocks import Modal
from bot.slack.text import shorten

YES = "questions.anonymous_yes"
NOT_YET = "questions.anonymous_not_yet"
WITHDRAW = "questions.anonymous_withdraw"
FORM = "questions.anonymous_form"


STOPPED = (
    "*The CTO's office stopped this.* Nothing more can be said behind its code. Nobody knows who you are, and nobody "
    "looked. You can withdraw it, and ask with your name."
)


def asked(code: str, channel: str) -> Modal:
    body = [
        blocks.section(
            f"Asked. It will stand in <#{channel}> without your name, within two hours or so of the office's working "
            "time."
        ),
        blocks.section(f"Your code:\n*{code}*"),
        blocks.section(
            f"Keep it if you want to hear more: once your question stands there, `/ask-cto {code}` shows what came of "
            "it, and lets you say whether it was answered, add something, or withdraw it. Before that, you can take it "
            "back there."
        ),
        blocks.context("The code is shown once and kept nowhere. Without it nobody can tell that you asked."),
    ]
    return blocks.modal(title="Asked without a name", blocks=body, close="Close")


def waits(code: str, text: str) -> Modal:
    """What has not gone out yet can be taken back, and nothing else."""
    sure = blocks.confirm("Take it back?", "It does not go out, and nothing of it is kept.", yes="Take back", no="Keep")
    body = [
        blocks.words(shorten(text, 1000), quote=True),
        blocks.section(sentences.NOT_OUT_YET),
        blocks.actions(blocks.button("Take it back", WITHDRAW, value=code, confirm=sure)),
    ]
    return blocks.modal(title="Your question", blocks=body, close="Close")


def taken_back() -> Modal:
    said = "Taken back. It does not go out, and nothing of it is kept. Its code opens nothing any more."
    return blocks.modal(title="Your question", blocks=[blocks.section(said)], close="Close")


def menu(code: str, facts: Card, answer: str) -> Modal:
    """What came of it, and what can be said to it."""
    body = [blocks.words(shorten(facts.text or "", 1000), quote=True), blocks.context(status(facts))]
    if facts.stopped:
        body.append(blocks.section(STOPPED))
    if answer:
        body += [blocks.context("The newest answer"), blocks.words(answer)]
    if facts.state is State.ANSWERED and not facts.stopped:
        yes, not_yet = blocks.button("Yes", YES, value=code), blocks.button("Not yet", NOT_YET, value=code)
        body += [blocks.section("Did this answer it?"), blocks.actions(yes, not_yet)]
    if facts.state is State.DECLINED and not facts.stopped:
        body.append(blocks.actions(blocks.button("Not yet", NOT_YET, value=code, label="Not yet: ask again")))
    if facts.state is State.WITHDRAWN:
        return blocks.modal(title="Your question", blocks=body, close="Close")
    field = blocks.text_field("words", multiline=True, max_length=LONGEST_TEXT)
    sure = blocks.confirm("Withdraw it?", "Your words are removed for good.", yes="Withdraw", no="Keep")
    withdraw = blocks.actions(blocks.button("Withdraw", WITHDRAW, value=code, confirm=sure))
    if facts.stopped:
        return blocks.modal(title="Your question", blocks=[*body, withdraw], close="Close")
    hint = "It is posted in the thread, without your name."
    body += [blocks.ask("Add something", field, hint=hint), withdraw]
    return blocks.modal(
        title="Your question", blocks=body, submit="Add", close="Close", callback_id=FORM, private_metadata=code
    )

"""All there is to do with a question, by who looks; and the small forms that some of it needs."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from bot.questions import forms
from bot.questions.course import State
from bot.questions.notes import ACCEPT, CALL_NO_ANSWER, PASS_ON
from bot.questions.outcomes import SAME_QUESTION
from bot.questions.rules import LONGEST_CONTEXT, LONGEST_REASON, LONGEST_TEXT, Visibility
from bot.questions.so_far_views import SAID
from bot.questions.views import ANSWER, ME_TOO
from bot.slack import blocks
from bot.slack.blocks import Choice, Modal
from bot.slack.text import escape, one_line, shorten

Block = dict[str, Any]

ASK_BACK = "questions.ask_back"
DELEGATE = "questions.delegate"
CANNOT_SHARE = "questions.cannot_share"
DECLINE = "questions.decline"
PROMISE = "questions.promise"
MERGE = "questions.merge"
ENDORSE = "questions.endorse"
ELSEWHERE = "questions.elsewhere"
MAKE_PRIVATE = "questions.make_private"
WITHDRAW = "questions.withdraw"
REOPEN = "questions.reopen"
FOLLOW = "questions.follow"
UNFOLLOW = "questions.unfollow"
WHY = "questions.why"
TRACK = "questions.track"
ADD_CONTEXT = "questions.add_context"
LOOK_AGAIN = "questions.look_again"
STOP = "questions.stop"
LET_GO_ON = "questions.let_go_on"


@dataclass(frozen=True)
class Look:
    """A question as one person sees it."""

    id: int
    text: str
    state: State
    visibility: Visibility
    rounds: int
    may_answer: bool
    is_asker: bool
    is_holder: bool
    accepted: bool
    follows: bool
    has_community_answers: bool
    may_stop: bool = False
    stopped: bool = False
    #: The message that counts as the answer.
    answer: str = ""

    @property
    def is_open(self) -> bool:
        return self.state not in (State.ANSWERED, State.DECLINED, State.WITHDRAWN)


def menu(look: Look) -> Modal:
    entries = [_entry(look, *one) for one in (*_for_responders(look), *_for_asker(look), *_for_everybody(look))]
    return blocks.modal(title="This question", blocks=[forms.quoted(look.text), *entries], close="Close")


Entry = tuple[str, str, str]


def _entry(look: Look, action: str, label: str, says: str) -> Block:
    confirm = _CONFIRMED.get(action)
    value = f"{look.id}:{look.answer if action == CALL_NO_ANSWER else look.rounds}"
    style: blocks.Style | None = "primary" if action == ANSWER else None
    button = blocks.button(label, action, value=value, style=style, confirm=confirm, label=f"{label}: {says}")
    return blocks.section(says, accessory=button)


def _for_responders(look: Look) -> Iterator[Entry]:
    if not look.may_answer or look.state is State.WITHDRAWN:
        return
    yield ANSWER, "Answer", "The answer, in a form. A reply in the thread does the same."
    if look.is_holder and not look.accepted:
        yield ACCEPT, "Take it", "You were asked to answer this for the CTO's office."
    if look.is_holder:
        yield PASS_ON, "Give it back", "To the CTO's office. Whoever asked keeps waiting on the same clock."
    if look.is_open:
        yield ASK_BACK, "Ask back", "The answer clock rests until whoever asked writes again."
        yield PROMISE, "Name a day", "Say by when you will get back to this. It is shown as kept or as missed."
        yield DELEGATE, "Hand over", "Ask somebody else to answer. The clock runs on."
        yield CANNOT_SHARE, "Cannot share", "Say why, and when you look at it again: it comes back on that day."
        yield DECLINE, "Decline", "Say why. It counts as a response, and never as an answer."
    if look.has_community_answers and look.is_open:
        yield ENDORSE, "Endorse", "Make somebody's reply in the thread the answer."
    if look.is_open:
        yield ELSEWHERE, "Answered elsewhere", _ELSEWHERE
    if look.answer:
        yield CALL_NO_ANSWER, "No answer yet", "What counts as the answer was only a remark: the clock never stopped."
    if look.state is State.ANSWERED:
        yield LOOK_AGAIN, "Look again on…", "A day on which whoever answered sees whether the answer still holds."
        yield TRACK, "Track as a promise", "What was answered, as a promise: you choose whose, and they are asked."
    yield MERGE, "Join", "Join it with another question. Both keep their words and clocks and share one answer."


_ELSEWHERE = "In a meeting or another thread: it counts from then, marked as told by hand."


def _for_asker(look: Look) -> Iterator[Entry]:
    if not look.is_asker or look.state is State.WITHDRAWN:
        return
    if not look.is_open:
        yield REOPEN, "Not yet", "The answer was not enough: the next round begins."
    if look.visibility is Visibility.PUBLIC:
        yield MAKE_PRIVATE, "Make private", "From now on only the CTO's office and you see it."
    yield WITHDRAW, "Withdraw", "Your words are removed. What was measured after an answer stays."


def _for_everybody(look: Look) -> Iterator[Entry]:
    if not look.is_asker and look.visibility is not Visibility.PRIVATE:
        if not look.follows:
            yield ME_TOO, "Me too", "You have the same question. You are told when it is answered."
            yield FOLLOW, "Follow", "You are told when it is answered, and counted nowhere."
        else:
            yield UNFOLLOW, "Unfollow", "You are not told any more."
    if look.visibility is not Visibility.PRIVATE and look.state is not State.WITHDRAWN:
        yield ADD_CONTEXT, "Add context", "What helps to answer it, in its thread under your name. It moves no clock."
    if look.may_stop and look.stopped:
        yield LET_GO_ON, "Let go on", "Whoever wrote this may add to it again, and those who asked today may ask again."
    elif look.may_stop:
        yield STOP, "Stop the writer", "Of something abusive. You do not learn who it was, and neither does anybody."
    if look.visibility is Visibility.PRIVATE and look.state is not State.WITHDRAWN:
        yield SAID, "What was said", "All that was said of it so far, also before you came to have a part in it."
    yield WHY, "Why this number?", "What happened when, what paused the clock, and by which calendar."


_CONFIRMED = {
    STOP: blocks.confirm(
        "Stop whoever wrote this?",
        "Nothing more can be said behind its code. If it went out today, those who asked without a name today cannot "
        "ask another until tomorrow. The card says that it was stopped.",
        yes="Stop",
        no="Keep",
    ),
    CALL_NO_ANSWER: blocks.confirm(
        "Was it no answer?",
        "The question is open again, on the clock that it began with. Whoever asked is told.",
        yes="It was none",
        no="Keep",
    ),
    WITHDRAW: blocks.confirm("Withdraw it?", "Your words are removed for good.", yes="Withdraw", no="Keep"),
    MAKE_PRIVATE: blocks.confirm(
        "Make it private?",
        "It cannot be opened again. Its thread in the channel stays there.",
        yes="Make private",
        no="Keep",
    ),
}


# Small forms: each carries the question's id, and its blocks are named as its fields are.


def _form(callback: str, title: str, look_id: int, text: str, submit: str, *inputs: Block) -> Modal:
    return blocks.modal(
        title=title,
        blocks=[forms.quoted(text), *inputs],
        submit=submit,
        close="Cancel",
        callback_id=f"{callback}_form",
        private_metadata=str(look_id),
    )


def ask_back(id: int, text: str) -> Modal:
    field = blocks.text_field("text", multiline=True, max_length=LONGEST_TEXT)
    hint = "It is posted in the thread. The answer clock rests until the next word of whoever asked."
    return _form(ASK_BACK, "Ask back", id, text, "Ask back", blocks.ask("What do you need to know?", field, hint=hint))


def look_again(id: int, text: str) -> Modal:
    day = blocks.ask("Look at the answer again on", blocks.date_field("look_again"), hint=LOOKED_AT)
    return _form(LOOK_AGAIN, "Look again", id, text, "Save", day)


LOOKED_AT = "On this day whoever answered is asked whether it still holds. The day is shown where the answer is found."


def add_context(id: int, text: str) -> Modal:
    field = blocks.text_field("words", multiline=True, max_length=LONGEST_CONTEXT)
    hint = (
        "It is posted in the thread under your name, and the card says that it was added. If you know the answer, "
        "reply in the thread: what you say there can be endorsed."
    )
    words = blocks.ask("What helps to answer it?", field, hint=hint)
    return _form(ADD_CONTEXT, "Add context", id, text, "Add", words)


def reply(id: int, text: str, asked_back: str) -> Modal:
    """Of whoever asked. `asked_back` is empty where it was asked in the thread alone."""
    field = blocks.text_field("words", multiline=True, max_length=LONGEST_CONTEXT)
    asked = [blocks.context("You were asked back"), blocks.words(shorten(asked_back, 1000))] if asked_back else []
    hint = "It is posted in the thread under your name, and the answer clock runs again."
    return _form(ADD_CONTEXT, "Reply", id, text, "Reply", *asked, blocks.ask("Your reply", field, hint=hint))


def cannot_share(id: int, text: str) -> Modal:
    reason = blocks.text_field("reason", multiline=True, max_length=LONGEST_REASON)
    return _form(
        CANNOT_SHARE,
        "Cannot share yet",
        id,
        text,
        "Say so",
        blocks.ask("Why not yet?", reason, hint="As much as can be said. It is posted in the thread."),
        blocks.ask("Look at it again on", blocks.date_field("look_again")),
    )


def decline(id: int, text: str) -> Modal:
    reason = blocks.text_field("reason", multiline=True, max_length=LONGEST_REASON)
    return _form(
        DECLINE, "Decline", id, text, "Decline", blocks.ask("Why?", reason, hint="It is posted in the thread.")
    )


def promise(id: int, text: str) -> Modal:
    hint = "By the end of this day. The clock runs on."
    return _form(
        PROMISE,
        "Name a day",
        id,
        text,
        "Promise",
        blocks.ask("I get back to this by", blocks.date_field("until"), hint=hint),
    )


def delegate(id: int, text: str) -> Modal:
    hint = "They are asked, and may pass it on. Whoever asked keeps waiting on the same clock."
    return _form(
        DELEGATE, "Hand over", id, text, "Ask them", blocks.ask("To whom?", blocks.person_field("to"), hint=hint)
    )


def merge(id: int, text: str, others: Sequence[tuple[int, str]], searched: str = "") -> Modal:
    """`searched`: the words that `others` were found by."""
    search = blocks.text_field("words", max_length=200, initial=searched)
    looking = blocks.ask(
        "Look for another",
        search,
        hint="By its words: choose nothing above and press Join, and what says them is offered.",
        optional=True,
    )
    choices = [Choice(shorten(one_line(words), 75), str(other)) for other, words in others]
    if not choices:
        nothing = blocks.section(f"No question says “{escape(searched)}”.")
        return _form(MERGE, "Join questions", id, text, "Join", nothing, looking)
    field = blocks.choice_field("into", choices, placeholder="Those that look like it come first")
    hint = "Nobody's words are changed, and each wait is measured on its own."
    into = blocks.ask("Join it with", field, hint=hint, optional=True)
    reason = blocks.text_field("reason", max_length=LONGEST_REASON)
    why = blocks.ask("Why?", reason, hint=f"Whoever asked is told. Left empty: “{SAME_QUESTION}”", optional=True)
    return _form(MERGE, "Join questions", id, text, "Join", into, why, looking)


def endorse(id: int, text: str, replies: Sequence[tuple[str, str]]) -> Modal:
    choices = [Choice(label, message) for message, label in replies]
    return _form(
        ENDORSE, "Endorse a reply", id, text, "Endorse", blocks.ask("Whose?", blocks.choice_field("message", choices))
    )


def elsewhere(id: int, text: str) -> Modal:
    return _form(
        ELSEWHERE,
        "Answered elsewhere",
        id,
        text,
        "Write it down",
        blocks.ask("What was the answer?", blocks.text_field("answer", multiline=True, max_length=LONGEST_TEXT)),
        blocks.ask(
            "Link of the message",
            blocks.text_field("link", max_length=500),
            hint="Of the reply in another thread or channel: it counts from its own time.",
            optional=True,
        ),
        blocks.ask("Or, if it was spoken: on which day", blocks.date_field("day"), optional=True),
        blocks.ask("at what time", blocks.text_field("time", max_length=5, placeholder="15:30"), optional=True),
    )

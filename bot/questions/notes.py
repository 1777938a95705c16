"""What single people are told about a question, and the buttons that come with it."""

from collections.abc import Sequence
from typing import Any

from bot.questions import sentences
from bot.slack import blocks
from bot.slack.messages import Message
from bot.slack.text import escape, pieces

Block = dict[str, Any]

YES = "questions.yes"
NOT_YET = "questions.not_yet"
CALL_ASKS_BACK = "questions.call_asks_back"
CALL_REMARK = "questions.call_remark"
CALL_MISPLACED = "questions.call_misplaced"
CALL_ANSWER = "questions.call_answer"
CALL_NO_ANSWER = "questions.call_no_answer"
PUT = "questions.put"
#: What looks alike was shown beside it.
COMPARED = "compared"
ACCEPT = "questions.accept"
PASS_ON = "questions.pass_on"


def asked(link: str, again: bool = False) -> Message:
    """To whoever asked, right away."""
    if again:
        return Message(f"You asked this already, so it was not asked twice: {link}")
    return Message(f"Asked, with your name: {link}. The answer comes in its thread, and you are told.")


def did_this_answer_it(question_id: int, round_number: int, link: str, by: str, others: str = "") -> Message:
    """`others`: for how many more it did not."""
    heading = f"{by} answered your question: {link}"
    value = f"{question_id}:{round_number}"
    buttons = blocks.actions(
        blocks.button("Yes", YES, value=value, label="Yes, this answered it"),
        blocks.button("Not yet", NOT_YET, value=value, label="Not yet: the question is open again"),
    )
    told = (blocks.context(f"{others}."),) if others else ()
    body = (blocks.section(heading), *told, blocks.section("Did this answer it?"), buttons)
    return Message("\n".join([heading, *([f"{others}."] if others else []), "Did this answer it?"]), body)


def heard(link: str, sentence: str) -> Message:
    """In place of the buttons, once they are no longer true."""
    said = f"{link}\n{sentence}"
    return Message(said, (blocks.section(said),))


def answered_for_followers(link: str, by: str) -> Message:
    return Message(f"{by} answered a question that you follow: {link}")


def counted_as_answer(question_id: int, message: str, others: int = 0) -> Message:
    """To a responder who replied in the thread: what they wrote counts, and how to say that it is something else.

    `others`: how many that were joined with it read it, too.
    """
    joined = "the question" if others == 1 else f"{others:,} questions"
    also = f" It is told in the thread of {joined} joined with this one, too." if others else ""
    said = f"Your reply counts as the answer.{also}"
    value = f"{question_id}:{message}"
    buttons = blocks.actions(
        blocks.button("It asks back", CALL_ASKS_BACK, value=value),
        blocks.button("It is only a remark", CALL_REMARK, value=value),
        blocks.button("It belongs elsewhere", CALL_MISPLACED, value=value),
    )
    return Message(said, (blocks.section(said), buttons))


def counted_as(question_id: int, message: str, sentence: str) -> Message:
    value = f"{question_id}:{message}"
    back = blocks.actions(blocks.button("It is the answer", CALL_ANSWER, value=value))
    return Message(sentence, (blocks.section(sentence), back))


def read_value(value: str) -> tuple[int, str]:
    question_id, _, rest = value.partition(":")
    return int(question_id), rest


def offer(text: str, answered: tuple[Sequence[str], Sequence[Block]] = ((), ())) -> Message:
    """To whoever wrote to the bot: nothing is passed on before they say where. `answered`: what may answer it already,
    in words and in blocks."""
    said = "Shall this go to the CTO? Nothing was passed on yet."
    found, shown = answered
    put = blocks.actions(blocks.button("Ask the CTO", PUT, value=COMPARED if found else None))
    body = (blocks.section(said), blocks.words(text, quote=True), *shown, put)
    return Message("\n".join([said, escape(text), *found]), body)


def offered_text(message: Any) -> str:
    """The words that `offer` quoted, as they were typed."""
    for block in message.get("blocks", ()):
        if block["type"] == "rich_text":
            leaves = block["elements"][0]["elements"]
            return "".join(str(leaf.get("text") or leaf.get("url") or "") for leaf in leaves)
    return ""


def spoken_answer(by: str, text: str) -> Message:
    """In the thread: an answer that was written in the form."""
    heading = f"*{by} answers*"
    return Message(f"{heading}\n{escape(text)}", (blocks.section(heading), blocks.words(text)))


def relayed(by: str, text: str, edited: bool = False) -> Message:
    """In the thread of the other side of a private question."""
    who = f"*{by}* (edited)" if edited else f"*{by}*"
    return Message(f"{who}: {escape(text)}", (blocks.context(who), *_whole(text)))


def _whole(text: str) -> list[Block]:
    """However long it is: nothing leads from there to the rest."""
    return [blocks.words(part) for part in pieces(text, 3000)] or [blocks.words(text)]


def relayed_no_more() -> Message:
    """In its place, once whoever wrote it deleted it."""
    said = "What stood here was deleted by whoever wrote it."
    return Message(said, (blocks.context(said),))


def taken_back() -> Message:
    """In its place, once whoever wrote it took their question back."""
    said = "What stood here was taken back by whoever wrote it."
    return Message(said, (blocks.context(said),))


def was_no_answer(*, another_stands: bool = False) -> Message:
    """In place of an answer that was told where others asked the same, once whoever gave it says that it was none."""
    now = "Another answer stands." if another_stands else "The question is open."
    said = f"What stood here was no answer, says whoever wrote it. {now}"
    return Message(said, (blocks.context(said),))


def asked_back(by: str, text: str) -> Message:
    heading = f"*{by} asks back*"
    return Message(f"{heading}\n{escape(text)}", (blocks.section(heading), blocks.words(text)))


def asked_back_to_you(link: str, text: str) -> Message:
    """`text` is empty where it was asked in the thread before words were kept."""
    heading = f"There is a question back to you about {link}"
    last = "Answer in its thread, and the clock runs again at once."
    asked = (blocks.words(text),) if text else ()
    told = "\n".join(filter(None, (heading, escape(text), last)))
    return Message(told, (blocks.section(heading), *asked, blocks.context(last)))


def handed(question_id: int, link: str, by: str, text: str, is_private: bool = False) -> Message:
    """To whoever is asked to take a question over; of a private one they read no thread that everybody reads."""
    heading = f"{by} asks you to answer this for the CTO's office: {link}"
    value = str(question_id)
    buttons = blocks.actions(
        blocks.button("I take it", ACCEPT, value=value, style="primary"),
        blocks.button("Pass it on", PASS_ON, value=value),
    )
    last = "Whoever asked keeps waiting on the same clock. A reply in the thread answers it."
    if is_private:
        last += " *More* on its card shows what was said so far."
    body = (blocks.section(heading), blocks.words(text, quote=True), buttons, blocks.context(last))
    return Message(f"{heading}\n{escape(text)}\n{last}", body)


def handed_no_more(link: str, sentence: str) -> Message:
    said = f"{link}\n{sentence}"
    return Message(said, (blocks.section(said),))


def shared_answer(link: str, answer: str | None) -> Message:
    """In the thread of what was joined. `link` as markup."""
    heading = f"*Answered* {link}".rstrip()
    if not answer:
        return decided(heading)
    return Message(f"{heading}\n{escape(answer)}", (blocks.section(heading), *_whole(answer)))


def decided(sentence: str) -> Message:
    """In the thread: what was decided, by whom, and what happens next. Markup."""
    return Message(sentence, (blocks.section(sentence),))


def made_private() -> Message:
    """In place of a card that everybody could read."""
    said = "This question goes on in private."
    return Message(said, (blocks.context(said),))


def went_on() -> Message:
    """In place of a private card whose reader has no part in it any more."""
    said = "This private question went on with somebody else. Nothing more of it is shown here."
    return Message(said, (blocks.context(said),))


def reached_nobody() -> Message:
    """To whoever writes below such a card all the same."""
    return Message("This went on with somebody else, so what you wrote here reached nobody.")


def file_reached_nobody() -> Message:
    """To whoever sends only a file below the card of a private question: it is shown to nobody who reads another."""
    return Message(
        "A file alone reaches nobody here, and counts as no reply: the others read cards of their own. Write in words, "
        "in a message of its own, what it shows or where they find it."
    )


def file_went_no_further() -> Message:
    """To whoever sends one beside words there."""
    return Message(
        "Your words went on to the others, and the file did not: they read cards of their own. Say in words what it "
        "shows or where they find it."
    )


def restored(thread: str) -> Message:
    """Below a card that was put back."""
    return Message(f"This card was deleted and is put back. What was said so far stands <{thread}|in its old thread>.")


def added(text: str) -> Message:
    """In the thread: what whoever asked anonymously adds."""
    heading = "*Whoever asked adds*"
    return Message(f"{heading}\n{escape(text)}", (blocks.section(heading), blocks.words(text)))


def context_added(by: str, text: str) -> Message:
    """In the thread, in the name of whoever added it."""
    heading = f"*{by} adds*"
    return Message(f"{heading}\n{escape(text)}", (blocks.section(heading), blocks.words(text)))


def edited_after_answer(link: str) -> Message:
    return Message(
        f"The question was edited after you answered it. No clock moved. Does the answer still hold?\n{link}"
    )


# In one sentence


def done(sentence: str) -> Message:
    """To whoever clicked on a card: what came of it."""
    return Message(sentence)


def taken_back_as_answered(link: str) -> Message:
    return Message(sentences.taken_back_as_answered(link))


def not_for_guests() -> Message:
    return Message(sentences.NOT_FOR_GUESTS)


def no_question(fault: str) -> Message:
    """To whoever wrote to the bot what cannot be asked."""
    return Message(fault)

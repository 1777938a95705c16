"""Monday's post as everybody sees it: exactly what the preview shows."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from bot.focus.content import Closing, Content, Fate, Item
from bot.focus.rules import Week
from bot.slack import blocks
from bot.slack.messages import Message
from bot.slack.text import escape, one_line

Block = dict[str, Any]

#: Buttons under the post → their action ids, which the practice of questions answers.
VOICES = {"Ask": "questions.ask", "Challenge": "questions.challenge", "Tell me": "questions.tell"}
#: About a phone's screen; what is longer leaves the looking back for the thread.
SCREEN_LINES, LINE_CHARACTERS = 34, 44
ORDINALS = ("", "First", "Second", "Third", "Fourth", "Fifth", "Sixth", "Seventh", "Eighth", "Ninth", "Tenth")


@dataclass(frozen=True)
class PostFacts:
    """What stands in the post besides the CTO's words. `day` is the local date it goes out; names are markup."""

    week: Week
    day: date
    author: str
    title: str
    approved_by_other: str | None = None
    late_since: str | None = None
    edited: str | None = None
    #: Where the author replied in the thread, as markup.
    answered: str | None = None
    #: Sentences of other practices, as markup.
    figures: Sequence[str] = ()
    #: Buttons that explain them.
    explained: Sequence[Block] = ()
    #: Whether people can ask with a button: not where nobody would take the question.
    voices: bool = True


@dataclass(frozen=True)
class Post:
    """The message in the channel, and what is too long for one screen, for its thread."""

    message: Message
    rest: Message | None = None
    #: Whether figures of other practices stand in it.
    counts: bool = False

    @property
    def as_one(self) -> Message:
        """Both below each other, for whoever looks at it outside the channel."""
        if not self.rest:
            return self.message
        thread = (blocks.context("In its thread:"), *self.rest.blocks)
        return Message(f"{self.message.text}\nIn its thread:\n{self.rest.text}", (*self.message.blocks, *thread))


@dataclass(frozen=True)
class Part:
    """One paragraph of the post: what is bold in it, and the rest, as markup."""

    lead: str
    body: str
    between: str = " "

    @property
    def markup(self) -> str:
        return f"*{self.lead}*{self.between}{self.body}"

    @property
    def plain(self) -> str:
        return f"{self.lead}{self.between}{self.body}"

    @property
    def lines(self) -> int:
        return sum(1 + len(line) // LINE_CHARACTERS for line in self.plain.split("\n"))


def post(facts: PostFacts, content: Content) -> Post:
    ahead, back = list(_looking_ahead(content)), list(_looking_back(facts, content))
    if back and sum(part.lines for part in (*ahead, *back)) > SCREEN_LINES:
        return Post(_message(facts, ahead, IN_THREAD), _rest(back), bool(facts.figures))
    return Post(_message(facts, [*ahead, *back]), counts=bool(facts.figures))


IN_THREAD = "What became of last week, and of what you said: in the thread."


def _rest(back: Sequence[Part]) -> Message:
    return Message("\n".join(part.plain for part in back), tuple(blocks.section(part.markup) for part in back))


def _message(facts: PostFacts, parts: Sequence[Part], note: str | None = None) -> Message:
    small = [*filter(None, [note]), *facts.figures, *filter(None, [facts.answered])]
    lines = [f"{heading(facts)}. {_signature(facts)}", *(part.plain for part in parts), *small]
    body = [
        blocks.header(heading(facts)),
        blocks.context(_signature(facts)),
        *(blocks.section(part.markup) for part in parts),
        *(blocks.context(line) for line in small),
        *([blocks.actions(*buttons, block_id="voices")] if (buttons := _buttons(facts)) else []),
    ]
    return Message("\n".join(lines), tuple(body))


def copy(message: Message, where: str) -> Message:
    """For another channel: the same words, and where they are discussed."""
    top = [block for block in message.blocks if block["type"] != "actions"]
    discussed = f"Discussed in {where}."
    return Message(f"{message.text}\n{discussed}", (*top, blocks.context(discussed), *message.blocks[len(top) :]))


def _buttons(facts: PostFacts) -> list[Block]:
    voices = VOICES.items() if facts.voices else ()
    return [*(blocks.button(label, action, value=str(facts.week)) for label, action in voices), *facts.explained]


def heading(facts: PostFacts) -> str:
    return f"Week {facts.week.number}, {facts.day.day} {facts.day:%B}"


def _signature(facts: PostFacts) -> str:
    lines = [f"{facts.author}, {escape(facts.title)}"]
    if facts.approved_by_other:
        lines.append(f"approved for {facts.author} by {facts.approved_by_other}")
    if facts.late_since:
        lines.append(f"late: due {facts.late_since}")
    if facts.edited:
        lines.append(f"edited {facts.edited}")
    return " · ".join(lines)


# The paragraphs


def _looking_ahead(content: Content) -> Iterator[Part]:
    for number, item in enumerate(content.items, start=1):
        yield Part(f"{number}  {escape(one_line(item.what))}", f"Why now: {escape(item.why)}{_carried(item)}", "\n")
    if content.not_this_week:
        yield Part("Not this week:", escape(content.not_this_week))
    if content.would_like_to_hear:
        yield Part("I would like to hear:", escape(content.would_like_to_hear))
    if content.cannot_talk:
        yield Part("I cannot talk about this yet:", escape(content.cannot_talk) + _looks_again(content.look_again))


def _carried(item: Item) -> str:
    return f"\n{ordinal(item.weeks)} week." if item.weeks > 1 else ""


def _looks_again(day: date | None) -> str:
    return f"\nI look at it again on {day.day} {day:%B}." if day else ""


def ordinal(weeks: int) -> str:
    return ORDINALS[weeks] if weeks < len(ORDINALS) else f"{weeks}th"


def _looking_back(facts: PostFacts, content: Content) -> Iterator[Part]:
    if content.closings:
        lines = [_closing(content, closing) for closing in content.closings]
        yield Part(_when_said(facts.week, content.closes), "\n".join(lines), "\n")
    if content.you_said:
        yield Part("You said, I did:", escape(content.you_said))


def _when_said(week: Week, closes: str) -> str:
    said = Week.read(closes)
    is_last = (week.monday() - said.monday()).days == 7
    return "Last week I said" if is_last else f"In week {said.number} I said"


def _closing(content: Content, closing: Closing) -> str:
    what = escape(one_line(closing.what))
    back = f"back in item {at}" if (at := _position(content, closing.what)) else ""
    words = ", ".join(filter(None, [escape(one_line(closing.words)), back]))
    match closing.fate:
        case Fate.DONE:
            return f"✓ {what}: {words or 'done'}"
        case Fate.MOVED:
            return f"→ {what}: {words or 'moved forward'}"
        case Fate.DROPPED:
            return f"✕ {what}: dropped, {words}"
    return f"○ {what}: {words or 'no word yet'}"


def _position(content: Content, what: str) -> int | None:
    """Which item of this week goes on with one of last week."""
    numbers = (at for at, item in enumerate(content.items, start=1) if item.weeks > 1 and item.what == what)
    return next(numbers, None)

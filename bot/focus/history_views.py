"""What is found of past weeks, and what is said where nothing is."""

from collections.abc import Sequence

from bot.focus import sentences
from bot.focus.rules import Week
from bot.slack import blocks
from bot.slack.blocks import Block, Modal
from bot.slack.messages import Message


def listing(heading: str, lines: Sequence[str], hint: str) -> Message:
    """`lines`: one for each post, as markup."""
    body = [blocks.section(f"*{heading}*"), blocks.section("\n".join(lines))]
    if hint:
        body.append(blocks.context(hint))
    return Message("\n".join([heading, *lines, *filter(None, [hint])]), tuple(body))


def with_notes(shown: Message, notes: Sequence[str], behind: Sequence[Block] = ()) -> Message:
    """A post, with what came of it above its buttons, and buttons more that say what the notes count."""
    *top, buttons = shown.blocks
    return Message(
        "\n".join([shown.text, *notes]),
        (*top, blocks.context(*notes), {**buttons, "elements": [*buttons["elements"], *behind]}),
    )


def reading(shown: Sequence[Block]) -> Modal:
    """The post as everybody will see it: without its buttons, which would act on what is not out."""
    still = [block for block in shown if block["type"] != "actions"]
    return blocks.modal("Monday's post", still, close="Close")


def no_such_week(typed: str) -> Message:
    """`typed`: as markup."""
    return Message(sentences.no_such_week(typed))


def no_post_of(week: Week) -> Message:
    return Message(sentences.no_post_of(week))


def none_yet() -> Message:
    return Message(sentences.NONE_LISTED)


def none_says(said: str) -> Message:
    """`said`: as markup."""
    return Message(sentences.none_says(said))


def silence(cto: str, next_post: str) -> Message:
    """In the channel, where a week passes without a post."""
    return Message(sentences.no_post(cto, next_post))


def nothing_posted_yet(next_post: str) -> Message:
    return Message(sentences.no_post_yet(next_post))


def rest_moved() -> Message:
    """In the thread, where what stood there fits into the post again."""
    return Message(sentences.REST_MOVED)


def away(when: str, consequence: str) -> Message:
    return Message(f"Away {when}: saved. {consequence}")

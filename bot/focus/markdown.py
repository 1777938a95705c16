"""Posts as Markdown, for a wiki, a mail, an archive. People's words stay letters."""

from collections.abc import Callable, Iterator, Sequence

from bot.focus.content import Closing, Content, Fate, Item
from bot.focus.history import Past
from bot.focus.post import ordinal
from bot.focus.thread import in_words
from bot.slack.unmarked import line, lines

NOTHING = "No post went out in this time."


def document(title: str, found: Sequence[Past], name_of: Callable[[str], str]) -> str:
    """Newest first. `name_of`: a person's name, as written."""
    parts = [f"# {line(title)}", *("\n\n".join(_post(past, name_of(past.author))) for past in found[::-1])]
    return "\n\n".join(parts if found else [parts[0], NOTHING]) + "\n"


def _post(past: Past, author: str) -> Iterator[str]:
    yield f"## Week {past.week.number}, {past.week.year}"
    said = [f"posted {past.posted_at:%Y-%m-%d %H:%M} UTC", *(["late"] if past.late else [])]
    said += [*(["edited"] if past.edited else []), *([f"[in Slack]({past.link})"] if past.link else [])]
    yield f"{line(author)} · {' · '.join(said)}"
    yield "\n".join(_item(number, item) for number, item in enumerate(past.content.items, start=1))
    yield from _rest(past.content)
    if past.answers:
        yield "\n".join(["In the thread:", "", *(f"> {line(answer)}" for answer in past.answers)])
    if words := in_words(past.engagement):
        yield f"_{words}_"


def _item(number: int, item: Item) -> str:
    carried = f" _({ordinal(item.weeks).lower()} week)_" if item.weeks > 1 else ""
    return f"{number}. **{line(item.what)}**{carried}  \n   {line(item.why)}"


def _rest(content: Content) -> Iterator[str]:
    if content.not_this_week:
        yield f"**Not this week:** {lines(content.not_this_week)}"
    if content.would_like_to_hear:
        yield f"**I would like to hear:** {lines(content.would_like_to_hear)}"
    if content.cannot_talk:
        again = f" I look at it again on {content.look_again}." if content.look_again else ""
        yield f"**I cannot talk about this yet:** {lines(content.cannot_talk)}{again}"
    if content.closings:
        closings = [_closing(closing) for closing in content.closings]
        yield "\n".join([f"**What became of {content.closes}:**", "", *closings])
    if content.you_said:
        yield f"**You said, I did:** {lines(content.you_said)}"


_FATES = {Fate.DONE: "done", Fate.MOVED: "moved forward", Fate.DROPPED: "dropped", None: "no word yet"}


def _closing(closing: Closing) -> str:
    words = f": {line(closing.words)}" if closing.words else ""
    return f"- {line(closing.what)}, {_FATES[closing.fate]}{words}"

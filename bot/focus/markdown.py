"""Posts as Markdown, for a wiki, a mail, an archive. People's words stay letters."""

import re
from collections.abc import Callable, Iterator, Sequence

from bot.focus.content import Closing, Content, Fate, Item
from bot.focus.history import Past
from bot.focus.post import ordinal
from bot.focus.thread import in_words
from bot.slack.text import clean, one_line

#: What Markdown or the HTML that it lets through would take for more than a letter.
_MEANING = re.compile(r"([\\`*_{}\[\]<>#|~!&])|^(\s*)([-+=]|\d+[.)])", re.MULTILINE)
NOTHING = "No post went out in this time."


def document(title: str, found: Sequence[Past], name_of: Callable[[str], str]) -> str:
    """Newest first. `name_of`: a person's name, as written."""
    parts = [f"# {letters(title)}", *("\n\n".join(_post(past, name_of(past.author))) for past in found[::-1])]
    return "\n\n".join(parts if found else [parts[0], NOTHING]) + "\n"


def letters(text: str) -> str:
    """As typed: every line stays a line, and no character means anything."""
    safe = _MEANING.sub(lambda found: f"\\{found[1]}" if found[1] else f"{found[2]}\\{found[3]}", clean(text))
    return "  \n".join(safe.split("\n"))


def _post(past: Past, author: str) -> Iterator[str]:
    yield f"## Week {past.week.number}, {past.week.year}"
    said = [f"posted {past.posted_at:%Y-%m-%d %H:%M} UTC", *(["late"] if past.late else [])]
    said += [*(["edited"] if past.edited else []), *([f"[in Slack]({past.link})"] if past.link else [])]
    yield f"{letters(author)} · {' · '.join(said)}"
    yield "\n".join(_item(number, item) for number, item in enumerate(past.content.items, start=1))
    yield from _rest(past.content)
    if past.answers:
        yield "\n".join(["In the thread:", "", *(f"> {letters(one_line(answer))}" for answer in past.answers)])
    if words := in_words(past.engagement):
        yield f"_{words}_"


def _item(number: int, item: Item) -> str:
    carried = f" _({ordinal(item.weeks).lower()} week)_" if item.weeks > 1 else ""
    return f"{number}. **{letters(one_line(item.what))}**{carried}  \n   {letters(one_line(item.why))}"


def _rest(content: Content) -> Iterator[str]:
    if content.not_this_week:
        yield f"**Not this week:** {letters(content.not_this_week)}"
    if content.would_like_to_hear:
        yield f"**I would like to hear:** {letters(content.would_like_to_hear)}"
    if content.cannot_talk:
        again = f" I look at it again on {content.look_again}." if content.look_again else ""
        yield f"**I cannot talk about this yet:** {letters(content.cannot_talk)}{again}"
    if content.closings:
        lines = [_closing(closing) for closing in content.closings]
        yield "\n".join([f"**What became of {content.closes}:**", "", *lines])
    if content.you_said:
        yield f"**You said, I did:** {letters(content.you_said)}"


_FATES = {Fate.DONE: "done", Fate.MOVED: "moved forward", Fate.DROPPED: "dropped", None: "no word yet"}


def _closing(closing: Closing) -> str:
    words = f": {letters(one_line(closing.words))}" if closing.words else ""
    return f"- {letters(one_line(closing.what))}, {_FATES[closing.fate]}{words}"

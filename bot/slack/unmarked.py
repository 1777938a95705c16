"""People's words in a Markdown file: as typed, and no character means anything."""

import re

from bot.slack.text import clean, one_line

#: What Markdown, or the HTML that it lets through, would take for more than a letter.
_SIGNS = re.compile(r"[\\`*_{}\[\]<>#|~!&]")
#: What a line begins with that makes it a list, a rule, a quote, code, or a heading of its own or of the line above.
_BEGINNING = re.compile(
    r"(\d{1,9}(?=[.)](?:\s|$)))?([.)+*-](?=\s|$)|-(?=-*$)|=(?==*$)|>|#{1,6}(?=\s|$)|`{3}|~{3}|\*(?=[*\s]*$)|_(?=[_\s]*$))"
)


def line(text: str) -> str:
    """All of it on one."""
    return begun(_SIGNS.sub(lambda found: f"\\{found[0]}", one_line(text)))


def begun(line: str) -> str:
    """One of Markdown, that nothing else than words begins with."""
    found = _BEGINNING.match(line)
    return f"{found[1] or ''}\\{line[found.start(2) :]}" if found else line


def lines(text: str) -> str:
    """Each on its own, as long as it says something: an empty one would end what they stand in."""
    return "  \n".join(line(one) for one in clean(text).split("\n") if one.strip())

"""What is not the writer's own prose: code, quotes, addresses, log lines, the template's words."""

import re
from collections.abc import Iterable

#: Stands for a masked character within a line; a masked word is still a word, so the sentence around it keeps its form.
MASK = "_"

_WHOLE_LINES = re.compile(
    r"""^(?:
        [ \t]*(?:>|&gt;).*  # a block quote
      | \#{1,6}[ \t].*  # a heading: the template's, or a title
      | \d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d\S*[ ]+[\[(]?(?:[A-Z]{4,8}\b|[a-z_.-]+[\[:=]).*  # a log line with its time
      | [\[(]?(?:TRACE|DEBUG|INFO|NOTICE|WARN|WARNING|ERROR|FATAL|CRITICAL)[\])]?[ ]*[:|\[\d].*  # … or its level
      | [A-Z][a-z]{2}[ ]+\d{1,2}[ ]\d\d:\d\d:\d\d[ ]\S+[ ].*  # syslog
      | [ \t]+at[ ][\w.$<>]+\(.*  # a stack trace
      | Traceback[ ]\(.*
      | [ \t]+File[ ]".*
      | .*?\b[\w.]+=\S+[ ,]+[\w.]+=\S+[ ,]+[\w.]+=\S+.*  # key=value key=value key=value
    )$""",
    re.MULTILINE | re.VERBOSE,
)
_SPANS = re.compile(
    r"""
        ```.*?(?:```|\Z) | ~~~.*?(?:~~~|\Z)              # fenced code
      | ``[^\n]+?`` | `[^`\n]+`                          # code in a line
      | <!--.*?-->                                       # comments
      | <?\b(?:https?|ftp|ssh|file)://[^\s>)]+           # addresses
      | \bwww\.[^\s>)]+
      | \b[\w.+-]+@[\w-]+\.[\w.-]+                       # mail
      | "[^"\n]{1,300}"                                  # quotes
      | (?<![\w"])'[^'\n]{2,200}'(?!\w)
      | «[^»\n]{1,300}»
      | (?<!\w)[\w-]*(?:/[\w.-]+){2,}                    # paths
      | (?<![\w@<])\w+(?:(?:::|\.|_)\w+)+(?:\(\))?       # dotted and snake_case names
      | \b[a-z]+[A-Z]\w*\b | \b(?:[A-Z][a-z0-9]+){2,}\b  # camelCase
    """,
    re.DOTALL | re.VERBOSE,
)


def masked(text: str, template: Iterable[str] = ()) -> str:
    """`text` at the same length, where only the writer's own words are left. A line of the `template` stands alone."""
    text = _SPANS.sub(_blank, text)
    text = _WHOLE_LINES.sub(_blank, text)
    for words in template:
        text = re.sub(rf"(?m)^([\s*_]*){re.escape(words)}(?=[\s*_:.?]*$)", _blank, text)
    return text


def _blank(found: re.Match[str]) -> str:
    return _blanked(found[0])


def _blanked(words: str) -> str:
    return re.sub(r"\S", MASK, words)

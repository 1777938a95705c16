"""Where a sentence that a person reads may stand in the source, and what is one."""

import ast
import re
from collections.abc import Iterator

from tests.architecture import imports

#: Where people meet the bot.
PRACTICES = ("focus", "questions", "commitments", "reports", "operating", "slack", "access", "config", "directory")
#: What holds a practice's words, and nothing else that a person would read about.
WORDS = re.compile(r"(^|/)(sentences|refusals|window_notes|remedies|notices|checklist|access|\w+_text)\.py$")
#: What draws a message, window, Home or document. A view without such a name imports what views are made of.
SHOWS = re.compile(r"(^|/)(views|\w+_views|home|help|markdown|exports|\w+_picture|\w+_chart)\.py$")
BRICKS = {"bot.slack.blocks", "bot.slack.elements", "bot.slack.messages"}
#: It begins as a sentence does, or ends as one.
_WHOLE = re.compile(r"\W*[A-Z].*|.*[.?]\W*", re.DOTALL)
#: What no name of a thing has.
_RUNNING = re.compile(r"[a-z…”’]+,? [a-z“…]+")
_PATTERN = re.compile(r"\(\?|\\|^SELECT ")
#: What operators find in the log, where somebody made a mistake; and a line of a file.
NO_SENTENCES = frozenset(
    {"Slack takes no empty file", "Slack named an address to upload to that is not its own", "Time zone: …"}
)
#: Told where the program is started: what in a file of the operators' own cannot be read.
AT_START = frozenset({"CannotStart", "_Fault"})


def practice(path: str) -> str:
    return path.partition("/")[0].removesuffix(".py")


def out_of_place(path: str, source: str) -> list[str]:
    """In services, rules and doors all; in views those that refuse."""
    if practice(path) not in PRACTICES or WORDS.search(path):
        return []
    tree = ast.parse(source)
    nodes = _refusals(tree) if _is_view(path, tree) else [tree]
    said = (text for node in nodes for text in texts(node, AT_START))
    return [text for text in said if is_sentence(text) and text not in NO_SENTENCES]


def is_sentence(text: str) -> bool:
    if len(text.split()) < 3 or _PATTERN.search(text):
        return False
    return bool(_WHOLE.fullmatch(text) and _RUNNING.search(text))


def _is_view(path: str, tree: ast.AST) -> bool:
    imported = set(imports(tree))
    loads = {name.rpartition(".")[2] for name in imported} & {"Session", "Work"}
    return bool(SHOWS.search(path) or (imported & BRICKS and not loads))


def _refusals(tree: ast.AST) -> list[ast.AST]:
    """Where an error is raised, or says what it says."""
    return [node for node in ast.walk(tree) if isinstance(node, ast.Raise) or _is_error(node)]


def _is_error(node: ast.AST) -> bool:
    return isinstance(node, ast.ClassDef) and any(
        ast.unparse(base).endswith(("Error", "Errors", "NotAllowed")) for base in node.bases
    )


def texts(node: ast.AST, but: frozenset[str] = frozenset()) -> Iterator[str]:
    """All strings in it, but for docstrings, what assertions say, and these errors."""
    match node:
        case ast.Assert() | ast.Expr(value=ast.Constant()):
            return
        case ast.Raise(exc=ast.Call(func=ast.Name(id=name))) if name in but:
            return
        case ast.JoinedStr() | ast.Constant(value=str()):
            yield read_out(node)
            return
    for child in ast.iter_child_nodes(node):
        yield from texts(child, but)


def read_out(node: ast.AST) -> str:
    match node:
        case ast.JoinedStr(values=values):
            return "".join(map(read_out, values))
        case ast.Constant(value=str(text)):
            return text
        case ast.FormattedValue(value=ast.IfExp(body=body, orelse=other)):
            return f"({read_out(body)}|{read_out(other)})"
    return "…"

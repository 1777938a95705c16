"""Sentences as the source holds them: where they may stand, and `docs/sentences.md`, which lists those of no view.

`python -m tests.gallery.sentences` writes it. What varies in a sentence is `…`; of two ways to end it both are shown.
"""

import ast
import re
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

import bot
from tests.architecture import Sources, imports, read
from tests.gallery.page import DOCS, PRACTICES

ROOT = Path(bot.__file__).parent
PAGE = DOCS / "sentences.md"
TOP = """# Every sentence that no view shows

What is answered, refused, or said beside a field, as the code holds it: `…` is what varies, and `(this|that)` is one
or the other. `make sentences` writes this page and a test compares it, so that a change of wording is seen in review.
Messages and modals stand in [the gallery](gallery.md).
"""
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


def of_the_code() -> dict[str, str]:
    return {path: source for path, source in read(ROOT).items() if practice(path) in (*PRACTICES, "access")}


def of_all() -> dict[str, str]:
    """Without Slack's own words, and those of the demo's invented people."""
    elsewhere = ("sandbox/", "cli/scenes/")
    return {path: source for path, source in read(ROOT).items() if not path.startswith(elsewhere)}


def practice(path: str) -> str:
    return path.partition("/")[0].removesuffix(".py")


def out_of_place(path: str, source: str) -> list[str]:
    """In services, rules and doors all; in views those that refuse."""
    if WORDS.search(path):
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


def everywhere(sources: Sources) -> Iterator[tuple[str, str]]:
    """Path and text of each sentence, in whatever module of words, view, service or rule it stands."""
    for path, source in sources.items():
        yield from ((path, text) for text in texts(ast.parse(source)) if is_sentence(text))


def said(sources: Sources) -> Iterator[tuple[str, str, str]]:
    """Path, name and text of whatever has two words or more in a module of words."""
    for path, source in sources.items():
        if WORDS.search(path):
            for node in ast.parse(source).body:
                yield from ((path, _name(node), text) for text in texts(node) if re.search(r"\w\W*\s\W*\w", text))


def _name(node: ast.stmt) -> str:
    match node:
        case ast.FunctionDef(name=name) | ast.ClassDef(name=name):
            return name
        case ast.Assign(targets=[ast.Name(id=name)]) | ast.AnnAssign(target=ast.Name(id=name)):
            return name
    return ""


def written() -> str:
    parts = [TOP]
    ordered = sorted(said(of_the_code()), key=lambda one: list({**PRACTICES, "access": ""}).index(practice(one[0])))
    for name, group in groupby(ordered, lambda one: practice(one[0])):
        parts += [f"## {PRACTICES.get(name, 'Who may')}\n", *(_line(*one[1:]) for one in group), ""]
    return "\n".join(parts)


def _line(name: str, text: str) -> str:
    return f"- `{name}` " + re.sub(r"([*_<>])", r"\\\1", " ".join(text.split()))


def main() -> None:
    PAGE.write_text(written(), encoding="utf-8")


if __name__ == "__main__":
    main()

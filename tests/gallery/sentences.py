"""Sentences as the source holds them: where they may stand, and `docs/sentences.md`, which lists those of no view.

`python -m tests.gallery.sentences` writes it. What varies in a sentence is `…`; of two ways to end it both are shown.
"""

import ast
import re
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

import bot
from tests.architecture import Sources, read
from tests.gallery.page import DOCS, PRACTICES
from tests.wording import WORDS, is_sentence, practice, texts

ROOT = Path(bot.__file__).parent
PAGE = DOCS / "sentences.md"
GROUPS = {**PRACTICES, "access": "Who may", "config_text": "What is wrong with a setting"}
TOP = """# Every sentence that no view shows

What is answered, refused, or said beside a field, as the code holds it: `…` is what varies, and `(this|that)` is one
or the other. `make sentences` writes this page and a test compares it, so that a change of wording is seen in review.
Messages and modals stand in [the gallery](gallery.md).
"""


def of_the_code() -> dict[str, str]:
    return {
        path: source for path, source in read(ROOT).items() if practice(path) in (*PRACTICES, "access", "config_text")
    }


def of_all() -> dict[str, str]:
    """Without Slack's own words, and those of the demo's invented people."""
    elsewhere = ("sandbox/", "cli/scenes/")
    return {path: source for path, source in read(ROOT).items() if not path.startswith(elsewhere)}


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
    ordered = sorted(said(of_the_code()), key=lambda one: list(GROUPS).index(practice(one[0])))
    for name, group in groupby(ordered, lambda one: practice(one[0])):
        parts += [f"## {GROUPS[name]}\n", *(_line(*one[1:]) for one in group), ""]
    return "\n".join(parts)


def _line(name: str, text: str) -> str:
    return f"- `{name}` " + re.sub(r"([*_<>])", r"\\\1", " ".join(text.split()))


def main() -> None:
    PAGE.write_text(written(), encoding="utf-8")


if __name__ == "__main__":
    main()

"""`docs/gallery.md`: every message and modal in words, with its picture. `python -m tests.gallery.page` writes it."""

from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

from tests.gallery import views, words
from tests.gallery.views import Shown

DOCS = Path(__file__).parent.parent.parent / "docs"
PAGE = DOCS / "gallery.md"
PICTURES = DOCS / "gallery"

TOP = """# Every message and modal

What people see, with the values of an invented organisation. `make gallery` writes this page and draws its pictures in
the sandbox's window; a test compares the words here with those of the code, so that a change of wording is seen in
review. In words: `[x]` is a button, `____` an empty field, indented lines are small print.
"""
PRACTICES = {
    "focus": "Focus",
    "questions": "Questions",
    "commitments": "Commitments",
    "reports": "Reports",
    "operating": "Set-up, help and status",
    "slack": "What went wrong",
}


def written() -> str:
    shown = sorted(views.everything(), key=lambda one: list(PRACTICES).index(practice(one)))
    parts = [TOP]
    for name, group in groupby(shown, practice):
        parts += [f"## {PRACTICES[name]}\n", *(_entry(one) for one in group)]
    return "\n".join(parts)


def practice(one: Shown) -> str:
    return one.name.partition(".")[0]


def _entry(one: Shown) -> str:
    return "\n".join([f"### {one.name}\n", *_picture(one), "```", *_within(one), "```", ""])


def _within(one: Shown) -> Iterator[str]:
    yield from (line.replace("```", "'''").rstrip() for line in words.lines(one.payload))


def _picture(one: Shown) -> Iterator[str]:
    if file(one).exists():
        yield f"![{one.name}](gallery/{file(one).name})\n"


def file(one: Shown) -> Path:
    return PICTURES / f"{one.name.replace(' ', '-').replace(',', '')}.webp"


def main() -> None:
    PAGE.write_text(written(), encoding="utf-8")


if __name__ == "__main__":
    main()

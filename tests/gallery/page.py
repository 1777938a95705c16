"""`docs/gallery.md`: every message and modal in words, with its picture. `python -m tests.gallery.page` writes it.

`docs/gallery/drawn.json` holds of each picture a digest of what it was drawn from, so that an old one is known as such.
"""

import hashlib
import json
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

from tests.gallery import views, words
from tests.gallery.views import Shown

DOCS = Path(__file__).parent.parent.parent / "docs"
PAGE = DOCS / "gallery.md"
PICTURES = DOCS / "gallery"
DRAWN = PICTURES / "drawn.json"

TOP = """# Every message and modal

What people see, with the values of an invented organisation. `make gallery` writes this page and draws its pictures in
the sandbox's window; a test compares the words here with those of the code, and what each picture was drawn from, so
that a change is seen in review. In words: `[x]` is a button, `____` an empty field, indented lines are small print.
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


def digest(one: Shown) -> str:
    told = json.dumps(one.payload, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(told.encode()).hexdigest()[:12]


def drawn() -> dict[str, str]:
    """Picture → what it was drawn from."""
    found: dict[str, str] = json.loads(DRAWN.read_text("utf-8")) if DRAWN.exists() else {}
    return {name: of for name, of in found.items() if (PICTURES / name).exists()}


def note(pictures: dict[str, str]) -> None:
    DRAWN.write_text(json.dumps(pictures, indent=0, sort_keys=True) + "\n", encoding="utf-8")


def main() -> None:
    PAGE.write_text(written(), encoding="utf-8")


if __name__ == "__main__":
    main()

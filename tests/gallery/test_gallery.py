"""Every message and modal: Slack takes it, it speaks as the others do, and docs/gallery.md shows how it reads now."""

import re
from collections.abc import Iterator
from typing import Any

import pytest

from bot import prompts
from bot.resources import resource
from bot.slack.validation import problems
from tests.gallery import page, views
from tests.gallery.views import Shown

#: What nobody here says: it hurries, begs, belittles or apologises for the reader.
UNSAID = re.compile(
    r"\b(please|just|simply|easily|obviously|friendly|urgent|urgently|asap|kindly|oops|unfortunately|hurry|gentle)\b|!",
    re.IGNORECASE,
)
SHOWN = list(views.everything())


@pytest.mark.parametrize("shown", SHOWN, ids=lambda shown: shown.name)
def test_slack_takes_it(shown: Shown) -> None:
    assert problems(shown.payload) == []


@pytest.mark.parametrize("shown", SHOWN, ids=lambda shown: shown.name)
def test_it_speaks_plainly(shown: Shown) -> None:
    said = [(text, found[0]) for text in texts(shown.payload) if (found := UNSAID.search(without_markup(text)))]

    assert said == []


@pytest.mark.parametrize("name", sorted(file.stem for file in resource("prompts").glob("*.toml")))
def test_so_does_all_wording_that_can_be_reworded(name: str) -> None:
    said = {key: found[0] for key, text in prompts.load().of(name).items() if (found := UNSAID.search(text))}

    assert said == {}


def test_the_page_shows_how_everything_reads_now() -> None:
    assert page.PAGE.read_text(encoding="utf-8") == page.written(), "`make gallery` writes docs/gallery.md anew"


def test_every_picture_shows_how_it_looks_now() -> None:
    now = {page.file(shown).name: page.digest(shown) for shown in SHOWN}

    assert page.drawn() == now, "`make gallery` draws what changed anew"


def test_there_is_no_picture_of_what_is_gone() -> None:
    drawn = {file.name for file in page.PICTURES.glob("*.webp")}

    assert drawn - {page.file(shown).name for shown in SHOWN} == set(), "`make gallery` takes it away"


def test_the_pictures_are_light() -> None:
    assert sum(file.stat().st_size for file in page.PICTURES.glob("*")) < 3_000_000


def texts(node: Any) -> Iterator[str]:
    """What a person reads, and what a screen reader says."""
    if isinstance(node, dict):
        yield from (node[key] for key in ("text", "accessibility_label", "alt_text") if isinstance(node.get(key), str))
        yield from (text for value in node.values() for text in texts(value))
    elif isinstance(node, list | tuple):
        yield from (text for one in node for text in texts(one))


def without_markup(text: str) -> str:
    return re.sub(r"<![^>]*>", "", text)

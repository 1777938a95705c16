"""Every sentence stands where words do, speaks as the gallery does, and is seen in review when it changes."""

import re

import pytest

from tests.gallery import sentences
from tests.gallery.test_gallery import UNSAID, without_markup

SOURCES = sentences.of_the_code()
#: What operators read at the command line, too.
SPOKEN = sentences.of_all()
WHERE = "A sentence that a person reads stands in a view, sentences.py, refusals.py or a *_text.py of its practice."
#: So many words are read in one breath.
LONGEST_SENTENCE = 29


@pytest.mark.parametrize("practice", ["access", "focus", "questions", "commitments", "reports", "operating", "slack"])
def test_no_service_rule_or_door_holds_a_sentence(practice: str) -> None:
    mine = {path: source for path, source in SOURCES.items() if sentences.practice(path) == practice}
    found = {path: texts for path, source in mine.items() if (texts := sentences.out_of_place(path, source))}

    assert found == {}, WHERE


@pytest.mark.parametrize(
    ("path", "source", "found"),
    [
        ("focus/service.py", "raise NotYet('Nothing was posted yet.')", ["Nothing was posted yet."]),
        ("focus/rules.py", "def f(n): return f'At most {n} characters.'", ["At most … characters."]),
        ("focus/listeners.py", "def door(): return Say(notice('Write it first'))", ["Write it first"]),
        ("focus/writing.py", "class Late(BotError):\n  def f(self): g('It is too late')", ["It is too late"]),
        ("focus/x_views.py", "raise FieldErrors({'day': 'This day has passed.'})", ["This day has passed."]),
        ("focus/x_views.py", "x = blocks.section('Write the post first.')", []),
        ("focus/refusals.py", "NOT_YET = 'Write the post first.'", []),
        ("focus/service.py", "def f():\n  '''Raises NotYet, and what else there is.'''", []),
        ("focus/service.py", "assert x, 'The week has a post.'", []),
        ("focus/service.py", "x = re.compile(r'The (?:a|b) week is on\\b.')", []),
    ],
)
def test_a_sentence_out_of_place_is_found(path: str, source: str, found: list[str]) -> None:
    assert sentences.out_of_place(path, source) == found


def test_each_speaks_plainly() -> None:
    told = {text: UNSAID.search(without_markup(text)) for _, text in sentences.everywhere(SPOKEN)}

    assert {text: found[0] for text, found in told.items() if found} == {}


def test_none_is_out_of_breath() -> None:
    told = [one for _, text in sentences.everywhere(SPOKEN) for one in re.split(r"(?<=[.?])\s|\n|; |: ", text)]

    assert [one for one in told if len(one.split()) > LONGEST_SENTENCE] == []


def test_the_page_shows_how_each_reads_now() -> None:
    assert sentences.PAGE.read_text(encoding="utf-8") == sentences.written(), "`make sentences` writes it anew"

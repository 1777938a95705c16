"""Every sentence stands where words do, speaks as the gallery does, and is seen in review when it changes."""

import re

from tests.gallery import sentences
from tests.gallery.test_gallery import UNSAID, without_markup

#: What operators read at the command line, too.
SPOKEN = sentences.of_all()
#: So many words are read in one breath.
LONGEST_SENTENCE = 29


def test_each_speaks_plainly() -> None:
    told = {text: UNSAID.search(without_markup(text)) for _, text in sentences.everywhere(SPOKEN)}

    assert {text: found[0] for text, found in told.items() if found} == {}


def test_none_is_out_of_breath() -> None:
    told = [one for _, text in sentences.everywhere(SPOKEN) for one in re.split(r"(?<=[.?])\s|\n|; |: ", text)]

    assert [one for one in told if len(one.split()) > LONGEST_SENTENCE] == []


def test_the_page_shows_how_each_reads_now() -> None:
    assert sentences.PAGE.read_text(encoding="utf-8") == sentences.written(), "`make sentences` writes it anew"

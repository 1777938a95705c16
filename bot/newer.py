"""What only a newer version of cadence can read: old and new run side by side while an upgrade is under way."""

from collections.abc import Mapping
from enum import StrEnum
from functools import cache
from typing import TypeVar

import structlog

log = structlog.get_logger()

Word = TypeVar("Word", bound=StrEnum)


def known(words: type[Word], word: str) -> Word | None:
    """None for a word that this version does not know: its row is passed over, as if nobody had said it."""
    found = _by_word(words).get(word)
    if found is None:
        tell(words.__qualname__, word)
    return found


@cache
def _by_word(words: type[Word]) -> Mapping[str, Word]:
    return {str(one): one for one in words}


@cache
def tell(kind: str, word: str) -> None:
    """Once for each word: it is read again with every list."""
    log.warning("word.unknown", kind=kind, word=word)

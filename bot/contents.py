"""What a column can hold of people, said beside it: so that forgetting, exporting and emptying find all of it.

Each column that can hold text says so, as in `mapped_column(sa.String(32), info=PERSON)`; a test asks it of all tables.
"""

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import sqlalchemy as sa

from bot.storage import Model

#: What a reader finds where words were kept long enough.
EMPTIED = "text no longer kept"


class Holds(StrEnum):
    PERSON = "the id of one person"
    WORDS = "what people wrote"
    #: Not handed out, and not emptied before it is.
    UNSAID = "what people wrote and nobody was to read yet"
    TRACES = "what may name people: keys, messages, documents"
    #: A person is taken out of it, since only people may stand there.
    ROLES = "who may do what"
    FACTS = "states, weeks, zones: nothing of anybody"
    SECRET = "what is not handed out"
    #: Made of a person and kept for a day: nobody can tell whose it is, so forgetting one deletes all.
    FINGERPRINT = "what stands for a person for a day"


#: The row and the value → what is left of the value.
Emptying = Callable[[Mapping[str, Any], Any], Any]


@dataclass(frozen=True)
class Declared:
    holds: Holds
    #: The instant from which words are kept, of this table or `table.column` of the one it belongs to.
    since: str = ""
    #: A column that must be true, such as `closed`: what is going on keeps its words.
    when: str = ""
    emptied: Emptying | None = None
    #: Where it is the same for every row.
    becomes: Any = EMPTIED


_NAME = "declared"
_A_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def _only(holds: Holds) -> dict[str, Any]:
    return {_NAME: Declared(holds)}


PERSON, TRACES, ROLES = _only(Holds.PERSON), _only(Holds.TRACES), _only(Holds.ROLES)
FACTS, SECRET, FINGERPRINT = _only(Holds.FACTS), _only(Holds.SECRET), _only(Holds.FINGERPRINT)
UNSAID = _only(Holds.UNSAID)


def words(
    since: str, *, when: str = "", becomes: Any = EMPTIED, keeps: Collection[str] = (), emptied: Emptying | None = None
) -> dict[str, Any]:
    """`keeps`: names in a document whose values are no words; with it, or `emptied`, each row is emptied by itself."""
    if keeps and emptied is None:
        emptied = _in_document(frozenset(keeps))
    return {_NAME: Declared(Holds.WORDS, since, when, emptied, becomes)}


def _in_document(keeps: frozenset[str]) -> Emptying:
    return lambda _row, document: without_words(document, keeps)


def without_words(document: Any, keeps: frozenset[str]) -> Any:
    """The same document with `EMPTIED` in place of each text that is more than a day."""
    if isinstance(document, str):
        return EMPTIED if document and not _A_DAY.fullmatch(document) else document
    if isinstance(document, list):
        return [without_words(each, keeps) for each in document]
    if isinstance(document, dict):
        return {name: each if name in keeps else without_words(each, keeps) for name, each in document.items()}
    return document


def declared(column: sa.Column[Any]) -> Declared | None:
    found: Declared | None = column.info.get(_NAME)
    return found


def can_hold_text(column: sa.Column[Any]) -> bool:
    return isinstance(column.type, sa.String | sa.JSON)


def columns() -> Iterator[sa.Column[Any]]:
    """Of every table, those that can hold text."""
    for table in Model.metadata.sorted_tables:
        yield from filter(can_hold_text, table.columns)

"""Every column that can hold text says what of people it holds."""

import sqlalchemy as sa

import bot.app  # noqa: F401  # with it, every practice's tables are known
from bot.contents import Holds, can_hold_text, columns, declared
from bot.storage import Model

SAY_SO = """
Say what it can hold of people, with a mark of bot/contents.py in its mapped_column:
  info=PERSON            the id of one person, or the channel of their direct messages
  info=words("said_at")  what people wrote, and the column with the instant from which it is kept;
                         "reports.closed_at" where that stands in the table it belongs to;
                         keeps=("state",) for names in a document whose values are no words
  info=UNSAID            what people wrote and nobody was to read yet: the whole table stays out of exports
  info=TRACES            what may name people otherwise: keys, messages, documents
  info=FACTS             states, weeks, zones: nothing of anybody
  info=SECRET            what is not handed out by `cadence export`
`cadence forget`, `cadence export` and the retention of texts go by it."""


def undeclared(metadata: sa.MetaData) -> list[str]:
    every = (column for table in metadata.sorted_tables for column in filter(can_hold_text, table.columns))
    return [str(column) for column in every if declared(column) is None]


def test_every_column_that_can_hold_text_is_declared() -> None:
    assert undeclared(Model.metadata) == [], SAY_SO


def test_a_new_table_without_a_declaration_is_found() -> None:
    metadata = sa.MetaData()
    sa.Table("diaries", metadata, sa.Column("id", sa.Integer), sa.Column("page", sa.Text), sa.Column("by", sa.JSON))

    assert undeclared(metadata) == ["diaries.page", "diaries.by"]


def test_words_name_an_instant_and_a_condition_that_are_there() -> None:
    for column in columns():
        found = declared(column)
        assert found
        if found.holds is Holds.WORDS:
            assert isinstance(named(column, found.since).type, sa.types.TypeEngine), SAY_SO
            assert not found.when or isinstance(named(column, found.when).type, sa.Boolean), SAY_SO


def named(column: sa.Column[object], name: str) -> sa.Column[object]:
    """A column of the same table, or of the one that it refers to."""
    table, _, own = name.rpartition(".")
    if not table:
        return column.table.columns[own]
    (key,) = [key for key in column.table.foreign_keys if key.column.table.name == table]
    return key.column.table.columns[own]

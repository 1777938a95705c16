"""What makes a Home fast, held without a clock: it asks the database a few things, however much there is.

`python -m bench.home` measures how long that takes with a year of data (docs/performance.md).
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
import sqlalchemy as sa

from bench.databases import set_up
from bench.home import WHOSE, Sizes, fill
from bot import clock
from bot.storage import Database
from tests.home import seen

#: Enough to fill every list as far as a Home shows it.
FULL = Sizes(questions=1_200, commitments=100, open=30, weeks=6, reports=180)
MORE = Sizes(questions=4_800, commitments=600, open=120, weeks=52, reports=365)
#: Statements, whatever there is: some for each part, and some for each line of a list that ends; names of a few more.
MOST = {"the CTO's": 145, "an owner's": 160, "an asker's": 160}


@contextmanager
def counted(database: Database) -> Iterator[list[str]]:
    said: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        said.append(statement)

    sa.event.listen(database.engine, "before_cursor_execute", note)
    yield said
    sa.event.remove(database.engine, "before_cursor_execute", note)


def asked(database: Database, person: str) -> list[str]:
    with counted(database) as said:
        home = database.run_here(seen, person, clock.now() + timedelta(minutes=1))
    assert len(home.blocks) > 10, "a Home with something on it"
    return said


@pytest.mark.parametrize("sizes", [FULL, MORE], ids=["full", "four times as much"])
def test_a_home_asks_the_database_no_more_often_the_more_there_is(database: Database, sizes: Sizes) -> None:
    database.run_here(set_up)
    fill(database.engine, sizes)

    counts = {name: len(asked(database, person)) for name, person in WHOSE.items()}

    assert all(counts[name] <= most for name, most in MOST.items()), counts

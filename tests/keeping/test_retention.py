"""Words are emptied once they were kept long enough; what is counted and measured stays."""

from datetime import datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from bot import contents
from bot.contents import EMPTIED, Holds, declared
from bot.keep import Keep
from bot.keeping import retention
from bot.prompts import load
from bot.questions.models import Question, QuestionEvent
from bot.rhythm import Slot
from bot.schedule import Occasion
from bot.slack import outbox, upkeep
from bot.slack.messages import Message
from bot.slack.outbox import Delivery, State
from bot.slack.upkeep import NotNow
from bot.storage import Database
from tests.factories import TOM, settings
from tests.keeping.rows import ID, LONG_AGO, fill, homes_to_draw, seen_on_home

#: A text that is also a JSON document, as some columns want it.
SAID = '"ask <@U0PRIYA>, she says yes"'
KEEP = Keep(focus_days=31, questions_days=31, commitments_days=31, reports_days=31)


def words_left(session: Session) -> list[str]:
    """Columns in which what was said still stands."""
    found = []
    for column in contents.columns():
        marked = declared(column)
        if marked and marked.holds is Holds.WORDS:
            values = session.scalars(sa.select(column)).all()
            found += [str(column) for value in values if "says yes" in str(value)]
    return found


def filled(session: Session, what: str = "declined") -> None:
    fill(session, person="U0PRIYA", name="Priya Raman", said=SAID, what=what)
    session.execute(sa.update(Delivery).values(state=State.SENT))


def test_every_column_that_holds_words_is_emptied_in_time(database: Database, now: datetime) -> None:
    database.run_here(filled)
    assert len(database.run_here(words_left)) > 15

    emptied = database.run_here(retention.empty, KEEP, now)

    assert database.run_here(words_left) == []
    assert emptied["questions"] == 2
    assert database.run_here(retention.empty, KEEP, now) == {}


def test_nothing_is_emptied_unless_somebody_says_so(database: Database, now: datetime) -> None:
    database.run_here(filled)
    before = database.run_here(words_left)

    assert database.run_here(retention.empty, Keep(), now) == {}
    assert database.run_here(words_left) == before


@pytest.mark.parametrize("practice", ["focus", "questions", "commitments", "reports"])
def test_each_practice_keeps_its_own_time(database: Database, now: datetime, practice: str) -> None:
    database.run_here(filled)

    emptied = database.run_here(retention.empty, Keep(**{f"{practice}_days": 31}), now)

    assert "deliveries" in emptied  # a message may be of any practice
    others = {
        "focus": "focus",
        "questions": "question",
        "commitments": ("commitment", "all_hands"),
        "reports": "report",
    }
    assert all(table.startswith(others[practice]) for table in emptied if table != "deliveries")


def test_what_is_going_on_and_what_is_young_keeps_its_words(database: Database, now: datetime) -> None:
    database.run_here(filled)
    database.run_here(lambda session: session.execute(sa.update(Question).values(closed=False)))

    database.run_here(retention.empty, Keep(questions_days=31), now)

    assert "questions.text" in database.run_here(words_left)
    database.run_here(lambda session: session.execute(sa.update(Question).values(closed=True, asked_at=now)))
    database.run_here(retention.empty, Keep(questions_days=31), now + timedelta(days=30))
    assert "questions.text" in database.run_here(words_left)
    database.run_here(retention.empty, Keep(questions_days=31), now + timedelta(days=31))
    assert "questions.text" not in database.run_here(words_left)


def test_the_reader_sees_that_a_text_is_no_longer_kept(database: Database, now: datetime) -> None:
    database.run_here(filled, what="cannot share")
    database.run_here(lambda session: session.execute(sa.update(QuestionEvent).values(says=f"2020-02-01 {SAID}")))

    database.run_here(retention.empty, KEEP, now)

    said = database.run_here(lambda session: session.get_one(Question, ID).text)
    event = database.run_here(lambda session: session.get_one(QuestionEvent, ID).says)
    assert (said, event) == (EMPTIED, f"2020-02-01 {EMPTIED}")


def test_homes_that_are_open_are_drawn_anew_where_words_went(database: Database, now: datetime) -> None:
    database.run_here(filled)
    database.run_here(seen_on_home, TOM, now)
    tonight = Occasion(Slot(now.replace(tzinfo=None), now), now, settings(keep=KEEP.model_dump()), load())

    database.run_here(retention.night, tonight)
    assert database.run_here(homes_to_draw) >= {TOM}

    database.run_here(seen_on_home, TOM, now)
    database.run_here(retention.night, tonight)
    assert TOM not in database.run_here(homes_to_draw)


def test_a_message_that_still_waits_keeps_its_words_and_one_that_was_refused_is_given_up(
    session: Session, now: datetime
) -> None:
    for key in ("waits", "refused"):
        outbox.enqueue(session, key=key, channel="C1", message=Message("Hello"), now=LONG_AGO)
    session.execute(sa.update(Delivery).where(Delivery.key == "refused").values(state=State.REFUSED))

    retention.empty(session, KEEP, now)

    rows: dict[str, Any] = dict(session.execute(sa.select(Delivery.key, Delivery.payload)).all())
    assert rows["waits"]["text"] == "Hello"
    assert rows["refused"] == {}
    assert session.scalar(sa.select(Delivery.state).where(Delivery.key == "refused")) == State.DROPPED
    with pytest.raises(NotNow, match="its text is no longer kept"):
        upkeep.retry(session, "refused", now)

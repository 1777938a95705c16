"""Two people, or two processes, at the same promise or digest in the same moment."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from threading import Barrier, Thread
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from bot import settings as settings_
from bot.access import Person
from bot.commitments import hand_overs, meetings, promises, words
from bot.commitments.checks import Draft
from bot.commitments.meetings import AlreadyPosted
from bot.commitments.models import Commitment
from bot.commitments.promises import AlreadyDecided
from bot.commitments.states import State
from bot.commitments.words import ChangedMeanwhile, Word
from bot.elsewhere import Moment
from bot.engines import make_engine
from bot.errors import BotError
from bot.slack.outbox import Delivery, Kind
from bot.storage import Database
from tests.commitments.office import JONAS, PRIYA, WORDS, remember_everybody
from tests.factories import CTO_CHANNEL, MAYA, TOM, settings

Act = Callable[[Session], Any]
TURNS = range(3)


@dataclass
class Two:
    """Processes on one database."""

    one: Database
    other: Database
    now: datetime

    def at_once(self, first: Act, second: Act) -> list[type[BotError]]:
        """What was refused, and why."""
        gate, refused = Barrier(2), list[type[BotError]]()

        def do(process: Database, act: Act) -> None:
            gate.wait()
            try:
                process.run_here(act)
            except BotError as error:
                refused.append(type(error))

        threads = [Thread(target=do, args=pair) for pair in ((self.one, first), (self.other, second))]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return refused

    def commitment(self) -> Commitment:
        return self.one.run_here(lambda session: session.scalars(sa.select(Commitment)).one())

    def proposed(self, owner: str = PRIYA) -> None:
        draft = Draft("Search under 200 ms", owner, date(2026, 3, 27), how="p95")
        self.one.run_here(promises.make, draft, by=MAYA, settings=settings(), now=self.now)


@pytest.fixture
def two(database: Database, database_url: str, now: datetime) -> Iterator[Two]:
    def set_up(session: Session) -> None:
        settings_.save(session, settings(), by="test", now=now)
        remember_everybody(session, now)

    database.run_here(set_up)
    other = Database(make_engine(database_url))
    yield Two(database, other, now)
    other.close()


@pytest.mark.parametrize("turn", TURNS)
def test_of_two_updates_at_once_one_is_saved_and_the_other_sees_it_first(two: Two, turn: int) -> None:
    two.proposed(owner=MAYA)

    def says(by: str, state: State) -> Act:
        word = Word(2, state, "A word.")
        return lambda session: words.say(session, 1, word, by=Person(by), settings=settings(), now=two.now)

    assert two.at_once(says(MAYA, State.AT_RISK), says(TOM, State.OFF_TRACK)) == [ChangedMeanwhile]
    assert two.commitment().updates == 3


@pytest.mark.parametrize("turn", TURNS)
def test_of_a_yes_and_taking_it_back_at_once_one_counts(two: Two, turn: int) -> None:
    two.proposed()

    refused = two.at_once(
        lambda session: promises.accept(session, 1, 1, by=PRIYA, settings=settings(), now=two.now),
        lambda session: promises.withdraw(session, 1, by=MAYA, now=two.now),
    )
    assert refused == [AlreadyDecided]
    assert two.commitment().updates == 2


@pytest.mark.parametrize("turn", TURNS)
def test_clicked_twice_at_once_a_hand_over_is_taken_once(two: Two, turn: int) -> None:
    two.proposed(owner=MAYA)
    offer = {"to": JONAS, "note": "", "by": Person(MAYA), "settings": settings(), "now": two.now}
    two.one.run_here(lambda session: hand_overs.offer(session, 1, **offer))

    def take(session: Session) -> None:
        hand_overs.take(session, 1, by=JONAS, settings=settings(), now=two.now)

    assert two.at_once(take, take) == [AlreadyDecided]
    assert (two.commitment().owner, two.commitment().updates) == (JONAS, 4)


@pytest.mark.parametrize("turn", TURNS)
def test_of_two_who_post_the_digest_at_once_one_posts_and_the_other_is_told_so(two: Two, turn: int) -> None:
    def post(by: str | None) -> Act:
        moment = Moment(settings(), WORDS, two.now)
        return lambda session: meetings.post(session, date(2026, 3, 5), by=by, moment=moment)

    assert two.at_once(post(MAYA), post(None)) == [AlreadyPosted]
    posted = sa.select(Delivery.key).where(Delivery.channel == CTO_CHANNEL, Delivery.kind == Kind.POST)
    found = two.one.run_here(lambda session: list(session.scalars(posted.order_by(Delivery.id))))
    assert found == ["all-hands:2026-03-05:post", "all-hands:2026-03-05:post:0"]

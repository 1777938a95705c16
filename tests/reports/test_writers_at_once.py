"""Several people write one section at the same moment, each in a transaction of their own: nobody loses a word."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime

from sqlalchemy.orm import Session

from bot import settings as settings_
from bot.access import Person
from bot.reports import log, reading, writing
from bot.reports.content import Section
from bot.reports.models import Report
from bot.reports.states import What
from bot.reports.writing import Newer, Saved, Wrote
from bot.storage import Database
from tests.commitments.office import PRIYA, remember_everybody
from tests.factories import settings
from tests.reports.desk import Desk

WRITERS = 6


def test_of_six_who_save_at_once_every_word_stays(database: Database, now: datetime) -> None:
    def begin(session: Session) -> int:
        remember_everybody(session, now)
        settings_.save(session, settings(), by="test", now=now)
        return Desk(session, settings(), now).starts().id

    report_id = database.run_here(begin)

    def newest(session: Session) -> Section:
        return reading.newest_sections(session, report_id).get("summary") or Section("summary", "", 0)

    def save(session: Session, words: str, base: int) -> Saved | Newer:
        wrote = Wrote("summary", words, base)
        return writing.write(session, report_id, wrote, by=Person(PRIYA), settings=settings(), now=now)

    def writes(number: int) -> int:
        mine, seen, merges = f"Words {number}.", Section("summary", "", 0), 0
        while isinstance(answer := database.run_here(save, f"{seen.text} {mine}".strip(), seen.number), Newer):
            seen, merges = answer.section, merges + 1
        return merges

    with ThreadPoolExecutor(WRITERS) as pool:
        merges = list(pool.map(writes, range(WRITERS)))

    said = database.run_here(newest)
    assert sorted(said.text.replace(". ", ".|").split("|")) == [f"Words {number}." for number in range(WRITERS)]
    assert said.number == WRITERS
    assert sum(merges) >= WRITERS - 1

    def numbers(session: Session) -> tuple[list[int], int]:
        events = log.read(session, report_id)
        return [one.number for one in events if one.what == What.WROTE], session.get_one(Report, report_id).events

    wrote, last = database.run_here(numbers)
    assert wrote == list(range(2, WRITERS + 2))
    assert last == WRITERS + 1

"""Homes of an office in which everything happens, with a hostile text wherever people's words are kept."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from bot import contents, wiring
from bot import settings as settings_
from bot.access import Person
from bot.commitments import meetings
from bot.contents import Holds
from bot.elsewhere import Moment
from bot.questions import answering, asking, deciding
from bot.questions.forms import Draft
from bot.questions.models import WORDED, QuestionEvent
from bot.questions.rules import Visibility
from bot.questions.work import Work
from bot.reports import actions, owners
from bot.reports.actions_rules import Kind
from bot.settings import Operating
from bot.slack.people import Profile
from tests.commitments.office import JONAS, PRIYA, remember_everybody
from tests.commitments.office import Office as Promises
from tests.factories import ANA, MAYA, TOM, settings
from tests.focus.office import Office
from tests.home import PROMPTS
from tests.reports.desk import REPORTS
from tests.reports.room import Room

WHO = (MAYA, ANA, PRIYA, TOM)


def filled(session: Session, now: datetime) -> None:
    operating = settings().model_copy(update={"reports": REPORTS})
    settings_.save(session, operating, by="test", now=now)
    remember_everybody(session, now)
    Office(session, operating, now).writes("Close the audit")
    promises = Promises(session, operating, now)
    promises.promises(by=PRIYA)
    promises.proposes(to=PRIYA)
    promises.offers(promises.promises("Search v2", by=JONAS), to=ANA, by=JONAS)
    promises.counters(promises.proposes(by=ANA), "3 Apr", "Not before April")
    meeting = meetings.find(session, date(2026, 3, 5), now)
    meetings.show_draft(session, meeting, Moment(operating, PROMPTS.of("commitments"), now))
    _questions(session, operating, now)
    _reports(Room(session, operating, now))
    session.flush()


def _questions(session: Session, operating: Operating, now: datetime) -> None:
    for visibility in (Visibility.PUBLIC, Visibility.PRIVATE):
        for text in ("Why two pipelines?", "Who may deploy on Fridays?"):
            asked, _ = asking.ask(Work(session, operating, now, Person(ANA)), Draft(text, visibility=visibility))
    answering.ask_back(Work(session, operating, now, Person(MAYA)), asked, "Which ones?")
    asked, _ = asking.ask(Work(session, operating, now, Person(ANA)), Draft("Who decides?"))
    deciding.delegate(Work(session, operating, now, Person(MAYA)), asked, TOM)


def _reports(room: Room) -> None:
    told = {"by": JONAS, "settings": room.settings, "now": room.now, "promising": wiring.PROMISING}
    out = room.published()
    actions.write(room.session, out, actions.Draft("Add an alert", Kind.DETECT, TOM), **told)
    actions.write(room.session, out, actions.Draft("Add another", Kind.DETECT), **told)
    room.asks(room.written(title="Search was slow"), ANA)
    late = room.written(title="Mail was late")
    owners.invite(room.session, late.id, [TOM], by=Person(JONAS), settings=room.settings, now=room.now)


def drawn(session: Session, text: str, now: datetime) -> Iterator[Any]:
    """As they are with `text` in place of all words, which is undone afterwards."""
    with session.begin_nested() as before:
        for column in contents.columns():
            found = contents.declared(column)
            if found and found.holds is Holds.WORDS and isinstance(column.type, sa.String):
                said = sa.update(column.table).where(_are_words(column))
                session.execute(said.values({column.name: text[: column.type.length]}))
        session.execute(sa.update(Profile).values(name=text[:80]))
        session.expire_all()
        yield from [wiring.HOME.view(session, person, now, prompts=PROMPTS) for person in WHO]
        before.rollback()
    session.expire_all()


def _are_words(column: sa.Column[Any]) -> sa.ColumnElement[bool]:
    """What an event of a question says may be a person or a number."""
    return QuestionEvent.what.in_(WORDED) if column is QuestionEvent.__table__.c.says else sa.true()

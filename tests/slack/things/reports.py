"""Reports: in review; published for named people and for everybody, with words saved since; and without an owner."""

from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from bot import settings as settings_
from bot.reports import actions, customers, debriefs, learning, owners, reading, reviewing, timeline
from bot.reports.actions import Draft
from bot.reports.actions_rules import Kind
from bot.reports.customers import Wrote
from bot.reports.debrief_wish import Wish
from bot.reports.models import Report
from bot.reports.states import Audience
from bot.reports.timeline import Line
from bot.settings import Operating
from bot.wiring import PROMISING
from tests.commitments.office import JONAS, PRIYA
from tests.reports.desk import REPORTS
from tests.reports.room import Room
from tests.slack.things import PEOPLE, SECRET, STRANGER, Case, Names, Thing, know, tried_by
from tests.slack.things.report_forms import given

WRITER, REVIEWER, NAMED, HEARD = "U0WRITER", "U0REVIEWER", "U0NAMED", "U0HEARD"
AT_WORK = {"owner": PRIYA, "opener": JONAS, "writer": WRITER, "reviewer": REVIEWER}
OTHERS = {"invited": HEARD, "named": NAMED, "cto": PEOPLE["cto"], "operator": PEOPLE["operator"], "stranger": STRANGER}
#: Saved since it was published, or said between those who review it: for those at work on it.
UNSAID = "Periwinkle"
WORDS = frozenset({*AT_WORK, *OTHERS, "reader"})
KEPT = {**dict.fromkeys((*OTHERS, "reader"), UNSAID), "stranger": SECRET}


def _room(session: Session, settings: Operating, now: datetime) -> Room:
    know(session, {**AT_WORK, **OTHERS}, now)
    operating = settings.model_copy(update={"reports": REPORTS})
    settings_.save(session, operating, by="test", now=now)
    return Room(session, operating, now)


def _written(room: Room, audience: Audience, title: str) -> Report:
    """With a line, an action, a remark, and a time to talk about it."""
    report = room.written(title=title, audience=audience, named=(NAMED, HEARD))
    owners.invite(room.session, report.id, [WRITER], **room._by(PRIYA))
    line = Line(report.began_at, "The cache was emptied.", said_by=HEARD)
    timeline.add(room.session, report, line, by=PRIYA, now=room.now)
    room.asks(report, REVIEWER)
    reviewing.comment(room.session, report.id, "summary", f"{UNSAID}: who saw it first?", **room._by(REVIEWER))
    draft = Draft("Alert on the cache's hit rate", Kind.DETECT, None, date(2026, 3, 27))
    actions.write(room.session, report, draft, by=PRIYA, settings=room.settings, now=room.now, promising=PROMISING)
    wish = Wish(room.now + timedelta(days=4), 45, (PRIYA, HEARD))
    debriefs.plan(room.session, report.id, wish, by=room.person(PRIYA), moment=room.moment)
    wrote = Wrote("Checkout was slow.", "Many.", "We test.")
    customers.write(room.session, report.id, wrote, by=room.person(WRITER), moment=room.moment)
    return report


def _names(room: Room, report: Report) -> Names:
    (comment,) = reviewing.comments(room.session, report.id)
    (moment,) = reading.moments(room.session, report.id)
    return {"id": report.id, "comment": comment.id, "moment": moment.id, "saw": 99}


def in_review(session: Session, settings: Operating, now: datetime) -> list[Case]:
    room = _room(session, settings, now)
    closed, wide = _written(room, Audience.NAMED, SECRET), _written(room, Audience.EVERYONE, SECRET)
    beside = [("stranger", STRANGER, _names(room, wide))]
    return [*tried_by({**AT_WORK, **OTHERS}, _names(room, closed)), *beside]


def published(session: Session, settings: Operating, now: datetime) -> list[Case]:
    room = _room(session, settings, now)
    closed, wide = _out(room, Audience.NAMED, SECRET), _out(room, Audience.EVERYONE, "Checkout slow")
    return [*tried_by({**AT_WORK, **OTHERS}, closed), ("reader", STRANGER, wide)]


def _out(room: Room, audience: Audience, title: str) -> Names:
    report = _written(room, audience, title)
    room.approves(report, by=REVIEWER)
    room.publishes(report)
    for learner in learning.waiting(room.session):
        learning.ask(room.session, learner, report, room.now)
    room.writes(report, "summary", f"{UNSAID}: the cache was emptied by a routine change.")
    report.title = f"{title}: {UNSAID}"
    return _names(room, report)


def orphaned(session: Session, settings: Operating, now: datetime) -> list[Case]:
    room = _room(session, settings, now)
    report = _written(room, Audience.NAMED, SECRET)
    report.owner = None
    return tried_by({**AT_WORK, **OTHERS}, _names(room, report))


REVIEW = Thing(WORDS - {"reader"}, in_review, given, KEPT)
PUBLISHED = Thing(WORDS, published, given, KEPT)
ORPHAN = Thing(WORDS - {"reader"}, orphaned, given, KEPT)

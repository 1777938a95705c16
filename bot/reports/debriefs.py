"""A conversation about a report: a time when all are at work, questions beforehand, and the notes afterwards."""

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy.orm import Session

from bot.access import Person
from bot.errors import BotError, FieldErrors
from bot.reports import (
    debrief_views,
    hours,
    invitation,
    learning,
    log,
    refusals,
    sentences,
    sight,
    slots,
    starting,
    titles,
    uninvited,
)
from bot.reports.debrief_wish import Wish
from bot.reports.facts import Moment
from bot.reports.invitation import Meeting
from bot.reports.models import Report
from bot.reports.sharing_models import ReportDebrief
from bot.reports.slots import Slot
from bot.reports.states import Audience, State, What
from bot.settings import Operating
from bot.slack import files, outbox, people
from bot.slack.messages import Message
from bot.working_time import WorkingCalendar

MINUTES = 45
#: So that people can prepare.
NOTICE = timedelta(days=1)
MOST_PEOPLE = 50
#: Of what calendars are told: a calendar file must fit one field of a window.
LONGEST_DETAILS = 1500
#: What draws its calendar file (taken.py).
CALENDAR_FILE = "reports.calendar"


class NoDebrief(BotError):
    def __init__(self) -> None:
        super().__init__(refusals.NO_DEBRIEF)


def propose(session: Session, whom: Sequence[str], moment: Moment, minutes: int = MINUTES) -> Slot | None:
    """The next time at which all of them work, a day ahead at least."""
    calendars = {one: _calendar(session, one, moment) for one in whom}
    return slots.next_slot(calendars, moment.now + NOTICE, timedelta(minutes=minutes))


def _calendar(session: Session, person: str, moment: Moment) -> WorkingCalendar:
    calendar = moment.settings.calendar
    zone = hours.zone_of(session, person, moment.settings)
    return WorkingCalendar(zone, calendar.hours.week(), calendar.public_holidays())


def plan(session: Session, report_id: int, wish: Wish, *, by: Person, moment: Moment) -> ReportDebrief:
    """Everybody is invited; planned again, they hear of the new time, or that it is without them.

    Raises NotThere, NotAllowed, FieldErrors.
    """
    report = sight.worked_on(session, report_id, by, moment.settings)
    if found := _faults(session, report, wish, moment):
        raise FieldErrors(found)
    assert wish.at, "checked above"
    planned = session.get(ReportDebrief, (report.id,), with_for_update=True)
    before = uninvited.before(planned)
    if planned is None:
        planned = ReportDebrief(report_id=report.id, sequence=0, notes="", by=by.id)
        session.add(planned)
    else:
        planned.sequence += 1
    planned.at, planned.minutes, planned.people = wish.at, wish.minutes, list(wish.people)
    planned.place, planned.questions, planned.by = wish.place.strip(), wish.questions.strip(), by.id
    planned.called_off_at = None
    log.append(session, report, What.DEBRIEF, by=by.id, now=moment.now)
    session.flush()
    _invite(session, report, planned, moment)
    uninvited.tell(session, planned, before, moment)
    return planned


def _faults(session: Session, report: Report, wish: Wish, moment: Moment) -> dict[str, str]:
    found = {}
    if report.state == State.DROPPED:
        found["at"] = refusals.WAS_DROPPED
    elif wish.at is None or wish.at <= moment.now:
        found["at"] = refusals.NOT_TO_COME
    if not 1 <= len(wish.people) <= MOST_PEOPLE:
        found["people"] = refusals.how_many_people(MOST_PEOPLE)
    elif any(starting.owner_fault(session, one) for one in wish.people):
        found["people"] = refusals.CANNOT_BE_INVITED
    elif hidden := [one for one in wish.people if not _sees(session, report, one, moment)]:
        found["people"] = refusals.not_for(people.plain_name(session, hidden[0]))
    return found


def _sees(session: Session, report: Report, person: str, moment: Moment) -> bool:
    return sight.is_for(session, report, people.person(session, person), moment.settings)


def call_off(session: Session, report_id: int, *, by: Person, moment: Moment) -> None:
    """Everybody who was invited hears of it, and their calendars too. Raises NotThere, NotAllowed, NoDebrief."""
    report = sight.worked_on(session, report_id, by, moment.settings)
    planned = session.get(ReportDebrief, (report.id,), with_for_update=True)
    if planned is None or planned.called_off_at:
        raise NoDebrief
    planned.sequence, planned.called_off_at, planned.by = planned.sequence + 1, moment.now, by.id
    log.append(session, report, What.DEBRIEF, by=by.id, now=moment.now, says="called off")
    session.flush()
    name = people.name(session, by.id)
    _settle(session, report, planned, debrief_views.off(), moment)
    for person in planned.people:
        title = _known_as(session, report, person, moment.settings) or sentences.NOT_SHARED_WITH_YOU
        message = debrief_views.called_off(title, name)
        key = f"report:{report.id}:debrief:{planned.sequence}:{person}"
        outbox.enqueue(session, key=key, channel=person, message=message, now=moment.now)
        _send_file(session, planned, person, moment)


def end(session: Session, report: Report, *, by: Person, moment: Moment) -> None:
    """The report is dropped: whatever is still to come is called off."""
    planned = session.get(ReportDebrief, (report.id,))
    if planned and planned.called_off_at is None and planned.at > moment.now:
        call_off(session, report.id, by=by, moment=moment)


def _known_as(session: Session, report: Report, person: str, settings: Operating) -> str:
    """Its title, where they may see it; until it is published its number; and nothing where it is not for them."""
    reader = people.person(session, person)
    if sight.may_see(session, report, reader, settings):
        return titles.title(session, report)
    return sentences.by_number(report.id) if sight.is_for(session, report, reader, settings) else ""


def _settle(session: Session, report: Report, planned: ReportDebrief, message: Message, moment: Moment) -> None:
    """What was said before this change to those whom it concerns."""
    for key in outbox.keys(session, f"report:{report.id}:debrief:{planned.sequence - 1}:"):
        if key.rpartition(":")[2] in planned.people:
            outbox.change(session, key=key, message=message, now=moment.now)


def _invite(session: Session, report: Report, planned: ReportDebrief, moment: Moment) -> None:
    if planned.sequence:
        _settle(session, report, planned, debrief_views.moved(), moment)
    name = people.name(session, planned.by)
    for person in planned.people:
        title, told = (
            _known_as(session, report, person, moment.settings),
            meeting(session, report, planned, person, moment.settings),
        )
        zone = hours.zone_of(session, person, moment.settings)
        message = debrief_views.invitation(report.id, title, name, told, planned.questions, zone)
        key = f"report:{report.id}:debrief:{planned.sequence}:{person}"
        outbox.enqueue(session, key=key, channel=person, message=message, now=moment.now)
        _send_file(session, planned, person, moment)


def _send_file(session: Session, planned: ReportDebrief, person: str, moment: Moment) -> None:
    """For any calendar. Its row holds no word of it: what may be told is known as it leaves."""
    files.enqueue(
        session,
        key=f"report:{planned.report_id}:calendar:{planned.sequence}:{person}",
        channel=person,
        drawer=CALENDAR_FILE,
        of={"report": planned.report_id, "person": person, "off": planned.called_off_at is not None},
        instead=debrief_views.no_entry(),
        now=moment.now,
    )


def meeting(session: Session, report: Report, planned: ReportDebrief, person: str, settings: Operating) -> Meeting:
    """What this person's calendar is told: of a report for named people not even its title, since calendars are read
    by others."""
    known_as = _known_as(session, report, person, settings)
    if report.audience == Audience.NAMED and known_as:
        known_as = sentences.by_number(report.id)
    return Meeting(
        uid=invitation.uid(report.id),
        title=f"Debrief: {known_as}" if known_as else "Debrief",
        at=planned.at,
        minutes=planned.minutes,
        details="" if report.audience == Audience.NAMED or not known_as else planned.questions[:LONGEST_DETAILS],
        place=planned.place if known_as else "",
        sequence=planned.sequence,
        organizer=people.plain_name(session, planned.by),
        called_off=planned.called_off_at is not None,
    )


def seen(session: Session, report_id: int, *, by: Person, moment: Moment) -> tuple[Report, ReportDebrief]:
    """Also for whoever is invited, before the report is published. Raises NotThere, NoDebrief."""
    planned = session.get(ReportDebrief, (report_id,))
    report = session.get(Report, report_id)
    if report and planned and by.id in planned.people and sight.is_for(session, report, by, moment.settings):
        return report, planned
    report = sight.seen(session, report_id, by, moment.settings)
    if planned is None:
        raise NoDebrief
    return report, planned


def suggested(session: Session, report: Report, moment: Moment) -> list[str]:
    """Whoever took part and may see it."""
    return learning.participants(session, report, moment)[:MOST_PEOPLE]

"""Doors of a debrief."""

from sqlalchemy.orm import Session

from bot.access import ANYONE
from bot.errors import FieldErrors
from bot.reports import (
    answers,
    debrief_notes,
    debrief_plans,
    debrief_views,
    debriefs,
    invitation,
    sight,
    window_notes,
)
from bot.reports.debrief_plans import Both
from bot.reports.review_doors import moment_of, over_steps, shown
from bot.reports.sharing_models import ReportDebrief
from bot.reports.steps_views import Next
from bot.slack import people
from bot.slack.blocks import Modal
from bot.slack.doors import Answer, Call, Done, Door, Open, Redraw, Route


def open_debrief(session: Session, call: Call) -> Answer:
    report = sight.worked_on(session, int(call.value), call.person, call.settings)
    moment = moment_of(call)
    planned = session.get(ReportDebrief, (report.id,))
    whom = planned.people if planned else debriefs.suggested(session, report, moment)
    minutes = planned.minutes if planned else debriefs.MINUTES
    slot = debriefs.propose(session, whom, moment, minutes)
    form = debrief_views.form(
        report.id,
        moment.words,
        at=slot.at if slot else None,
        people=whom,
        said=_said(session, slot.away if slot else None),
        minutes=minutes,
        place=planned.place if planned else "",
        questions=planned.questions if planned else "",
        planned=bool(planned and not planned.called_off_at),
        was=debrief_plans.stamps(planned),
    )
    return over_steps(call, form)


def _both(session: Session, call: Call, found: Both) -> Modal:
    """What is planned now above what this person wished for."""
    wish = found.mine
    return debrief_views.form(
        found.report.id,
        moment_of(call).words,
        at=wish.at,
        people=wish.people,
        said="",
        minutes=wish.minutes,
        place=wish.place,
        questions=wish.questions,
        planned=not found.planned.called_off_at,
        was=debrief_plans.stamps(found.planned),
        theirs=debrief_plans.theirs(session, found.planned, call.person, moment_of(call)),
        turn=found.planned.sequence + 1,
    )


def _said(session: Session, away: tuple[str, ...] | None) -> str:
    if away is None:
        return window_notes.NEVER_TOGETHER
    if not away:
        return window_notes.ALL_AT_WORK
    return window_notes.most_at_work(", ".join(people.name(session, one) for one in away))


def plan(session: Session, call: Call) -> Answer:
    """Who comes second with another wish sees both. Raises FieldErrors."""
    report_id, wish, was = debrief_views.read_wish(call.view)
    try:
        found = debrief_plans.put(session, report_id, wish, was, by=call.person, moment=moment_of(call))
    except FieldErrors as error:
        fields = {name.partition("-")[0]: name for name in answers.typed(call.view)}
        raise answers.in_field(error, **fields) from error
    if isinstance(found, Both):
        return Redraw(_both(session, call, found))
    report = sight.seen(session, report_id, call.person, call.settings)
    return Redraw(shown(session, call, report, window_notes.DEBRIEF_PLANNED))


def call_off(session: Session, call: Call) -> Answer:
    debriefs.call_off(session, int(call.value), by=call.person, moment=moment_of(call))
    report = sight.seen(session, int(call.value), call.person, call.settings)
    return Redraw(shown(session, call, report, window_notes.DEBRIEF_OFF))


def calendar(session: Session, call: Call) -> Answer:
    report, planned = debriefs.seen(session, int(call.value), by=call.person, moment=moment_of(call))
    meeting = debriefs.meeting(session, report, planned, call.person.id, call.settings)
    return Open(debrief_views.calendar_file(invitation.ics(meeting, call.now)))


def notes(session: Session, call: Call) -> Answer:
    report, planned = debriefs.seen(session, int(call.value), by=call.person, moment=moment_of(call))
    if not sight.works_on(session, report, call.person.id):
        return Open(debrief_views.notes_page(planned.notes))
    told = debrief_notes.shown(session, report, planned, call.person.id)
    return Open(debrief_views.notes_form(report.id, moment_of(call).words, told))


def write_notes(session: Session, call: Call) -> Answer:
    """Who comes second sees what the first one wrote, above their own."""
    written = debrief_views.read_notes(call.view)
    newer = debrief_notes.note(session, written, by=call.person, moment=moment_of(call))
    if newer is None:
        return Done()
    report, planned = debriefs.seen(session, written.report, by=call.person, moment=moment_of(call))
    told = debrief_notes.shown(session, report, planned, call.person.id, newer.mine)
    return Redraw(debrief_views.notes_form(report.id, moment_of(call).words, told))


def nothing(session: Session, call: Call) -> Answer:
    """A link was followed, or a window closed."""
    return Done()


ROUTES = (
    Route(Door.ACTION, Next.DEBRIEF, open_debrief, ANYONE),
    Route(Door.VIEW, debrief_views.DEBRIEF_FORM, plan, ANYONE),
    Route(Door.ACTION, debrief_views.CALL_OFF, call_off, ANYONE),
    Route(Door.ACTION, debrief_views.CALENDAR, calendar, ANYONE),
    Route(Door.VIEW, f"{debrief_views.CALENDAR}.seen", nothing, ANYONE),
    Route(Door.ACTION, f"{debrief_views.OPEN_ELSEWHERE}.google", nothing, ANYONE),
    Route(Door.ACTION, f"{debrief_views.OPEN_ELSEWHERE}.outlook", nothing, ANYONE),
    Route(Door.ACTION, debrief_views.NOTES, notes, ANYONE),
    Route(Door.VIEW, debrief_views.NOTES_FORM, write_notes, ANYONE),
)

"""Doors of a debrief."""

from sqlalchemy.orm import Session

from bot.access import ANYONE
from bot.reports import debrief_notes, debrief_views, debriefs, invitation, sight, window_notes
from bot.reports.review_doors import moment_of, over_steps, shown
from bot.reports.sharing_models import ReportDebrief
from bot.reports.steps_views import Next
from bot.slack import people
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
    )
    return over_steps(call, form)


def _said(session: Session, away: tuple[str, ...] | None) -> str:
    if away is None:
        return window_notes.NEVER_TOGETHER
    if not away:
        return window_notes.ALL_AT_WORK
    return window_notes.most_at_work(", ".join(people.name(session, one) for one in away))


def plan(session: Session, call: Call) -> Answer:
    report_id, wish = int(call.view["private_metadata"]), debrief_views.read_wish(dict(call.view))
    debriefs.plan(session, report_id, wish, by=call.person, moment=moment_of(call))
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

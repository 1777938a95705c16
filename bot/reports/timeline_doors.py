"""Doors of the timeline: its pages, lines by hand, and messages from their menu."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from bot.access import ANYONE
from bot.errors import FieldErrors
from bot.reports import (
    answers,
    fetching,
    findings,
    found_sentences,
    line_writing,
    listing,
    log,
    meanwhile,
    messages,
    reading,
    section_forms,
    timeline,
    window_notes,
    writing,
    written_times,
)
from bot.reports import timeline_views as views
from bot.reports.desk_doors import show, start_view
from bot.reports.line_writing import Both
from bot.reports.models import Report, ReportMoment
from bot.reports.states import What
from bot.reports.timeline import Line
from bot.reports.timeline_views import PAGE_SIZE, Row, Sitting
from bot.slack import people
from bot.slack.blocks import Choice, Modal
from bot.slack.doors import Answer, Call, Door, Handler, Open, Redraw, Route
from bot.slack.text import date_text, escape, one_line, shorten

ADD_MESSAGE = "reports.add_message"


def page(session: Session, call: Call) -> Answer:
    id, skip = answers.numbers(call.value)
    report = writing.open_for_writing(session, int(id), call.person, call.settings)
    return show(call, _page(session, report, int(skip)))


def page_of(session: Session, call: Call, report: Report, moment_id: int, note: str = "") -> Modal:
    """The page that this line is on."""
    ids = [one.id for one in reading.moments(session, report.id)]
    at = ids.index(moment_id) if moment_id in ids else 0
    return _page(session, report, at - at % PAGE_SIZE, note)


def _page(session: Session, report: Report, skip: int, note: str = "") -> Modal:
    moments = reading.moments(session, report.id)
    if skip >= len(moments):
        skip = max(0, len(moments) - 1) // PAGE_SIZE * PAGE_SIZE
    waiting = {one.place for one in findings.standing(session, report)}
    rows = [_row(session, report, one, waiting) for one in moments[skip : skip + PAGE_SIZE]]
    return views.page(report.id, report.title, report.zone, rows, len(moments), skip, note)


def _row(session: Session, report: Report, one: ReportMoment, waiting: set[str]) -> Row:
    link = reading.link(session, one)
    return Row(
        one.id,
        date_text(one.at, ZoneInfo(report.zone), "{date_short_pretty} {time}"),
        one.text,
        timeline.mark_of(one),
        people.name(session, one.said_by) if one.said_by else "",
        f"<{link}|message>" if link else "",
        notes(one),
        findings.moment_place(one.id) in waiting,
    )


def notes(one: ReportMoment) -> list[str]:
    """What became of its message, and where it was said."""
    said = [window_notes.said_in(one.said_in)] if one.said_in else []
    if one.lost_at:
        return [*said, window_notes.was_deleted(by_hand=one.worded_at is not None)]
    if one.worded_at:
        return [*said, window_notes.WORDS_BY_HAND]
    return [*said, *([window_notes.EDITED] if one.edited_at else [])]


# One line


def add_line(session: Session, call: Call) -> Answer:
    report = writing.open_for_writing(session, int(answers.numbers(call.value)[0]), call.person, call.settings)
    moments = reading.moments(session, report.id)
    begin = moments[-1].at if moments else report.began_at
    sitting = Sitting(report.id, report.zone, written_times.text_of(begin, ZoneInfo(report.zone)))
    return show(call, views.line_form(sitting, call.prompts.of("reports")))


def edit_line(session: Session, call: Call) -> Answer:
    report, moment = _moment(session, call, int(call.value))
    return show(call, line_form_of(session, call, report, moment))


def _moment(session: Session, call: Call, moment_id: int) -> tuple[Report, ReportMoment]:
    """Raises NotThere, NotAllowed, Closed, NoSuchMoment."""
    moment = session.get(ReportMoment, moment_id)
    if moment is None:
        raise timeline.NoSuchMoment
    report = writing.open_for_writing(session, moment.report_id, call.person, call.settings)
    return report, timeline.find(session, report, moment_id)


def line_form_of(session: Session, call: Call, report: Report, moment: ReportMoment, note: str = "") -> Modal:
    """With the words that this person wrote while somebody else saved, if those still wait."""
    values = line_writing.values(report, moment)
    if waiting := writing.draft(session, report.id, findings.moment_place(moment.id), call.person.id):
        return _merge(session, call, report, moment, {**values, "text": waiting})
    return views.line_form(_sitting(session, report, moment, values), call.prompts.of("reports"), note)


def _merge(session: Session, call: Call, report: Report, moment: ReportMoment, mine: Mapping[str, Any]) -> Modal:
    sitting = _sitting(session, report, moment, mine)
    place = findings.moment_place(moment.id)
    more = writing.waits_apart(session, report.id, place, call.person.id)
    theirs = replace(line_writing.theirs(session, report, moment), more=more)
    draft = writing.draft_stamp(session, report.id, place, call.person.id)
    shown = replace(sitting, theirs=theirs, turn=report.events, draft=draft)
    return views.line_form(shown, call.prompts.of("reports"))


def _sitting(session: Session, report: Report, moment: ReportMoment, shown: Mapping[str, Any]) -> Sitting:
    place = findings.moment_place(moment.id)
    found = [one for one in findings.standing(session, report) if one.place == place]
    said = [f"“{escape(one_line(one.phrase))}”: {escape(one.reason)} {escape(one.rewrite)}" for one in found]
    return Sitting(
        report.id,
        report.zone,
        shown["at"],
        shown["text"],
        shown["mark"],
        moment.id,
        [*([" · ".join(notes(moment))] if notes(moment) else []), *said],
        bool(moment.source),
        meanwhile.stamps(line_writing.values(report, moment)),
    )


def save_line(session: Session, call: Call) -> Answer:
    """Raises FieldErrors."""
    written = views.read_line(call.view)
    report = writing.open_for_writing(session, written.report, call.person, call.settings)
    try:
        moment = line_writing.put(session, report, written, by=call.person.id, now=call.now)
    except FieldErrors as error:
        raise answers.in_field(error, **_fields(call)) from error
    if isinstance(moment, Both):
        return Redraw(_merge(session, call, report, moment.line, moment.mine))
    checker = findings.checker(session, call.prompts)
    found = findings.look(session, report, findings.moment_place(moment.id), moment.text, checker)
    shown = found_sentences.with_findings(moment.text, found)
    if shown:
        place, words = findings.moment_place(moment.id), call.prompts.of("reports")
        number = log.last_number(session, report, What.WROTE, place)
        return Redraw(section_forms.findings_form(report.id, place, number, shown, words))
    return Redraw(page_of(session, call, report, moment.id, "Saved."))


def _fields(call: Call) -> dict[str, str]:
    """What each field is called in this window."""
    return {name.partition("-")[0]: name for name in answers.typed(call.view)}


def _shifts(step: int) -> Handler:
    def handler(session: Session, call: Call) -> Answer:
        report, moment = _moment(session, call, int(call.value))
        timeline.shift(session, report, moment.id, step, by=call.person.id, now=call.now)
        return show(call, page_of(session, call, report, moment.id, "Moved."))

    return handler


def remove_line(session: Session, call: Call) -> Answer:
    report, moment = _moment(session, call, int(call.value))
    timeline.remove(session, report, moment.id, by=call.person.id, now=call.now)
    return show(call, page_of(session, call, report, moment.id, window_notes.TAKEN_OUT))


# A message


def add_message(session: Session, call: Call) -> Answer:
    """From the menu of a message. Where it was said in private, whoever adds it is told who will read it."""
    said, channel = call.message, call.body.get("channel") or {}
    line = messages.read(session, said, str(channel.get("id")), str(channel.get("name") or ""))
    source = messages.remembered(line, call.now, has_thread=bool(said.get("thread_ts") or said.get("reply_count")))
    mine = listing.open_of(session, call.person.id)
    if not mine:
        return Open(start_view(session, call, moment=line.text, source=source))
    choices = [Choice(shorten(one_line(one.title), 70), str(one.id)) for one in mine]
    told = _where_it_was_said(line)
    words = call.prompts.of("reports")
    return Open(views.message_form(choices, line.text, source, words, chosen=str(mine[0].id), notes=told))


def _where_it_was_said(line: Line) -> list[str]:
    if not line.said_in:
        return []
    return [window_notes.was_said_in(line.said_in)]


def submit_message(session: Session, call: Call) -> Answer:
    """Raises FieldErrors."""
    chosen = views.read_message(call.view)
    if chosen.report == views.NEW:
        return Redraw(start_view(session, call, moment=chosen.text, source=dict(chosen.source)))
    report = writing.open_for_writing(session, int(chosen.report), call.person, call.settings)
    line = messages.line_of(chosen.source, chosen.text, chosen.mark)
    added = timeline.add(session, report, line, by=call.person.id, now=call.now)
    note = window_notes.stands(already=added is None)
    if added:
        checker = findings.checker(session, call.prompts)
        found = findings.look(session, report, findings.moment_place(added.id), added.text, checker)
        note += window_notes.remarks(len(found))
        since = chosen.source.get("read_at")
        fetching.read_again_if_edited(session, report, added, since, by=call.person.id, now=call.now)
    if chosen.with_thread:
        thread = str(chosen.source["thread"] or chosen.source["ts"])
        fetching.ask(
            session, report, str(chosen.source["channel"]), thread, thread=True, by=call.person.id, now=call.now
        )
        note += window_notes.THREAD_FOLLOWS
    moment_id = added.id if added else _known(session, report, line)
    return Redraw(page_of(session, call, report, moment_id, note))


def _known(session: Session, report: Report, line: Line) -> int:
    return next((one.id for one in reading.moments(session, report.id) if one.source == line.source), 0)


def _action(id: str, handler: Handler) -> Route:
    return Route(Door.ACTION, id, handler, ANYONE)


ROUTES = (
    _action(views.TIMELINE, page),
    _action(f"{views.TURN}.back", page),
    _action(f"{views.TURN}.on", page),
    _action(views.ADD_LINE, add_line),
    _action(views.EDIT_LINE, edit_line),
    Route(Door.VIEW, views.LINE_FORM, save_line, ANYONE),
    _action(views.EARLIER, _shifts(-1)),
    _action(views.LATER, _shifts(1)),
    _action(views.REMOVE_LINE, remove_line),
    Route(Door.SHORTCUT, ADD_MESSAGE, add_message, ANYONE),
    Route(Door.VIEW, views.MESSAGE_FORM, submit_message, ANYONE),
)

"""Doors for readers: the report in a window, "I have read this", what they take from it, and what they learned."""

from sqlalchemy.orm import Session

from bot.access import ANYONE
from bot.reports import (
    copies,
    learning,
    reader_views,
    readers,
    review_views,
    sharing,
    sight,
    summary_views,
    window_notes,
)
from bot.reports.content import Content
from bot.reports.models import Report
from bot.reports.review_doors import moment_of
from bot.reports.sharing_models import ReportReader, ReportRevision
from bot.reports.states import OUT
from bot.slack import people
from bot.slack.blocks import Modal
from bot.slack.doors import Answer, Call, Done, Door, Open, Redraw, Route, Say
from bot.slack.text import date_text, escape, one_line, shorten


def read_it(session: Session, call: Call) -> Answer:
    report = sight.seen(session, int(call.value), call.person, call.settings)
    return Open(page(session, call, report, report.revision, 1))


def turn(session: Session, call: Call) -> Answer:
    report_id, revision, number = map(int, call.value.split(":"))
    report = sight.seen(session, report_id, call.person, call.settings)
    return Redraw(page(session, call, report, revision, number))


def page(session: Session, call: Call, report: Report, revision: int, number: int) -> Modal:
    """One message of its thread, as a window. Raises NotOut."""
    if report.state not in OUT:
        raise sharing.NotOut
    messages = copies.thread(session, report, moment_of(call), revision)
    number = max(1, min(number, len(messages)))
    title = Content.from_json(copies.revision(session, report, revision).content).title
    return reader_views.reading(
        report.id,
        title,
        messages[number - 1].blocks,
        page=number,
        pages=len(messages),
        revision=revision,
        revisions=[(n, _revision_text(session, call, report, n)) for n in range(1, report.revision + 1)],
        took=_took(session, report) if number == len(messages) else (),
    )


def _took(session: Session, report: Report) -> list[tuple[str, str]]:
    return [(people.plain_name(session, one.person), one.took) for one in readers.lines(session, report.id)]


def _revision_text(session: Session, call: Call, report: Report, number: int) -> str:
    one = session.get_one(ReportRevision, (report.id, number))
    when = date_text(one.at, call.settings.calendar.zone)
    if number == 1:
        return window_notes.first_published(when)
    return window_notes.amended(when, escape(shorten(one_line(one.changed), 200)))


def have_read(session: Session, call: Call) -> Answer:
    moment = moment_of(call)
    count = readers.read(session, int(call.value), call.channel, by=call.person, moment=moment)
    return Say(reader_views.noted(count))


def open_take(session: Session, call: Call) -> Answer:
    report = sight.seen(session, int(call.value), call.person, call.settings)
    before = session.get(ReportReader, (report.id, call.person.id))
    form = reader_views.take_form(report.id, moment_of(call).words, before.took if before else "")
    return Open(Modal({**form, "private_metadata": f"{report.id}:{call.channel}"}))


def take(session: Session, call: Call) -> Answer:
    report_id, _, channel = str(call.view["private_metadata"]).partition(":")
    line = review_views.typed(dict(call.view), "took")
    moment = moment_of(call)
    readers.take(session, int(report_id), channel, line, by=call.person, moment=moment)
    return Done()


def not_for_me(session: Session, call: Call) -> Answer:
    readers.not_for_me(session, int(call.value), by=call.person, moment=moment_of(call))
    return Done()


def learned(session: Session, call: Call) -> Answer:
    """Yes counts at once; the line is a gift."""
    learning.answer(session, int(call.value), True, "", by=call.person, now=call.now)
    return Open(reader_views.learned_form(int(call.value), moment_of(call).words))


def learned_line(session: Session, call: Call) -> Answer:
    line = review_views.typed(dict(call.view), "line")
    learning.answer(session, int(call.view["private_metadata"]), True, line, by=call.person, now=call.now)
    return Done()


def learned_not(session: Session, call: Call) -> Answer:
    learning.answer(session, int(call.value), False, "", by=call.person, now=call.now)
    return Done()


ROUTES = (
    Route(Door.ACTION, summary_views.HAVE_READ, have_read, ANYONE),
    Route(Door.ACTION, summary_views.READ, read_it, ANYONE),
    Route(Door.ACTION, summary_views.TAKE, open_take, ANYONE),
    Route(Door.VIEW, reader_views.TAKE_FORM, take, ANYONE),
    *(Route(Door.ACTION, one, turn, ANYONE) for one in reader_views.turn_ids()),
    Route(Door.ACTION, reader_views.NOT_FOR_ME, not_for_me, ANYONE),
    Route(Door.ACTION, reader_views.LEARNED, learned, ANYONE),
    Route(Door.ACTION, reader_views.LEARNED_NOT, learned_not, ANYONE),
    Route(Door.VIEW, reader_views.LEARNED_FORM, learned_line, ANYONE),
)

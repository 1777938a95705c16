"""Doors of the version for customers."""

from sqlalchemy.orm import Session

from bot.access import ANYONE
from bot.reports import copies, customer_views, customers, customers_text, sight, taken, window_notes
from bot.reports.customer_views import Shown
from bot.reports.facts import Moment
from bot.reports.models import Report
from bot.reports.review_doors import moment_of, over_steps
from bot.reports.sharing_models import ReportCustomerVersion
from bot.reports.states import OUT
from bot.reports.steps_views import Next
from bot.slack import people
from bot.slack.blocks import Modal
from bot.slack.doors import Answer, Call, Door, Handler, Open, Redraw, Route
from bot.slack.text import escape, one_line, shorten

#: What Slack takes in a field.
_LONGEST = 3000


def open_customers(session: Session, call: Call) -> Answer:
    return over_steps(call, _form(session, call, int(call.value)))


def _form(session: Session, call: Call, report_id: int) -> Modal:
    moment = moment_of(call)
    report = sight.worked_on(session, report_id, call.person, moment.settings)
    version = customers.seen(session, report_id, by=call.person, moment=moment)
    if version is None:
        return customer_views.form(_proposal(session, report, moment), moment.words)
    waits = not version.approved_by or version.outdated_at is not None
    shown = Shown(
        report_id,
        version.number,
        [getattr(version, name) for name in customer_views.FIELDS],
        _state(session, report, version),
        may_approve=waits and version.by != call.person.id,
        approved=not waits and report.state in OUT,
    )
    inside, blaming = customers.of_the_house(session, version, moment), customers.blaming(session, report)
    return customer_views.form(shown, moment.words, inside, blaming)


def _proposal(session: Session, report: Report, moment: Moment) -> Shown:
    texts = [shorten(text, _LONGEST) for text in customers_text.proposed(session, report, moment)]
    return Shown(report.id, 0, texts, window_notes.PROPOSAL, may_approve=False, approved=False)


def _state(session: Session, report: Report, version: ReportCustomerVersion) -> str:
    if not version.approved_by:
        return window_notes.written_by(people.name(session, version.by))
    name = people.name(session, version.approved_by)
    if version.outdated_at is None:
        return (
            window_notes.approved_by(name) if report.state in OUT else window_notes.exported_later(name, report.state)
        )
    changed = escape(one_line(copies.revision(session, report).changed))
    return window_notes.outdated(name, changed)


def save(session: Session, call: Call) -> Answer:
    report_id, number, texts = customer_views.read_form(dict(call.view))
    happened, felt, doing = texts
    wrote = customers.Wrote(happened, felt, doing, base=number)
    customers.write(session, report_id, wrote, by=call.person, moment=moment_of(call))
    return Redraw(_form(session, call, report_id))


def approve(session: Session, call: Call) -> Answer:
    report_id, number = map(int, call.value.split(":"))
    customers.approve(session, report_id, number, by=call.person, moment=moment_of(call))
    return Redraw(_form(session, call, report_id))


def export(session: Session, call: Call) -> Answer:
    report_id, number = map(int, call.value.split(":"))
    return Open(_exported(session, call, report_id, number))


def export_all_the_same(session: Session, call: Call) -> Answer:
    report_id, number = map(int, call.value.split(":"))
    return Redraw(_exported(session, call, report_id, number, stays=True))


def _exported(session: Session, call: Call, report_id: int, number: int, stays: bool = False, note: str = "") -> Modal:
    exported = customers.export(session, report_id, by=call.person, moment=moment_of(call), stays=stays)
    if not exported.markdown:
        return customer_views.stopped(report_id, number, exported.found)
    return customer_views.exported(exported.markdown, f"{report_id}:{number}:{int(stays)}", note)


def _send(form: str) -> Handler:
    def send(session: Session, call: Call) -> Answer:
        report_id, number, stays = map(int, call.value.split(":"))
        view = _exported(session, call, report_id, number, bool(stays), window_notes.FILE_ON_ITS_WAY)
        of = {"report": report_id, "form": form, "stays": bool(stays)}
        taken.ask(session, taken.CUSTOMERS, of, by=call.person.id, now=call.now)
        return Redraw(view)

    return send


ROUTES = (
    Route(Door.ACTION, Next.CUSTOMERS, open_customers, ANYONE),
    Route(Door.VIEW, customer_views.CUSTOMERS_FORM, save, ANYONE),
    Route(Door.ACTION, customer_views.APPROVE, approve, ANYONE),
    Route(Door.ACTION, customer_views.EXPORT, export, ANYONE),
    Route(Door.ACTION, customer_views.FILE_MARKDOWN, _send("markdown"), ANYONE),
    Route(Door.ACTION, customer_views.FILE_PRINTED, _send("html"), ANYONE),
    Route(Door.ACTION, customer_views.EXPORT_ALL_THE_SAME, export_all_the_same, ANYONE),
)

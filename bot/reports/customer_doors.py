"""Doors of the version for customers."""

from typing import Any

from sqlalchemy.orm import Session

from bot.access import ANYONE
from bot.reports import customer_views, customers
from bot.reports.customer_views import Shown
from bot.reports.review_doors import moment_of, over_steps
from bot.reports.sharing_models import ReportCustomerVersion
from bot.reports.steps_views import Next
from bot.slack import people
from bot.slack.doors import Answer, Call, Door, Open, Redraw, Route

View = dict[str, Any]


def open_customers(session: Session, call: Call) -> Answer:
    return over_steps(call, _form(session, call, int(call.value)))


def _form(session: Session, call: Call, report_id: int) -> View:
    moment = moment_of(call)
    version = customers.seen(session, report_id, by=call.person, moment=moment)
    found = customers.of_the_house(session, version, moment) if version else []
    shown = Shown(
        report_id,
        version.number if version else 0,
        [getattr(version, name) if version else "" for name in customer_views.FIELDS],
        _state(session, version),
        bool(version and not version.approved_by and version.by != call.person.id),
        bool(version and version.approved_by),
    )
    return customer_views.form(shown, moment.words, found)


def _state(session: Session, version: ReportCustomerVersion | None) -> str:
    if version is None:
        return "What customers may read: in their words, without names of people or systems."
    if version.approved_by:
        return f"Approved by {people.name(session, version.approved_by)}. Saving another text takes that back."
    return f"Written by {people.name(session, version.by)}. Somebody else approves it before it is exported."


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
    text, found = customers.export(session, report_id, by=call.person, moment=moment_of(call))
    if found:
        return Open(customer_views.stopped(report_id, number, found))
    return Open(customer_views.exported(text))


def export_all_the_same(session: Session, call: Call) -> Answer:
    report_id, _ = map(int, call.value.split(":"))
    text, _ = customers.export(session, report_id, by=call.person, moment=moment_of(call), stays=True)
    return Redraw(customer_views.exported(text))


ROUTES = (
    Route(Door.ACTION, Next.CUSTOMERS, open_customers, ANYONE),
    Route(Door.VIEW, customer_views.CUSTOMERS_FORM, save, ANYONE),
    Route(Door.ACTION, customer_views.APPROVE, approve, ANYONE),
    Route(Door.ACTION, customer_views.EXPORT, export, ANYONE),
    Route(Door.ACTION, customer_views.EXPORT_ALL_THE_SAME, export_all_the_same, ANYONE),
)

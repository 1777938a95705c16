"""Doors of a review: asking for it, looking, remarks, and the decision."""

from functools import partial

from sqlalchemy.orm import Session

from bot.access import ANYONE
from bot.errors import FieldErrors
from bot.reports import (
    actions_dropped,
    debriefs,
    refusals,
    review_pages,
    review_views,
    reviewing,
    sight,
    steps,
    steps_views,
    window_notes,
)
from bot.reports.facts import Moment
from bot.reports.models import Report
from bot.reports.promising import Promising
from bot.reports.states import State
from bot.slack.blocks import Modal
from bot.slack.doors import Answer, Call, Done, Door, Open, Redraw, Route


def moment_of(call: Call) -> Moment:
    return Moment(call.settings, call.prompts, call.now)


def shown(session: Session, call: Call, report: Report, note: str = "") -> Modal:
    return steps.view(session, report, call.person, moment_of(call), note)


def over_steps(call: Call, view: Modal) -> Answer:
    """A form in place of the window that it was opened from, which comes back; else over what is there."""
    on_page = (call.body.get("view") or {}).get("callback_id") == steps_views.STEPS_PAGE
    return Redraw(view) if on_page else Open(view)


def open_steps(session: Session, call: Call) -> Answer:
    report = sight.seen(session, int(call.value), call.person, call.settings)
    return over_steps(call, shown(session, call, report))


# Asking


def open_ask(session: Session, call: Call) -> Answer:
    report = sight.worked_on(session, int(call.value), call.person, call.settings)
    words = moment_of(call).words
    asked = [one.person for one in reviewing.reviews(session, report.id)] if report.state == State.DRAFT else []
    return over_steps(call, steps_views.ask_form(report.id, words, asked))


def ask(session: Session, call: Call) -> Answer:
    report = reviewing.submit(
        session,
        int(call.view["private_metadata"]),
        steps_views.chosen_people(dict(call.view), "reviewers"),
        review_views.typed(dict(call.view), "word"),
        by=call.person,
        settings=call.settings,
        now=call.now,
    )
    return Redraw(shown(session, call, report, window_notes.REVIEWERS_ASKED))


# Looking


def look(session: Session, call: Call) -> Answer:
    report_id = int(call.value)
    before = reviewing.look(session, report_id, by=call.person, settings=call.settings, now=call.now)
    report = sight.worked_on(session, report_id, call.person, call.settings)
    return over_steps(call, review_pages.overview(session, call, report, before))


def section(session: Session, call: Call) -> Answer:
    report_id, _, key = call.value.partition(":")
    report = sight.worked_on(session, int(report_id), call.person, call.settings)
    return Open(review_pages.section_page(session, call, report, key, look=True))


def say(session: Session, call: Call) -> Answer:
    report_id, _, key = str(call.view["private_metadata"]).partition(":")
    text = review_views.typed(dict(call.view), "comment")
    if not text.strip():
        raise FieldErrors({block: refusals.NO_REMARK for block in call.view["state"]["values"]})
    reviewing.comment(session, int(report_id), key, text, by=call.person, settings=call.settings, now=call.now)
    report = sight.seen(session, int(report_id), call.person, call.settings)
    return Redraw(review_pages.section_page(session, call, report, key))


def resolve(session: Session, call: Call) -> Answer:
    said = reviewing.resolve(session, int(call.value), by=call.person, settings=call.settings, now=call.now)
    report = sight.seen(session, said.report_id, call.person, call.settings)
    return Redraw(review_pages.section_page(session, call, report, said.section))


# Deciding


def approve(session: Session, call: Call) -> Answer:
    report_id, saw = map(int, call.value.split(":"))
    report = reviewing.approve(session, report_id, saw, by=call.person, settings=call.settings, now=call.now)
    return Redraw(shown(session, call, report, window_notes.APPROVED))


def open_send_back(session: Session, call: Call) -> Answer:
    report = sight.worked_on(session, int(call.value), call.person, call.settings)
    return Redraw(review_views.send_back_form(report.id, moment_of(call).words))


def send_back(session: Session, call: Call) -> Answer:
    report_id, word = int(call.view["private_metadata"]), review_views.typed(dict(call.view), "word")
    reviewing.send_back(session, report_id, word, by=call.person, settings=call.settings, now=call.now)
    return Done()


def open_decline(session: Session, call: Call) -> Answer:
    report = sight.worked_on(session, int(call.value), call.person, call.settings)
    form = review_views.decline_form(report.id, moment_of(call).words)
    return Redraw(form) if call.body.get("view") else Open(form)


def decline(session: Session, call: Call) -> Answer:
    report_id, word = int(call.view["private_metadata"]), review_views.typed(dict(call.view), "word")
    reviewing.decline(session, report_id, word, by=call.person, moment=moment_of(call))
    return Done()


def open_drop(session: Session, call: Call) -> Answer:
    report = sight.worked_on(session, int(call.value), call.person, call.settings)
    return over_steps(call, steps_views.drop_form(report.id, moment_of(call).words))


def drop(session: Session, call: Call, promising: Promising) -> Answer:
    """Nobody meets about it; what was asked for its actions is taken back, and who promised something hears so."""
    report_id, reason = int(call.view["private_metadata"]), review_views.typed(dict(call.view), "reason")
    report = reviewing.drop(session, report_id, reason, by=call.person, settings=call.settings, now=call.now)
    debriefs.end(session, report, by=call.person, moment=moment_of(call))
    actions_dropped.let_go(session, report, by=call.person.id, now=call.now, promising=promising)
    return Done()


ROUTES = (
    Route(Door.ACTION, review_views.STEPS, open_steps, ANYONE),
    Route(Door.ACTION, steps_views.Next.ASK, open_ask, ANYONE),
    Route(Door.VIEW, steps_views.ASK_FORM, ask, ANYONE),
    Route(Door.ACTION, review_views.LOOK, look, ANYONE),
    Route(Door.ACTION, review_views.SECTION, section, ANYONE),
    Route(Door.VIEW, review_views.SECTION_PAGE, say, ANYONE),
    Route(Door.ACTION, review_views.RESOLVE, resolve, ANYONE),
    Route(Door.ACTION, review_views.APPROVE, approve, ANYONE),
    Route(Door.ACTION, review_views.SEND_BACK, open_send_back, ANYONE),
    Route(Door.VIEW, review_views.SEND_BACK_FORM, send_back, ANYONE),
    Route(Door.ACTION, review_views.DECLINE, open_decline, ANYONE),
    Route(Door.VIEW, review_views.DECLINE_FORM, decline, ANYONE),
    Route(Door.ACTION, steps_views.Next.DROP, open_drop, ANYONE),
)


def routes(promising: Promising) -> tuple[Route, ...]:
    return (*ROUTES, Route(Door.VIEW, steps_views.DROP_FORM, partial(drop, promising=promising), ANYONE))

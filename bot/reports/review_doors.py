"""Doors of a review: asking for it, looking, remarks, and the decision."""

from collections import Counter
from functools import partial

from sqlalchemy.orm import Session

from bot.access import ANYONE
from bot.errors import FieldErrors
from bot.reports import (
    actions_dropped,
    debriefs,
    diffing,
    manuscript,
    refusals,
    review_views,
    reviewing,
    sight,
    steps,
    steps_views,
    versions,
    window_notes,
)
from bot.reports.facts import Moment
from bot.reports.models import Report
from bot.reports.promising import Promising
from bot.reports.review_models import ReportReview
from bot.reports.review_views import Remark, Row
from bot.reports.states import State
from bot.reports.timeline_text import timeline_blocks
from bot.slack import people
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
    report = sight.seen(session, report_id, call.person, call.settings)
    return over_steps(call, _overview(session, call, report, before))


def _overview(session: Session, call: Call, report: Report, before: dict[str, int]) -> Modal:
    content = manuscript.whole(session, report, call.prompts)
    is_open = Counter(one.section for one in reviewing.comments(session, report.id) if not one.resolved_at)
    rows = [
        Row(
            one.key,
            manuscript.title_of(one.key, call.prompts),
            bool(one.text.strip()) or (one.key == "timeline" and bool(content.timeline)),
            one.number > before.get(one.key, 0),
            is_open[one.key],
        )
        for one in content.sections
    ]
    owner = people.name(session, report.owner) if report.owner else ""
    return review_views.overview(
        report.id,
        report.title,
        window_notes.under_review(report.severity, owner),
        rows,
        saw=versions.text_number(session, report.id),
        may_decide=_may_decide(session, report, call),
        state=report.state,
    )


def _may_decide(session: Session, report: Report, call: Call) -> bool:
    review = session.get(ReportReview, (report.id, call.person.id))
    mine = review is not None and review.declined_at is None and report.owner != call.person.id
    return mine and report.state in (State.IN_REVIEW, State.APPROVED)


def section(session: Session, call: Call) -> Answer:
    report_id, _, key = call.value.partition(":")
    report = sight.seen(session, int(report_id), call.person, call.settings)
    return Open(_section_page(session, call, report, key, look=True))


def _section_page(session: Session, call: Call, report: Report, key: str, *, look: bool = False) -> Modal:
    content = manuscript.whole(session, report, call.prompts)
    found = content.section(key)
    before = reviewing.look_at(session, report, key, found.number, call.person) if look else found.number
    said = [one for one in reviewing.comments(session, report.id) if one.section == key]
    remarks = [
        Remark(one.id, people.name(session, one.by), one.text, one.resolved_at is not None, one.number < found.number)
        for one in said
    ]
    if 0 < before < found.number:
        old = versions.text_of(session, report.id, key, before)
        text = review_views.changed(diffing.excerpt(diffing.changes(old, found.text)))
    else:
        text = review_views.plain(found.text) if found.text.strip() or key != "timeline" else []
    if key == "timeline":
        text += timeline_blocks(session, content)
    return review_views.section_page(
        report.id,
        key,
        manuscript.title_of(key, call.prompts),
        text[:60],
        remarks[-15:],
        moment_of(call).words,
        number=len(said),
        may_comment=sight.works_on(session, report, call.person.id),
    )


def say(session: Session, call: Call) -> Answer:
    report_id, _, key = str(call.view["private_metadata"]).partition(":")
    text = review_views.typed(dict(call.view), "comment")
    if not text.strip():
        raise FieldErrors({block: refusals.NO_REMARK for block in call.view["state"]["values"]})
    reviewing.comment(session, int(report_id), key, text, by=call.person, settings=call.settings, now=call.now)
    report = sight.seen(session, int(report_id), call.person, call.settings)
    return Redraw(_section_page(session, call, report, key))


def resolve(session: Session, call: Call) -> Answer:
    said = reviewing.resolve(session, int(call.value), by=call.person, settings=call.settings, now=call.now)
    report = sight.seen(session, said.report_id, call.person, call.settings)
    return Redraw(_section_page(session, call, report, said.section))


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
    reviewing.decline(session, report_id, word, by=call.person, settings=call.settings, now=call.now)
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

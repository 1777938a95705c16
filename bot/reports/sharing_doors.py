"""Doors of publishing, amending, sharing further, and of who a report is for."""

from functools import partial

from sqlalchemy.orm import Session

from bot.access import ANYONE
from bot.reports import (
    actions,
    audiences,
    checklist,
    copies,
    destinations,
    findings,
    fitting,
    manuscript,
    publish_views,
    publishing,
    review_views,
    sharing,
    sight,
    standing,
    steps_views,
    summary_views,
    waiving,
    widened,
    window_notes,
)
from bot.reports.blame.check import Finding
from bot.reports.facts import Moment
from bot.reports.models import Report
from bot.reports.promising import Promising
from bot.reports.publishing import Wish
from bot.reports.review_doors import moment_of, over_steps, shown
from bot.reports.states import OUT, Audience
from bot.reports.steps_views import Next
from bot.slack.blocks import Modal
from bot.slack.doors import Answer, Call, Done, Door, Redraw, Route


def open_publish(session: Session, call: Call) -> Answer:
    report = sight.worked_on(session, int(call.value), call.person, call.settings)
    if not standing.may_go_out(report, call.settings):
        return (
            Redraw(shown(session, call, report))
            if call.body.get("view")
            else over_steps(call, shown(session, call, report))
        )
    lines = summary_views.suggested(manuscript.whole(session, report, call.prompts))
    return over_steps(call, _publish_form(session, call, report, Wish(tuple(lines))))


def _publish_form(session: Session, call: Call, report: Report, wish: Wish) -> Modal:
    """With what may read as blame beside what stands there: the writer sees it before anybody else sees the text."""
    moment = moment_of(call)
    known = standing.known(session, report, moment)
    return publish_views.publish_form(
        report.id,
        wish.lines,
        _suggested(session, report, moment),
        moment.words,
        lacking=[item.text for item in checklist.items(known) if not item.done],
        to_settle=known.to_settle,
        named=report.named if report.audience == Audience.NAMED else (),
        remarks=_remarks(session, call, wish),
    )


def _remarks(session: Session, call: Call, wish: Wish) -> dict[str, list[Finding]]:
    return findings.in_fields(wish.said(), findings.checker(session, call.prompts))


def _suggested(session: Session, report: Report, moment: Moment) -> dict[str, str]:
    """Channels that the rule chooses, and what is known against each."""
    found = [one for one in destinations.suggested(report, moment.settings) if not fitting.is_person(one)]
    return {one: fitting.channel_fault(session, report, one, moment) or "" for one in found}


def publish(session: Session, call: Call, promising: Promising) -> Answer:
    """What the form has not shown yet it shows first, once; sent again, it goes out as it is."""
    view, moment = dict(call.view), moment_of(call)
    report_id, _ = publish_views.read_place(view)
    wish = publish_views.read_wish(view)
    report = sight.worked_on(session, report_id, call.person, call.settings)
    if standing.may_go_out(report, call.settings) and publish_views.unseen(view, _remarks(session, call, wish)):
        return Redraw(_publish_form(session, call, report, wish))
    report = publishing.publish(session, report_id, wish, by=call.person, moment=moment)
    actions.readdress(session, report, promising)
    return Redraw(shown(session, call, report, window_notes.PUBLISHED))


def open_amend(session: Session, call: Call) -> Answer:
    report = sight.worked_on(session, int(call.value), call.person, call.settings)
    if report.state not in OUT:
        return Redraw(shown(session, call, report))
    if waiving.lacks_approval(session, report, call.settings):
        return over_steps(call, shown(session, call, report))
    return over_steps(call, _amend_form(session, call, report, Wish(tuple(copies.revision(session, report).lines))))


def _amend_form(session: Session, call: Call, report: Report, wish: Wish) -> Modal:
    moment = moment_of(call)
    return publish_views.amend_form(
        report.id,
        copies.revision(session, report).number,
        wish.lines,
        moment.words,
        changed=publishing.unpublished(session, report, moment),
        to_settle=manuscript.phrases_to_settle(session, report),
        remarks=_remarks(session, call, wish),
    )


def amend(session: Session, call: Call, promising: Promising) -> Answer:
    """As publishing does: what may read as blame is shown once."""
    view, moment = dict(call.view), moment_of(call)
    report_id, saw = publish_views.read_place(view)
    wish = publish_views.read_wish(view)
    report = sight.worked_on(session, report_id, call.person, call.settings)
    current = report.state in OUT and copies.revision(session, report).number == saw
    if current and publish_views.unseen(view, _remarks(session, call, wish)):
        return Redraw(_amend_form(session, call, report, wish))
    report = publishing.amend(session, report_id, wish, by=call.person, moment=moment)
    actions.readdress(session, report, promising)
    return Redraw(shown(session, call, report, window_notes.AMENDED))


def open_share(session: Session, call: Call) -> Answer:
    report = sight.worked_on(session, int(call.value), call.person, call.settings)
    return over_steps(call, publish_views.share_form(report.id, moment_of(call).words))


def share(session: Session, call: Call) -> Answer:
    view = dict(call.view)
    wish = publish_views.read_wish(view)
    report_id, _ = publish_views.read_place(view)
    moment = moment_of(call)
    report = sharing.share(session, report_id, wish.channels, wish.people, by=call.person, moment=moment)
    return Redraw(shown(session, call, report))


def retry(session: Session, call: Call) -> Answer:
    report_id, _, channel = call.value.partition(":")
    moment = moment_of(call)
    report = sharing.retry(session, int(report_id), channel, by=call.person, moment=moment)
    return Redraw(shown(session, call, report))


def take_back(session: Session, call: Call) -> Answer:
    report_id, _, channel = call.value.partition(":")
    widened.take_back(session, int(report_id), channel, by=call.person, moment=moment_of(call))
    return Done()


def open_audience(session: Session, call: Call) -> Answer:
    report = sight.worked_on(session, int(call.value), call.person, call.settings)
    words = moment_of(call).words
    return over_steps(call, publish_views.audience_form(report.id, Audience(report.audience), report.named, words))


def change_audience(session: Session, call: Call, promising: Promising) -> Answer:
    """Promises of its actions are for the same people from then on."""
    view = dict(call.view)
    report_id, _ = publish_views.read_place(view)
    audience, named = publish_views.read_audience(view)
    moment = moment_of(call)
    report = audiences.change_audience(session, report_id, audience, named, by=call.person, moment=moment)
    actions.readdress(session, report, promising)
    gone = [one for one in copies.of(session, report.id) if one.state == copies.CopyState.WITHDRAWN]
    return Redraw(shown(session, call, report, window_notes.audience_changed(len(gone))))


ROUTES = (
    Route(Door.ACTION, Next.PUBLISH, open_publish, ANYONE),
    Route(Door.ACTION, Next.AMEND, open_amend, ANYONE),
    Route(Door.ACTION, Next.SHARE, open_share, ANYONE),
    Route(Door.VIEW, publish_views.SHARE_FORM, share, ANYONE),
    Route(Door.ACTION, steps_views.RETRY, retry, ANYONE),
    Route(Door.ACTION, review_views.TAKE_BACK, take_back, ANYONE),
    Route(Door.ACTION, Next.AUDIENCE, open_audience, ANYONE),
)


def routes(promising: Promising) -> tuple[Route, ...]:
    """Promises follow what becomes of their report."""
    forms = {
        publish_views.PUBLISH_FORM: publish,
        publish_views.AMEND_FORM: amend,
        publish_views.AUDIENCE_FORM: change_audience,
    }
    follow = (Route(Door.VIEW, form, partial(act, promising=promising), ANYONE) for form, act in forms.items())
    return (*ROUTES, *follow)

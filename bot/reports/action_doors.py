"""Doors of a report's actions."""

from dataclasses import replace
from functools import partial
from typing import Any

from sqlalchemy.orm import Session

from bot.access import ANYONE
from bot.errors import FieldErrors
from bot.prompts import Words
from bot.reports import (
    action_writing,
    actions,
    actions_advice,
    actions_days,
    actions_text,
    actions_views,
    answers,
    findings,
    found_sentences,
    log,
    meanwhile,
    reminding,
    reminding_views,
    second_looks,
    section_forms,
    sharing,
    sight,
    titles,
    window_notes,
    writing,
)
from bot.reports.actions import Draft
from bot.reports.actions_models import ReportAction
from bot.reports.actions_rules import UNPROMISED, Stand
from bot.reports.actions_views import Listing, Sitting
from bot.reports.facts import Moment
from bot.reports.models import Report
from bot.reports.promising import Promising
from bot.reports.section_forms import SecondLook
from bot.reports.states import Audience, What
from bot.slack import people
from bot.slack.blocks import Modal
from bot.slack.doors import Answer, Call, Done, Door, Open, Redraw, Route
from bot.slack.text import escape


def words_of(call: Call) -> Words:
    return call.prompts.of("report_actions")


def show(session: Session, call: Call, promising: Promising) -> Answer:
    """From a message or another window."""
    report = sight.seen(session, int(call.value), call.person, call.settings)
    return Open(_window(session, call, report, promising))


def back(session: Session, call: Call, promising: Promising) -> Answer:
    report = sight.seen(session, int(call.value), call.person, call.settings)
    return Redraw(_window(session, call, report, promising))


def _window(session: Session, call: Call, report: Report, promising: Promising, note: str = "") -> Modal:
    found = actions.of(session, report, call.now)
    pages = {
        one.number: promising.page_value(one.commitment)
        for one in found
        if one.commitment
        and one.stand not in UNPROMISED
        and (report.audience == Audience.EVERYONE or call.person.id == one.owner)
    }
    works = sight.works_on(session, report, call.person.id)
    told = Listing(
        report=report.id,
        title=titles.title(session, report),
        found=found,
        names=actions_text.names_of(session, found),
        today=actions_days.today(session, report, call.settings, call.now),
        may_write=works,
        page=promising.page,
        pages=pages,
        looks=findings.actions_of_note(session, report) if works else frozenset(),
    )
    return actions_views.listing(told, words_of(call), note)


def add(session: Session, call: Call) -> Answer:
    report = sight.worked_on(session, int(call.value), call.person, call.settings)
    return Redraw(_new_form(session, call, report))


def change(session: Session, call: Call) -> Answer:
    report_id, number = actions_views.read_place(call.value)
    report = sight.worked_on(session, report_id, call.person, call.settings)
    return Redraw(_form_of(session, call, report, actions.changeable(session, report, number, call.now)))


def _new_form(session: Session, call: Call, report: Report) -> Modal:
    sitting = Sitting(
        report=report.id,
        proposed=actions_days.proposed_day(report, call.settings, call.now),
        assign_by=actions_days.assign_day(report, call.settings, call.now),
        today=actions_days.today(session, report, call.settings, call.now),
    )
    return actions_views.form(sitting, words_of(call))


def _form_of(session: Session, call: Call, report: Report, row: ReportAction, mine: Draft | None = None) -> Modal:
    """`mine`: what this person typed while somebody else saved, or what still waits of that."""
    current = action_writing.values(session, report, row, call.settings, call.now)
    waiting = writing.draft(session, report.id, findings.action_place(row.number), call.person.id)
    told = Draft(**current) if waiting is None else Draft(**{**current, "what": waiting})
    shown = mine or told
    sitting = Sitting(
        report=report.id,
        proposed=shown.due or current["due"],
        assign_by=row.assign_by,
        today=actions_days.today(session, report, call.settings, call.now),
        number=row.number,
        what=shown.what,
        kind=shown.kind,
        owner=shown.owner,
        stamps=meanwhile.stamps(current),
    )
    if mine or waiting is not None:
        place = findings.action_place(row.number)
        more = writing.waits_apart(session, report.id, place, call.person.id)
        theirs = replace(action_writing.theirs(session, report, row, call.settings, call.now), more=more)
        draft = writing.draft_stamp(session, report.id, place, call.person.id)
        sitting = replace(sitting, theirs=theirs, turn=report.events, draft=draft)
    return actions_views.form(sitting, words_of(call))


def save(session: Session, call: Call, promising: Promising) -> Answer:
    """Who comes second with another word for the same sees both. Raises FieldErrors."""
    written = actions_views.read_form(call.view)
    report = sight.worked_on(session, written.report, call.person, call.settings)
    told: dict[str, Any] = {"settings": call.settings, "now": call.now, "promising": promising}
    try:
        row = action_writing.put(session, report, written, by=call.person.id, **told)
    except FieldErrors as error:
        fields = {name.partition("-")[0]: name for name in answers.typed(call.view)}
        raise answers.in_field(error, **fields) from error
    if isinstance(row, action_writing.Both):
        return Redraw(_form_of(session, call, report, row.action, row.mine))
    sharing.rewrite(session, report, Moment(call.settings, call.prompts, call.now))
    return _next(session, call, report, row, promising)


def _next(session: Session, call: Call, report: Report, row: ReportAction, promising: Promising) -> Answer:
    """What may read as blame, to this person only; else all actions."""
    look = _second_look(session, call, report, row)
    return Redraw(look or _window(session, call, report, promising, _saved(session, call, report, row)))


def _saved(session: Session, call: Call, report: Report, row: ReportAction) -> str:
    """What happens next or, where there is advice, what would make it stronger."""
    words = words_of(call)
    if found := actions_advice.advice(row.what, findings.checker(session, call.prompts)):
        return f"{words['stronger']}\n{escape(found)}"
    stand = actions.value(row, call.now).stand
    if stand is Stand.ASKED:
        return words["saved_asked"].format(owner=people.name(session, row.owner or ""))
    if stand is Stand.NEEDS_OWNER:
        today = actions_days.today(session, report, call.settings, call.now)
        return words["saved"].format(assign_by=actions_text.day(row.assign_by, today))
    return words["saved_promised"]


def look_again(session: Session, call: Call, promising: Promising) -> Answer:
    report_id, number = actions_views.read_place(call.value)
    report = sight.worked_on(session, report_id, call.person, call.settings)
    look = _second_look(session, call, report, actions.find(session, report, number))
    return Redraw(look or _window(session, call, report, promising))


def _second_look(session: Session, call: Call, report: Report, row: ReportAction) -> Modal | None:
    """What is promised keeps its words: they can stay for a reason, and change where promises do."""
    place = findings.action_place(row.number)
    found = findings.look(session, report, place, row.what, findings.checker(session, call.prompts))
    shown = found_sentences.with_findings(row.what, found)
    if not shown:
        return None
    return section_forms.findings_form(
        report.id,
        place,
        log.last_number(session, report, What.ACTION, place),
        shown,
        call.prompts.of("reports"),
        door=actions_views.FINDINGS,
        back=actions_views.BACK,
        reword=actions.value(row, call.now).stand in UNPROMISED,
    )


def looked(session: Session, call: Call, promising: Promising) -> Answer:
    """Said another way, it is asked for anew; with a reason, it is left alone from now on. Raises FieldErrors."""
    look = section_forms.read_findings(call.view)
    report = sight.worked_on(session, look.report, call.person, call.settings)
    row = actions.find(session, report, int(look.place.removeprefix("action:")))
    if look.number != log.last_number(session, report, What.ACTION, look.place):
        return Redraw(_window(session, call, report, promising, _overtaken(session, call, report, row, look)))
    new = second_looks.replaced(row.what, second_looks.kept(session, call, report, look, row.what), look)
    if new == row.what:
        return Redraw(_window(session, call, report, promising, _saved(session, call, report, row)))
    try:
        row = actions.reword(
            session, report, row, new, by=call.person.id, settings=call.settings, now=call.now, promising=promising
        )
    except FieldErrors as error:
        field = next(iter(answers.typed(call.view)))
        raise FieldErrors({field: " ".join(error.errors.values())}) from error
    sharing.rewrite(session, report, Moment(call.settings, call.prompts, call.now))
    return _next(session, call, report, row, promising)


def _overtaken(session: Session, call: Call, report: Report, row: ReportAction, look: SecondLook) -> str:
    """Reasons are kept all the same, and other words wait in the action's form, where it can be changed still."""
    second_looks.reasons(session, call, report, look)
    words = " ".join(one.strip() for one in look.instead if one)
    if not words or words == row.what or actions.value(row, call.now).stand not in UNPROMISED:
        return window_notes.CHANGED_MEANWHILE
    writing.keep_draft(session, report, look.place, words, call.person.id, call.now, longest=actions.LONGEST)
    return window_notes.CHANGED_MEANWHILE + window_notes.YOUR_WORDS_WAIT


def remove(session: Session, call: Call, promising: Promising) -> Answer:
    report_id, number = actions_views.read_place(call.value)
    report = sight.worked_on(session, report_id, call.person, call.settings)
    actions.remove(session, report, number, by=call.person.id, now=call.now, promising=promising)
    sharing.rewrite(session, report, Moment(call.settings, call.prompts, call.now))
    return Redraw(_window(session, call, report, promising, words_of(call)["taken_out"]))


def not_now(session: Session, call: Call) -> Answer:
    report = sight.worked_on(session, int(call.value), call.person, call.settings)
    reminding.not_now(session, report, by=call.person.id, settings=call.settings, now=call.now)
    return Done()


def routes(promising: Promising) -> tuple[Route, ...]:
    """`promising`: how an action becomes a commitment."""
    return (
        Route(Door.ACTION, actions_views.LIST, partial(show, promising=promising), ANYONE),
        Route(Door.ACTION, actions_views.BACK, partial(back, promising=promising), ANYONE),
        Route(Door.ACTION, actions_views.ADD, add, ANYONE),
        Route(Door.ACTION, actions_views.CHANGE, change, ANYONE),
        Route(Door.VIEW, actions_views.FORM, partial(save, promising=promising), ANYONE),
        Route(Door.ACTION, actions_views.SECOND_LOOK, partial(look_again, promising=promising), ANYONE),
        Route(Door.VIEW, actions_views.FINDINGS, partial(looked, promising=promising), ANYONE),
        Route(Door.ACTION, actions_views.REMOVE, partial(remove, promising=promising), ANYONE),
        Route(Door.ACTION, reminding_views.NOT_NOW, not_now, ANYONE),
    )

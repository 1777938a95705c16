"""Doors of what the blame check found in a report's title: it is said another way, or stays for a reason."""

from dataclasses import replace

from sqlalchemy.orm import Session

from bot.access import ANYONE
from bot.errors import FieldErrors
from bot.reports import (
    answers,
    bench,
    findings,
    found_sentences,
    log,
    second_looks,
    section_forms,
    start_form,
    starting,
    window_notes,
    writing,
)
from bot.reports import workbench_views as views
from bot.reports.models import Report
from bot.reports.states import What
from bot.slack.blocks import Modal
from bot.slack.doors import Answer, Call, Door, Redraw, Route


def look(session: Session, call: Call, report: Report) -> Modal | None:
    """What may read as blame in its title as it was last saved, to this person only; nothing where nothing does."""
    found = findings.look(session, report, findings.TITLE, report.title, findings.checker(session, call.prompts))
    shown = found_sentences.with_findings(report.title, found)
    if not shown:
        return None
    number = log.last_number(session, report, What.CHANGED, None)
    words = call.prompts.of("reports")
    return section_forms.findings_form(
        report.id, findings.TITLE, number, shown, words, door=views.TITLE_FINDINGS, back=views.WORKBENCH
    )


def look_again(session: Session, call: Call) -> Answer:
    report = writing.open_for_writing(session, int(call.value), call.person, call.settings)
    return Redraw(look(session, call, report) or _workbench(session, call, report))


def looked(session: Session, call: Call) -> Answer:
    """Raises FieldErrors."""
    answer = section_forms.read_findings(call.view)
    report = writing.open_for_writing(session, answer.report, call.person, call.settings)
    if answer.number != log.last_number(session, report, What.CHANGED, None):
        second_looks.reasons(session, call, report, answer)
        return Redraw(_workbench(session, call, report, window_notes.TITLE_CHANGED_MEANWHILE))
    shown = second_looks.kept(session, call, report, answer, report.title)
    new = second_looks.replaced(report.title, shown, answer)
    if new == report.title:
        return Redraw(_workbench(session, call, report, "Saved."))
    _rename(session, call, report, new)
    return Redraw(look(session, call, report) or _workbench(session, call, report, "Saved."))


def _rename(session: Session, call: Call, report: Report, title: str) -> None:
    draft = replace(start_form.of_report(report), title=title)
    try:
        starting.change(session, report, draft, by=call.person.id, settings=call.settings, now=call.now)
    except FieldErrors as error:
        field = next(iter(answers.typed(call.view)))
        raise FieldErrors({field: " ".join(error.errors.values())}) from error
    writing.remember_words(session, report)


def _workbench(session: Session, call: Call, report: Report, note: str = "") -> Modal:
    return bench.view(session, report, call.person, call.settings, call.prompts, call.now, note)


ROUTES = (
    Route(Door.ACTION, views.TITLE_LOOK, look_again, ANYONE),
    Route(Door.VIEW, views.TITLE_FINDINGS, looked, ANYONE),
)

"""Doors where a report begins, is found, and stands open on its workbench."""

from dataclasses import replace
from typing import Any

from sqlalchemy.orm import Session

from bot.access import ANYONE
from bot.errors import FieldErrors
from bot.reports import (
    answers,
    bench,
    bench_text,
    fetching,
    figure_doors,
    findings,
    kept_lines,
    list_views,
    listing,
    log,
    manuscript,
    meanwhile,
    messages,
    owners,
    review_views,
    sight,
    start_form,
    starting,
    timeline,
    timeline_text,
    title_doors,
    titles,
    window_notes,
    writing,
)
from bot.reports import workbench_views as views
from bot.reports.listing import Which
from bot.reports.models import Report
from bot.reports.section_forms import Theirs
from bot.reports.start_form import TIMES, Sitting
from bot.reports.starting import Start
from bot.reports.states import What
from bot.reports.templates import TIMELINE, forms
from bot.slack import blocks, people
from bot.slack.blocks import Modal
from bot.slack.doors import Answer, Call, Door, Handler, Open, Redraw, Route
from bot.slack.people import Profile
from bot.slack.text import one_line, shorten

BEGIN = "reports.begin"
LISTS = {"list": Which.ALL, "all": Which.ALL, "mine": Which.YOURS}


def show(call: Call, view: Modal) -> Answer:
    """In the window they are in, else in a new one."""
    return Redraw(view) if (call.body.get("view") or {}).get("type") == "modal" else Open(view)


def workbench(session: Session, call: Call, report: Report, note: str = "") -> Modal:
    return bench.view(session, report, call.person, call.settings, call.prompts, call.now, note)


def opened(session: Session, call: Call, report_id: int) -> Modal:
    """Whoever writes it gets the workbench, whoever may see it a page to read. Raises NotThere."""
    report = sight.seen(session, report_id, call.person, call.settings)
    if sight.works_on(session, report, call.person.id):
        return workbench(session, call, report)
    return _page(session, call, report)


def _page(session: Session, call: Call, report: Report) -> Modal:
    content = manuscript.as_read_by(session, report, call.person.id, call.prompts)
    body: list[dict[str, Any]] = []
    for one in content.sections:
        shown = timeline_text.timeline_blocks(session, content) if one.key == TIMELINE else []
        shown += review_views.plain(one.text) if one.text.strip() else []
        if shown:
            body += [blocks.header(manuscript.title_of(one.key, call.prompts)), *shown]
    facts = bench.facts(session, report, content)
    return views.reading(report.id, content.title, facts, body or [blocks.context(window_notes.NOTHING_WRITTEN)])


# Commands and lists


def command(session: Session, call: Call) -> Answer:
    """Nothing: what you write, or the form. A number opens one; `list`, `search`, `figures`; other words begin."""
    first, _, rest = call.text.partition(" ")
    if call.text.isdigit():
        return Open(opened(session, call, int(call.text[:9])))
    if call.text.casefold() in LISTS:
        return Open(_list(session, call, LISTS[call.text.casefold()]))
    if first.casefold() == "figures":
        return figure_doors.figures(session, call, rest.strip())
    if first.casefold() == "search":
        return Open(_list(session, call, Which.FOUND, rest.strip()))
    if call.text.casefold() == "new":
        return Open(start_view(session, call))
    if not call.text and listing.open_of(session, call.person.id):
        return Open(_list(session, call, Which.YOURS))
    return Open(start_view(session, call, title=shorten(one_line(call.text), starting.LONGEST_TITLE)))


def from_anywhere(session: Session, call: Call) -> Answer:
    return Open(start_view(session, call))


def begin(session: Session, call: Call) -> Answer:
    return show(call, start_view(session, call))


def tab(session: Session, call: Call) -> Answer:
    return Redraw(_list(session, call, Which(call.value)))


def turn(session: Session, call: Call) -> Answer:
    which, search = list_views.read_place(call.view)
    return Redraw(_list(session, call, which, search, int(call.value)))


def search(session: Session, call: Call) -> Answer:
    which, _ = list_views.read_place(call.view)
    wanted = list_views.read_search(call.view)
    if wanted.isdigit():
        return Redraw(opened(session, call, int(wanted[:9])))
    return Redraw(_list(session, call, Which.FOUND if wanted else which, wanted))


def _list(session: Session, call: Call, which: Which, search: str = "", skip: int = 0) -> Modal:
    found = listing.listing(session, which, viewer=call.person, settings=call.settings, search=search, skip=skip)
    told = [(one, titles.known(session, one)) for one in found.reports]
    rows = [list_views.Row(one.id, known.title, bench_text.in_a_list(one, known)) for one, known in told]
    words = call.prompts.of("reports")
    return list_views.listing(which, rows, words, total=found.total, skip=skip, search=search)


def open_one(session: Session, call: Call) -> Answer:
    return show(call, opened(session, call, int(call.value)))


# The form


def start_view(session: Session, call: Call, **told: Any) -> Modal:
    """`told`: what is known already, such as the message that it begins with."""
    profile = session.get(Profile, call.person.id)
    zone = profile.zone if profile else call.settings.calendar.zone.key
    sitting = Sitting(zone=zone, severity=min(2, call.settings.reports.severities), **told)
    return _form(call, sitting)


def _form(call: Call, sitting: Sitting) -> Modal:
    words = call.prompts.of("reports")
    return start_form.form(sitting, forms(words), words, call.settings.reports.severities)


def submit(session: Session, call: Call) -> Answer:
    """Raises FieldErrors."""
    report_id, draft = start_form.read(call.view)
    if draft.template == start_form.BY_SEVERITY:
        draft = replace(draft, template=forms(call.prompts.of("reports")).fitting(draft.severity).key)
    if report_id is not None:
        report = writing.open_for_writing(session, report_id, call.person, call.settings)
        was, stands = answers.memory(call.view).get("was"), start_form.values(report)
        merged = meanwhile.merge(was, start_form.of_draft(draft), stands)
        changed = start_form.with_values(draft, report, merged.values)
        if merged.both:
            return Redraw(_facts_form(session, call, report, changed))
        try:
            starting.change(session, report, changed, by=call.person.id, settings=call.settings, now=call.now)
        except FieldErrors as error:
            fields = {name.partition("-")[0]: name for name in answers.typed(call.view)}
            raise answers.in_field(error, **fields) from error
        writing.remember_words(session, report)
        return Redraw(title_doors.look(session, call, report) or workbench(session, call, report, "Saved."))
    report = starting.start(session, draft, by=call.person.id, settings=call.settings, now=call.now)
    title_doors.look(session, call, report)
    owners.tell_owner(session, report, call.now)
    note = _with_first_moment(session, call, report, window_notes.BEGUN)
    return Redraw(workbench(session, call, report, note))


def _with_first_moment(session: Session, call: Call, report: Report, note: str) -> str:
    source = answers.memory(call.view).get("source")
    if not source:
        return note
    text = answers.typed(call.view).get("first_moment") or ""
    try:
        moment = timeline.add(session, report, messages.line_of(source, text, None), by=call.person.id, now=call.now)
    except FieldErrors as error:
        raise answers.in_field(error, text="first_moment", at="first_moment") from error
    if moment:
        checker = findings.checker(session, call.prompts)
        findings.look(session, report, findings.moment_place(moment.id), moment.text, checker)
        since = source.get("read_at")
        fetching.read_again_if_edited(session, report, moment, since, by=call.person.id, now=call.now)
    return note


def facts(session: Session, call: Call) -> Answer:
    report = writing.open_for_writing(session, int(call.value), call.person, call.settings)
    return show(call, _facts_form(session, call, report))


def _facts_form(session: Session, call: Call, report: Report, mine: Start | None = None) -> Modal:
    """`mine`: what this person typed while somebody else saved."""
    told = {name: getattr(report, name) for name in ("title", "severity", "zone", "template", *TIMES)}
    stamps = meanwhile.stamps(start_form.values(report))
    sitting = Sitting(**told, services=tuple(report.services), report=report.id, stamps=stamps)
    if mine is None:
        return _form(call, sitting)
    by = people.name(session, log.last_by(session, report, What.CHANGED) or owners.ITSELF)
    typed = {name: getattr(mine, name) for name in ("title", "severity", "zone", "template", "services")}
    typed |= vars(mine.times)
    return _form(call, replace(sitting, **typed, theirs=Theirs(kept_lines.of_facts(report), by), turn=report.events))


def _view(id: str, handler: Handler) -> Route:
    return Route(Door.VIEW, id, handler, ANYONE)


def _action(id: str, handler: Handler) -> Route:
    """Who may do what depends on the report, so that each deed asks for itself."""
    return Route(Door.ACTION, id, handler, ANYONE)


ROUTES = (
    Route(Door.COMMAND, "/incident-report", command, ANYONE),
    Route(Door.SHORTCUT, BEGIN, from_anywhere, ANYONE),
    _action(list_views.BEGIN, begin),
    *(_action(f"{list_views.TAB}.{which}", tab) for which in list_views.TABS),
    _action(f"{list_views.TURN}.back", turn),
    _action(f"{list_views.TURN}.on", turn),
    _view(list_views.LIST, search),
    _action(views.OPEN, open_one),
    _action(views.WORKBENCH, open_one),
    _action(views.FACTS, facts),
    _view(start_form.START_FORM, submit),
)

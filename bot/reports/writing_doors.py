"""Doors where sections are written, looked at again, and drafts come in and go out."""

from sqlalchemy.orm import Session

from bot.access import ANYONE
from bot.reports import (
    answers,
    bench,
    findings,
    found_sentences,
    imports,
    log,
    orphans,
    owners,
    reading,
    reminding_views,
    second_looks,
    section_forms,
    sight,
    timeline,
    timeline_doors,
    versions,
    window_notes,
    writing,
)
from bot.reports import taken as taken_away
from bot.reports import workbench_views as views
from bot.reports.blame.check import Finding
from bot.reports.content import Section
from bot.reports.desk_doors import opened, show, workbench
from bot.reports.facts import Moment
from bot.reports.models import Report
from bot.reports.section_forms import SecondLook, Theirs
from bot.reports.states import OUT, What
from bot.reports.templates import forms
from bot.reports.writing import Draft, Newer, Wrote
from bot.slack import people
from bot.slack.blocks import Modal
from bot.slack.doors import Answer, Call, Door, Handler, Redraw, Route
from bot.slack.text import pieces


def write(session: Session, call: Call) -> Answer:
    """With what this person wrote while somebody else saved, or kept for later, if that still waits."""
    id, key = answers.numbers(call.value)
    report = writing.open_for_writing(session, int(id), call.person, call.settings)
    newest = reading.newest_sections(session, report.id).get(key) or Section(key, "", 0)
    waiting = writing.draft(session, report.id, key, call.person.id)
    if waiting and writing.is_stale(session, report.id, key, call.person.id, newest.number):
        return show(call, _merge(session, call, report, newest, waiting))
    words = call.prompts.of("reports")
    shown = section_forms.section_form(
        report.id,
        forms(words).ask(key),
        waiting or newest.text,
        newest.number,
        words,
        is_draft=bool(waiting),
        draft=writing.draft_stamp(session, report.id, key, call.person.id),
    )
    return show(call, shown)


def keep_draft(session: Session, call: Call) -> Answer:
    """Where a button is clicked, Slack sends what stands in the fields of its window."""
    id, key, base, text = section_forms.read_section(call.view)
    wrote = Wrote(key, text, base, section_forms.draft_of(call.view))
    kept = writing.keep_for_later(session, id, wrote, by=call.person, settings=call.settings, now=call.now)
    report = sight.seen(session, id, call.person, call.settings)
    note = window_notes.draft(kept=kept is not Draft.SAVED_ALREADY, with_another=kept is Draft.KEPT_WITH_ANOTHER)
    return Redraw(workbench(session, call, report, note))


def _merge(session: Session, call: Call, report: Report, newest: Section, mine: str) -> Modal:
    words = call.prompts.of("reports")
    more = writing.waits_apart(session, report.id, newest.key, call.person.id)
    theirs = Theirs(newest.text, people.name(session, newest.by or owners.ITSELF), more)
    draft = writing.draft_stamp(session, report.id, newest.key, call.person.id)
    ask = forms(words).ask(newest.key)
    return section_forms.section_form(report.id, ask, mine, newest.number, words, theirs, draft=draft)


def save(session: Session, call: Call) -> Answer:
    id, key, base, text = section_forms.read_section(call.view)
    return _saved(session, call, id, Wrote(key, text, base, section_forms.draft_of(call.view)))


def _saved(session: Session, call: Call, report_id: int, wrote: Wrote) -> Answer:
    """Where the blame check has something to say it comes next, to this person only; else the workbench."""
    answer = writing.write(session, report_id, wrote, by=call.person, settings=call.settings, now=call.now)
    report = sight.seen(session, report_id, call.person, call.settings)
    if isinstance(answer, Newer):
        return Redraw(_merge(session, call, report, answer.section, answer.mine))
    text = reading.newest_sections(session, report_id).get(wrote.key) or Section(wrote.key, "", 0)
    found = findings.look(session, report, wrote.key, text.text, findings.checker(session, call.prompts))
    return Redraw(second_look(session, call, report, wrote.key, answer.number, text.text, found))


def second_look(
    session: Session, call: Call, report: Report, place: str, number: int, text: str, found: list[Finding]
) -> Modal:
    shown = found_sentences.with_findings(text, found)
    if not shown:
        return workbench(session, call, report, window_notes.saved(published=report.state in OUT))
    return section_forms.findings_form(report.id, place, number, shown, call.prompts.of("reports"))


def looked(session: Session, call: Call) -> Answer:
    """Sentences said another way become a version of their own; those with a reason are left alone from now on."""
    look = section_forms.read_findings(call.view)
    report = writing.open_for_writing(session, look.report, call.person, call.settings)
    if look.place.startswith("moment:"):
        return _looked_at_moment(session, call, report, look)
    text = versions.text_of(session, report.id, look.place, look.number)
    new = second_looks.replaced(text, second_looks.kept(session, call, report, look, text), look)
    newest = reading.newest_sections(session, report.id)[look.place]
    if newest.number != look.number:  # of what somebody else saved meanwhile, the findings are other ones
        findings.look(session, report, look.place, newest.text, findings.checker(session, call.prompts))
    if new == text:
        return Redraw(workbench(session, call, report, "Saved."))
    return _saved(session, call, report.id, Wrote(look.place, new, look.number))


def _looked_at_moment(session: Session, call: Call, report: Report, look: SecondLook) -> Answer:
    """Where somebody else changed the line meanwhile, its form shows both."""
    moment = timeline.find(session, report, int(look.place.removeprefix("moment:")))
    if look.number != log.last_number(session, report, What.WROTE, look.place):
        second_looks.reasons(session, call, report, look)
        mine = " ".join(filter(None, look.instead))
        writing.keep_draft(session, report, look.place, mine, call.person.id, call.now, longest=timeline.LONGEST)
        return Redraw(timeline_doors.line_form_of(session, call, report, moment))
    shown = second_looks.kept(session, call, report, look, moment.text)
    new = second_looks.replaced(moment.text, shown, look)
    line = timeline.Line(moment.at, new, timeline.mark_of(moment))
    timeline.change(session, report, moment.id, line, by=call.person.id, now=call.now)
    findings.look(session, report, look.place, new, findings.checker(session, call.prompts))
    return Redraw(timeline_doors.page_of(session, call, report, moment.id, "Saved."))


# Writers, drafts, taking it away


def open_writers(session: Session, call: Call) -> Answer:
    report = writing.open_for_writing(session, int(call.value), call.person, call.settings)
    return show(call, _writers_form(session, call, report))


def _writers_form(session: Session, call: Call, report: Report) -> Modal:
    others = bench.at_work(session, report) if call.person.id == report.owner else []
    return views.writers_form(report.id, call.prompts.of("reports"), bench.writers(session, report), others)


def take_off(session: Session, call: Call) -> Answer:
    id, person = answers.numbers(call.value)
    moment = Moment(call.settings, call.prompts, call.now)
    done = owners.take_off(session, int(id), person, by=call.person, moment=moment)
    report = sight.seen(session, int(id), call.person, call.settings)
    note = window_notes.taken_off(people.name(session, person), done=done)
    return show(call, workbench(session, call, report, note))


def invite(session: Session, call: Call) -> Answer:
    id, chosen = int(call.view["private_metadata"]), answers.typed(call.view).get("writers") or []
    count = owners.invite(session, id, chosen, by=call.person, settings=call.settings, now=call.now)
    report = sight.seen(session, id, call.person, call.settings)
    note = window_notes.invited(count)
    return Redraw(workbench(session, call, report, note))


def open_hand_over(session: Session, call: Call) -> Answer:
    report = writing.open_for_writing(session, int(call.value), call.person, call.settings)
    return show(call, views.hand_over_form(report.id, call.prompts.of("reports")))


def hand_over(session: Session, call: Call) -> Answer:
    id, said = int(call.view["private_metadata"]), answers.typed(call.view)
    to, note = said.get("to") or "", said.get("note") or ""
    owners.hand_over(session, id, to, note, by=call.person, settings=call.settings, now=call.now)
    report = sight.seen(session, id, call.person, call.settings)
    return Redraw(workbench(session, call, report, window_notes.holds_the_pen_now(people.name(session, to))))


def take_over(session: Session, call: Call) -> Answer:
    """Of a report whose owner left."""
    report = orphans.take_over(session, int(call.value), by=call.person, settings=call.settings, now=call.now)
    return show(call, workbench(session, call, report, window_notes.YOU_HOLD_THE_PEN))


def open_import(session: Session, call: Call) -> Answer:
    report = writing.open_for_writing(session, int(call.value), call.person, call.settings)
    return show(call, views.import_form(report.id, call.prompts.of("reports")))


def bring_in(session: Session, call: Call) -> Answer:
    id, said = int(call.view["private_metadata"]), answers.typed(call.view)
    text = "".join(said.get(f"draft-{at}") or "" for at in range(views.DRAFT_FIELDS))
    came = imports.bring_in(
        session,
        id,
        text,
        forms=forms(call.prompts.of("reports")),
        checker=findings.checker(session, call.prompts),
        by=call.person,
        settings=call.settings,
        now=call.now,
    )
    report = sight.seen(session, id, call.person, call.settings)
    note = window_notes.brought_in(str(came)) + window_notes.remarks(came.found)
    return Redraw(workbench(session, call, report, note))


def take_away(session: Session, call: Call) -> Answer:
    """Whoever may see it may keep it."""
    report = sight.seen(session, int(call.value), call.person, call.settings)
    return show(call, _export_page(session, call, report))


def _export_page(session: Session, call: Call, report: Report, note: str = "") -> Modal:
    text = taken_away.as_read_by(session, report, call.person.id, call.prompts, call.now)
    return views.export_page(report.id, pieces(text, 3000), note)


def _send(form: str) -> Handler:
    def send(session: Session, call: Call) -> Answer:
        report = sight.seen(session, int(call.value), call.person, call.settings)
        taken_away.ask(session, taken_away.REPORT, {"report": report.id, "form": form}, by=call.person.id, now=call.now)
        return Redraw(_export_page(session, call, report, window_notes.FILE_ON_ITS_WAY))

    return send


def taken(session: Session, call: Call) -> Answer:
    return Redraw(opened(session, call, int(call.view["private_metadata"])))


def _view(id: str, handler: Handler) -> Route:
    return Route(Door.VIEW, id, handler, ANYONE)


def _action(id: str, handler: Handler) -> Route:
    return Route(Door.ACTION, id, handler, ANYONE)


ROUTES = (
    _action(views.WRITE, write),
    _action(section_forms.KEEP_DRAFT, keep_draft),
    _view(section_forms.SECTION_FORM, save),
    _view(section_forms.FINDINGS_FORM, looked),
    _action(views.WRITERS, open_writers),
    _view(views.WRITERS_FORM, invite),
    _action(views.TAKE_OFF, take_off),
    _action(views.HAND_OVER, open_hand_over),
    _view(views.HAND_OVER_FORM, hand_over),
    _action(reminding_views.TAKE_OVER, take_over),
    _action(views.IMPORT, open_import),
    _view(views.IMPORT_FORM, bring_in),
    _action(views.EXPORT, take_away),
    _action(views.EXPORT_MARKDOWN, _send("markdown")),
    _action(views.EXPORT_PRINTED, _send("html")),
    _view(views.EXPORT_PAGE, taken),
)

"""What stands on a report's workbench, put together from its rows."""

from collections import Counter
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from bot.access import Person
from bot.prompts import Prompts
from bot.reports import (
    actions_text,
    bench_text,
    findings,
    markdown,
    next_steps,
    reading,
    sentences,
    sight,
    similar,
    titles,
)
from bot.reports.blame.advisories import FEWEST_SECTIONS
from bot.reports.content import Content, Section
from bot.reports.models import Report, ReportDraft, ReportWriter
from bot.reports.similar import Told
from bot.reports.states import OUT
from bot.reports.templates import TIMELINE, WENT_WELL, Ask, forms
from bot.reports.workbench_views import AtWork, Bench, Row, Similar, workbench
from bot.settings import Operating
from bot.slack import people
from bot.slack.blocks import Modal
from bot.slack.text import date_text

#: So many older reports are compared, the newest first.
COMPARED = 300
MOST_ADVICE = 5


def view(
    session: Session,
    report: Report,
    person: Person,
    settings: Operating,
    prompts: Prompts,
    now: datetime,
    note: str = "",
) -> Modal:
    """For whoever writes it."""
    return workbench(bench(session, report, person, settings, prompts, now), note)


def bench(
    session: Session, report: Report, person: Person, settings: Operating, prompts: Prompts, now: datetime
) -> Bench:
    known = forms(prompts.of("reports"))
    content = reading.whole(session, report, known)
    waiting = Counter(one.place for one in findings.standing(session, report))
    drafts = set(session.scalars(_drafts(report.id, person.id)))
    return Bench(
        id=report.id,
        title=report.title,
        facts=facts(session, report, content),
        rows=[
            _row(session, known.ask(one.key), one, waiting[one.key], one.key in drafts, settings)
            for one in content.sections
        ],
        moments=len(content.timeline),
        moment_findings=sum(place.startswith("moment:") for place in waiting),
        advice=[*said(session, report), *advice(session, report, content, prompts)],
        similar=alike(session, report, content, person, settings, now),
        writers=writers(session, report),
        further=next_steps.blocks_for(report.id),
        actions=actions_text.line(session, report, settings, now),
        title_look=waiting[findings.TITLE] > 0,
    )


def _drafts(report_id: int, person: str) -> sa.Select[str]:
    return sa.select(ReportDraft.key).where(ReportDraft.report_id == report_id, ReportDraft.person == person)


def _row(session: Session, ask: Ask, one: Section, waiting: int, draft: bool, settings: Operating) -> Row:
    by = people.name(session, one.by) if one.by else ""
    when = date_text(one.at, settings.calendar.zone) if one.at else ""
    return Row(one.key, ask.title, ask.question, one.text, by, when, waiting, draft)


def facts(session: Session, report: Report, content: Content) -> list[str]:
    """As lines of markup: where it stands and for whom, who holds the pen, when it was, what it was about."""
    owner = people.name(session, report.owner) if report.owner else ""
    lines = [bench_text.standing(report, content), sentences.holds_the_pen(owner), bench_text.times(content)]
    return [*lines, sentences.about(content.services)] if content.services else lines


def at_work(session: Session, report: Report) -> list[AtWork]:
    """Besides its owner, in the order in which they came."""
    rows = sa.select(ReportWriter.person).where(ReportWriter.report_id == report.id).order_by(ReportWriter.since)
    others = [one for one in session.scalars(rows) if one != report.owner]
    return [AtWork(one, people.name(session, one), people.plain_name(session, one)) for one in others]


def writers(session: Session, report: Report) -> str:
    names = [one.name for one in at_work(session, report)]
    return sentences.also_write(names) if names else sentences.NOBODY_ELSE_WRITES


def said(session: Session, report: Report) -> list[str]:
    """What the blame check found where no section is: in the title and in actions."""
    return [*findings.said_of(session, report, findings.TITLE), *findings.said_of_actions(session, report)]


def advice(session: Session, report: Report, content: Content, prompts: Prompts) -> list[str]:
    """What is said about the report as a whole, once there is enough of it."""
    if sum(bool(one.text.strip()) for one in content.sections) < FEWEST_SECTIONS:
        return []
    known = forms(prompts.of("reports"))
    written = [one for one in content.sections if one.text.strip() or (one.key == TIMELINE and content.timeline)]
    if 2 * len(written) >= len(content.sections):
        # Before that, a section that nobody wrote yet is not one where nothing went well.
        written = [one for one in content.sections if one in written or one.key == WENT_WELL]
    text = markdown.sections(content, written, known, lambda person: people.plain_name(session, person))
    found = findings.checker(session, prompts).advise(text)
    return [f"{one.reason} {one.rewrite}" for one in found[:MOST_ADVICE]]


# Older reports that look alike


def alike(
    session: Session, report: Report, content: Content, person: Person, settings: Operating, now: datetime
) -> list[Similar]:
    """Only of what this person may see."""
    others = sa.select(Report).where(
        Report.state.in_([state.value for state in OUT]),
        Report.id != report.id,
        sight.visible(session, person, settings),
    )
    newest = list(session.scalars(others.order_by(Report.id.desc()).limit(COMPARED)))
    said = " ".join([report.title, *(one.text for one in content.sections)])
    this = Told(report.id, report.services, similar.telling(said))
    told = [Told(one.id, one.services, similar.telling(one.published_words)) for one in newest]
    by_id = {one.id: one for one in newest}
    return [_similar(session, by_id[id], settings, now) for id in similar.similar(this, told)]


def _similar(session: Session, report: Report, settings: Operating, now: datetime) -> Similar:
    when = date_text(report.began_at, settings.calendar.zone, "{date_short_pretty}")
    still = actions_text.open_lines(session, report, settings, now)
    shown = [f"○ {one}" for one in still[:MOST_ADVICE]]
    title = titles.title(session, report)
    return Similar(report.id, title, when, [sentences.still_open(len(still)), *shown] if still else [])

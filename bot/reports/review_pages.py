"""The pages of a review: what there is to read, what is new since somebody looked, and each part with its remarks."""

from collections import Counter
from typing import Any

from sqlalchemy.orm import Session

from bot.access import Person
from bot.reports import (
    actions,
    actions_text,
    diffing,
    kept_lines,
    manuscript,
    review_views,
    reviewing,
    sight,
    since,
    versions,
    waiving,
    window_notes,
)
from bot.reports.content import Content
from bot.reports.diffing import Piece
from bot.reports.facts import Moment
from bot.reports.models import Report
from bot.reports.review_models import ReportComment, ReportReview
from bot.reports.review_views import Remark, Row
from bot.reports.states import State
from bot.reports.templates import ACTIONS, FACTS, TIMELINE
from bot.reports.timeline_text import timeline_blocks
from bot.slack import blocks, people
from bot.slack.blocks import Modal
from bot.slack.doors import Call


def overview(session: Session, call: Call, report: Report, before: dict[str, int]) -> Modal:
    content = manuscript.whole(session, report, call.prompts)
    is_open = Counter(one.section for one in reviewing.comments(session, report.id) if not one.resolved_at)
    lines = since.numbers(session, report.id)

    def row(key: str, number: int, *, written: bool) -> Row:
        is_new = number > before.get(key, 0) or lines.get(key, 0) > before.get(since.seen_as(key), 0)
        return Row(key, manuscript.title_of(key, call.prompts), written, is_new, is_open[key])

    listed = {TIMELINE: bool(content.timeline), ACTIONS: bool(actions.rows(session, [report.id]))}
    rows = [row(FACTS, 0, written=True)]
    rows += [
        row(one.key, one.number, written=bool(one.text.strip()) or listed.get(one.key, False))
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
    return mine and (report.state == State.APPROVED or waiving.is_reviewed(session, report, call.settings))


def section_page(session: Session, call: Call, report: Report, key: str, *, look: bool = False) -> Modal:
    content = manuscript.whole(session, report, call.prompts)
    found = content.section(key)
    before = reviewing.look_at(session, report, key, found.number, call.person) if look else found.number
    said = [one for one in reviewing.comments(session, report.id) if one.section == key]
    changed_at = since.changed_at(session, report.id, key) if key in since.PARTS else None

    def remark(one: ReportComment) -> Remark:
        is_older = one.number < found.number or (changed_at is not None and changed_at > one.at)
        return Remark(one.id, people.name(session, one.by), one.text, one.resolved_at is not None, is_older)

    remarks = [remark(one) for one in said]
    changed = _lines_changed(session, report, key, call.person) if look else []
    lines = _lines(session, call, report, key, content)
    text = review_views.changed(changed) if changed else []
    if 0 < before < found.number:
        old = versions.text_of(session, report.id, key, before)
        text += review_views.changed(diffing.excerpt(diffing.changes(old, found.text)))
    elif found.text.strip() or not lines:
        text += review_views.plain(found.text)
    text += lines
    return review_views.section_page(
        report.id,
        key,
        manuscript.title_of(key, call.prompts),
        text[:60],
        remarks[-15:],
        Moment(call.settings, call.prompts, call.now).words,
        number=len(said),
        may_comment=sight.works_on(session, report, call.person.id),
    )


def _lines_changed(session: Session, report: Report, key: str, person: Person) -> list[Piece]:
    if key not in since.PARTS:
        return []
    number = since.number(session, report.id, key)
    before = reviewing.look_at(session, report, since.seen_as(key), number, person)
    return since.changes(session, report, key, before)


def _lines(session: Session, call: Call, report: Report, key: str, content: Content) -> list[dict[str, Any]]:
    """What stands there besides a text."""
    if key == FACTS:
        return review_views.plain(kept_lines.of_facts(report))
    if key == TIMELINE:
        return timeline_blocks(session, content)
    shown = actions_text.every(session, report, call.settings, call.now) if key == ACTIONS else []
    return [blocks.section(chunk) for chunk in shown]

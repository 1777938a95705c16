"""The approved report goes out, once; and whatever is put right later is an amendment that every copy shows."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from bot.access import Person
from bot.errors import FieldErrors
from bot.reports import (
    copies,
    customers,
    destinations,
    findings,
    fitting,
    learning,
    log,
    manuscript,
    refusals,
    review_desk,
    sentences,
    sharing,
    sight,
    standing,
    summary_views,
    waiving,
)
from bot.reports.content import Content
from bot.reports.facts import Moment
from bot.reports.models import Report
from bot.reports.reviewing import NotNow
from bot.reports.sharing_models import ReportRevision
from bot.reports.states import OUT, State, What
from bot.slack import people
from bot.slack.text import date_text, one_line


@dataclass(frozen=True)
class Wish:
    """What stood in the form. `saw`: number of the revision it was opened at; `reason`: over findings."""

    lines: tuple[str, ...]
    saw: int = 0
    reason: str = ""
    channels: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    changed: str = ""
    why: str = ""

    def said(self) -> dict[str, str]:
        """Field → what people will read of it."""
        lines = {f"line-{at}": line for at, line in enumerate(self.lines)}
        return {**lines, "changed": self.changed, "why": self.why}


def publish(session: Session, report_id: int, wish: Wish, *, by: Person, moment: Moment) -> Report:
    """What was saved until now. Raises NotThere, NotAllowed, NotNow, FieldErrors."""
    report = sight.worked_on(session, report_id, by, moment.settings)
    _require_may_go_out(session, report, moment)
    found = {**_line_faults(wish), **_reason_faults(session, report, wish, moment)}
    found |= fitting.faults(session, report, wish.channels, wish.people, moment)
    if found:
        raise FieldErrors(found)
    report.state, report.published_at = State.PUBLISHED, moment.now
    log.append(session, report, What.PUBLISHED, by=by.id, now=moment.now, says=wish.reason)
    frozen = _freeze(session, report, wish, by.id, moment)
    wanted = dict.fromkeys((*wish.channels, *wish.people), sentences.CHOSEN_BY_HAND) | _suggested(report, wish, moment)
    sharing.add(session, report, wanted, by=by.id, moment=moment)
    learning.remember(session, report, moment)
    review_desk.published(session, report, by.id, moment.now)
    if version := customers.published(session, report, moment):
        review_desk.customers_outdated(session, report, version, frozen, moment.now)
    return report


def _suggested(report: Report, wish: Wish, moment: Moment) -> dict[str, str]:
    """Of what the rule suggests, what was left in the form; named people are always told."""
    suggested = destinations.suggested(report, moment.settings)
    return {one: why for one, why in suggested.items() if one in wish.channels or fitting.is_person(one)}


def _require_may_go_out(session: Session, report: Report, moment: Moment) -> None:
    if report.state in OUT:
        when = date_text(report.published_at or moment.now, moment.settings.calendar.zone)
        who = people.name(session, copies.revision(session, report, 1).by)
        raise NotNow(refusals.was_published(who, when))
    if not standing.may_go_out(report, moment.settings):
        raise NotNow(refusals.not_approved(report.state))


def _line_faults(wish: Wish) -> dict[str, str]:
    if not wish.lines or not wish.lines[0].strip():
        return {"line-0": refusals.NO_FIRST_LINE}
    return {
        f"line-{at}": refusals.at_most(summary_views.LONGEST_LINE, len(line))
        for at, line in enumerate(wish.lines)
        if len(line) > summary_views.LONGEST_LINE
    }


def _reason_faults(session: Session, report: Report, wish: Wish, moment: Moment) -> dict[str, str]:
    """Of what stands in the form, beside its field; of all else, at the field for the reason."""
    checker = findings.checker(session, moment.prompts)
    for name, text in wish.said().items():
        findings.look(session, report, findings.field_place(name), text, checker)
    if wish.reason.strip():
        return {}
    to_settle = findings.open_confirms(session, report)
    fields = {findings.field_place(name): name for name in wish.said()}
    return {
        fields.get(one.place, "reason"): (
            refusals.in_the_form(findings.told(one)) if one.place in fields else refusals.NO_REASON
        )
        for one in to_settle
    }


def _freeze(session: Session, report: Report, wish: Wish, by: str, moment: Moment) -> ReportRevision:
    content = manuscript.whole(session, report, moment.prompts)
    report.revision, report.published_words = report.revision + 1, content.words()
    frozen = ReportRevision(
        report_id=report.id,
        number=report.revision,
        content=content.as_json(),
        lines=[one_line(line) for line in wish.lines],
        by=by,
        at=moment.now,
        changed=wish.changed.strip(),
        why=wish.why.strip(),
        over_findings=wish.reason.strip(),
    )
    session.add(frozen)
    session.flush()
    return frozen


# Amending


def amend(session: Session, report_id: int, wish: Wish, *, by: Person, moment: Moment) -> Report:
    """A mistake must be quick to put right: it needs no second approval, but whoever approved it is told. What went out
    without one, as the organisation lets the lowest severity, needs its first before it becomes severer.

    Raises NotThere, NotAllowed, NotNow, FieldErrors.
    """
    report = sight.worked_on(session, report_id, by, moment.settings)
    if report.state not in OUT:
        raise NotNow(refusals.NOTHING_TO_AMEND)
    if waiving.lacks_approval(session, report, moment.settings):
        raise NotNow(sentences.approval_first(report.severity))
    newest = copies.revision(session, report)
    if wish.saw != newest.number:
        raise NotNow(refusals.amended_meanwhile(people.name(session, newest.by)))
    found = {**_line_faults(wish), **_reason_faults(session, report, wish, moment)}
    if not wish.changed.strip():
        found["changed"] = refusals.NO_CHANGE
    if not wish.why.strip():
        found["why"] = refusals.NO_WHY
    if not found and not _differs(session, report, newest, wish, moment):
        found["changed"] = refusals.SAME_AS_PUBLISHED
    if found:
        raise FieldErrors(found)
    report.state = State.AMENDED
    log.append(session, report, What.AMENDED, by=by.id, now=moment.now, says=wish.changed)
    frozen = _freeze(session, report, wish, by.id, moment)
    _show_everywhere(session, report, frozen, moment)
    review_desk.amended(session, report, frozen, moment.now)
    if version := customers.amended(session, report, moment):
        review_desk.customers_outdated(session, report, version, frozen, moment.now)
    return report


def _differs(session: Session, report: Report, newest: ReportRevision, wish: Wish, moment: Moment) -> bool:
    lines = [one_line(line) for line in wish.lines]
    return lines != newest.lines or bool(unpublished(session, report, moment))


def _show_everywhere(session: Session, report: Report, frozen: ReportRevision, moment: Moment) -> None:
    sharing.rewrite(session, report, moment)
    message = summary_views.amendment(people.name(session, frozen.by), frozen.changed, frozen.why)
    for copy in copies.of(session, report.id):
        copies.say_below(session, copy, f"amended:{frozen.number}", message, moment.now)


def unpublished(session: Session, report: Report, moment: Moment) -> list[str]:
    """Titles of what was saved since it was published, and is not in what people read."""
    if report.state not in OUT:
        return []
    frozen = Content.from_json(copies.revision(session, report).content)
    current = manuscript.whole(session, report, moment.prompts)
    keys = [one.key for one in current.sections if one.text.strip() != frozen.section(one.key).text.strip()]
    keys += [one.key for one in frozen.sections if one.key not in {each.key for each in current.sections}]
    titles = [manuscript.title_of(key, moment.prompts) for key in keys]
    titles += ["Timeline"] if _lines(current) != _lines(frozen) and "Timeline" not in titles else []
    return titles + ([sentences.FACTS] if _facts(current) != _facts(frozen) else [])


def _lines(content: Content) -> list[tuple[datetime, str, str | None]]:
    return [(one.at, one.text, one.mark) for one in content.timeline]


def _facts(content: Content) -> tuple[object, ...]:
    return (
        content.title,
        content.severity,
        content.began_at,
        content.noticed_at,
        content.mitigated_at,
        content.ended_at,
        content.services,
    )

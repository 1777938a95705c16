"""Where a report stands between draft and published, what it still lacks, and what can be done next by whom."""

from sqlalchemy.orm import Session

from bot.access import Person
from bot.reports import checklist, manuscript, reading, reviewing, sight, steps_views
from bot.reports.checklist import Known
from bot.reports.facts import Moment
from bot.reports.models import Report
from bot.reports.states import OUT, State
from bot.reports.steps_views import Next, Page, Reviewer
from bot.settings import Operating
from bot.slack import people
from bot.slack.text import date_text


def is_waived(report: Report, settings: Operating) -> bool:
    """Of the lowest severity, where the organisation lets these go out without an approval."""
    section = settings.reports
    return section.waive_approval_for_lowest and report.severity >= section.severities


def may_go_out(report: Report, settings: Operating) -> bool:
    if report.state == State.APPROVED:
        return True
    return report.state in (State.DRAFT, State.IN_REVIEW) and is_waived(report, settings)


def known(session: Session, report: Report, moment: Moment) -> Known:
    content = manuscript.whole(session, report, moment.prompts)
    asked = [one for one in content.sections if one.key not in checklist.OPTIONAL and one.key != "timeline"]
    empty = [manuscript.title_of(one.key, moment.prompts) for one in asked if not one.text.strip()]
    reviewers = [one for one in reviewing.reviews(session, report.id) if not one.declined_at]
    remarks = [one for one in reviewing.comments(session, report.id) if not one.resolved_at]
    return Known(
        ended=report.ended_at is not None,
        sections=len(asked),
        empty=empty,
        moments=len(reading.moments(session, report.id)),
        reviewers=len([one for one in reviewers if one.person != report.owner]),
        open_remarks=len(remarks),
        to_settle=manuscript.phrases_to_settle(session, report),
        approved=report.state == State.APPROVED or report.state in OUT,
        waived=is_waived(report, moment.settings) and report.state != State.APPROVED,
    )


def page(session: Session, report: Report, person: Person, moment: Moment) -> Page:
    """For whoever may see it; buttons for whoever works on it."""
    works = sight.works_on(session, report, person.id)
    return Page(
        report_id=report.id,
        title=report.title,
        facts=_facts(session, report),
        items=checklist.items(known(session, report, moment)) if report.state not in (*OUT, State.DROPPED) else [],
        reviewers=[
            _reviewer(session, one.person, bool(one.declined_at), one.word, bool(one.looked_at))
            for one in reviewing.reviews(session, report.id)
        ],
        nexts=_nexts(session, report, person, moment) if works else [],
    )


def view(session: Session, report: Report, person: Person, moment: Moment, note: str = "") -> dict[str, object]:
    return steps_views.page(page(session, report, person, moment), note)


def _facts(session: Session, report: Report) -> str:
    owner = people.name(session, report.owner) if report.owner else "nobody"
    return f"{report.state} · severity {report.severity} · owner: {owner}"


def _reviewer(session: Session, person: str, declined: bool, word: str, looked: bool) -> Reviewer:
    said = "cannot" if declined else "has looked" if looked else "is asked"
    return Reviewer(people.name(session, person), said, word)


def _nexts(session: Session, report: Report, person: Person, moment: Moment) -> list[Next]:
    found = []
    if report.state in (State.DRAFT, State.IN_REVIEW):
        found.append(Next.ASK)
    if report.state in (State.IN_REVIEW, State.APPROVED):
        found.append(Next.LOOK)
    if report.state not in (*OUT, State.DROPPED) and person.id in (report.owner, report.made_by):
        found.append(Next.DROP)
    return found


def approved_text(session: Session, report: Report, moment: Moment) -> str:
    if not (report.approved_by and report.approved_at):
        return ""
    zone = moment.settings.calendar.zone
    return f"Approved by {people.name(session, report.approved_by)}, {date_text(report.approved_at, zone)}."

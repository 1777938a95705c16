"""Where a report stands between draft and published, what it still lacks, and what can be done next by whom."""

from sqlalchemy.orm import Session

from bot.access import Person
from bot.reports import (
    checklist,
    copies,
    customers,
    fitting,
    learning,
    publishing,
    readers,
    reviewing,
    sentences,
    sight,
    standing,
    steps_views,
    titles,
    waiving,
)
from bot.reports.facts import Moment
from bot.reports.models import Report
from bot.reports.review_models import ReportReview
from bot.reports.sharing_models import ReportCopy
from bot.reports.states import OUT, State
from bot.reports.steps_views import Next, Page, Place, Reviewer
from bot.slack import people
from bot.slack.blocks import Modal
from bot.slack.people import Profile
from bot.slack.text import date_text


def page(session: Session, report: Report, person: Person, moment: Moment) -> Page:
    """For whoever may see it; buttons for whoever works on it."""
    works = sight.works_on(session, report, person.id)
    is_over = report.state in (*OUT, State.DROPPED)
    return Page(
        report_id=report.id,
        title=report.title if works else titles.title(session, report),
        facts=_facts(session, report, report.severity if works else titles.known(session, report).severity),
        items=[] if is_over else checklist.items(standing.known(session, report, moment)),
        reviewers=[_reviewer(session, one) for one in (reviewing.reviews(session, report.id) if works else ())],
        nexts=_nexts(session, report, person, moment) if works else [],
        places=_places(session, report) if works else [],
        notes=_notes(session, report, moment) if works else [],
    )


def view(session: Session, report: Report, person: Person, moment: Moment, note: str = "") -> Modal:
    return steps_views.page(page(session, report, person, moment), note)


def _facts(session: Session, report: Report, severity: int) -> str:
    owner = people.name(session, report.owner) if report.owner else "nobody"
    return f"{report.state} · severity {severity} · owner: {owner}"


def _reviewer(session: Session, review: ReportReview) -> Reviewer:
    profile = session.get(Profile, review.person)
    if profile and profile.left:
        said = "left Slack"
    else:
        said = "cannot" if review.declined_at else "has looked" if review.looked_at else "is asked"
    return Reviewer(people.name(session, review.person), said, review.word)


def _places(session: Session, report: Report) -> list[Place]:
    return [_place(session, copy) for copy in copies.of(session, report.id)]


def _place(session: Session, copy: ReportCopy) -> Place:
    state, again = copies.standing(session, copy)
    name = people.name(session, copy.channel) if fitting.is_person(copy.channel) else f"<#{copy.channel}>"
    return Place(copy.channel, name, copy.why, state, again, going=state.startswith("○"))


def _nexts(session: Session, report: Report, person: Person, moment: Moment) -> list[Next]:
    found = [Next.PUBLISH] if standing.may_go_out(report, moment.settings) else []
    is_reviewed = waiving.is_reviewed(session, report, moment.settings)
    if report.state == State.DRAFT or is_reviewed:
        found.append(Next.ASK)
    if report.state == State.APPROVED or is_reviewed:
        found.append(Next.LOOK)
    if report.state in OUT:
        found += [Next.READ, *([] if is_reviewed else [Next.AMEND]), Next.SHARE]
    if person.id in (report.owner, report.made_by) and report.state != State.DROPPED:
        found.append(Next.AUDIENCE)
        found += [Next.DROP] if report.state not in OUT else []
    if report.state != State.DROPPED:
        found += [Next.DEBRIEF, Next.CUSTOMERS]
    return found


def _notes(session: Session, report: Report, moment: Moment) -> list[str]:
    """In small print, as markup."""
    found = [approved_text(session, report, moment), customers.outdated_text(session, report)]
    if waiving.lacks_approval(session, report, moment.settings):
        found.append(sentences.approval_first(report.severity))
    if report.state in OUT:
        waiting = publishing.unpublished(session, report, moment)
        found += [sentences.unpublished(waiting)] if waiting else []
        found += [_readers_text(session, report), learning.counted(session, report.id)]
    return [note for note in found if note]


def _readers_text(session: Session, report: Report) -> str:
    counted = readers.by_channel(session, report.id)
    where = [sentences.readers_in(count, channel) for channel, count in sorted(counted.items())]
    return sentences.read_by(counted.total(), where) if where else sentences.NOBODY_HAS_READ


def approved_text(session: Session, report: Report, moment: Moment) -> str:
    if not (report.approved_by and report.approved_at):
        return ""
    zone = moment.settings.calendar.zone
    return sentences.approved_by(people.name(session, report.approved_by), date_text(report.approved_at, zone))

"""A report is read by others before it goes out: asked, commented on, approved, or sent back with a word."""

from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from bot.access import Person
from bot.errors import BotError, FieldErrors, NotAllowed
from bot.reports import log, narrowing, refusals, review_desk, sight, starting, versions, waiving
from bot.reports.facts import Moment
from bot.reports.models import Report, ReportWriter
from bot.reports.review_models import ReportComment, ReportReview
from bot.reports.states import OUT, State, What
from bot.settings import Operating

LONGEST = 3000
MOST_REVIEWERS = 20


class NotNow(BotError):
    """Where the report stands, this cannot be done."""


class ReadAgain(BotError):
    def __init__(self) -> None:
        super().__init__(refusals.WORDS_CHANGED)


def submit(
    session: Session,
    report_id: int,
    reviewers: Sequence[str],
    word: str,
    *,
    by: Person,
    settings: Operating,
    now: datetime,
) -> Report:
    """To more reviewers, or again after it was sent back. Raises NotThere, NotAllowed, NotNow, FieldErrors."""
    report = sight.worked_on(session, report_id, by, settings)
    if report.state != State.DRAFT and not waiving.is_reviewed(session, report, settings):
        raise NotNow(refusals.no_review_now(report.state))
    wanted = list(dict.fromkeys(reviewers))
    if found := _fault(session, report, wanted):
        raise FieldErrors({"reviewers": found})
    if report.state == State.DRAFT:
        report.state, report.submitted_at = State.IN_REVIEW, now
        log.append(session, report, What.SUBMITTED, by=by.id, now=now, says=word)
    for person in wanted:
        _ask(session, report, person, word, by.id, now)
    return report


def _fault(session: Session, report: Report, reviewers: Sequence[str]) -> str:
    if not reviewers:
        return refusals.NO_REVIEWER
    if len(reviewers) > MOST_REVIEWERS:
        return refusals.most_reviewers(MOST_REVIEWERS)
    if reviewers == [report.owner]:
        return refusals.ONLY_ITS_OWNER
    faults = [starting.owner_fault(session, person) for person in reviewers]
    return refusals.CANNOT_REVIEW if any(faults) else ""


def _ask(session: Session, report: Report, person: str, word: str, by: str, now: datetime) -> None:
    review = session.get(ReportReview, (report.id, person))
    if review is None:
        review = ReportReview(report_id=report.id, person=person, asked_by=by, asked_at=now, round=0, looked={}, saw=0)
        session.add(review)
    review.round, review.asked_by, review.asked_at = review.round + 1, by, now
    review.declined_at, review.word = None, ""
    log.append(session, report, What.REVIEWER, by=by, now=now, person=person)
    log.let_in(session, report, person, now, reviews_only=person != report.owner)
    if person != by:
        review_desk.ask(session, report, review, word, now)


def reviews(session: Session, report_id: int) -> Sequence[ReportReview]:
    query = sa.select(ReportReview).where(ReportReview.report_id == report_id)
    return session.scalars(query.order_by(ReportReview.asked_at, ReportReview.person)).all()


def decline(session: Session, report_id: int, word: str, *, by: Person, moment: Moment) -> None:
    """Who writes it otherwise goes on doing so. Raises NotThere, NotAllowed, NotNow."""
    report = sight.worked_on(session, report_id, by, moment.settings)
    review = _own(session, report, by)
    if not waiving.is_reviewed(session, report, moment.settings):
        raise NotNow(refusals.is_already(report.state))
    review.declined_at, review.word = moment.now, word.strip()
    log.append(session, report, What.DECLINED, by=by.id, now=moment.now, says=word)
    review_desk.declined(session, report, review, moment.now)
    if (works := session.get(ReportWriter, (report.id, by.id))) and works.reviews_only:
        narrowing.let_out(session, report, by.id, moment)


def _own(session: Session, report: Report, by: Person) -> ReportReview:
    """Raises NotAllowed."""
    review = session.get(ReportReview, (report.id, by.id))
    if review is None or review.declined_at is not None:
        raise NotAllowed(refusals.ONLY_ITS_REVIEWERS)
    return review


def look(session: Session, report_id: int, *, by: Person, settings: Operating, now: datetime) -> dict[str, int]:
    """What they saw before, section → version; from now on they have seen the newest. Raises NotThere, NotAllowed."""
    report = sight.worked_on(session, report_id, by, settings)
    review = session.get(ReportReview, (report.id, by.id), with_for_update=True)
    if review is None:
        return {}
    review.saw, review.looked_at = versions.text_number(session, report.id), now
    return dict(review.looked)


def look_at(session: Session, report: Report, key: str, number: int, by: Person) -> int:
    """Of one section, the version that they saw before; 0 where they never did."""
    review = session.get(ReportReview, (report.id, by.id), with_for_update=True)
    if review is None:
        return 0
    before = review.looked.get(key, 0)
    review.looked = {**review.looked, key: number}
    return before


def approve(session: Session, report_id: int, saw: int, *, by: Person, settings: Operating, now: datetime) -> Report:
    """`saw`: number of the words they read. Raises NotThere, NotAllowed, NotNow, ReadAgain."""
    report = sight.worked_on(session, report_id, by, settings)
    if by.id == report.owner:
        raise NotAllowed(refusals.ANOTHER_APPROVES)
    _own(session, report, by)
    if not waiving.is_reviewed(session, report, settings):
        raise NotNow(refusals.is_already(report.state))
    if saw < versions.text_number(session, report.id):
        raise ReadAgain
    report.approved_at, report.approved_by = now, by.id
    if report.state not in OUT:
        report.state = State.APPROVED
    log.append(session, report, What.APPROVED, by=by.id, now=now)
    review_desk.approved(session, report, now)
    return report


def send_back(session: Session, report_id: int, word: str, *, by: Person, settings: Operating, now: datetime) -> None:
    """Raises NotThere, NotAllowed, NotNow, FieldErrors."""
    report = sight.worked_on(session, report_id, by, settings)
    _own(session, report, by)
    if report.state != State.APPROVED and not waiving.is_reviewed(session, report, settings):
        raise NotNow(refusals.is_already(report.state))
    if not word.strip():
        raise FieldErrors({"word": refusals.NOT_READY_WHY})
    report.approved_at, report.approved_by = None, None
    if report.state not in OUT:
        report.state = State.DRAFT
    log.append(session, report, What.SENT_BACK, by=by.id, now=now, says=word)
    review_desk.sent_back(session, report, by.id, word.strip(), now)


def drop(session: Session, report_id: int, reason: str, *, by: Person, settings: Operating, now: datetime) -> Report:
    """By who writes it, never by a reviewer alone. Raises NotThere, NotAllowed, NotNow, FieldErrors."""
    report = sight.worked_on(session, report_id, by, settings)
    if by.id not in (report.owner, report.made_by):
        raise NotAllowed(refusals.ONLY_ITS_HOLDERS_DROP)
    if report.state in (*OUT, State.DROPPED):
        raise NotNow(refusals.stays_readable(report.state))
    if not reason.strip():
        raise FieldErrors({"reason": refusals.WHY_DROPPED})
    report.state = State.DROPPED
    log.append(session, report, What.DROPPED, by=by.id, now=now, says=reason)
    review_desk.dropped(session, report, by.id, reason.strip(), now)
    return report


# Comments


def comment(
    session: Session, report_id: int, section: str, text: str, *, by: Person, settings: Operating, now: datetime
) -> ReportComment:
    """Raises NotThere, NotAllowed, FieldErrors."""
    report = sight.worked_on(session, report_id, by, settings)
    if not text.strip():
        raise FieldErrors({"comment": refusals.NO_REMARK})
    number = versions.numbers(session, report.id).get(section, 0)
    said = ReportComment(
        report_id=report.id, section=section, number=number, text=text.strip()[:LONGEST], by=by.id, at=now
    )
    session.add(said)
    log.append(session, report, What.COMMENTED, by=by.id, now=now, section=section)
    session.flush()
    review_desk.commented(session, report, by.id, now)
    return said


def resolve(session: Session, comment_id: int, *, by: Person, settings: Operating, now: datetime) -> ReportComment:
    """By anybody who works on the report; a second time opens it again. Raises NotThere, NotAllowed."""
    said = session.get(ReportComment, comment_id)
    if said is None:
        raise sight.NotThere
    report = sight.worked_on(session, said.report_id, by, settings)
    is_open = said.resolved_at is None
    said.resolved_by, said.resolved_at = (by.id, now) if is_open else (None, None)
    log.append(session, report, What.RESOLVED, by=by.id, now=now, section=said.section)
    return said


def comments(session: Session, report_id: int) -> Sequence[ReportComment]:
    mine = sa.select(ReportComment).where(ReportComment.report_id == report_id)
    return session.scalars(mine.order_by(ReportComment.id)).all()

"""Messages about a review: to who is asked, and to the owner of what came of it."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from bot.reports import review_views, sentences, sight, titles
from bot.reports.models import Report
from bot.reports.review_models import ReportComment, ReportReview
from bot.reports.sharing_models import ReportCopy, ReportCustomerVersion, ReportRevision
from bot.reports.states import OUT
from bot.slack import outbox, people, upkeep
from bot.slack.messages import Message


def _ask_key(review: ReportReview) -> str:
    return f"report:{review.report_id}:review:{review.round}:{review.person}"


def ask(session: Session, report: Report, review: ReportReview, word: str, now: datetime) -> None:
    message = review_views.asked(report.id, report.title, report.severity, people.name(session, review.asked_by), word)
    outbox.enqueue(session, key=_ask_key(review), channel=review.person, message=message, now=now)


def declined(session: Session, report: Report, review: ReportReview, now: datetime) -> None:
    _settle(session, review, review_views.settled(report.title, sentences.YOU_CANNOT_REVIEW), now)
    heading = sentences.cannot_review(people.name(session, review.person))
    _tell(session, report, {review.asked_by, report.owner}, review.person, "declined", heading, review.word, now)


def approved(session: Session, report: Report, now: datetime) -> None:
    assert report.approved_by, "somebody approved"
    name = people.name(session, report.approved_by)
    _settle_all(session, report, sentences.approved(name), now)
    heading = sentences.can_be_amended(name) if report.state in OUT else sentences.can_be_published(name)
    _tell(session, report, {report.owner}, report.approved_by, "approved", heading, "", now)


def sent_back(session: Session, report: Report, by: str, word: str, now: datetime) -> None:
    name = people.name(session, by)
    _settle_all(session, report, sentences.sent_back(name), now)
    _tell(session, report, {report.owner}, by, "back", sentences.sent_back_to_you(name), word, now)


def dropped(session: Session, report: Report, by: str, reason: str, now: datetime) -> None:
    name = people.name(session, by)
    _settle_all(session, report, sentences.dropped(name), now)
    _tell(session, report, {report.owner, report.made_by}, by, "dropped", sentences.dropped(name), reason, now)


def commented(session: Session, report: Report, by: str, now: datetime) -> None:
    """One message a reviewer and day, which counts along."""
    if report.owner in (None, by):
        return
    mine = (ReportComment.report_id == report.id, ReportComment.by == by, ReportComment.resolved_at.is_(None))
    count = session.scalar(sa.select(sa.func.count()).select_from(ReportComment).where(*mine)) or 0
    said = sentences.remarked(people.name(session, by), count)
    message = review_views.told(report.id, report.title, said)
    key = f"report:{report.id}:remarks:{by}:{now.date()}"
    assert report.owner, "checked above"
    if not outbox.enqueue(session, key=key, channel=report.owner, message=message, now=now):
        outbox.change(session, key=key, message=message, now=now)


def _settle_all(session: Session, report: Report, heading: str, now: datetime) -> None:
    """For those who work on it still: to others its title is not told again."""
    for key in outbox.keys(session, f"report:{report.id}:review:"):
        if sight.works_on(session, report, key.rpartition(":")[2]):
            outbox.change(session, key=key, message=review_views.settled(report.title, heading), now=now)


def taken_off(session: Session, report: Report, person: str, by: str, now: datetime) -> None:
    """Without its title, which may not be for them any more; what asked them to write or review says so, too."""
    message = review_views.off_it(people.name(session, by))
    for what in ("review", "writer"):
        for key in outbox.keys(session, f"report:{report.id}:{what}:"):
            if key.rpartition(":")[2] == person:
                upkeep.take_back(session, key, message, now)
    outbox.enqueue(
        session, key=f"report:{report.id}:off:{report.events}:{person}", channel=person, message=message, now=now
    )


def _settle(session: Session, review: ReportReview, message: Message, now: datetime) -> None:
    if _ask_key(review) in outbox.keys(session, _ask_key(review)):
        outbox.change(session, key=_ask_key(review), message=message, now=now)


def _tell(
    session: Session,
    report: Report,
    whom: set[str | None],
    by: str,
    what: str,
    heading: str,
    word: str,
    now: datetime,
) -> None:
    for person, title in titles.told(session, report, whom - {by}).items():
        message = review_views.told(report.id, title, heading, word)
        key = f"report:{report.id}:{what}:{report.events}:{person}"
        outbox.enqueue(session, key=key, channel=person, message=message, now=now)


def published(session: Session, report: Report, by: str, now: datetime) -> None:
    """To the owner, where somebody else pressed the button."""
    heading = sentences.published(people.name(session, by))
    _tell(session, report, {report.owner}, by, "published", heading, "", now)


def amended(session: Session, report: Report, frozen: ReportRevision, now: datetime) -> None:
    """To whoever approved what it said before, and its owner."""
    heading = sentences.amended(people.name(session, frozen.by))
    whom = {report.approved_by, report.owner}
    _tell(session, report, whom, frozen.by, f"amended:{frozen.number}", heading, frozen.changed, now)


def customers_outdated(
    session: Session, report: Report, version: ReportCustomerVersion, frozen: ReportRevision, now: datetime
) -> None:
    """Also to an approver who did it: what customers may read waits for somebody's look. To the owner where it is not
    for that approver any more."""
    heading = sentences.customers_wait(people.name(session, frozen.by), amended=frozen.number > 1)
    whom = {version.approved_by if titles.told(session, report, {version.approved_by}) else report.owner}
    _tell(session, report, whom, "", f"customers:{frozen.number}", heading, frozen.changed, now)


def not_shared(session: Session, report: Report, copy: ReportCopy, now: datetime, error: str = "") -> None:
    """Its owner and whoever chose the place hear it once for each try, with a way to see all places."""
    where = f"<@{copy.channel}>" if copy.channel.startswith(("U", "W")) else f"<#{copy.channel}>"
    is_withdrawn = copy.state == "withdrawn"
    said = sentences.did_not_arrive(where, withdrawn=is_withdrawn, error=error, why=copy.refused)
    for person, title in titles.told(session, report, {report.owner, copy.by}).items():
        message = review_views.told(report.id, title, said)
        key = f"report:{report.id}:place:{copy.state}:{copy.channel}:{copy.round}:{person}"
        outbox.enqueue(session, key=key, channel=person, message=message, now=now)

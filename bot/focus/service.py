"""What the CTO's office decides about a week's post, and what happens at its appointed times."""

from datetime import timedelta

from sqlalchemy.orm import Session

from bot import audit
from bot.elsewhere import Moment
from bot.focus import desk, drafts, publishing, rhythms, sentences
from bot.focus.models import FocusPost
from bot.focus.refusals import ChangedSince, NothingToApprove
from bot.focus.rules import Standing, Week
from bot.focus.writing import OPEN, hold, may_write
from bot.rhythm import Slot
from bot.slack.outbox import InDoubt

#: A post this far behind its hour says so; less is nothing that anybody sees.
UNNOTICED = timedelta(minutes=5)


def approve(session: Session, week: Week, revision: int, *, by: str, moment: Moment) -> None:
    """After the hour it posts at once. Raises NothingToApprove, ChangedSince, AlreadyPosted, WeekIsOver."""
    post = hold(session, week, by=by, moment=moment)
    if not desk.is_ready(drafts.content(session, post)):
        raise NothingToApprove
    if revision != post.revision:
        raise ChangedSince
    is_late = rhythms.hour_has_passed(moment.settings, week, moment.now)
    author = rhythms.author(moment.settings, week)
    if post.standing == Standing.APPROVED and post.approved_by in (by, author) and not is_late:
        return
    drafts.stand(session, post, Standing.APPROVED, by, moment.now)
    post.approved_revision, post.approved_by, post.approved_at = revision, by, moment.now
    post.approved_for = by if by == moment.settings.people.cto else author
    if is_late:
        publishing.publish(session, post, moment)
    _show_standing(session, post, by, moment)


def _show_standing(session: Session, post: FocusPost, by: str, moment: Moment) -> None:
    """A changed message rings for nobody; so where somebody else decided, the author gets a new one."""
    if by == rhythms.author(moment.settings, Week.read(post.week)):
        desk.redraw(session, post, moment)
    else:
        desk.send(session, post, desk.standing(session, post, moment), moment)


def skip(session: Session, week: Week, *, by: str, moment: Moment) -> None:
    post = hold(session, week, by=by, moment=moment)
    if post.standing == Standing.SKIPPED:
        return
    drafts.withdraw(session, post, by, moment.now)
    drafts.stand(session, post, Standing.SKIPPED, by, moment.now)
    post.approved_by = by
    _show_standing(session, post, by, moment)


def reopen(session: Session, week: Week, *, by: str, moment: Moment) -> None:
    """Take back an approval or a skip; what was written stays."""
    post = hold(session, week, by=by, moment=moment)
    if post.standing == Standing.DRAFT:
        return
    drafts.withdraw(session, post, by, moment.now)
    _show_standing(session, post, by, moment)


# At the appointed times


def ask(session: Session, week: Week, moment: Moment) -> None:
    """Friday. Whoever wrote ahead is shown what there is instead. Too late, `post_due` says what is to be said."""
    post = drafts.lock(session, week, moment.now)
    if post.standing != Standing.DRAFT or rhythms.hour_has_passed(moment.settings, week, moment.now):
        return
    desk.send(session, post, desk.standing(session, post, moment), moment)


def remind(session: Session, week: Week, moment: Moment) -> None:
    """Only where nobody approved or skipped, and before the hour: `post_due` tells of it afterwards."""
    post = drafts.lock(session, week, moment.now)
    if post.standing == Standing.DRAFT and not rhythms.hour_has_passed(moment.settings, week, moment.now):
        note = sentences.not_approved_yet(desk.due_text(moment.settings, week))
        message = desk.standing(session, post, moment, note)
        desk.send(session, post, message, moment, in_doubt=InDoubt.DROP)


def post_due(session: Session, slot: Slot, moment: Moment) -> None:
    """Post what is approved; where nothing is, tell the writers that nothing went out."""
    week = rhythms.week_of(moment.settings, slot)
    post = drafts.lock(session, week, moment.now)
    if post.approved_by and not _still_stands(session, post, moment):
        drafts.withdraw(session, post, audit.NOBODY, moment.now)
    match Standing(post.standing):
        case Standing.APPROVED:
            post.late_since = f"{slot.local:%A %H:%M}" if moment.now - slot.at > UNNOTICED else None
            publishing.publish(session, post, moment)
            desk.redraw(session, post, moment)
        case Standing.DRAFT if not post.missed_at:
            post.missed_at = moment.now
            note = sentences.was_not_approved(desk.due_text(moment.settings, week))
            desk.send(session, post, desk.standing(session, post, moment, note), moment)


def post_missed(session: Session, slot: Slot, moment: Moment) -> None:
    """The hour passed while the bot was away for too long, or was moved back. What was approved waits for a new yes."""
    week = rhythms.week_of(moment.settings, slot)
    post = drafts.lock(session, week, moment.now)
    if post.standing not in OPEN or post.revision == 0 or post.missed_at:
        return
    drafts.withdraw(session, post, audit.NOBODY, moment.now)
    post.missed_at = moment.now
    if not rhythms.is_over(moment.settings, week, moment.now):
        note = sentences.can_still_go_out(desk.due_text(moment.settings, week))
        desk.send(session, post, desk.standing(session, post, moment, note), moment)


def say_silence(session: Session, slot: Slot, moment: Moment) -> None:
    """Where nobody's post is due in this week, everybody reads so at its hour."""
    week = Week.of(slot.local.date())
    if rhythms.due(moment.settings, week) is None and not publishing.is_posted(session, week):
        publishing.say_silence(session, week, moment)


def _still_stands(session: Session, post: FocusPost, moment: Moment) -> bool:
    """An approval counts while whoever gave it may give one, for whom it was given: a new CTO signs nothing of the
    one before."""
    week, settings = Week.read(post.week), moment.settings
    is_theirs = post.approved_for in (None, settings.people.cto, rhythms.author(settings, week))
    return is_theirs and may_write(session, week, post.approved_by or "", settings)

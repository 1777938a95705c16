"""What the CTO's office does with a week's post: ask, write, approve, skip, post."""

from dataclasses import replace
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from bot.access import WRITE_FOCUS, may
from bot.errors import BotError, FieldErrors
from bot.focus import desk, drafts, rhythms, rules, views
from bot.focus.models import FocusPost
from bot.focus.rules import Content, Standing, Week
from bot.prompts import Words
from bot.rhythm import Slot
from bot.settings import Operating
from bot.slack import outbox, people
from bot.slack.messages import Message
from bot.slack.outbox import InDoubt, Kind

OPEN = (Standing.DRAFT, Standing.APPROVED)
#: A post this far behind its hour says so; less is nothing that anybody sees.
UNNOTICED = timedelta(minutes=5)


class AlreadyPosted(BotError):
    def __init__(self, week: Week) -> None:
        super().__init__(f"The post of week {week.number} already went out, so nothing was changed.")


class WeekIsOver(BotError):
    def __init__(self, week: Week) -> None:
        super().__init__(f"Week {week.number} is over, so nothing was changed. /focus is for the next post.")


class NothingToApprove(BotError):
    def __init__(self) -> None:
        super().__init__("There is nothing to approve yet. Write the post first.")


class ChangedSince(BotError):
    def __init__(self) -> None:
        super().__init__("The post changed after this message. Please look at the newest version, further down.")


class ChangedMeanwhile(BotError):
    """Somebody else saved after this form was opened. `sitting` keeps what was typed and may be saved again."""

    def __init__(self, sitting: views.Form, by: str) -> None:
        super().__init__(
            f"{by} saved another version while you wrote. "
            "Your text is still here: save again to put it in place of theirs."
        )
        self.sitting = sitting


def post_key(week: Week) -> str:
    return f"focus:{week}:post"


# Writing


def week_to_write(session: Session, settings: Operating, now: datetime) -> Week:
    weeks = session.scalars(sa.select(FocusPost.week).where(FocusPost.standing.in_(OPEN)))
    open_weeks = [Week.read(week) for week in weeks]
    return rules.week_to_write(now, rhythms.posting(settings), rhythms.asking(settings), open_weeks)


def form(session: Session, week: Week, *, settings: Operating, now: datetime) -> views.Form:
    """Raises AlreadyPosted, WeekIsOver."""
    post = drafts.find(session, week)
    if post is None:
        return views.Form(week, 0, Content())
    _refuse_closed(post, settings, now)
    return views.Form(week, post.revision, drafts.content(session, post))


def save(session: Session, sitting: views.Form, *, by: str, settings: Operating, now: datetime) -> None:
    """A new revision, and its preview to the writers.

    Raises FieldErrors, AlreadyPosted, WeekIsOver, ChangedMeanwhile.
    """
    if found := {views.block_id(field): sentence for field, sentence in rules.faults(sitting.content)}:
        raise FieldErrors(found)
    post = drafts.lock(session, sitting.week, now)
    _refuse_closed(post, settings, now)
    written = sitting.content.without_gaps()
    is_new = written != drafts.content(session, post)
    if is_new:
        _refuse_overwriting(session, post, sitting)
    if is_new or post.standing == Standing.SKIPPED:
        drafts.append(session, post, written, by, now)
    desk.send(session, post, desk.standing(session, post, settings, now), settings, now)


def _refuse_closed(post: FocusPost, settings: Operating, now: datetime) -> None:
    week = Week.read(post.week)
    if post.standing == Standing.POSTED:
        raise AlreadyPosted(week)
    if rhythms.is_over(settings, week, now):
        raise WeekIsOver(week)


def _refuse_overwriting(session: Session, post: FocusPost, sitting: views.Form) -> None:
    other = drafts.last_writer(session, post)
    if other and sitting.base_revision != post.revision:
        raise ChangedMeanwhile(replace(sitting, base_revision=post.revision), people.name(session, other))


# Deciding


def approve(session: Session, week: Week, revision: int, *, by: str, settings: Operating, now: datetime) -> None:
    """After the hour it posts at once. Raises NothingToApprove, ChangedSince, AlreadyPosted, WeekIsOver."""
    post = drafts.lock(session, week, now)
    _refuse_closed(post, settings, now)
    if post.revision == 0:
        raise NothingToApprove
    if revision != post.revision:
        raise ChangedSince
    is_late = rhythms.hour_has_passed(settings, week, now)
    if post.standing == Standing.APPROVED and post.approved_by in (by, settings.people.cto) and not is_late:
        return
    post.standing, post.approved_revision = Standing.APPROVED, revision
    post.approved_by, post.approved_at = by, now
    if is_late:
        _publish(session, post, settings, now)
    _show_standing(session, post, by, settings, now)


def _show_standing(session: Session, post: FocusPost, by: str, settings: Operating, now: datetime) -> None:
    """A changed message rings for nobody; so where somebody else decided, the CTO gets a new one."""
    if by == settings.people.cto:
        desk.redraw(session, post, settings, now)
    else:
        desk.send(session, post, desk.standing(session, post, settings, now), settings, now)


def skip(session: Session, week: Week, *, by: str, settings: Operating, now: datetime) -> None:
    post = drafts.lock(session, week, now)
    _refuse_closed(post, settings, now)
    if post.standing == Standing.SKIPPED:
        return
    drafts.withdraw(post)
    post.standing, post.approved_by = Standing.SKIPPED, by
    _show_standing(session, post, by, settings, now)


def reopen(session: Session, week: Week, *, by: str, settings: Operating, now: datetime) -> None:
    """Take back an approval or a skip; what was written stays."""
    post = drafts.lock(session, week, now)
    _refuse_closed(post, settings, now)
    if post.standing == Standing.DRAFT:
        return
    drafts.withdraw(post)
    _show_standing(session, post, by, settings, now)


# At the appointed times


def ask(session: Session, week: Week, *, settings: Operating, words: Words, now: datetime) -> None:
    """Friday. Whoever wrote ahead is shown what there is instead. Too late, `post_due` says what is to be said."""
    post = drafts.lock(session, week, now)
    if post.standing != Standing.DRAFT or rhythms.hour_has_passed(settings, week, now):
        return
    message = desk.standing(session, post, settings, now) if post.revision else desk.ask(post, settings, words)
    desk.send(session, post, message, settings, now)


def remind(session: Session, week: Week, *, settings: Operating, now: datetime) -> None:
    """Only where nobody approved or skipped, and before the hour: `post_due` tells of it afterwards."""
    post = drafts.lock(session, week, now)
    if post.standing == Standing.DRAFT and not rhythms.hour_has_passed(settings, week, now):
        note = f"Monday's post is not approved yet. It would go out {desk.due_text(settings, week)}."
        message = desk.standing(session, post, settings, now, note)
        desk.send(session, post, message, settings, now, in_doubt=InDoubt.DROP)


def post_due(session: Session, slot: Slot, *, settings: Operating, now: datetime) -> None:
    """Post what is approved; where nothing is, tell the writers that nothing went out."""
    week = rhythms.week_of(settings, slot)
    post = drafts.lock(session, week, now)
    if post.approved_by and not _may_approve(session, post.approved_by, settings):
        drafts.withdraw(post)
    match Standing(post.standing):
        case Standing.APPROVED:
            post.late_since = f"{slot.local:%A %H:%M}" if now - slot.at > UNNOTICED else None
            _publish(session, post, settings, now)
            desk.redraw(session, post, settings, now)
        case Standing.DRAFT if not post.missed_at:
            post.missed_at = now
            note = f"Nothing went out {desk.due_text(settings, week)}: the post was not approved."
            desk.send(session, post, desk.standing(session, post, settings, now, note), settings, now)


def post_missed(session: Session, slot: Slot, *, settings: Operating, now: datetime) -> None:
    """The hour passed while the bot was away for too long, or was moved back. What was approved waits for a new yes."""
    week = rhythms.week_of(settings, slot)
    post = drafts.lock(session, week, now)
    if post.standing not in OPEN or post.revision == 0 or post.missed_at:
        return
    drafts.withdraw(post)
    post.missed_at = now
    if not rhythms.is_over(settings, week, now):
        note = f"Nothing went out {desk.due_text(settings, week)}. You can still post it."
        desk.send(session, post, desk.standing(session, post, settings, now, note), settings, now)


def _may_approve(session: Session, person: str, settings: Operating) -> bool:
    """An approval counts while whoever gave it may give one: a new CTO signs nothing of the one before."""
    return may(people.person(session, person), WRITE_FOCUS, settings.people)


def _publish(session: Session, post: FocusPost, settings: Operating, now: datetime) -> None:
    """Post, pin, and take the pin off the one before."""
    assert settings.focus.channel, "every door and job waits for the settings"
    before = _posted_before(session)
    message = drafts.shown(session, post, settings, now)
    key, channel = post_key(Week.read(post.week)), settings.focus.channel
    outbox.enqueue(session, key=key, channel=channel, message=message, now=now)
    outbox.enqueue(session, key=f"{key}:pin", channel=channel, kind=Kind.PIN, about=key, now=now)
    if before:
        outbox.enqueue(session, key=f"{before}:unpin", channel=channel, kind=Kind.UNPIN, about=before, now=now)
    post.standing, post.posted_at, post.posted_for = Standing.POSTED, now, settings.people.cto


def _posted_before(session: Session) -> str | None:
    """The key of the newest post so far, unless Slack refused it."""
    week = session.scalar(_latest_posted().with_only_columns(FocusPost.week))
    key = post_key(Week.read(week)) if week else None
    return key if key and not outbox.was_refused(session, key) else None


def _latest_posted() -> sa.Select[FocusPost]:
    posted = sa.select(FocusPost).where(FocusPost.standing == Standing.POSTED)
    return posted.order_by(FocusPost.posted_at.desc()).limit(1)


# For everybody


def current(session: Session, settings: Operating, now: datetime) -> Message:
    """The newest post, as it stands in the channel."""
    post = session.scalars(_latest_posted()).one_or_none()
    if post is None:
        coming = rhythms.posting(settings).next_after(now)
        return views.nothing_posted_yet(desk.due_text(settings, rhythms.week_of(settings, coming)))
    return drafts.shown(session, post, settings, now)

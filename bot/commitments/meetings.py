"""The all-hands: drafted two working days before, the CTO's words added, then frozen and posted at the hour."""

from datetime import date, datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from bot.commitments import digest as digests
from bot.commitments import (
    digest_post,
    digest_views,
    gathering,
    picture_files,
    refusals,
    reminders,
    rhythms,
    sentences,
    series_changes,
)
from bot.commitments.asking import NOBODY, Again
from bot.commitments.checks import Audience
from bot.commitments.digest import Digest
from bot.commitments.digest_views import Desk
from bot.commitments.gathering import Counted
from bot.commitments.meeting_models import AllHands, Held
from bot.commitments.models import Commitment
from bot.commitments.states import Phase
from bot.elsewhere import Moment
from bot.errors import BotError
from bot.rhythm import NoSlot, Slot
from bot.settings import Operating
from bot.slack import outbox, visits
from bot.slack.messages import Message
from bot.slack.text import date_text
from bot.storage import insert_once


class AlreadyPosted(BotError):
    def __init__(self, day: date) -> None:
        super().__init__(refusals.already_posted(day))


class Cancelled(BotError):
    def __init__(self, day: date) -> None:
        super().__init__(refusals.is_cancelled(day))


class NotPlanned(BotError):
    def __init__(self, day: date) -> None:
        super().__init__(refusals.is_not_planned(day))


#: After so long everybody knows that a digest did not come.
WORTH_TELLING = timedelta(days=7)


def post_key(day: date) -> str:
    return f"all-hands:{day}:post"


def find(session: Session, day: date, now: datetime) -> AllHands:
    """The meeting planned for this day, made if need be, held against whoever else would change it in this moment."""
    new = {
        "day": day,
        "standing": Held.DRAFT,
        "opening": "",
        "sentences": {},
        "revision": 0,
        "desk_messages": 0,
        "created_at": now,
        "on_track_ahead": 0,
        "of_them_kept": 0,
    }
    insert_once(session, AllHands, new)
    query = sa.select(AllHands).where(AllHands.day == day).with_for_update()
    return session.scalars(query.execution_options(populate_existing=True)).one()


def begin(session: Session, day: date, now: datetime) -> AllHands:
    """Also one that no series plans, since somebody asks for it now. Raises AlreadyPosted, Cancelled."""
    meeting = find(session, day, now)
    if meeting.standing == Held.GONE:
        meeting.standing, meeting.created_at = Held.DRAFT, now
    return _open(meeting)


def still_open(session: Session, day: date, moment: Moment) -> AllHands:
    """Raises AlreadyPosted, Cancelled, NotPlanned."""
    known_since = session.scalar(sa.select(AllHands.created_at).where(AllHands.day == day))
    meeting = find(session, day, moment.now)
    if meeting.standing == Held.DRAFT and series_changes.gone(session, day, moment.settings, known_since):
        raise NotPlanned(day)
    return _open(meeting)


def _open(meeting: AllHands) -> AllHands:
    day = meeting.day
    if meeting.standing == Held.GONE:
        raise NotPlanned(day)
    if meeting.standing == Held.POSTED:
        raise AlreadyPosted(day)
    if meeting.standing == Held.CANCELLED:
        raise Cancelled(day)
    return meeting


def planned_for(settings: Operating, slot: Slot) -> date:
    return rhythms.meetings(settings).planned_for(slot.local.date())


def next_day(settings: Operating, now: datetime) -> date:
    """The meeting that somebody who asks now means: the next one, or one held today where there is no series."""
    series = rhythms.meetings(settings)
    try:
        return planned_for(settings, series.next_after(now))
    except NoSlot:
        return now.astimezone(series.zone).date()


# Drafting


def draft(session: Session, slot: Slot, moment: Moment) -> None:
    """Once: the owners of what is silent are asked once more, and the CTO gets it. `slot` is the meeting's."""
    meeting = find(session, planned_for(moment.settings, slot), moment.now)
    if meeting.standing == Held.DRAFT and meeting.drafted_at is None:
        _draft(session, meeting, slot, moment)


def _draft(session: Session, meeting: AllHands, slot: Slot, moment: Moment, by: str | None = None) -> None:
    meeting.drafted_at = moment.now
    silent = _silent(session, moment.now)
    again = reminders.ask_again(session, silent, slot.local.date(), moment.settings, moment.now)
    show_draft(session, meeting, moment, again, by=by)


def draft_elsewhere(session: Session, meeting: AllHands, moment: Moment, by: str | None = None) -> None:
    """On another day it is drafted anew: by itself where that is still ahead, now where nobody was asked before."""
    series = rhythms.meetings(moment.settings)
    slot = series.at_hour(series.held_instead_of(meeting.day))
    is_ahead = rhythms.drafting(moment.settings).ahead_of(slot).at > moment.now
    if is_ahead:
        meeting.drafted_at = None
    if is_ahead or meeting.drafted_at:
        show_draft(session, meeting, moment, by=by)
    else:
        _draft(session, meeting, slot, moment, by)


def _silent(session: Session, now: datetime) -> list[Commitment]:
    wanted = (Commitment.phase == Phase.OPEN, Commitment.silent_at <= now, Commitment.owner.is_not(None))
    public = Commitment.audience == Audience.ORGANISATION
    return list(session.scalars(sa.select(Commitment).where(*wanted, public)))


def show_draft(
    session: Session, meeting: AllHands, moment: Moment, again: Again = NOBODY, *, by: str | None = None
) -> None:
    """A new message with the draft as it stands now: to the CTO, and to whoever of their office did something."""
    message = digest_views.draft(_desk(session, meeting, moment, again))
    _to_desk(session, meeting, message, moment, by)


def _desk(session: Session, meeting: AllHands, moment: Moment, again: Again = NOBODY) -> Desk:
    digest = gathering.digest(session, meeting, moment).digest
    due = due_text(meeting.day, moment.settings)
    held = rhythms.meetings(moment.settings).held_instead_of(meeting.day)
    away = rhythms.cto_is_away(moment.settings, held)
    return Desk(digest, rhythms.channel(moment.settings), due, meeting.revision, again, away)


def due_text(day: date, settings: Operating) -> str:
    series = rhythms.meetings(settings)
    slot = series.slot_on(series.held_instead_of(day))
    return date_text(slot.at, series.zone) if slot else sentences.NO_HOUR


def rename(session: Session, meeting: AllHands, day: date, moment: Moment) -> None:
    """The settings plan it for this day now, for which nothing was begun."""
    change_desk(session, meeting, sentences.planned_instead(day), moment.now)
    session.execute(sa.delete(AllHands).where(AllHands.day == day))
    meeting.day = day
    session.flush()
    draft_elsewhere(session, meeting, moment)


def give_up(session: Session, meeting: AllHands, moment: Moment) -> None:
    """The settings plan it no more, and what comes next is another."""
    meeting.standing, meeting.drafted_at = Held.GONE, None
    said = sentences.not_planned(meeting.day)
    _to_desk(session, meeting, digest_views.settled(said), moment, before=said)


def _to_desk(
    session: Session,
    meeting: AllHands,
    message: Message,
    moment: Moment,
    by: str | None = None,
    *,
    before: str = sentences.DRAFT_IS_BELOW,
) -> None:
    """A new message; the one before loses its buttons."""
    change_desk(session, meeting, before, moment.now)
    visits.changed(session, [moment.settings.people.cto], moment.now)
    meeting.desk_messages += 1
    for person in sorted(filter(None, {moment.settings.people.cto, by})):
        key = f"{_desk_keys(meeting)}{meeting.desk_messages}:{person}"
        outbox.enqueue(session, key=key, channel=person, message=message, now=moment.now)


def change_desk(session: Session, meeting: AllHands, sentence: str, now: datetime) -> None:
    """What is decided stands in place of the draft."""
    for key in outbox.keys(session, _desk_keys(meeting)):
        outbox.change(session, key=key, message=digest_views.settled(sentence), now=now)


def _desk_keys(meeting: AllHands) -> str:
    return f"all-hands:{meeting.day}:desk:"


# The hour


def post(session: Session, day: date, *, by: str | None, moment: Moment) -> None:
    """Freeze the digest and post it with its thread. Raises AlreadyPosted, Cancelled, NotPlanned."""
    meeting = still_open(session, day, moment)
    _freeze(meeting, gathering.digest(session, meeting, moment), by, moment.now)
    channel = rhythms.channel(moment.settings)
    _publish(session, frozen_digest(meeting), channel, moment.now)
    change_desk(session, meeting, sentences.posted(day, channel), moment.now)
    visits.changed(session, [moment.settings.people.cto], moment.now)


def _freeze(meeting: AllHands, counted: Counted, by: str | None, now: datetime) -> None:
    meeting.snapshot = digests.frozen(counted.digest)
    meeting.standing, meeting.posted_at, meeting.posted_by = Held.POSTED, now, by
    meeting.on_track_ahead, meeting.of_them_kept = counted.on_track_ahead, counted.of_them_kept


def frozen_digest(meeting: AllHands) -> Digest:
    assert meeting.snapshot, "only what was posted is frozen"
    return digests.thawed(meeting.snapshot)


def _publish(session: Session, digest: Digest, channel: str, now: datetime) -> None:
    key = post_key(digest.day)
    outbox.enqueue(session, key=key, channel=channel, message=digest_post.post(digest), now=now)
    first, *pages = digest_post.thread(digest)
    outbox.enqueue(session, key=f"{key}:0", channel=channel, message=first, about=key, now=now)
    picture_files.enqueue(session, digest, about=key, channel=channel, now=now)
    for number, message in enumerate(pages, start=1):
        outbox.enqueue(session, key=f"{key}:{number}", channel=channel, message=message, about=key, now=now)


def post_due(session: Session, slot: Slot, moment: Moment) -> None:
    """At the hour, unless somebody posted or cancelled it before. Never what the CTO had no draft of."""
    meeting = find(session, planned_for(moment.settings, slot), moment.now)
    if meeting.standing == Held.DRAFT and meeting.desk_messages:
        post(session, meeting.day, by=None, moment=moment)
    elif meeting.standing == Held.DRAFT:
        _tell_missed(session, meeting, sentences.NOBODY_SAW_IT, moment)


def post_missed(session: Session, slot: Slot, moment: Moment) -> None:
    """The hour passed while the bot was away for too long, or before it was planned: nothing goes out by itself."""
    meeting = find(session, planned_for(moment.settings, slot), moment.now)
    if meeting.standing == Held.DRAFT and moment.now - slot.at < WORTH_TELLING:
        was_planned = series_changes.was_planned(session, slot)
        _tell_missed(session, meeting, sentences.NOT_RUNNING if was_planned else sentences.PLANNED_TOO_LATE, moment)


def _tell_missed(session: Session, meeting: AllHands, why: str, moment: Moment) -> None:
    _to_desk(session, meeting, digest_views.missed(_desk(session, meeting, moment), why), moment)


def newest(session: Session, day: date | None = None) -> AllHands | None:
    """The newest that was posted, or the one of that day."""
    posted = sa.select(AllHands).where(AllHands.snapshot.is_not(None))
    if day:
        posted = posted.where(AllHands.day == day)
    return session.scalars(posted.order_by(AllHands.posted_at.desc()).limit(1)).one_or_none()

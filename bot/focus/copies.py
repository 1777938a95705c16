"""The post in further channels, at mornings of their own: each links to the one discussion."""

from datetime import datetime

from sqlalchemy.orm import Session

from bot.elsewhere import Moment
from bot.focus import drafts, rhythms
from bot.focus.models import FocusPost
from bot.focus.post import copy
from bot.focus.rules import Standing, Week, post_key
from bot.local_time import DAY, resolve
from bot.notation import Audience
from bot.recurrence import Weekly
from bot.slack import outbox
from bot.slack.messages import Message
from bot.slack.outbox import Address
from bot.slack.permalinks import permalink

#: What went out, or will without another word.
AGREED = (Standing.APPROVED, Standing.POSTED)


def send(session: Session, moment: Moment) -> None:
    """Of the weeks that have begun somewhere."""
    for day in (moment.now - DAY, moment.now + DAY):
        post = drafts.find(session, Week.of(day.date()))
        if post:
            send_due(session, post, moment)


def send_due(session: Session, post: FocusPost, moment: Moment) -> None:
    """To every audience whose hour has come; what stands there already learns where it is discussed."""
    if post.standing not in AGREED:
        return
    for audience, hours in rhythms.audiences(moment.settings):
        if hour_of(Week.read(post.week), hours) <= moment.now:
            key, message = _own_key(post, audience), _message(session, post, moment)
            outbox.enqueue(session, key=key, channel=audience.channel, message=message, now=moment.now)


def hour_of(week: Week, hours: Weekly) -> datetime:
    """By the audience's own clock."""
    return resolve(datetime.combine(week.monday() + hours.weekday * DAY, hours.at), hours.zone)


def _own_key(post: FocusPost, audience: Audience) -> str:
    return f"{post_key(Week.read(post.week))}:in:{audience.channel}"


def _message(session: Session, post: FocusPost, moment: Moment) -> Message:
    shown = drafts.shown(session, post, moment)
    address = outbox.address(session, post_key(Week.read(post.week)))
    return copy(shown.message, _where(session, address, moment.settings.focus.channel or ""))


def _where(session: Session, address: Address | None, channel: str) -> str:
    """As markup. Before it stands there, the channel is all there is to link to."""
    if address is None:
        return f"<#{channel}>"
    return f"<{permalink(session, address.channel, address.ts)}|the thread> in <#{channel}>"


def redraw(session: Session, post: FocusPost, moment: Moment) -> None:
    """What was posted changed, or its place became known."""
    if post.standing != Standing.POSTED:
        return
    message = _message(session, post, moment)
    for audience, _ in rhythms.audiences(moment.settings):
        for key in outbox.keys(session, _own_key(post, audience)):
            outbox.change(session, key=key, message=message, now=moment.now)

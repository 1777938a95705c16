"""One copy of a published report: its messages in one channel, sent, kept up to date, withdrawn, and how they stand."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from enum import StrEnum
from functools import partial
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlalchemy.orm import Session

from bot import settings as settings_
from bot.reports import actions_text, manuscript, parts, sentences, summary_views, templates, timeline_text
from bot.reports.content import Content
from bot.reports.facts import Moment
from bot.reports.models import Report
from bot.reports.sharing_models import ReportCopy, ReportReader, ReportRevision
from bot.slack import outbox, people, remedies, upkeep
from bot.slack.messages import Message
from bot.slack.outbox import Delivery
from bot.slack.text import date_text, escape, one_line, shorten


class CopyState(StrEnum):
    #: Slack was asked who is there; nothing is sent before it is known.
    CHECKING = "checking"
    #: In the outbox's hands.
    SHARED = "shared"
    #: Shared, and asked again since the audience became narrower; what has not left yet waits for that.
    RECHECKING = "rechecking"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


#: Longer than Slack takes to say who is there.
HELD = timedelta(days=365)
OUT = (CopyState.SHARED, CopyState.RECHECKING)


def of(session: Session, report_id: int) -> list[ReportCopy]:
    mine = sa.select(ReportCopy).where(ReportCopy.report_id == report_id).order_by(ReportCopy.at, ReportCopy.channel)
    return list(session.scalars(mine))


def revision(session: Session, report: Report, number: int = 0) -> ReportRevision:
    """The newest, unless a number says otherwise."""
    return session.get_one(ReportRevision, (report.id, number or report.revision))


def base_key(copy: ReportCopy) -> str:
    return f"report:{copy.report_id}:in:{copy.channel}:{copy.round}:"


def post_key(copy: ReportCopy) -> str:
    return f"{base_key(copy)}post"


def _part_key(copy: ReportCopy, number: int) -> str:
    return f"{base_key(copy)}part:{number:03}"


# What it says


def summary(session: Session, report: Report, now: datetime) -> Message:
    newest = revision(session, report)
    content = Content.from_json(newest.content)
    zone = ZoneInfo(content.zone)
    counted = sa.select(sa.func.count(), sa.func.count().filter(ReportReader.took != ""))
    readers, took = session.execute(counted.where(ReportReader.report_id == report.id)).one()
    return summary_views.announcement(
        summary_views.Summary(
            report_id=report.id,
            title=content.title,
            severity=content.severity,
            day=date_text(content.began_at, zone, "{date_short_pretty}"),
            lines=newest.lines,
            readers=readers,
            took=took,
            actions=actions_text.line(session, report, settings_.load(session), now),
            amended=_amended(newest, zone),
        )
    )


def _amended(newest: ReportRevision, zone: ZoneInfo) -> str:
    if newest.number == 1:
        return ""
    return f"amended {date_text(newest.at, zone)}: {escape(shorten(one_line(newest.changed), 200))}"


def thread(session: Session, report: Report, moment: Moment, number: int = 0) -> list[Message]:
    """The messages that hold all of it. What its actions came to is told of the newest revision only."""
    shown = revision(session, report, number)
    content = Content.from_json(shown.content)
    note = _amended(shown, ZoneInfo(content.zone))
    names = {one: people.name(session, one) for one in {each.said_by for each in content.timeline} if one}
    below = {templates.TIMELINE: timeline_text.chunks(content, lambda person: names.get(person, ""))}
    if shown.number == report.revision:
        below[templates.ACTIONS] = actions_text.every(session, report, moment.settings, moment.now)
    title_of = partial(manuscript.title_of, prompts=moment.prompts)
    return parts.thread(content, title_of, below, [note[0].upper() + note[1:]] if note else [])


# What becomes of it


def send(session: Session, copy: ReportCopy, report: Report, moment: Moment) -> None:
    """Its messages leave in order: a reply waits for the message above it."""
    post = post_key(copy)
    outbox.enqueue(
        session, key=post, channel=copy.channel, message=summary(session, report, moment.now), now=moment.now
    )
    copy.state, copy.refused = CopyState.SHARED, ""
    _write_parts(session, copy, thread(session, report, moment), moment.now)


def redraw(session: Session, copy: ReportCopy, report: Report, now: datetime) -> None:
    """Its summary, in place."""
    if copy.state == CopyState.SHARED and not outbox.was_refused(session, post_key(copy)):
        _change(session, post_key(copy), summary(session, report, now), now)


def rewrite(session: Session, copy: ReportCopy, report: Report, moment: Moment) -> None:
    """All of it, in place."""
    redraw(session, copy, report, moment.now)
    if copy.state == CopyState.SHARED and not outbox.was_refused(session, post_key(copy)):
        _write_parts(session, copy, thread(session, report, moment), moment.now)


def _write_parts(session: Session, copy: ReportCopy, messages: list[Message], now: datetime) -> None:
    """Changed ones change in place, new ones come after, and of what is no longer there a line is left."""
    for number, message in enumerate(messages, start=1):
        key = _part_key(copy, number)
        if number <= copy.parts:
            _change(session, key, message, now)
        else:
            outbox.enqueue(session, key=key, channel=copy.channel, message=message, about=post_key(copy), now=now)
    for number in range(len(messages) + 1, copy.parts + 1):
        _change(session, _part_key(copy, number), summary_views.no_more(), now)
    copy.parts = max(copy.parts, len(messages))


def _change(session: Session, key: str, message: Message, now: datetime) -> None:
    newest = sa.select(Delivery.payload).where(Delivery.key.in_([key, f"{key}~"])).order_by(Delivery.id.desc())
    if session.scalars(newest.limit(1)).first() != message.payload():
        outbox.change(session, key=key, message=message, now=now)


def say_below(session: Session, copy: ReportCopy, what: str, message: Message, now: datetime) -> None:
    """In its thread; said again, it changes in place."""
    if copy.state not in OUT or outbox.was_refused(session, post_key(copy)):
        return
    key = f"{base_key(copy)}{what}"
    if not outbox.enqueue(session, key=key, channel=copy.channel, message=message, about=post_key(copy), now=now):
        outbox.change(session, key=key, message=message, now=now)
    if copy.state == CopyState.RECHECKING:
        upkeep.hold(session, key, now + HELD)


def has_said(session: Session, copy: ReportCopy, what: str) -> bool:
    key = f"{base_key(copy)}{what}"
    return key in outbox.keys(session, key)


def hold(session: Session, copy: ReportCopy, now: datetime) -> None:
    """Until Slack said who is there nothing more of it leaves, however long that takes."""
    copy.state = CopyState.RECHECKING
    _hold(session, copy, now + HELD)


def let_go_on(session: Session, copy: ReportCopy, report: Report, moment: Moment) -> None:
    """What waited, and what changed meanwhile."""
    copy.state = CopyState.SHARED
    _hold(session, copy, moment.now)
    rewrite(session, copy, report, moment)


def _hold(session: Session, copy: ReportCopy, until: datetime) -> None:
    for key in outbox.keys(session, base_key(copy)):
        upkeep.hold(session, key, until)


def withdraw(session: Session, copy: ReportCopy, reason: str, now: datetime) -> None:
    """Every message of it reads as one short line from now on, also those that are still on their way. What Slack
    refused is not sent any more, whoever tries it again."""
    for key in outbox.keys(session, base_key(copy)):
        upkeep.take_back(session, key, summary_views.withdrawn(), now)
    copy.state, copy.refused = CopyState.WITHDRAWN, reason


# How it stands


def standing(session: Session, copy: ReportCopy) -> tuple[str, bool]:
    """In words, and whether it can be tried again."""
    if copy.state == CopyState.CHECKING:
        return sentences.SLACK_IS_ASKED, False
    if copy.state == CopyState.REFUSED:
        return sentences.not_shared(copy.refused), True
    if copy.state == CopyState.WITHDRAWN:
        return sentences.withdrawn(copy.refused), False
    refused = list(_refused(session, copy))
    if refused:
        first, error = refused[0]
        messages = None if first == post_key(copy) else len(refused)
        return sentences.not_taken(messages, error, remedies.remedy(error)), True
    if outbox.address(session, post_key(copy)) is None or _on_their_way(session, copy):
        return sentences.ON_ITS_WAY, False
    return sentences.SHARED, False


def _refused(session: Session, copy: ReportCopy) -> Iterator[tuple[str, str]]:
    """Keys and errors of what Slack did not take, oldest first; what only followed from another is left out."""
    keys = [each for key in outbox.keys(session, base_key(copy)) for each in (key, f"{key}~")]
    rows = sa.select(Delivery.key, Delivery.error).where(Delivery.key.in_(keys), Delivery.state.in_(outbox.NOT_SENT))
    for key, error in session.execute(rows.order_by(Delivery.id)):
        if error != remedies.ORPHAN:
            yield key, error or sentences.WAS_DROPPED


def refused_keys(session: Session, copy: ReportCopy) -> list[str]:
    return [key for key, _ in _refused(session, copy)]


def _on_their_way(session: Session, copy: ReportCopy) -> bool:
    ours = Delivery.key.in_([*outbox.keys(session, base_key(copy))])
    waiting = sa.exists().where(ours, Delivery.state.in_(outbox.UNSENT))
    return bool(session.scalar(sa.select(waiting)))

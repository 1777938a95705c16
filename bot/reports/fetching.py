"""What has to be read from Slack for a timeline: asked for here, read by a task that may wait, brought in here."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from bot.prompts import Prompts
from bot.reports import findings, message_news, messages, sentences, timeline, timeline_views, titles, window_notes
from bot.reports.models import Report, ReportFetch, ReportMoment
from bot.reports.states import State
from bot.reports.templates import forms
from bot.slack import outbox
from bot.slack.wanted import Reader
from bot.storage import announce, insert_once

TOPIC = "report_fetches"
#: For one try; then another process may take it.
LEASE = timedelta(minutes=2)
PAUSES = (timedelta(seconds=10), timedelta(minutes=1), timedelta(minutes=10))
#: Of one thread; more are rather a channel of its own.
MOST_MESSAGES = 400


@dataclass(frozen=True)
class Fetch:
    """One thing to read: a message, or it and the replies to it."""

    id: int
    channel: str
    ts: str
    thread: bool


def reader(prompts: Prompts) -> Reader:
    """Raises CannotStart: an organisation's own sections are understood now, not when somebody writes a report."""
    forms(prompts.of("reports"))
    return Reader(TOPIC, claim, partial(took, prompts=prompts), failed)


def ask(session: Session, report: Report, channel: str, ts: str, *, thread: bool, by: str, now: datetime) -> None:
    row = {"report_id": report.id, "channel": channel, "ts": ts, "thread": thread, "by": by, "asked_at": now}
    if not insert_once(session, ReportFetch, {**row, "tries": 0, "due_at": now}):
        again = sa.update(ReportFetch).where(
            ReportFetch.report_id == report.id,
            ReportFetch.channel == channel,
            ReportFetch.ts == ts,
            ReportFetch.thread.is_(thread),
        )
        session.execute(again.values(due_at=now, tries=0, by=by, asked_at=now))
    announce(session, TOPIC)


def claim(session: Session, now: datetime) -> Fetch | None:
    """The next one, which nobody else takes meanwhile."""
    due = sa.select(ReportFetch).where(ReportFetch.due_at <= now).order_by(ReportFetch.due_at).limit(1)
    row = session.scalars(due.with_for_update(skip_locked=True)).one_or_none()
    if row is None:
        return None
    row.due_at, row.tries = now + LEASE, row.tries + 1
    return Fetch(row.id, row.channel, row.ts, row.thread)


def took(session: Session, fetch: Fetch, said: Sequence[Mapping[str, Any]], now: datetime, prompts: Prompts) -> None:
    """Every message once, also where it is brought in again; whoever asked is told how many."""
    row = session.get_one(ReportFetch, fetch.id)
    report = session.get_one(Report, row.report_id, with_for_update=True, populate_existing=True)
    claimed_at, row.due_at = row.due_at - LEASE if row.due_at else None, None
    if report.state == State.DROPPED:
        return
    checker = findings.checker(session, prompts)
    wanted = [one for one in said if fetch.thread or one["ts"] == fetch.ts]
    count = found = caught_up = 0
    for one in wanted[:MOST_MESSAGES]:
        line = messages.read(session, one, row.channel)
        moment = timeline.add(session, report, line, by=row.by, now=now)
        if moment:
            count += 1
        else:
            moment = timeline.read_again(session, report, line, by=row.by, now=now)
            caught_up += moment is not None
        if moment:
            found += len(findings.look(session, report, findings.moment_place(moment.id), moment.text, checker))
            if message_news.edited_since(session, line.source or "", claimed_at, now):
                row.due_at, row.tries = now, 0  # what Slack answered may be older than the edit
                announce(session, TOPIC)
    if not count and (caught_up or _came_in(session, row, wanted)):
        return
    said_now = sentences.came_in(count, len(wanted) - MOST_MESSAGES, thread=fetch.thread)
    told = f"{said_now}{window_notes.remarks(found)}"
    _tell(session, report, row, told if count else sentences.STANDS_ALREADY, now)


def _came_in(session: Session, row: ReportFetch, wanted: Sequence[Mapping[str, Any]]) -> bool:
    """Since it was asked for, which was told then; read once more, since it was edited meanwhile."""
    here = (ReportMoment.report_id == row.report_id, ReportMoment.added_at >= row.asked_at)
    sources = [f"{row.channel}:{one['ts']}" for one in wanted]
    found = sa.select(ReportMoment.id).where(*here, ReportMoment.source.in_(sources)).limit(1)
    return session.scalar(found) is not None


def read_again_if_edited(
    session: Session, report: Report, moment: ReportMoment, since: str | None, *, by: str, now: datetime
) -> None:
    """`since`: when the words were read that came in now. Words put by hand, or of a deleted message, stay."""
    if not moment.source or moment.worded_at or moment.lost_at:
        return
    at = datetime.fromisoformat(since) if since else None
    if message_news.edited_since(session, moment.source, at, now):
        channel, ts = moment.source.split(":")
        ask(session, report, channel, ts, thread=False, by=by, now=now)


def failed(session: Session, fetch: Fetch, error: str, now: datetime) -> None:
    """Slack named an error. What can heal is tried again; else whoever asked is told, with what to do."""
    row = session.get_one(ReportFetch, fetch.id)
    if error not in sentences.WHY_NOT and row.tries <= len(PAUSES):
        row.due_at = now + PAUSES[row.tries - 1]
        return
    row.due_at = None
    report = session.get_one(Report, row.report_id)
    _tell(session, report, row, sentences.did_not_come_in(error, thread=fetch.thread), now)


def _tell(session: Session, report: Report, row: ReportFetch, sentence: str, now: datetime) -> None:
    """Of an emoji, where it was put, one message in place of the last; of a thread, which may take long, for good."""
    title = titles.told(session, report, {row.by}).get(row.by)
    if title is None:  # it is not for them any more
        return
    message = timeline_views.told(report.id, title, sentence)
    if not row.thread:
        key = f"report-emoji:{row.channel}:{row.by}"
        outbox.whisper(session, key=key, channel=row.channel, reader=row.by, message=message, now=now)
        return
    key = f"report:{report.id}:fetched:{row.id}:{report.events}:{row.tries}"
    outbox.enqueue(session, key=key, channel=row.by, message=message, now=now, urgent=True)

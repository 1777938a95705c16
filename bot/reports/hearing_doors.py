"""What happens in Slack by itself: the timeline's emoji on a message, and messages that are edited or deleted."""

from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from bot.access import ANYONE
from bot.reports import fetching, findings, listing, message_news, messages, timeline, timeline_views, widened, writing
from bot.reports.facts import Moment
from bot.reports.models import Report, ReportMoment
from bot.slack import outbox
from bot.slack.blocks import Choice
from bot.slack.doors import Answer, Call, Done, Door, Route


def reaction(session: Session, call: Call) -> Answer:
    """Of somebody who writes a report that is still to come out; to everybody else it is an emoji like any other."""
    event, item = call.event, call.event.get("item") or {}
    emoji = str(event.get("reaction") or "").partition("::")[0]
    if emoji != call.settings.reports.timeline_emoji or item.get("type") != "message" or call.person.guest:
        return Done()
    channel, ts = str(item["channel"]), str(item["ts"])
    mine = listing.open_of(session, call.person.id)
    if len(fitting := _fitting(session, mine, channel)) == 1:
        _bring_in(session, call, fitting[0].id, channel, ts)
    elif mine:
        _ask_which(session, call, mine, channel, ts)
    return Done()


def _fitting(session: Session, mine: Sequence[Report], channel: str) -> Sequence[Report]:
    """Those whose timeline has something from this channel already; where there is none, all."""
    known = sa.select(ReportMoment.report_id).where(
        ReportMoment.report_id.in_([one.id for one in mine]),
        ReportMoment.source.startswith(f"{channel}:", autoescape=True),
        ReportMoment.removed_at.is_(None),
    )
    ids = set(session.scalars(known))
    return [one for one in mine if one.id in ids] or mine


def _bring_in(session: Session, call: Call, report_id: int, channel: str, ts: str) -> None:
    report = writing.open_for_writing(session, report_id, call.person, call.settings)
    fetching.ask(session, report, channel, ts, thread=False, by=call.person.id, now=call.now)


def _ask_which(session: Session, call: Call, mine: Sequence[Report], channel: str, ts: str) -> None:
    choices = [Choice(one.title, f"{one.id}:{channel}:{ts}") for one in mine]
    message = timeline_views.which(choices)
    key = f"report-emoji:{channel}:{call.person.id}"
    outbox.whisper(session, key=key, channel=channel, reader=call.person.id, message=message, now=call.now)


def add_to(session: Session, call: Call) -> Answer:
    """One of the choices. Raises NotThere, NotAllowed, Closed."""
    report_id, channel, ts = call.value.split(":")
    _bring_in(session, call, int(report_id), channel, ts)
    return Done()


def message(session: Session, call: Call) -> Answer:
    """Of a message with replies Slack keeps the place: what tells of its deletion is a change to a tombstone."""
    event, now = call.event, call.event.get("message") or {}
    match event.get("subtype"):
        case "message_deleted":
            _deleted(session, call, str(event.get("deleted_ts")))
        case "message_changed" if now.get("subtype") == "tombstone":
            _deleted(session, call, str(now.get("ts")))
        case "message_changed":
            _edited(session, call, now)
    return Done()


def _deleted(session: Session, call: Call, ts: str) -> None:
    source, old = f"{call.event['channel']}:{ts}", call.event.get("previous_message") or {}
    timeline.lock_reports_of(session, source)
    message_news.deleted(session, source, call.now)
    if _stands(session, source):
        timeline.message_deleted(session, source, by=str(old.get("user") or "cadence"), now=call.now)


def joined(session: Session, call: Call) -> Answer:
    moment = Moment(call.settings, call.prompts, call.now)
    widened.joined(session, str(call.event["channel"]), str(call.event["user"]), moment)
    return Done()


def _edited(session: Session, call: Call, new: Mapping[str, Any]) -> None:
    """Only where it reads otherwise: Slack sends the same event where it unfurls a link. An alert that its tool changes
    may say all in attachments, and Slack does not call that edited."""
    source = f"{call.event['channel']}:{new.get('ts')}"
    text, by = messages.words(session, new), str(new.get("user") or "cadence")
    if text == messages.words(session, call.event.get("previous_message") or {}):
        return
    timeline.lock_reports_of(session, source)
    message_news.edited(session, source, call.now)
    if not _stands(session, source):
        return
    checker = findings.checker(session, call.prompts)
    for moment in timeline.message_edited(session, source, text, by=by, now=call.now):
        report = session.get_one(Report, moment.report_id)
        findings.look(session, report, findings.moment_place(moment.id), moment.text, checker)


def _stands(session: Session, source: str) -> bool:
    """Asked of every edit in every channel, so no report is locked for it."""
    found = sa.select(ReportMoment.id).where(ReportMoment.source == source).limit(1)
    return session.scalar(found) is not None


ROUTES = (
    Route(Door.EVENT, "reaction_added", reaction, ANYONE),
    Route(Door.EVENT, "message", message, ANYONE),
    Route(Door.EVENT, "member_joined_channel", joined, ANYONE),
    *(Route(Door.ACTION, one, add_to, ANYONE) for one in timeline_views.which_ids()),
)

"""What Slack tells of a post's thread: the doors of its events."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from bot.elsewhere import Moment
from bot.focus import afterwards, thread
from bot.focus.models import FocusPost, FocusReply
from bot.focus.refusals import NotYourReply
from bot.slack.doors import Answer, Call, Done

#: Kinds of message that a person wrote.
WRITTEN = (None, "thread_broadcast", "file_share", "me_message")


def message(session: Session, call: Call, moment: Moment) -> Answer:
    event = call.event
    match event.get("subtype"):
        case "message_deleted":
            _deleted(session, event, str(event.get("deleted_ts")), moment)
        case "message_changed" if (event.get("message") or {}).get("subtype") == "tombstone":
            _deleted(session, event, str(event["message"].get("ts")), moment)
        case subtype if subtype in WRITTEN and event.get("user") and not event.get("bot_id"):
            _replied(session, event, moment)
    return Done()


def _replied(session: Session, event: Mapping[str, Any], moment: Moment) -> None:
    ts, parent = str(event["ts"]), event.get("thread_ts")
    if parent and parent != ts and (post := afterwards.at(session, str(event["channel"]), str(parent), moment)):
        text = str(event.get("text") or "")
        afterwards.hear(session, post, ts=ts, person=str(event["user"]), text=text, moment=moment)


def _deleted(session: Session, event: Mapping[str, Any], ts: str, moment: Moment) -> None:
    channel = str(event["channel"])
    parent = (event.get("previous_message") or {}).get("thread_ts")
    if post := afterwards.at(session, channel, ts, moment):
        afterwards.notice_deletion(session, post, moment)
    elif parent and (post := afterwards.at(session, channel, str(parent), moment)):
        afterwards.forget(session, post, ts, moment)


def reaction(session: Session, call: Call, moment: Moment) -> Answer:
    item = call.event.get("item") or {}
    if item.get("type") == "message":
        post = afterwards.at(session, str(item["channel"]), str(item["ts"]), moment)
        if post:
            removed = call.event["type"] == "reaction_removed"
            thread.react(session, post, call.person.id, str(call.event["reaction"]), removed=removed)
    return Done()


def put_question(session: Session, call: Call, moment: Moment) -> Answer:
    """Raises NotYourReply."""
    reply = session.get(FocusReply, int(call.value))
    if reply is None or reply.person != call.person.id:
        raise NotYourReply
    if moment.elsewhere.ask is None:
        return Done()
    week = session.get_one(FocusPost, reply.post_id).week
    return moment.elsewhere.ask(session, call, reply.text or "", f"{call.channel}:{reply.ts}", week)

"""A Slack message as a line of a timeline: its own time, words with names, who said it where, what stays behind."""

import hashlib
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from sqlalchemy.orm import Session

from bot.reports import sentences
from bot.reports.states import Mark
from bot.reports.timeline import LONGEST, Line
from bot.slack.mentions import plain
from bot.slack.text import shorten

#: Slack gives these in place of a name.
_CLOSED = {"directmessage": sentences.DIRECT_MESSAGE, "privategroup": sentences.PRIVATE_CHANNEL}


def read(session: Session, message: Mapping[str, Any], channel: str, channel_name: str = "") -> Line:
    ts = str(message["ts"])
    return Line(
        at=instant(ts),
        text=words(session, message),
        source=f"{channel}:{ts}",
        said_by=str(message.get("user") or "") or None,
        said_in=said_in(channel, channel_name),
        thread=str(message.get("thread_ts") or "") or None,
    )


def instant(ts: str) -> datetime:
    return datetime.fromtimestamp(float(ts), UTC)


def words(session: Session, message: Mapping[str, Any]) -> str:
    """What does not fit is behind the link."""
    said = plain(session, str(message.get("text") or "")) or _fallback(session, message)
    names = [str(one.get("name") or one.get("title") or "a file") for one in message.get("files") or ()]
    left = sentences.left_behind(names)
    room = LONGEST - len(left) - 1
    return "\n".join(filter(None, (shorten(said, room), left))) or sentences.NO_WORDS


def _fallback(session: Session, message: Mapping[str, Any]) -> str:
    """Monitoring tools often write in attachments only."""
    told = [str(one.get("fallback") or one.get("text") or "") for one in message.get("attachments") or ()]
    return "\n".join(plain(session, one) for one in told if one)


def said_in(channel: str, name: str) -> str | None:
    """Nothing where everybody can read it."""
    if channel.startswith("D"):
        return _CLOSED["directmessage"]
    if name.startswith("mpdm-"):
        return sentences.GROUP_MESSAGE
    return _CLOSED.get(name) or (_CLOSED["privategroup"] if channel.startswith("G") else None)


# On its way through a form


def remembered(line: Line, now: datetime, *, has_thread: bool) -> dict[str, Any]:
    """What a window keeps of a message while somebody looks at its words, as they are `now`."""
    channel, ts = (line.source or ":").split(":")
    told = {"channel": channel, "ts": ts, "said_by": line.said_by, "said_in": line.said_in, "thread": line.thread}
    return {**told, "has_thread": has_thread, "digest": _digest(line.text), "read_at": now.isoformat()}


def line_of(source: Mapping[str, Any], text: str, mark: Mark | None) -> Line:
    """Of what a window kept, and of what its words were made."""
    return Line(
        at=instant(source["ts"]),
        text=text,
        mark=mark,
        source=f"{source['channel']}:{source['ts']}",
        said_by=source["said_by"],
        said_in=source["said_in"],
        thread=source["thread"],
        worded=_digest(text) != source["digest"],
    )


def _digest(text: str) -> str:
    return hashlib.sha256(" ".join(text.split()).encode()).hexdigest()[:16]

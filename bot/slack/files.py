"""A file in a channel, thread or direct messages: asked for in a transaction, drawn only as it leaves.

The row of the outbox holds no bytes: it names what draws them and of which thing, and the words that stand there
where the workspace takes no file. So what a row keeps of people is what any message keeps.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from bot.slack import outbox
from bot.slack.messages import Message
from bot.slack.outbox import InDoubt, Kind
from bot.slack.text import shorten, shorten_mrkdwn

#: Slack takes a gigabyte; what a bot draws is for phones.
MOST_BYTES = 2_000_000
MOST_ALT, MOST_COMMENT, MOST_TITLE = 1000, 3000, 150


@dataclass(frozen=True)
class File:
    """`alt` says in words what a picture shows; `comment` is markup that stands over the file. `instead` is posted
    where the workspace takes no file, in place of the row's own words: it says what is so as the file leaves."""

    name: str
    title: str
    content: bytes
    alt: str = ""
    comment: str = ""
    instead: Message | None = None

    def __post_init__(self) -> None:
        if not self.content:
            raise ValueError("Slack takes no empty file")
        object.__setattr__(self, "title", shorten(self.title, MOST_TITLE))
        object.__setattr__(self, "alt", shorten(self.alt, MOST_ALT))
        object.__setattr__(self, "comment", shorten_mrkdwn(self.comment, MOST_COMMENT))


#: What takes its time is drawn after the transaction, from what was read in it. A message goes in a file's place.
Drawn = File | Message | Callable[[], File]
#: From what the row says it is of, as things stand then; None where there is nothing to draw any more, and the row's
#: own words go.
Draw = Callable[[Session, Mapping[str, Any], datetime], Drawn | None]
Drawers = Mapping[str, Draw]

#: In the row's payload, beside the words.
FILE = "file"


def enqueue(
    session: Session,
    *,
    key: str,
    channel: str,
    drawer: str,
    of: Mapping[str, Any],
    instead: Message,
    now: datetime,
    about: str | None = None,
    urgent: bool = False,
    in_doubt: InDoubt = InDoubt.SEND,
) -> bool:
    """True where the key is new. `drawer` is one of those that `wiring` names; `of` goes to it, and holds ids, no
    words. `instead` is posted where the workspace takes no file. Nothing can be about a file, nor change it: Slack
    does not say at once where it stands."""
    return outbox.enqueue(
        session,
        key=key,
        channel=channel,
        now=now,
        message=instead,
        kind=Kind.FILE,
        about=about,
        urgent=urgent,
        in_doubt=in_doubt,
        more={FILE: {"drawer": drawer, "of": dict(of)}},
    )


def draw(drawers: Drawers, session: Session, payload: Mapping[str, Any], now: datetime) -> Drawn | None:
    wanted = payload.get(FILE) or {}
    drawer = drawers.get(wanted.get("drawer", ""))
    return drawer(session, wanted["of"], now) if drawer else None

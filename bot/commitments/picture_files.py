"""The digest's pictures as files: drawn from the snapshot alone, each with words that say the same."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from functools import partial
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from bot.commitments import slip_views, strip_picture
from bot.commitments.digest import Digest, thawed
from bot.commitments.meeting_models import AllHands
from bot.commitments.sentences import MOVES_TITLE, STATES_TITLE
from bot.commitments.slip_picture import INKS, slip_picture
from bot.slack import blocks, files
from bot.slack.files import Drawn, File
from bot.slack.messages import Message
from bot.slack.text import escape

STRIP, SLIPS = "commitments.strip", "commitments.slips"


def enqueue(session: Session, digest: Digest, *, about: str, channel: str, now: datetime) -> None:
    """Into the thread of the digest: the strip from the second all-hands on, the slips where a date moved."""
    wanted = {STRIP: strip_in_words(digest) if digest.meetings and digest.lines else None}
    wanted[SLIPS] = slip_views.message(digest.slips, digest.today) if digest.slips else None
    for drawer, instead in wanted.items():
        if instead:
            key, of = f"{about}:{drawer.partition('.')[2]}", {"day": digest.day.isoformat()}
            files.enqueue(
                session, key=key, channel=channel, drawer=drawer, of=of, instead=instead, about=about, now=now
            )


def strip_in_words(digest: Digest) -> Message:
    lines = [escape(line) for line in strip_picture.in_words(digest)]
    return Message(
        "\n".join([STATES_TITLE, *lines]), [blocks.section(f"*{STATES_TITLE}*"), *map(blocks.context, lines)]
    )


def _strip(digest: Digest) -> File:
    said = strip_picture.description(digest, files.MOST_ALT)
    name = f"promises-{digest.day}.png"
    return File(name, STATES_TITLE, strip_picture.strip_picture(digest), alt=said, comment=STATES_TITLE)


def _slips(digest: Digest) -> File:
    shown: Sequence[str] = [slip_views.words(slip, digest.today) for slip in digest.slips[: len(INKS)]]
    comment = "\n".join([MOVES_TITLE, *shown])
    said = slip_views.description(digest.slips[: len(INKS)], digest.today, files.MOST_ALT)
    name = f"dates-{digest.day}.png"
    return File(name, MOVES_TITLE, slip_picture(digest.slips, digest.today), alt=said, comment=comment)


def _of_snapshot(draw: Callable[[Digest], File]) -> files.Draw:
    def drawer(session: Session, of: Mapping[str, Any], now: datetime) -> Drawn | None:
        query = sa.select(AllHands.snapshot).where(AllHands.day == date.fromisoformat(of["day"]))
        snapshot = session.scalar(query)
        return partial(draw, thawed(snapshot)) if snapshot else None

    return drawer


FILES: files.Drawers = {STRIP: _of_snapshot(_strip), SLIPS: _of_snapshot(_slips)}

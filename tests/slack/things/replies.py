"""A reply to Monday's post, which whoever wrote it may ask as a question."""

from datetime import datetime

from sqlalchemy.orm import Session

from bot.focus.models import FocusPost, FocusReply
from bot.settings import Operating
from tests.factories import ANA
from tests.slack.things import PEOPLE, SECRET, STRANGER, Case, Given, Names, Thing, know, tried_by

PARTS = {"author": ANA, "cto": PEOPLE["cto"], "operator": PEOPLE["operator"], "stranger": STRANGER}


def prepare(session: Session, settings: Operating, now: datetime) -> list[Case]:
    know(session, PARTS, now)
    post = FocusPost(week="2026-W09", standing="skipped", revision=0, created_at=now)
    session.add(post)
    session.flush()
    reply = FocusReply(post_id=post.id, ts="1772000000.000100", person=ANA, said_at=now, text=f"{SECRET}?")
    session.add(reply)
    session.flush()
    return tried_by(PARTS, {"id": reply.id})


def given(door: str, names: Names) -> Given:
    return Given(value=str(names["id"]))


REPLY = Thing(frozenset(PARTS), prepare, given)

"""Whether Slack took the post: where it did not, whoever wrote it is told, and told again once it has."""

import re
from datetime import datetime

from sqlalchemy.orm import Session

from bot import settings as settings_
from bot.elsewhere import Elsewhere, Moment
from bot.focus import copies, desk, drafts
from bot.focus.rules import Week
from bot.prompts import Words
from bot.slack.outbox import State

_POST = re.compile(r"focus:(\d{4}-W\d\d):post")


def ended(session: Session, key: str, state: State, now: datetime, *, words: Words, elsewhere: Elsewhere) -> None:
    """Hears of every message that Slack took or refused."""
    found = _POST.fullmatch(key)
    post = drafts.find(session, Week.read(found[1])) if found else None
    if post is None:
        return
    moment = Moment(settings_.load(session), words, now, elsewhere)
    if state is State.SENT:
        copies.redraw(session, post, moment)  # now there is something to link to
    if state is State.REFUSED:
        post.missed_at = now
        desk.send(session, post, desk.standing(session, post, moment), moment)
    elif post.missed_at:
        desk.redraw(session, post, moment)

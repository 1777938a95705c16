"""How a message ended concerns several practices: each hears of it."""

from datetime import datetime

from sqlalchemy.orm import Session

from bot.slack.claims import Ended
from bot.slack.outbox import State


def each(*ended: Ended) -> Ended:
    def told(session: Session, key: str, state: State, now: datetime) -> None:
        for one in ended:
            one(session, key, state, now)

    return told

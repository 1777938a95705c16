"""What other practices know, as functions of theirs that `app.py` hands over; and what holds meanwhile."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy.orm import Session

from bot.prompts import Words
from bot.settings import Operating

#: Sentences, as markup, about the time from the first instant until the second.
Tell = Callable[[Session, Operating, datetime, datetime], Sequence[str]]


@dataclass(frozen=True)
class Elsewhere:
    #: One line each for Friday's message: what waits, what changed since the last post.
    changes: Sequence[Tell] = ()
    #: One sentence each for the end of the post, which everybody reads.
    figures: Sequence[Tell] = ()


@dataclass(frozen=True)
class Moment:
    """Settings, wording and time that hold while one thing is done."""

    settings: Operating
    words: Words
    now: datetime
    elsewhere: Elsewhere = field(default_factory=Elsewhere)

    def told(self, tells: Sequence[Tell], session: Session, since: datetime) -> list[str]:
        return [sentence for tell in tells for sentence in tell(session, self.settings, since, self.now)]

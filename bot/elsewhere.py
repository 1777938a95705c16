"""What the practices know of each other, as functions that `wiring.py` hands over; and what holds meanwhile."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy.orm import Session

from bot.prompts import Words
from bot.settings import Operating
from bot.slack.blocks import Element
from bot.slack.doors import Answer, Call

#: Sentences, as markup, about the time from the first instant until the second.
Tell = Callable[[Session, Operating, datetime, datetime], Sequence[str]]
#: Buttons that explain the figures of that time, whenever they are clicked.
Explain = Callable[[Session, Operating, datetime, datetime], Sequence[Element]]


@dataclass(frozen=True)
class Source:
    """Words of another practice that somebody makes a promise of. `origin` names them, such as `question:17`."""

    origin: str
    words: str
    #: What they were said for.
    why: str = ""
    #: Only some may read them, so that the promise begins as private.
    secret: bool = False


#: Opens the form of a promise; whoever is chosen as its owner is asked.
Track = Callable[[Session, Call, Source], Answer]


@dataclass(frozen=True)
class Told:
    """Where a promise stands after something was said of it, for whatever it came from."""

    origin: str
    id: int
    phase: str
    word: str | None
    owner: str | None
    first: date | None
    promised: date | None
    due_at: datetime | None
    silent_at: datetime | None
    closed_on: date | None
    #: What was said with it.
    note: str


#: Hears so in the transaction in which it was said.
Follower = Callable[[Session, Told, datetime], None]


#: Takes what it quotes of its origin out of the words of a promise: a text → the text without.
Unquoting = Callable[[Session, str, Callable[[str], str], datetime], None]


@dataclass(frozen=True)
class Elsewhere:
    """What one practice is told of all others."""

    #: One line each about what waits, and what changed.
    changes: Sequence[Tell] = ()
    #: Buttons that explain what those lines count.
    behind_changes: Sequence[Explain] = ()
    #: One sentence of figures each.
    figures: Sequence[Tell] = ()
    explained: Sequence[Explain] = ()
    #: What was learned and changed because of what people said.
    learned: Sequence[Tell] = ()
    #: Opens the form of a question with these words, about the message at `channel:ts`, under the post of a week.
    ask: Callable[[Session, Call, str, str, str], Answer] | None = None
    #: How many questions were asked under the post of a week, such as 2026-W10, and how many of them are answered.
    asked: Callable[[Session, str], tuple[int, int]] = lambda session, week: (0, 0)
    #: The button that explains those two numbers.
    behind_asked: Callable[[Session, str], Sequence[Element]] = lambda session, week: ()
    #: What a promise may say now of where it came from: its origin, and a text that may quote it.
    quotable: Callable[[Session, str, str], str] = lambda session, origin, text: text


@dataclass(frozen=True)
class Moment:
    """Settings, wording and time that hold while one thing is done."""

    settings: Operating
    words: Words
    now: datetime
    elsewhere: Elsewhere = field(default_factory=Elsewhere)

    def told(self, tells: Sequence[Tell], session: Session, since: datetime) -> list[str]:
        return [sentence for tell in tells for sentence in tell(session, self.settings, since, self.now)]

    def explained(self, session: Session, since: datetime) -> list[Element]:
        return self.buttons(self.elsewhere.explained, session, since)

    def buttons(self, explained: Sequence[Explain], session: Session, since: datetime) -> list[Element]:
        return [button for explain in explained for button in explain(session, self.settings, since, self.now)]

"""A question's card: what was asked, who owes what to whom since when, and what can be done."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from typing import Any

from bot.questions.course import State
from bot.questions.rules import Kind, Visibility
from bot.questions.wanting import NOBODY_ELSE, Wanting
from bot.slack import blocks
from bot.slack.messages import Message
from bot.slack.text import date_text, duration_text, escape, one_line, shorten

Block = dict[str, Any]

ME_TOO = "questions.me_too"
ANSWER = "questions.answer"
MORE = "questions.more"

MARKS = {
    State.OPEN: "◔",
    State.ACKNOWLEDGED: "◔",
    State.DELEGATED: "◔",
    State.WAITING_ON_ASKER: "◑",
    State.ANSWERED: "✓",
    State.CANNOT_SHARE: "⊘",
    State.DECLINED: "✕",
    State.DUPLICATE: "⧉",
    State.WITHDRAWN: "○",
}
KINDS = {Kind.QUESTION: "asks", Kind.CHALLENGE: "challenges", Kind.TELL: "tells"}
AUDIENCE = {
    Visibility.PUBLIC: "to everyone",
    Visibility.PRIVATE: "in private: only the CTO's office and whoever asked see this",
    Visibility.ANONYMOUS: "to everyone",
}
#: Of days by which somebody said that they would get back, the last.
MOST_PROMISES = 3
REMOVED = "This question was taken back by whoever asked it."


@dataclass(frozen=True)
class Wait:
    """One clock in words."""

    working: timedelta
    waiting: timedelta
    late_by: timedelta | None = None

    def __str__(self) -> str:
        worked, waited = duration_text(self.working), duration_text(self.waiting)
        said = f"{worked} of working time" if worked == waited else f"{waited}, of which {worked} working time"
        return f"{said}, past due by {duration_text(self.late_by)}" if self.late_by is not None else said

    @property
    def working_first(self) -> str:
        late = ", late" if self.late_by is not None else ""
        return f"{_after(self.working)} of working time ({duration_text(self.waiting)} on the clock){late}"


@dataclass(frozen=True)
class Card:
    """Names are markup."""

    id: int
    kind: Kind
    visibility: Visibility
    text: str | None
    asker: str
    asked_at: datetime
    zone: tzinfo
    now: datetime
    state: State
    #: Whom it waits for, or who ended the waiting.
    who: str
    cto: str
    since: datetime
    wait: Wait
    response: Wait | None = None
    due: datetime | None = None
    paused: timedelta = timedelta()
    reason: str = ""
    look_again: str = ""
    asked_back: str = ""
    #: Since when whoever asked waits for a word on what they wrote after the first response; when it is due.
    wrote_again: datetime | None = None
    word_due: datetime | None = None
    #: Each day that somebody named, the oldest first.
    promises: Sequence[str] = ()
    handed_to: str = ""
    seen_by: str = ""
    community_by: str = ""
    by_hand: bool = False
    edited: bool = False
    holds_until: str = ""
    owner: str = ""
    wanting: Wanting = NOBODY_ELSE
    context_by: Sequence[str] = ()
    stopped: bool = False
    rounds: int = 1
    source: str = ""
    joined: str = ""
    joined_because: str = ""


def card(facts: Card) -> Message:
    said = escape(shorten(one_line(facts.text or REMOVED), 1500))
    text = f"{_heading(facts)}: {said}\n{status(facts)}"
    return Message(text, tuple(_card_blocks(facts, status(facts))))


def _card_blocks(facts: Card, standing: str) -> Iterator[Block]:
    yield blocks.words(facts.text, bold=True) if facts.text else blocks.context(REMOVED)
    yield blocks.context(*_about(facts))
    yield blocks.context(standing)
    if facts.state is not State.WITHDRAWN:
        yield blocks.actions(*_buttons(facts))


def _heading(facts: Card) -> str:
    return f"{facts.asker} {KINDS[facts.kind]}"


def _about(facts: Card) -> Sequence[str]:
    when = date_text(facts.asked_at, facts.zone)
    about = [f"{_heading(facts)}, {when}, {AUDIENCE[facts.visibility]}"]
    if count := facts.wanting.count:
        about.append(f"{'1 other wants' if count == 1 else f'{count} others want'} to know")
    if facts.context_by:
        who = facts.context_by[0] if len(facts.context_by) == 1 else f"{len(facts.context_by)} people"
        about.append(f"{who} added context")
    if facts.source:
        about.append(f"<{facts.source}|about this message>")
    return [" · ".join(about)]


def _buttons(facts: Card) -> Iterator[dict[str, Any]]:
    value = str(facts.id)
    short = shorten(one_line(facts.text or ""), 40)
    is_open = facts.state not in (State.ANSWERED, State.DECLINED)
    if facts.visibility is not Visibility.PRIVATE:
        yield blocks.button("Me too", ME_TOO, value=value, label=f"I want to know this too: {short}")
    if is_open:
        yield blocks.button("Answer", ANSWER, value=value, label=f"Answer: {short}")
    yield blocks.button("More", MORE, value=value, label=f"All there is to do with: {short}")


def status(facts: Card) -> str:
    return "\n".join(_status(facts))


def _status(facts: Card) -> Iterator[str]:
    yield f"{MARKS[facts.state]} {_STATUS[facts.state](facts)}"
    if facts.rounds > 1:
        yield f"Round {facts.rounds}: an earlier answer was not enough."
    if facts.state is State.ANSWERED and str(facts.wanting):
        yield f"{facts.wanting}."
    if facts.stopped:
        yield "Whoever wrote this can say no more behind its code: stopped by the CTO's office."
    if facts.wrote_again:
        yield _wrote_again(facts, facts.wrote_again)
    if facts.state is not State.WITHDRAWN:
        yield from _promises(facts.promises)


def _wrote_again(facts: Card, at: datetime) -> str:
    due, is_past = facts.word_due, bool(facts.word_due and facts.word_due < facts.now)
    when = f"; a word {'was' if is_past else 'is'} due {date_text(due, facts.zone)}" if due else ""
    return f"{facts.asker} wrote again on {date_text(at, facts.zone)}, and waits for a word since{when}."


def _promises(promises: Sequence[str]) -> Iterator[str]:
    if before := len(promises[:-MOST_PROMISES]):
        yield f"{before} earlier {'day' if before == 1 else 'days'} that were named: *More*, then *Why this number?*."
    yield from promises[-MOST_PROMISES:]


def _waiting(facts: Card) -> str:
    seen = f"seen by {facts.seen_by} · " if facts.seen_by else ""
    handed = _handed(facts) if facts.handed_to else ""
    paused = f" · {duration_text(facts.paused)} paused" if facts.paused else ""
    since = date_text(facts.since, facts.zone)
    as_of = date_text(facts.now, facts.zone, "{time}")
    return f"{seen}*Waiting for {facts.who}*{handed} since {since} · {facts.wait} (at {as_of}){paused}{_due(facts)}"


def _handed(facts: Card) -> str:
    is_by_them = facts.who == facts.cto
    return (
        f", who asked {facts.handed_to} to take it" if is_by_them else f", and {facts.handed_to} is asked to take it,"
    )


def _due(facts: Card) -> str:
    """The first reply is due before the answer is."""
    if facts.due is None or facts.wait.late_by is not None:
        return ""
    past = "was due" if facts.response else "first reply was due"
    return f" · {past if facts.due < facts.now else 'due'} {date_text(facts.due, facts.zone)}"


def _waiting_on_asker(facts: Card) -> str:
    words = f": “{escape(shorten(one_line(facts.asked_back), 300))}”" if facts.asked_back else ""
    since = date_text(facts.since, facts.zone)
    clock = f"The answer clock rests; it shows {facts.wait}."
    return f"*Waiting for {facts.who}* since {since} · asked back{words}\n{clock}"


def _answered(facts: Card) -> str:
    on_behalf = f" for {facts.cto}" if facts.cto not in (facts.who, facts.asker) else ""
    by = f"{facts.community_by}, endorsed by {facts.who}" if facts.community_by else f"{facts.who}{on_behalf}"
    first = f"first reply {_after(facts.response.working)}, " if facts.response else ""
    elsewhere = " · given elsewhere, told by hand" if facts.by_hand else ""
    paused = f" · {duration_text(facts.paused)} paused" if facts.paused else ""
    edited = " · edited" if facts.edited else ""
    again = f"\nLooked at again on {facts.holds_until} by {facts.owner}." if facts.holds_until else ""
    return f"*Answered by {by}* · {first}answer {facts.wait.working_first}{paused}{elsewhere}{edited}{again}"


def _after(duration: timedelta) -> str:
    return f"after {duration_text(duration)}" if duration >= timedelta(minutes=1) else "within 1 m"


def _cannot_share(facts: Card) -> str:
    again = f" It is looked at again on {facts.look_again}, and this thread will say what came of it."
    return f"*{facts.who} cannot talk about this yet*: {_ended(escape(facts.reason))}{again}"


def _ended(sentence: str) -> str:
    """Another follows."""
    return sentence if sentence.rstrip().endswith((".", "!", "?", "…")) else f"{sentence.rstrip()}."


def _declined(facts: Card) -> str:
    return f"*Declined by {facts.who}*: {escape(facts.reason)}"


def _duplicate(facts: Card) -> str:
    because = f": {escape(facts.joined_because)}" if facts.joined_because else ""
    return f"*Joined with* {facts.joined}{because} · its answer will stand here too. {_waiting(facts)}"


def _withdrawn(_: Card) -> str:
    return "*Withdrawn* by whoever asked"


_STATUS = {
    State.OPEN: _waiting,
    State.ACKNOWLEDGED: _waiting,
    State.DELEGATED: _waiting,
    State.WAITING_ON_ASKER: _waiting_on_asker,
    State.ANSWERED: _answered,
    State.CANNOT_SHARE: _cannot_share,
    State.DECLINED: _declined,
    State.DUPLICATE: _duplicate,
    State.WITHDRAWN: _withdrawn,
}

"""What is declined, or cannot be shared yet, is told to all who wait for it, also of what was joined: none of them is
left to find it in a thread that they never look at."""

from dataclasses import dataclass

from bot.questions import cards, concluding, logbook, notes, outcomes, sentences
from bot.questions.clocks import Clocks
from bot.questions.course import State
from bot.questions.models import Question
from bot.questions.work import Work
from bot.slack import outbox
from bot.slack.messages import Message


@dataclass(frozen=True)
class Refusal:
    by: str
    reason: str
    #: On which it is looked at again; empty where it was declined.
    day: str = ""

    @property
    def sentence(self) -> str:
        if self.day:
            return sentences.cannot_talk_yet(self.by, self.reason, self.day)
        return sentences.declines(self.by, self.reason)

    def to_asker(self, link: str) -> Message:
        if self.day:
            return outcomes.not_yet_to_be_told(link, self.by, self.reason, self.day)
        return outcomes.declined(link, self.by, self.reason)

    def to_followers(self, link: str) -> Message:
        if self.day:
            return outcomes.not_yet_to_be_told_too(link, self.by, self.reason, self.day)
        return outcomes.declined_too(link, self.by, self.reason)


def tell(work: Work, question: Question, found: Clocks, refusal: Refusal) -> None:
    """What is decided of one that others were joined with is decided of them, too, and said in their threads."""
    _tell(work, question, found, refusal)
    decided = found.course.round.refusal
    for other in [] if question.duplicate_of or not decided else concluding.duplicates(work, question):
        told = logbook.read(work, other)
        if decided and _stands(told, decided.message):
            name = concluding.decided_as(question, decided.message)
            cards.say(work, other, name, notes.decided(refusal.sentence))
            _tell(work, other, told, refusal)


def _stands(told: Clocks, message: str) -> bool:
    """Unless it was answered or taken back before."""
    newest = told.course.round.refusal
    is_refused = told.state in (State.DECLINED, State.CANNOT_SHARE)
    return is_refused and newest is not None and newest.message == message


def _tell(work: Work, question: Question, found: Clocks, refusal: Refusal) -> None:
    """Whoever asked, and those who wanted to know: these once, however often the same is decided in a round."""
    told = refusal.to_asker(cards.link(work, question, question.asker))
    concluding.write_to_asker(work, question, f"decided:{work.now.timestamp():.6f}", told)
    note = refusal.to_followers(cards.link(work, question))
    for one in concluding.followers_here(work, question):
        key = f"{concluding.refused_key(question, found)}{one.person}"
        if not outbox.enqueue(work.session, key=key, channel=one.person, message=note, now=work.now):
            outbox.change(work.session, key=key, message=note, now=work.now)

"""Who else wants to know."""

from bot.errors import NotAllowed
from bot.questions import cards, concluding, logbook, notes, outcomes, refusals, sentences
from bot.questions.models import Question, QuestionFollower
from bot.questions.work import Work
from bot.slack import outbox
from bot.storage import insert_once


class NotTheSame(NotAllowed):
    def __init__(self) -> None:
        super().__init__(refusals.ONLY_WHO_HAS_IT_TOO)


def me_too(work: Work, question: Question) -> bool:
    """The same question: counted on the card, and told of the answer. False where it is theirs or was counted."""
    if question.asker == work.by.id:
        return False
    is_new = _follow(work, question, me_too=True)
    if is_new:
        cards.redraw(work, question, logbook.settle(work, question))
    return is_new


def follow(work: Work, question: Question) -> bool:
    """Told of the answer, and counted nowhere."""
    return _follow(work, question, me_too=False)


def unfollow(work: Work, question: Question) -> None:
    found = work.session.get(QuestionFollower, (question.id, work.by.id))
    if found:
        work.session.delete(found)
        work.session.flush()
        cards.redraw(work, question, logbook.settle(work, question))


def follows(work: Work, question: Question) -> bool:
    return work.session.get(QuestionFollower, (question.id, work.by.id)) is not None


def say_whether_enough(work: Work, question: Question, round_number: int, enough: bool) -> None:
    """Did this answer it, too? It opens no round, and is counted and shown without a name. Raises NotTheSame."""
    found = logbook.read(work, question)
    one = work.session.get(QuestionFollower, (question.id, work.by.id))
    if not one or not one.me_too:
        raise NotTheSame
    if round_number != len(found.rounds) or not found.course.round.answered:
        return
    one.enough = enough
    work.session.flush()
    link = cards.link(work, question)
    note = notes.heard(link, sentences.YOU_SAID_YES) if enough else outcomes.said_not_yet_too(question.id, link)
    outbox.change(
        work.session, key=concluding.followed_key(question, round_number, work.by.id), message=note, now=work.now
    )
    original = work.session.get(Question, question.duplicate_of) if question.duplicate_of else None
    for counted in filter(None, (question, original)):
        known = logbook.settle(work, counted)
        cards.redraw(work, counted, known)
        concluding.tell_asker(work, counted, known)


def _follow(work: Work, question: Question, me_too: bool) -> bool:
    row = {"question_id": question.id, "person": work.by.id, "me_too": me_too, "since": work.now}
    if insert_once(work.session, QuestionFollower, row):
        return True
    known = work.session.get_one(QuestionFollower, (question.id, work.by.id))
    if me_too and not known.me_too:
        known.me_too = True
        work.session.flush()
        return True
    return False

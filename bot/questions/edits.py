"""An answer is edited: no clock moves, the card says so, and those whom it concerns hear of it once."""

from collections.abc import Iterator

import sqlalchemy as sa

from bot.questions import cards, concluding, logbook, outcomes, rules
from bot.questions.events import What
from bot.questions.models import Question
from bot.questions.rules import Visibility
from bot.questions.work import Work
from bot.slack import outbox
from bot.slack.people import Profile


def answer_changed(work: Work, question: Question, before: str, text: str) -> None:
    """The card says so whatever was changed; people are told where it may matter."""
    answered = logbook.read(work, question).course.round.answered
    others = logbook.sharing(work.session, question, answered.message if answered else "")
    is_private = question.visibility == Visibility.PRIVATE
    for one in (question, *(other for other in others if not is_private or other.visibility == Visibility.PRIVATE)):
        one.answer, one.answer_edited_at = text, work.now
        one.edit_untold = one.edit_untold or rules.may_matter(before, text)
        cards.redraw(work, one, logbook.settle(work, one))
        if answered and one is not question:
            concluding.share_anew(work, question, one, answered.message)


def tell(work: Work) -> None:
    """Each hour, what was edited since: one message to each whom it concerns, however often and whatever it was."""
    untold = sa.select(Question).where(Question.edit_untold).order_by(Question.id).with_for_update()
    links: dict[str, list[str]] = {}
    for question in work.session.scalars(untold).all():
        question.edit_untold = False
        for person in dict.fromkeys(_concerned(work, question)):
            links.setdefault(person, []).append(cards.link(work, question, person))
    for person, named in links.items():
        key = f"questions:edited:{person}:{work.now:%Y%m%dT%H%M}"
        outbox.enqueue(work.session, key=key, channel=person, message=outcomes.edited_answers(named), now=work.now)


def _concerned(work: Work, question: Question) -> Iterator[str]:
    """Whoever asked, those who wanted to know, and whoever endorsed it; not whoever edited it."""
    course = logbook.read(work, question).course
    answered = course.round.answered
    if not answered or course.withdrawn:
        return
    told = [question.asker, *(one.person for one in concluding.followers(work, question))]
    if answered.what is What.ENDORSED:
        writers = {one.person for one in course.community if one.message == answered.message}
        told.append(answered.person)
    else:
        writers = {answered.person}
    for person in told:
        profile = work.session.get(Profile, person) if person else None
        if person and person not in writers and not (profile and profile.left):
            yield person

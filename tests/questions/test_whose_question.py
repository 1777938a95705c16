"""Each act upon a question, found by what it takes, asks who does it: whatever its door lets through."""

import pytest
from sqlalchemy.orm import Session

import bot.questions
from bot import settings as settings_
from bot.access import Person
from bot.errors import NotAllowed
from bot.questions import asking, deciding
from bot.questions.forms import Draft
from bot.questions.models import Question
from bot.questions.nudging import NotYourTurn
from bot.questions.rules import Visibility
from bot.questions.work import NotYours, Work
from tests.acts import acts, does
from tests.factories import ANA, MAYA
from tests.questions.desk import BEN, LEA, office
from tests.questions.stories import at

#: Where people act; what stands elsewhere follows from it, or draws it.
ACTING = ("answering", "asking", "concealing", "deciding", "following", "joining", "lasting", "nudging", "stopping")
#: What everybody may do who may read it: clicked_on (answering_doors.py) asks that before, as the role table shows.
READING = {"answering.add_context", "following.follow", "following.follows", "following.me_too", "following.unfollow"}
#: What was heard in a thread in whatever part somebody has, and what an act leads to that was asked before.
BEHIND = {
    *(
        f"answering.{name}"
        for name in ("deleted", "edited", "lead_to_the_other_thread", "reacted", "said_already", "say", "wrote")
    ),
    *("asking.edited", "asking.stands_in_another", "concealing.take_back", "joining.candidates"),
    *("lasting.owner", "lasting.remind", "lasting.withdraw_reminders", "nudging.withdraw"),
    *("nudging.about_several",),
    *("nudging.withdraw_from_others", "nudging.withdraw_offers"),
}
REFUSED = (NotAllowed, NotYours, NotYourTurn, deciding.NotInYourHands)
FOUND = acts(bot.questions, lambda taken: list(taken)[:2] == ["work", "question"])
ACTS = {name: act for name, act in FOUND.items() if name.partition(".")[0] in ACTING and name not in BEHIND}


@pytest.fixture
def work(session: Session) -> Work:
    """Of Ben, who has no part in any question."""
    settings_.save(session, office(), by="test", now=at("Tue 09:00"))
    return Work(session, office(), at("Tue 10:00"), Person(BEN))


def asked(work: Work, visibility: Visibility) -> Question:
    """By Ana, in Lea's hands, and not answered yet."""
    mine = Work(work.session, work.settings, work.now, Person(ANA))
    question, _ = asking.ask(mine, Draft("Why do we run two deploy pipelines?", visibility=visibility))
    maya = Work(work.session, work.settings, work.now, Person(MAYA))
    deciding.delegate(maya, question, LEA)
    return question


def test_the_acts_are_found() -> None:
    assert len(ACTS) > 20
    assert FOUND.keys() >= READING | BEHIND


@pytest.mark.parametrize("visibility", [Visibility.PRIVATE, Visibility.PUBLIC])
@pytest.mark.parametrize("act", sorted(ACTS.keys() - READING))
def test_a_stranger_does_nothing_and_a_reader_only_reads(work: Work, act: str, visibility: Visibility) -> None:
    question = asked(work, visibility)
    given = {"text": "One builds.", "reason": "Not for us.", "round_number": 1, "message": "1.0001", "link": ""}

    with pytest.raises(REFUSED):
        does(ACTS[act], work=work, question=question, other=question, **given)

"""Questions: one that the CTO's office and whoever asked read, one for everybody, one without a name."""

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from bot.access import Person
from bot.questions import anonymity, answering, asking, deciding, following, lasting, logbook
from bot.questions.events import What
from bot.questions.forms import Draft
from bot.questions.rules import Kind, Visibility
from bot.questions.work import Work
from bot.settings import Operating
from tests.factories import ANA, MAYA
from tests.slack.things import (
    PEOPLE,
    SECRET,
    STRANGER,
    Case,
    Given,
    Names,
    Thing,
    choice,
    day,
    know,
    modal,
    person,
    tried_by,
)

HOLDER, FOLLOWER, OTHER = "U0HOLDER", "U0FOLLOWER", "U0OTHER"
PARTS = {
    "asker": ANA,
    "holder": HOLDER,
    **{word: PEOPLE[word] for word in ("cto", "delegate", "chief", "operator")},
    "stranger": STRANGER,
}
AMONG = {"follower": FOLLOWER, "reader": STRANGER}
CODE, NO_CODE = "ABCD-EFGH-JKMN-PQRS-TVWX", "XWVT-SRQP-NMKJ-HGFE-DCBA"
SECRET_WORDS = f"{SECRET}: who gets the new budget?"
AHEAD = day("2026-03-20")


def prepare(session: Session, settings: Operating, now: datetime) -> list[Case]:
    know(session, {**PARTS, **AMONG, "other": OTHER}, now)
    closed = _asked(session, settings, now, Visibility.PRIVATE)
    opened = _asked(session, settings, now, Visibility.PUBLIC)
    seen = {"seen": opened["other"]}
    return [*tried_by(PARTS, {**closed, **seen}), *tried_by(AMONG, {**opened, **seen})]


def _asked(session: Session, settings: Operating, now: datetime, visibility: Visibility) -> Names:
    """Answered, handed over and taken, with a day on which the answer is looked at again."""
    words = SECRET_WORDS if visibility is Visibility.PRIVATE else "Why do we run two deploy pipelines?"
    question, _ = asking.ask(Work(session, settings, now, Person(ANA)), Draft(words, visibility=visibility))
    other, _ = asking.ask(
        Work(session, settings, now, Person(OTHER)), Draft("Where do we meet?", visibility=visibility)
    )
    if visibility is Visibility.PUBLIC:
        following.me_too(Work(session, settings, now, Person(FOLLOWER)), question)
    office = Work(session, settings, now, Person(MAYA))
    deciding.delegate(office, other, HOLDER)
    deciding.delegate(office, question, HOLDER)
    deciding.accept(Work(session, settings, now, Person(HOLDER)), question)
    answering.answer(office, question, "One builds, the other releases.")
    lasting.look_again(office, question, now.date() + timedelta(days=11))
    return {"id": question.id, "other": other.id, "round": question.rounds, "day": question.still_true_until}


def given(door: str, names: Names) -> Given:
    kind, _, id = door.partition(" ")
    if kind == "view":
        typed, chosen = FORMS.get(id, ({}, {}))
        told = {block: choice(str(names["other"])) if block == "into" else said for block, said in chosen.items()}
        return Given(view=modal(id, str(names["id"])), typed=typed, chosen=told)
    return Given(value=VALUES.get(id, "{id}:{round}").format(**names))


VALUES = {
    "questions.ask_again": "{id}",
    "questions.that_answers": "{id}:{seen}",
    "questions.still_true": "{id}:{day}",
    **dict.fromkeys(("questions.said.earlier", "questions.said.later"), "{id}:1"),
    "questions.row": "questions.ask_back {id}",
    **dict.fromkeys(
        (
            "questions.call_asks_back",
            "questions.call_remark",
            "questions.call_misplaced",
            "questions.call_answer",
            "questions.call_no_answer",
        ),
        "{id}:1.0001",
    ),
}
FORMS = {
    "questions.answer_form": ({"answer": "One builds."}, {}),
    "questions.ask_back_form": ({"text": "Which two?"}, {}),
    "questions.cannot_share_form": ({"reason": "Not signed."}, {"look_again": AHEAD}),
    "questions.decline_form": ({"reason": "Not for us."}, {}),
    "questions.promise_form": ({}, {"until": AHEAD}),
    "questions.delegate_form": ({}, {"to": person(OTHER)}),
    "questions.look_again_form": ({}, {"look_again": AHEAD}),
    "questions.add_context_form": ({"words": "The second one is older."}, {}),
    "questions.merge_form": ({}, {"into": choice("")}),
    "questions.endorse_form": ({}, {"message": choice("1.0001")}),
    "questions.elsewhere_form": ({"answer": "One builds.", "time": "10:00"}, {"day": day("2026-02-26")}),
}
QUESTION = Thing(frozenset({*PARTS, *AMONG}), prepare, given)


def asked_without_a_name(session: Session, settings: Operating, now: datetime) -> list[Case]:
    """For whoever holds its code, and for whoever holds another."""
    know(session, {"code": ANA, "stranger": STRANGER}, now)
    draft = Draft("Are we moving offices?", Kind.QUESTION, Visibility.ANONYMOUS)
    question = asking._row(Work(session, settings, now), draft, asker=None)
    question.code = anonymity._fingerprint(CODE)
    session.add(question)
    session.flush()
    logbook.happened(Work(session, settings, now), question, What.ASKED)
    answering.answer(Work(session, settings, now, Person(MAYA)), question, "Not this year.")
    return [("code", ANA, {"code": CODE}), ("stranger", STRANGER, {"code": NO_CODE})]


def given_a_code(door: str, names: Names) -> Given:
    kind, _, id = door.partition(" ")
    if kind == "view":
        return Given(view=modal(id, names["code"]), typed={"words": "Nor next year?"})
    return Given(value=names["code"], text=names["code"])


UNNAMED = Thing(frozenset({"code", "stranger"}), asked_without_a_name, given_a_code)

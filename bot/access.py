"""Who may do what. Every door asks here; a refusal says who may."""

from dataclasses import dataclass
from enum import StrEnum

from bot.errors import NotAllowed
from bot.settings import People


class Role(StrEnum):
    CTO = "the CTO"
    DELEGATE = "a delegate"
    OPERATOR = "an operator"
    STAND_IN = "the stand-in"
    INSTALLER = "the installer"
    MEMBER = "anyone in the organisation"


@dataclass(frozen=True)
class Act:
    """Something that not everybody may do. `sentence` finishes "… may", as a person reads it."""

    name: str
    roles: frozenset[Role]
    sentence: str


ANYONE = Act("anyone", frozenset(Role), "Only people of this organisation may do this.")
WRITE_FOCUS = Act(
    "focus.write",
    frozenset({Role.CTO, Role.OPERATOR, Role.STAND_IN}),  # who stands in may only where it is their post
    "Only the CTO and operators can write or approve Monday's post.",
)
BE_AWAY = Act(
    "focus.away",
    frozenset({Role.CTO, Role.OPERATOR}),
    "Only the CTO and operators can say when the CTO is away.",
)

RUN_ALL_HANDS = Act(
    "all_hands.run",
    frozenset({Role.CTO, Role.DELEGATE, Role.OPERATOR}),
    "Only the CTO's office and operators can edit, post, move or cancel an all-hands digest.",
)
SPEAK_FOR_COMMITMENTS = Act(
    "commitments.speak",
    frozenset({Role.CTO, Role.DELEGATE, Role.OPERATOR}),
    "Only the owner of this promise, the CTO's office and operators may do this.",
)
ANSWER_QUESTIONS = Act(
    "questions.answer",
    frozenset({Role.CTO, Role.DELEGATE}),
    "Only the CTO, delegates, and whoever a question was handed to can do this. "
    "A reply in its thread is welcome from everybody.",
)
STOP_ANONYMOUS = Act(
    "questions.stop",
    frozenset({Role.CTO, Role.OPERATOR}),
    "Only the CTO and operators can stop whoever wrote this without a name, or let them go on.",
)
OPERATE = Act(
    "bot.operate",
    frozenset({Role.OPERATOR, Role.INSTALLER}),
    "Only operators can see how cadence runs and change its settings.",
)
OWN_RECORD = Act("focus.record", frozenset({Role.CTO}), "This record is the CTO's own, and only they see it.")


@dataclass(frozen=True)
class Person:
    """Whoever stands at a door. `guest` covers guests and people of other organisations; the deployment names the
    installer, who acts for operators as long as there is none."""

    id: str
    guest: bool = False
    installer: bool = False


def roles(person: Person, people: People) -> frozenset[Role]:
    """Guests are nobody, whatever the settings say of their ids."""
    if person.guest:
        return frozenset()
    held = {
        Role.CTO: person.id == people.cto,
        Role.DELEGATE: person.id in people.delegates,
        Role.OPERATOR: person.id in people.operators,
        Role.STAND_IN: person.id == people.stand_in,
        Role.INSTALLER: person.installer and not people.operators,
        Role.MEMBER: True,
    }
    return frozenset(role for role, holds in held.items() if holds)


def may(person: Person, act: Act, people: People) -> bool:
    return bool(roles(person, people) & act.roles)


def require(person: Person, act: Act, people: People) -> None:
    """Raises `NotAllowed`."""
    if not may(person, act, people):
        raise NotAllowed(act.sentence)

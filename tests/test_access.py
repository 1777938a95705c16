"""Who may do what: the whole table."""

import pytest

from bot.access import ANYONE, WRITE_FOCUS, Act, Person, Role, may, require, roles
from bot.errors import NotAllowed
from bot.settings import People

PEOPLE = People(cto="U0CTO", delegates=("U0DELEGATE", "U0BOTH"), operators=("U0OPERATOR", "U0BOTH"))
EVERY_ACT = (ANYONE, WRITE_FOCUS)


@pytest.mark.parametrize(
    ("user", "held"),
    [
        ("U0CTO", {Role.CTO, Role.MEMBER}),
        ("U0DELEGATE", {Role.DELEGATE, Role.MEMBER}),
        ("U0OPERATOR", {Role.OPERATOR, Role.MEMBER}),
        ("U0BOTH", {Role.DELEGATE, Role.OPERATOR, Role.MEMBER}),
        ("U0ANYBODY", {Role.MEMBER}),
    ],
)
def test_roles_come_from_the_settings(user: str, held: set[Role]) -> None:
    assert roles(Person(user), PEOPLE) == held


@pytest.mark.parametrize(
    ("user", "act", "allowed"),
    [
        ("U0CTO", ANYONE, True),
        ("U0DELEGATE", ANYONE, True),
        ("U0OPERATOR", ANYONE, True),
        ("U0BOTH", ANYONE, True),
        ("U0ANYBODY", ANYONE, True),
        ("U0CTO", WRITE_FOCUS, True),
        ("U0DELEGATE", WRITE_FOCUS, False),
        ("U0OPERATOR", WRITE_FOCUS, True),
        ("U0BOTH", WRITE_FOCUS, True),
        ("U0ANYBODY", WRITE_FOCUS, False),
    ],
)
def test_each_may_what_the_table_says(user: str, act: Act, allowed: bool) -> None:
    assert may(Person(user), act, PEOPLE) is allowed


@pytest.mark.parametrize("act", EVERY_ACT, ids=lambda act: act.name)
@pytest.mark.parametrize("user", ["U0CTO", "U0DELEGATE", "U0OPERATOR", "U0BOTH", "U0ANYBODY"])
def test_a_guest_is_nobody_whatever_the_settings_say(user: str, act: Act) -> None:
    assert not may(Person(user, guest=True), act, PEOPLE)


@pytest.mark.parametrize("user", ["", "u0cto", "U0CT"])
def test_before_a_cto_is_set_nobody_is_the_cto(user: str) -> None:
    assert roles(Person(user), People()) == {Role.MEMBER}
    assert not may(Person(user), WRITE_FOCUS, PEOPLE)


def test_a_refusal_says_who_may() -> None:
    with pytest.raises(NotAllowed, match=r"^Only the CTO and operators can write or approve Monday's post\.$"):
        require(Person("U0ANYBODY"), WRITE_FOCUS, PEOPLE)


def test_whoever_may_is_let_through() -> None:
    require(Person("U0CTO"), WRITE_FOCUS, PEOPLE)

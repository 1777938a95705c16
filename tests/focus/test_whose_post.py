"""Each act upon a week's post, found by what it takes, asks who does it: whatever its door lets through."""

import pytest

import bot.focus
from bot.errors import NotAllowed
from bot.focus.form import Form
from bot.focus.rules import Week
from tests.acts import acts, does
from tests.factories import ANA, content
from tests.focus.office import Office

ACTS = acts(
    bot.focus, lambda taken: {"session", "by", "moment"} <= {*taken} and not {"week", "sitting"}.isdisjoint(taken)
)
WEEK = Week(2026, 10)


def test_the_acts_are_found() -> None:
    assert len(ACTS) > 12


@pytest.mark.parametrize("act", sorted(ACTS))
def test_whoever_may_not_write_it_does_nothing(office: Office, act: str) -> None:
    sitting = Form.of(WEEK, 0, content())
    given = {"week": WEEK, "sitting": sitting, "number": 1, "revision": 1, "words": "Later."}

    with pytest.raises(NotAllowed):
        does(ACTS[act], session=office.session, by=ANA, moment=office.moment, **given)

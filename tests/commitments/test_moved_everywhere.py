"""How often and how far a date moved stands wherever a promise is drawn: who reads only one place reads it there."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from bot.commitments import asking_views, digest_post, digest_text, exports, list_views, views
from bot.commitments.asking import Reason
from bot.commitments.asking_views import Row
from bot.commitments.counting import Change
from tests.commitments.office import JONAS, PRIYA, WORDS, Office
from tests.commitments.test_digest import SEARCH, digest
from tests.home import seen

MOVED = "moved 3 times, +41 days"


def moved_thrice(office: Office) -> Any:
    office.at("28 Feb 10:00")
    commitment = office.promises("Search under 200 ms", for_="20 May")
    for today, day in (("1 Mar", "1 Jun"), ("2 Mar", "22 Jun"), ("3 Mar", "30 Jun")):
        office.at(f"{today} 10:00")
        office.moves(commitment, day)
    return commitment


def forms(card: views.Card, rows: Sequence[Row]) -> dict[str, str]:
    reminder = asking_views.asking(rows, WORDS)
    return {
        "a card": str(list(views.body(card))),
        "a card's text": views.as_text(card),
        "a list": str(list_views.row(card)),
        "the reminder": str(reminder.blocks),
        "the reminder's text": reminder.text,
        "what its sponsor hears": str(asking_views.to_sponsor(card).blocks),
    }


@pytest.mark.parametrize("why", [*Reason, None])
def test_in_every_view_of_a_promise(office: Office, why: Reason | None) -> None:
    card = office.card(moved_thrice(office))

    for form, text in forms(card, [Row(card, why)]).items():
        assert MOVED in text, form


def test_on_app_home_where_a_word_is_wanted_and_where_it_is_handed_over(office: Office) -> None:
    commitment = moved_thrice(office)
    office.at("18 Mar 10:00")
    assert MOVED in seen(office.session, PRIYA, office.now).waits

    office.offers(commitment, JONAS)
    assert MOVED in seen(office.session, JONAS, office.now).waits


@pytest.mark.parametrize("change", Change)
def test_in_every_line_of_what_changed_once(change: Change) -> None:
    line = replace(SEARCH, change=change, moves=3, moved_days=41)

    assert digest_text.changed(line, date(2026, 3, 5)).count(MOVED) == 1
    made = digest(line)
    for form in (digest_post.post(made).blocks, exports.as_markdown(made), exports.as_html(made)):
        assert MOVED in str(form)

"""What people take an answer for."""

from typing import Any

import pytest

from bench.chaos.crowd import of_command, of_form
from bench.chaos.ledger import Told

CLOSED = {"acked": True, "ack": None}
UNHEARD = {"acked": False, "ack": None}
SORRY = {"acked": True, "ack": {"view": {"blocks": [{"text": "Not saved: the database did not answer."}]}}}
PERHAPS = {"acked": True, "ack": {"view": {"blocks": [{"text": "This may or may not be saved: look."}]}}}
REDRAWN = {"acked": True, "ack": {"response_action": "update", "view": {}}}


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        (CLOSED, Told.SAVED),
        (UNHEARD, Told.NOTHING),
        (SORRY, Told.NOT_SAVED),
        (PERHAPS, Told.PERHAPS),
        (REDRAWN, Told.NOT_SAVED),
        ({**SORRY, "twin": CLOSED}, Told.SAVED),
        ({**CLOSED, "twin": REDRAWN}, Told.SAVED),
        ({**UNHEARD, "twin": REDRAWN}, Told.NOTHING),
        ({**SORRY, "twin": SORRY}, Told.NOT_SAVED),
    ],
)
def test_a_form_that_closes_is_saved_and_of_two_presses_the_better_news_holds(
    answer: dict[str, Any], told: Told
) -> None:
    assert of_form(answer) == told


def test_a_command_says_what_became_of_it() -> None:
    def answered(text: str) -> dict[str, Any]:
        return {"acked": True, "ack": {"text": text}}

    told = [of_command(each) for each in (answered("Saved a-1."), answered("Not saved: no."), UNHEARD)]
    assert told == [Told.SAVED, Told.NOT_SAVED, Told.NOTHING]
    assert of_command(answered("This may or may not be saved: look.")) == Told.PERHAPS

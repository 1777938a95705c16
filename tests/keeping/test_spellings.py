"""However a name stands in a text, it is replaced; and where it cannot be, it is told as left."""

import json
import unicodedata
from collections.abc import Callable

import pytest

from bot.keeping.traces import traces
from bot.slack.text import escape

PRIYA, RAMAN = "U0PRIYA", "Priya Raman"


def replaced(text: str, name: str = RAMAN) -> str:
    return str(traces({PRIYA}, {name}, (), "someone-1").replaced(text))


@pytest.mark.parametrize(
    ("text", "after"),
    [
        ("_Priya Raman_ says", "_someone_ says"),
        ("*Priya Raman*, ~Priya Raman~ and `Priya Raman`", "*someone*, ~someone~ and `someone`"),
        ("_U0PRIYA_ and *U0PRIYA*", "_someone-1_ and *someone-1*"),
        ("Priya_Raman or priya.raman or priya-raman", "someone or someone or someone"),
        ("Priya  Raman", "someone"),
        ("Priya\u00a0Raman", "someone"),
        ("ask Priya\nRaman", "ask someone"),
        ("Priya &nbsp;Raman", "someone"),
        ("Priya\u200b Raman", "someone"),
        ("*Priya* Raman's", "*someone's"),
    ],
)
def test_markup_and_any_space_change_nothing(text: str, after: str) -> None:
    assert replaced(text) == after


def test_what_slack_is_shown_of_it_is_found() -> None:
    assert "Raman" not in replaced(escape("_Priya Raman_ says"))


@pytest.mark.parametrize("text", ["so:\nPriya Raman", "so \u2014Priya\u00a0Raman\n", "\nU0PRIYA\n"])
def test_what_stands_in_json_within_a_text_is_found(text: str) -> None:
    after = json.loads(replaced(json.dumps(text)))

    assert "someone" in after
    assert not {"Priya", "Raman", PRIYA} & set(after.split())


@pytest.mark.parametrize("name", ["Zoë Okafor", "Çağla Ñuñez", "Nguyễn Ễ", "O’Neill Ó Briain"])
@pytest.mark.parametrize("form", ["NFC", "NFD"])
@pytest.mark.parametrize("written", [str, str.upper, json.dumps, escape])
def test_accents_are_found_as_one_letter_and_as_two(name: str, form: str, written: Callable[[str], str]) -> None:
    for known in ("NFC", "NFD"):
        text = written(unicodedata.normalize(form, f"_{name}_ says yes"))
        of = traces({PRIYA}, {unicodedata.normalize(known, name)}, (), "someone-1")

        assert "someone" in of.replaced(text), (known, text)
        assert any(needle.lower() in text.lower() for needle in of.needles), "and the database is asked for it"


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("PriyaRaman did it", {RAMAN}),
        ("@priyaramanx did it", {RAMAN}),
        ("Raman, Priya", {"Priya", "Raman"}),
        ("Priya. Raman said so", {"Priya", "Raman"}),
        ("_Priya_ did it", {"Priya"}),
        ("Priyanka did it", set()),
    ],
)
def test_what_is_not_surely_theirs_stays_and_is_told(text: str, left: set[str]) -> None:
    of = traces({PRIYA}, {RAMAN}, (), "someone-1")

    assert of.replaced(text) == text
    assert of.still_in(text) == left


def test_a_spelling_that_somebody_names_is_replaced() -> None:
    of = traces({PRIYA}, {RAMAN}, ("PriyaRaman",), "someone-1")

    assert of.replaced("PriyaRaman did it") == "someone did it"
    assert of.still_in("someone did it") == set()


def test_the_small_words_of_a_name_are_not_told() -> None:
    of = traces({PRIYA}, {"Ana de la Cruz (she/her)"}, (), "someone-1")

    assert of.still_in("la casa de Cruz, she said") == {"Cruz"}


def test_a_name_of_one_word_is_replaced_with_markup_around_it_where_nothing_else_stands() -> None:
    of = traces({PRIYA}, {"Zoë"}, (), "someone-1")

    assert of.replaced(["_Zoë_", " Zoe\u0308 ", "Zoë did"]) == ["someone", "someone", "Zoë did"]
    assert of.still_in("*Zoe\u0308* did") == {"Zoë"}

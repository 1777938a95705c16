"""However a name stands in a text, it is replaced; and where it cannot be, it is told as left."""

import json
import unicodedata
from collections.abc import Callable
from typing import Literal

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


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("raman said priya", {"Priya", "Raman"}),
        ("PRIYA did it", {"Priya"}),
        ("priyanka did it", set()),
    ],
)
def test_a_first_or_last_name_is_told_in_capitals_or_not(text: str, left: set[str]) -> None:
    assert traces({PRIYA}, {RAMAN}, (), "someone-1").still_in(text) == left


@pytest.mark.parametrize(
    ("name", "left"),
    [
        ("priya raman", {"priya", "raman"}),
        ("jo de la cruz", {"jo", "cruz"}),
        ("priya Raman", {"priya", "Raman"}),
        ("Ana de la Cruz", {"Ana", "Cruz"}),
    ],
)
def test_of_a_name_that_is_kept_in_lower_case_first_and_last_are_told(name: str, left: set[str]) -> None:
    line = ", ".join(reversed(name.title().split()))

    assert traces({PRIYA}, {name}, (), "someone-1").still_in(line) == left


UNSPACED = [
    ("山田太郎", "昨日山田太郎さんが言った"),
    ("김철수", "어제 김철수가 말했다"),
    ("สมชาย", "เมื่อวานสมชายพูด"),
    ("山田太郎", "CTO山田太郎OK"),
    ("さくらか", "さくらかが言った"),
]


@pytest.mark.parametrize("form", ["NFC", "NFD"])
@pytest.mark.parametrize("written", [str, json.dumps])
@pytest.mark.parametrize(("name", "text"), UNSPACED)
def test_in_a_script_without_spaces_a_name_is_told_wherever_it_stands_and_replaced_if_somebody_says_so(
    name: str, text: str, written: Callable[[str], str], form: Literal["NFC", "NFD"]
) -> None:
    careful, asked = (traces({PRIYA}, {name}, also, "someone-1") for also in ((), (name,)))
    said = written(unicodedata.normalize(form, text))

    assert careful.replaced(said) == said
    assert careful.still_in(said) == {name}
    assert any(needle.lower() in said.lower() for needle in careful.needles), "and the database is asked for it"
    assert asked.still_in(asked.replaced(said)) == set()
    assert "someone" in asked.replaced(said)


@pytest.mark.parametrize("text", ["山田 太郎さんが言った", "山田\u3000太郎が", "山田・太郎さん", "＠山田 太郎"])
def test_first_and_last_name_are_replaced_where_the_sentence_goes_on(text: str) -> None:
    after = replaced(text, "山田 太郎")

    assert "someone" in after
    assert not {"山", "郎"} & set(after)


def test_grown_together_they_are_told_as_every_name_is() -> None:
    of = traces({PRIYA}, {"山田 太郎"}, (), "someone-1")

    assert of.still_in("昨日山田太郎さんが言った") == {"山田 太郎", "山田", "太郎"}
    assert replaced("昨日Priya Ramanさんが言った") == "昨日someoneさんが言った"


def test_what_a_voiced_mark_makes_another_letter_is_another_name() -> None:
    of = traces({PRIYA}, {"ほか"}, ("ほか",), "someone-1")

    assert of.replaced(unicodedata.normalize("NFD", "ほが")) == unicodedata.normalize("NFD", "ほが")


def test_the_small_words_of_a_name_are_not_told() -> None:
    of = traces({PRIYA}, {"Ana de la Cruz (she/her)"}, (), "someone-1")

    assert of.still_in("la casa de Cruz, she said") == {"Cruz"}


def test_a_name_of_one_word_is_replaced_with_markup_around_it_where_nothing_else_stands() -> None:
    of = traces({PRIYA}, {"Zoë"}, (), "someone-1")

    assert of.replaced(["_Zoë_", " Zoe\u0308 ", "Zoë did"]) == ["someone", "someone", "Zoë did"]
    assert of.still_in("*Zoe\u0308* did") == {"Zoë"}

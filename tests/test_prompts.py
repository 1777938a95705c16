"""The wording, and an organisation's own."""

from pathlib import Path

import pytest

from bot import prompts
from bot.errors import CannotStart
from bot.resources import resource


@pytest.fixture
def own(tmp_path: Path) -> Path:
    return tmp_path


def refusal(own: Path) -> str:
    with pytest.raises(CannotStart) as refused:
        prompts.load(own)
    return str(refused.value)


def write(own: Path, text: str) -> Path:
    file = own / "focus.toml"
    file.write_text(text, encoding="utf-8")
    return file


def test_every_sentence_of_ours_is_there_without_a_folder_of_their_own() -> None:
    assert prompts.load().of("focus")["ask"] == "What will you focus on next week, and why now?"


def test_an_own_file_replaces_single_sentences_and_leaves_the_others(own: Path) -> None:
    write(own, 'ask = "Woran arbeitest du?"\nwhat_label = "Punkt {number} ↓"\n')

    words, ours = prompts.load(own).of("focus"), prompts.load().of("focus")

    assert (words["ask"], words["what_label"]) == ("Woran arbeitest du?", "Punkt {number} ↓")
    assert {name for name in words if words[name] != ours[name]} == {"ask", "what_label"}


def test_an_empty_folder_changes_nothing(own: Path) -> None:
    assert prompts.load(own).of("focus") == prompts.load().of("focus")


def test_a_label_may_leave_its_placeholder_out(own: Path) -> None:
    write(own, 'what_label = "A thing"\n')

    assert prompts.load(own).of("focus")["what_label"].format(number=1) == "A thing"


def test_an_editor_that_marks_its_files_is_fine(own: Path) -> None:
    write(own, '\ufeffask = "What next?"\n')

    assert prompts.load(own).of("focus")["ask"] == "What next?"


def test_a_sentence_that_nothing_asks_for_is_named(own: Path) -> None:
    file = write(own, 'aks = "What?"\n')

    assert refusal(own) == f"{file} has a sentence that nothing asks for: aks."


def test_a_file_that_nothing_asks_for_is_named(own: Path) -> None:
    (own / "fokus.toml").write_text('ask = "What?"\n')

    known = ", ".join(sorted(file.name for file in resource("prompts").glob("*.toml")))
    assert refusal(own) == f"{own} has a file that nothing asks for: fokus.toml. There can be {known}."


def test_a_folder_that_is_not_there_is_named(own: Path) -> None:
    assert refusal(own / "gone") == f"CADENCE_PROMPTS names {own / 'gone'}, and there is no such folder."


def test_what_is_not_toml_is_named_with_its_line(own: Path) -> None:
    file = write(own, '\nask = "What?\n')

    assert refusal(own).startswith(f"{file} cannot be read: ")
    assert "line 2" in refusal(own)


def test_what_is_not_text_is_named(own: Path) -> None:
    file = write(own, "ask = 5\n")

    assert refusal(own) == f"{file}: ask must be text in quotes."


def test_a_file_in_another_coding_is_refused_in_a_sentence(own: Path) -> None:
    (own / "focus.toml").write_bytes('ask = "Für wen?"\n'.encode("latin-1"))

    assert "focus.toml cannot be read" in refusal(own)


@pytest.mark.parametrize(
    ("sentence", "says"),
    [
        ("Focus {nmber}", "has {nmber}, which nothing fills in. Its placeholders: {number}."),
        ("Focus {}", "has {}, which nothing fills in. Its placeholders: {number}."),
        ("Focus {number.real}", "has {number.real}, which nothing fills in. Its placeholders: {number}."),
        ("Focus {number", "has a curly bracket that is no placeholder. Write it twice."),
        ("Focus } number", "has a curly bracket that is no placeholder. Write it twice."),
        ("Focus {number:>99999999}", "has a curly bracket that is no placeholder. Write it twice."),
        ("  ", "is empty. Leave it out to keep ours."),
    ],
)
def test_a_sentence_that_would_break_a_form_on_friday_is_refused_at_start(own: Path, sentence: str, says: str) -> None:
    file = write(own, f'what_label = "{sentence}"\n')

    assert refusal(own) == f"{file}: what_label {says}"


def test_a_sentence_without_placeholders_takes_none(own: Path) -> None:
    file = write(own, 'ask = "What, {name}?"\n')

    assert refusal(own) == f"{file}: ask has {{name}}, which nothing fills in. Its placeholders: none."

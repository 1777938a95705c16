"""`cadence blame-check`: what it prints, and how it ends."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bot.cli import main

BLAMING = "The on-call engineer forgot to check the dashboard."


def blame_check(*arguments: str | Path, said: str | bytes = "", **told: str) -> Result:
    return CliRunner().invoke(main, ["blame-check", *map(str, arguments)], input=said, env=told)


def test_json_is_one_object_a_line_with_where_why_and_how_else(tmp_path: Path) -> None:
    file = tmp_path / "report.md"
    file.write_text(f"All was quiet.\n- {BLAMING}\n", encoding="utf-8")

    end = blame_check(file, "--json")

    (found,) = map(json.loads, end.stdout.splitlines())
    assert end.exit_code == 0
    assert list(found) == ["line", "start", "end", "text", "kind", "severity", "reason", "rewrite"]
    assert (found["line"], found["kind"], found["severity"]) == (2, "person-omission", "warn")
    assert f"- {BLAMING}"[found["start"] : found["end"]] == found["text"]
    assert found["text"].startswith("The on-call engineer forgot")


def test_it_ends_with_0_where_nothing_is_found() -> None:
    end = blame_check("-", said="The pod restarted at 14:02.")

    assert (end.exit_code, end.stdout) == (0, "Nothing found that judges people.\n")
    assert blame_check("-", "--json", said="").stdout == ""


def test_a_reader_sees_the_phrase_why_it_matters_and_how_else_to_say_it() -> None:
    end = blame_check("-", said=BLAMING)

    place, reason, rewrite, _, summary = end.stdout.splitlines()
    assert place.startswith('line 1, warn, person-omission: "The on-call engineer forgot')
    assert reason.startswith("  ")
    assert rewrite.startswith("  ")
    assert summary == "One to look at."


def test_names_are_taken_from_a_file(tmp_path: Path) -> None:
    names = tmp_path / "names.txt"
    names.write_text("Ozzy Quill  # platform\n", encoding="utf-8")

    assert blame_check("-", "--names", names, said="Quill took down the checkout.").stdout.startswith("line 1")
    assert blame_check("-", said="Quill took down the checkout.").stdout.startswith("Nothing")


@pytest.mark.parametrize(
    ("content", "sentence"),
    [(None, "No such file"), (b"fine\n\xff\xfe", "is not UTF-8 text in line 2")],
)
def test_what_cannot_be_read_is_one_sentence_and_2(tmp_path: Path, content: bytes | None, sentence: str) -> None:
    file = tmp_path / "report.md"
    if content is not None:
        file.write_bytes(content)

    end = blame_check(file)

    assert (end.exit_code, end.stdout) == (2, "")
    assert sentence in end.stderr
    assert len(end.stderr.splitlines()) == 1


def test_a_folder_and_missing_names_are_refused_the_same_way(tmp_path: Path) -> None:
    assert blame_check(tmp_path).exit_code == 2
    assert blame_check("-", "--names", tmp_path / "none", said="x").exit_code == 2


def test_an_organisations_own_rules_replace_ours(tmp_path: Path) -> None:
    (tmp_path / "blame.yaml").write_text("rules: [", encoding="utf-8")

    end = blame_check("-", said=BLAMING, CADENCE_PROMPTS=str(tmp_path))

    assert end.exit_code == 2
    assert "blame.yaml cannot be read" in end.stderr

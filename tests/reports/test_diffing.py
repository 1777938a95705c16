"""What changed between two versions, in words."""

import pytest

from bot.reports.diffing import Fate, Piece, changes, excerpt

S, N, G = Fate.SAME, Fate.NEW, Fate.GONE


@pytest.mark.parametrize(
    ("before", "after", "found"),
    [
        ("", "", []),
        ("", "New text", [("New text", N)]),
        ("Old text", "", [("Old text", G)]),
        ("It was slow", "It was slow", [("It was slow", S)]),
        (
            "The cache was cold for long",
            "The cache was warm for long",
            [("The cache was ", S), ("cold", G), ("warm", N), (" for long", S)],
        ),
        (
            "Nothing of this stays",
            "Quite another sentence here",
            [("Nothing of this stays", G), ("\n", S), ("Quite another sentence here", N)],
        ),
    ],
)
def test_words_stay_come_or_go(before: str, after: str, found: list[tuple[str, Fate]]) -> None:
    assert [(piece.text, piece.fate) for piece in changes(before, after)] == found


def test_both_versions_can_be_read_off_a_change() -> None:
    before = "Two alerts cancel each other out. The runbook is old.\nNobody knew."
    after = "Two alerts hid each other. The runbook is old.\nNobody knew yet."
    found = changes(before, after)
    assert "".join(piece.text for piece in found if piece.fate is not N) == before
    assert "".join(piece.text for piece in found if piece.fate is not G) == after


def test_what_stayed_far_from_a_change_is_left_out() -> None:
    same = "word " * 100
    (first, second, third) = excerpt([Piece(same, S), Piece("new", N), Piece(same, S)])
    assert first.text.startswith("… word")
    assert len(first.text) < 80
    assert second.text == "new"
    assert third.text.endswith("…")
    assert len(third.text) < 80

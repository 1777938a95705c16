"""Words in a Markdown file stay letters."""

import pytest

from bot.slack import unmarked


@pytest.mark.parametrize(
    ("typed", "safe"),
    [
        ("**bold** [x](y)", "\\*\\*bold\\*\\* \\[x\\](y)"),
        ("# no heading", "\\# no heading"),
        ("- no list\n1. nor this\n\n    nor code", "\\- no list  \n1\\. nor this  \nnor code"),
        ("no heading\n===\nnor this\n---", "no heading  \n\\===  \nnor this  \n\\---"),
        ("2026-03-05, -3 days, +1", "2026-03-05, -3 days, +1"),
        ("-3 days", "-3 days"),
        ("<script> &lt;", "\\<script\\> \\&lt;"),
        ("a_b", "a\\_b"),
    ],
)
def test_no_letter_means_anything(typed: str, safe: str) -> None:
    assert unmarked.lines(typed) == safe

"""Words for a cell: spreadsheets run what begins like a formula."""

import re

_FORMULA = re.compile(r"^\s*[=+\-@\t\r]")
_NUMBER = re.compile(r"-?\d+(\.\d+)?")


def cell(text: str) -> str:
    """A leading apostrophe makes it text again."""
    return f"'{text}" if _FORMULA.match(text) and not _NUMBER.fullmatch(text) else text

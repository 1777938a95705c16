"""Whoever was forgotten. Slack knows no such id: nothing is sent to them, and nobody is pinged in their place.

Each has a number, so that counts of different people stay what they were.
"""

import re

NAME = "someone"
_FORGOTTEN = re.compile(rf"{NAME}-\d+")


def numbered(number: int) -> str:
    return f"{NAME}-{number}"


def is_forgotten(person: str | None) -> bool:
    return bool(person and _FORGOTTEN.fullmatch(person))

"""What cannot be done before cadence is set up, or where a practice is off, as the sentence that a person reads."""

from collections.abc import Sequence

NOBODY_OPERATES = (
    "Nobody runs cadence yet. Whoever installed it puts their member id into CADENCE_INSTALLER and "
    "starts it again; then `/cadence setup` is theirs."
)


def switched_off(practice: str, operators: Sequence[str]) -> str:
    """`practice`: by the name that people read."""
    who = " or ".join(f"<@{person}>" for person in operators) or "Whoever runs cadence"
    return f"{practice} is switched off here. {who} can switch it on with `/cadence setup`."

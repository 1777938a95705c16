"""What people did, and what they were told came of it."""

from collections import Counter
from dataclasses import dataclass, field
from enum import StrEnum


class Told(StrEnum):
    SAVED = "told saved"
    NOT_SAVED = "told not saved"
    #: The answer of the database was lost.
    PERHAPS = "told perhaps saved"
    NOTHING = "told nothing"


#: How the bot begins each apology.
APOLOGIES = {"Not saved": Told.NOT_SAVED, "This may or may not be saved": Told.PERHAPS}
#: Where somebody tried twice, the first of these that they were told holds.
_WEIGHT = (Told.SAVED, Told.PERHAPS, Told.NOTHING, Told.NOT_SAVED)


def apology(text: str) -> Told | None:
    """What is said of what was done where `text` holds an apology."""
    return next((told for beginning, told in APOLOGIES.items() if beginning in text), None)


@dataclass
class Ledger:
    """By operation: `acts` are chaos commands, `presses` clicks on a message, `saves` versions of the week's post."""

    acts: dict[str, Told] = field(default_factory=dict)
    presses: dict[tuple[str, str], Told] = field(default_factory=dict)
    saves: dict[str, Told] = field(default_factory=dict)
    #: How often each version was sent off: who sends one again that somebody skipped meanwhile means it.
    sent: Counter[str] = field(default_factory=Counter)
    #: By person: the names they took, and whether all of Slack's word of it was acknowledged.
    names: dict[str, list[tuple[str, bool]]] = field(default_factory=dict)
    #: How often people did what.
    deeds: Counter[str] = field(default_factory=Counter)
    counts: Counter[Told] = field(default_factory=Counter)
    #: Why they were told nothing, as Slack sees it.
    silences: Counter[str] = field(default_factory=Counter)

    def did(self, what: str, told: Told, detail: str | None = None) -> None:
        self.deeds[what] += 1
        self.counts[told] += 1
        if told is Told.NOTHING:
            self.silences[detail or "no answer"] += 1

    @property
    def operations(self) -> int:
        return self.deeds.total()


def weigh(before: Told | None, now: Told) -> Told:
    return now if before is None else min(before, now, key=_WEIGHT.index)

"""Which older reports look like the one that is being written. Values in, findings out."""

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

MOST = 3
#: One service in common, or so many telling words.
ENOUGH = 3
OF_A_SERVICE = 3
_WORD = re.compile(r"\w{4,}")
#: What stands in nearly every report.
COMMON = frozenset(
    _WORD.findall(
        "about after again alert alerts back because been before being between both cannot could customers "
        "database deploy down during error errors every failed fixed from have hour hours incident into issue "
        "just latency less longer made many minute minutes more most much must only other outage over report "
        "requests server service services should since slow some still such system team than that their them then "
        "there these they this time times under until users very were what when where which while will with "
        "within without work would "
    )
)


@dataclass(frozen=True)
class Told:
    """What is compared: services, and the words of title and text."""

    id: int
    services: Collection[str]
    words: frozenset[str]


def telling(text: str) -> frozenset[str]:
    return frozenset(_WORD.findall(text.casefold())) - COMMON


def similar(this: Told, others: Iterable[Told]) -> Sequence[int]:
    """The likeliest first, of two alike the newer, which has the greater number."""
    scored = [(_alike(this, other), other.id) for other in others if other.id != this.id]
    return [id for score, id in sorted(scored, reverse=True) if score >= ENOUGH][:MOST]


def _alike(this: Told, other: Told) -> float:
    mine, theirs = ({name.casefold() for name in one.services} for one in (this, other))
    shared = this.words & other.words
    return OF_A_SERVICE * len(mine & theirs) + len(shared) / max(1.0, len(other.words) / 60)

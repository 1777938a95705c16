"""What a report still lacks, as a list that ticks itself. Only the approval keeps it from going out."""

from collections.abc import Sequence
from dataclasses import dataclass

#: Sections that may stay empty.
OPTIONAL = frozenset({"unshared", "other"})

WENT_WELL = "It says what went well, so that people learn what to keep"


@dataclass(frozen=True)
class Known:
    """What is known of a report. `empty`: titles of the sections that nobody wrote; `went_well`: whether it says what
    did, None where it is not asked."""

    ended: bool
    sections: int
    empty: Sequence[str]
    moments: int
    reviewers: int
    open_remarks: int
    to_settle: int
    approved: bool
    waived: bool = False
    went_well: bool | None = None


@dataclass(frozen=True)
class Item:
    done: bool
    text: str


def items(known: Known) -> list[Item]:
    found = [
        Item(known.ended, "It says when the incident ended"),
        Item(not known.empty, _sections(known)),
        *([] if known.went_well is None else [Item(known.went_well, WENT_WELL)]),
        Item(
            known.moments > 0, f"The timeline has {known.moments} entries" if known.moments else "The timeline begins"
        ),
        Item(known.to_settle == 0, _phrases(known.to_settle)),
    ]
    if known.waived:
        return [*found, Item(True, "Nobody needs to approve it: it is of the lowest severity")]
    return [
        *found,
        Item(known.reviewers > 0, "Somebody reviews it"),
        Item(known.open_remarks == 0, _remarks(known.open_remarks)),
        Item(known.approved, "Somebody other than the owner approved it"),
    ]


def _sections(known: Known) -> str:
    if not known.empty:
        return "Every section is written"
    written = known.sections - len(known.empty)
    return f"{written} of {known.sections} sections are written; empty: {', '.join(known.empty)}"


def _phrases(count: int) -> str:
    if not count:
        return "No phrase waits for a second look"
    return f"{count} {'phrase waits' if count == 1 else 'phrases wait'} for a second look or a reason"


def _remarks(count: int) -> str:
    return "Every remark is settled" if not count else f"{count} {'remark is' if count == 1 else 'remarks are'} open"

"""Figures of reports, with no person in any: what never came is in them, and where cases are few they are listed."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from bot.spread import Share, Spread, share

#: In so many reports a service, or a telling word under contributing factors, comes back.
SERVICE_AGAIN, WORD_AGAIN = 2, 3
MOST_FACTORS = 5


class Case(NamedTuple):
    """One report that is for everybody. Days are working days since the incident ended; None where it is not so far.

    `…_late`: later than its target, or open and its target is over.
    """

    id: int
    severity: int
    ended: date | None
    drafted_after: int | None
    draft_late: bool
    published_after: int | None
    publish_late: bool
    dropped: bool
    readers: int
    services: frozenset[str]
    words: frozenset[str]


class Deed(NamedTuple):
    """One action of such a report. `late`: done or open after the day for which it was first promised."""

    promised: bool
    done: bool
    let_go: bool
    late: bool


@dataclass(frozen=True)
class Factor:
    name: str
    reports: int


@dataclass(frozen=True)
class Figures:
    reports: int
    #: Still going on: their clocks have not begun.
    going_on: int
    dropped: int
    published: int
    drafted: Share
    draft_days: Spread[float]
    out: Share
    publish_days: Spread[float]
    readers: int
    severities: Sequence[tuple[int, int, Spread[float]]]
    actions: int
    acted: Share
    let_go: int
    unpromised: int
    services: Sequence[Factor]
    words: Sequence[Factor]


def figures(cases: Iterable[Case], deeds: Iterable[Deed]) -> Figures:
    """Of incidents of one period: each counts where it ended, whenever its report comes."""
    every, acts = list(cases), list(deeds)
    counted = [case for case in every if not case.dropped]
    ended = [case for case in counted if case.ended]
    out = [case for case in counted if case.published_after is not None]
    return Figures(
        reports=len(every),
        going_on=len(counted) - len(ended),
        dropped=len(every) - len(counted),
        published=len(out),
        drafted=_share([(case.drafted_after is not None, case.draft_late) for case in ended]),
        draft_days=_spread(case.drafted_after for case in ended),
        out=_share([(case.published_after is not None, case.publish_late) for case in ended]),
        publish_days=_spread(case.published_after for case in ended),
        readers=sum(case.readers for case in out),
        severities=[_of_severity(level, counted) for level in sorted({case.severity for case in counted})],
        actions=len(acts),
        acted=_share([(deed.done, deed.late) for deed in acts if deed.promised and not deed.let_go]),
        let_go=sum(deed.let_go for deed in acts),
        unpromised=sum(not deed.promised for deed in acts),
        services=_again((case.services for case in counted), SERVICE_AGAIN),
        words=_again((case.words for case in out), WORD_AGAIN),
    )


def _share(served_and_late: Sequence[tuple[bool, bool]]) -> Share:
    return share(
        [late for served, late in served_and_late if served],
        sum(late for served, late in served_and_late if not served),
    )


def _spread(days: Iterable[int | None]) -> Spread[float]:
    return Spread(tuple(sorted(one for one in days if one is not None)))


def _of_severity(level: int, cases: Sequence[Case]) -> tuple[int, int, Spread[float]]:
    mine = [case for case in cases if case.severity == level]
    return level, len(mine), _spread(case.published_after for case in mine)


def _again(named: Iterable[frozenset[str]], least: int) -> Sequence[Factor]:
    """Those in most reports first; of one report, a name counts once."""
    counted = Counter(name for names in named for name in names)
    found = [Factor(name, count) for name, count in counted.items() if count >= least]
    return sorted(found, key=lambda one: (-one.reports, one.name))[:MOST_FACTORS]

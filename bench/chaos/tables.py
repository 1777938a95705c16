"""Outcomes as tables in Markdown, which a terminal shows well enough: no figure is ever typed in."""

from collections.abc import Iterator, Sequence

from bench.chaos.ledger import Told
from bench.chaos.run import Outcome

Row = tuple[str, Sequence[object]]
LISTED = 12


def shown(outcomes: Sequence[Outcome]) -> str:
    head = [each.plan.database for each in outcomes]
    return "\n\n".join(
        [
            _table("", head, [*_settings(outcomes), *_happened(outcomes), *_verdict(outcomes)]),
            _table("fault", head, list(_faults(outcomes))),
            "\n".join(f"    {each.plan.command}" for each in outcomes),
        ]
    )


def _table(corner: str, head: Sequence[str], rows: Sequence[Row]) -> str:
    cells = [[corner, *head], *([name, *map(_cell, values)] for name, values in rows)]
    widths = [max(len(row[column]) for row in cells) for column in range(len(cells[0]))]
    lines = [_line([cell.ljust(width) for cell, width in zip(row, widths, strict=True)]) for row in cells]
    return "\n".join(
        [lines[0], _line([widths[0] * "-", *("-" * (width - 1) + ":" for width in widths[1:])]), *lines[1:]]
    )


def _line(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _cell(value: object) -> str:
    return f"{value:,}" if isinstance(value, int) else str(value)


def _settings(outcomes: Sequence[Outcome]) -> Iterator[Row]:
    yield "seed", [str(each.plan.seed) for each in outcomes]
    yield "seconds", [f"{each.plan.seconds:g}" for each in outcomes]
    yield "processes", [each.plan.processes for each in outcomes]
    yield "lease", [f"{each.plan.lease:g} s" if each.plan.lease else "the product's" for each in outcomes]


def _happened(outcomes: Sequence[Outcome]) -> Iterator[Row]:
    yield "operations", [each.ledger.operations for each in outcomes]
    for told in Told:
        yield f"… {told}", [each.ledger.counts[told] for each in outcomes]
    yield "deliveries", [each.deliveries for each in outcomes]
    yield "… of them files", [each.files for each in outcomes]
    yield "occurrences", [each.occurrences for each in outcomes]
    yield "kills (SIGKILL)", [each.kills for each in outcomes]
    yield "ended by themselves, started again", [each.ended_alone for each in outcomes]
    yield "faults", [sum(each.faults.values()) for each in outcomes]
    yield "drained within", [f"{each.drained_seconds:.0f} s" for each in outcomes]


def _verdict(outcomes: Sequence[Outcome]) -> Iterator[Row]:
    found = [each.findings for each in outcomes]
    yield "whispers given up", [len(each.given_up) for each in found]
    yield "**lost**", [len(each.lost) for each in found]
    yield "**doubled**", [len(each.doubled) for each in found]
    yield "**stuck**", [len(each.stuck) for each in found]
    yield "**out of order**", [len(each.disordered) for each in found]
    yield "**told not saved, yet saved**", [len(each.surprised) for each in found]


def _faults(outcomes: Sequence[Outcome]) -> Iterator[Row]:
    for kind in sorted({kind for each in outcomes for kind in each.faults}):
        yield kind, [each.faults[kind] for each in outcomes]


MARKS = ("<!-- chaos: begin, written by --markdown -->", "<!-- chaos: end -->")


def put(text: str, page: str) -> str:
    """Between its marks where the page has them; else the text is the page."""
    before, begin, rest = page.partition(MARKS[0])
    _, end, after = rest.partition(MARKS[1])
    return f"{before}{begin}\n\n{text}\n\n{end}{after}" if begin and end else f"{text}\n"


def details(outcome: Outcome) -> Iterator[str]:
    """Each finding as a sentence, and what the bots complained of."""
    found = outcome.findings
    for name in ("lost", "doubled", "stuck", "disordered", "surprised"):
        sentences = getattr(found, name)
        yield from (f"{name}: {sentence}" for sentence in sentences[:LISTED])
        if len(sentences) > LISTED:
            yield f"{name}: and {len(sentences) - LISTED} more"
    yield from (f"told nothing {count} times: {why}" for why, count in outcome.ledger.silences.most_common(LISTED))
    yield from (f"logged {count} times: {name}" for name, count in outcome.complaints.most_common(LISTED))

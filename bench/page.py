"""What a bench found: printed, and written by the bench itself into its section of a page."""

import argparse
import re
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.machine import machine


@dataclass(frozen=True)
class Table:
    title: str
    head: Sequence[str]
    rows: Sequence[Sequence[str]]

    def text(self) -> str:
        """A Markdown table whose columns also stand below each other where it is read as it is."""
        widths = [max(map(len, column)) for column in zip(self.head, *self.rows, strict=True)]
        lines = [_line(row, widths) for row in (self.head, *self.rows)]
        rule = "|" + "|".join("-" * (width + 1) + (":" if n else "-") for n, width in enumerate(widths)) + "|"
        return "\n".join((f"**{self.title}**", "", lines[0], rule, *lines[1:]))


def _line(row: Sequence[str], widths: Sequence[int]) -> str:
    sized = zip(row, widths, strict=True)
    cells = [cell.rjust(width) if n else cell.ljust(width) for n, (cell, width) in enumerate(sized)]
    return f"| {' | '.join(cells)} |"


@dataclass(frozen=True)
class Target:
    sentence: str
    met: bool

    def text(self) -> str:
        return f"- {'met' if self.met else '**not met**'}: {self.sentence}"


@dataclass(frozen=True)
class Result:
    tables: Sequence[Table]
    targets: Sequence[Target]

    @property
    def met(self) -> bool:
        return all(target.met for target in self.targets)

    def text(self) -> str:
        targets = "\n".join(target.text() for target in self.targets)
        return "\n\n".join((*(table.text() for table in self.tables), targets, machine()))


def command(name: str, measure: Callable[[bool], Result]) -> None:
    """`python -m bench.NAME`: the whole life of a bench. Ends with 1 where a target is missed."""
    parser = argparse.ArgumentParser(prog=f"python -m bench.{name}")
    parser.add_argument("--markdown", type=Path, metavar="FILE", help="also write the result into its section of FILE")
    parser.add_argument("--tiny", action="store_true", help="numbers so small that they only show that it runs")
    asked = parser.parse_args()
    result = measure(asked.tiny)
    print(f"\n{result.text()}\n")
    if asked.markdown:
        write(asked.markdown, name, result.text())
    sys.exit(not (result.met or asked.tiny))


def write(page: Path, name: str, text: str) -> None:
    """Between `<!-- bench.NAME -->` and `<!-- end -->`."""
    section = re.compile(rf"(<!-- bench\.{name} -->\n).*?(<!-- end -->)", re.DOTALL)
    filled, found = section.subn(lambda match: f"{match[1]}{text}\n{match[2]}", page.read_text(encoding="utf-8"))
    if not found:
        sys.exit(f"{page} has no section <!-- bench.{name} --> … <!-- end -->")
    page.write_text(filled, encoding="utf-8")

"""cadence blame-check: the blame check for a file, as it runs when a report is saved."""

import json
import sys
from collections.abc import Sequence
from pathlib import Path

import click

from bot.cli.edges import deployment, plainly
from bot.errors import CannotStart
from bot.reports.blame.check import Finding, check
from bot.reports.blame.roster import names_in
from bot.reports.blame.rulebook import load

LONGEST_SHOWN = 100


@click.command(name="blame-check")
@click.argument("file", metavar="FILE|-")
@click.option("--names", metavar="FILE", help="People's names, one a line, written as they write them.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
@plainly
def blame_check(file: str, names: str | None, as_json: bool) -> None:
    """Phrases in FILE that judge people, why they matter, and how else to say it. Needs no network and no database."""
    roster = names_in(_read(names)) if names else frozenset()
    findings = check(_read(file), load(deployment().prompts), roster)
    for finding in findings:
        click.echo(json.dumps(finding.as_json(), ensure_ascii=False) if as_json else _shown(finding))
    if not as_json:
        click.echo(_summary(findings))


def _read(file: str) -> str:
    """Raises CannotStart, with what is wrong with the file in a sentence."""
    try:
        content = sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes()
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        raise CannotStart(f"{file} is not UTF-8 text in line {line}. Save it as UTF-8 and try again.") from None
    except OSError as error:
        raise CannotStart(f"{file} cannot be read: {error.strerror or error}.") from None


def _shown(finding: Finding) -> str:
    phrase = finding.text if len(finding.text) <= LONGEST_SHOWN else f"{finding.text[: LONGEST_SHOWN - 1]}…"
    quoted = f' "{phrase}"' if phrase else ""
    place = f"line {finding.line}, {finding.severity}, {finding.kind}:"
    return f"{place}{quoted}\n  {finding.reason}\n  {finding.rewrite}\n"


def _summary(findings: Sequence[Finding]) -> str:
    if not findings:
        return "Nothing found that judges people."
    return f"{len(findings)} to look at." if len(findings) > 1 else "One to look at."

"""What the sandbox claims to do as Slack does, each claim beside the test that shows it, and the page made of them.

`make claims` writes docs/sandbox.md.
"""

import importlib
import inspect
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TypeVar

HERE = Path(__file__).parent
PAGE = HERE.parent.parent / "docs" / "sandbox.md"
_DOCS = "https://docs.slack.dev/"
_HEAD = """# What the sandbox claims

`cadence sandbox` is a Slack workspace on your machine that refuses what Slack refuses. This page says what it claims
to do as Slack does, and how we know. It is made from the tests, by `make claims`: there is no row without a test, and
a test fails when the page is out of date.

**documented** means that Slack's documentation says so, on the page named. **observed** means that it is not written
there: read in Slack's own SDKs, or told by developers who met it. Nothing here was compared with slack.com by us.
"""


class Evidence(StrEnum):
    DOCUMENTED = "documented"
    OBSERVED = "observed"


@dataclass(frozen=True)
class Claim:
    subject: str
    """A method of the Web API, an event, a payload, or a rule."""
    says: str
    evidence: Evidence
    source: str
    """A page below docs.slack.dev, or who saw it."""


Test = TypeVar("Test", bound=Callable[..., object])


def claim(
    subject: str, says: str, source: str = "", evidence: Evidence = Evidence.DOCUMENTED
) -> Callable[[Test], Test]:
    """Says beside a test what the test shows. A method's own page is the source where none is named."""
    return claims(Claim(subject, says, evidence, source or page_of(subject)))


def claims(*claimed: Claim) -> Callable[[Test], Test]:
    def mark(test: Test) -> Test:
        known: list[Claim] = test.__dict__.setdefault("claims", [])
        known.extend(claimed)
        return test

    return mark


def page_of(method: str) -> str:
    return f"reference/methods/{method}"


@dataclass(frozen=True)
class Row:
    claim: Claim
    test: str
    """Path below tests/, and the function's name."""


def rows() -> list[Row]:
    return sorted(_rows(), key=lambda row: (row.claim.subject.lower(), row.claim.says.lower()))


def _rows() -> Iterator[Row]:
    for path in sorted(HERE.glob("test_*.py")):
        module = importlib.import_module(f"tests.sandbox.{path.stem}")
        for name, function in inspect.getmembers(module, inspect.isfunction):
            if name.startswith("test_"):
                for claimed in function.__dict__.get("claims", ()):
                    yield Row(claimed, f"sandbox/{path.name}::{name}")


def page() -> str:
    found = rows()
    documented = sum(row.claim.evidence == Evidence.DOCUMENTED for row in found)
    count = f"{len(found)} claims: {documented} documented, {len(found) - documented} observed.\n"
    table = "| method or rule | what it does | evidence | where | test |\n|---|---|---|---|---|\n"
    return f"{_HEAD}\n{count}\n{table}{''.join(map(_line, found))}"


def _line(row: Row) -> str:
    claimed, (path, name) = row.claim, row.test.split("::")
    source = f"[{claimed.source}]({_DOCS}{claimed.source})" if "/" in claimed.source else claimed.source
    says = claimed.says.replace("|", "\\|")
    return f"| `{claimed.subject}` | {says} | {claimed.evidence} | {source} | [{name}](../tests/{path}) |\n"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
    sys.stdout.write(f"{PAGE.name}: {len(rows())} claims\n")

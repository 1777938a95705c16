"""The rules, as the file says them: read, checked, and made into patterns."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

import yaml

from bot.errors import CannotStart
from bot.reports.blame import verbs
from bot.reports.blame.people import Lexicon
from bot.reports.blame.triggers import Triggers
from bot.resources import resource

FILE = "blame.yaml"


class Severity(IntEnum):
    """A hint; something to look at before publishing; something that publishing asks a reason for."""

    INFO = 1
    WARN = 2
    CONFIRM = 3

    def __str__(self) -> str:
        return self.name.lower()


@dataclass(frozen=True)
class Rule:
    kind: str
    reason: str
    rewrite: str
    source: str
    patterns: Sequence[tuple[Severity, re.Pattern[str]]]
    unless: re.Pattern[str] | None
    flags: Sequence[str] = ()
    passes: Sequence[str] = ()


@dataclass(frozen=True)
class Rulebook:
    rules: Sequence[Rule]
    people: Lexicon
    template: Sequence[str]
    hint: "Hint"
    advice: Mapping[str, "Advice"]
    action_verbs: frozenset[str]

    @cached_property
    def patterns(self) -> Sequence[tuple[Severity, re.Pattern[str], Rule]]:
        return [(severity, pattern, rule) for rule in self.rules for severity, pattern in rule.patterns]

    @cached_property
    def triggers(self) -> Triggers:
        return Triggers([pattern for _, pattern, _ in self.patterns])


@dataclass(frozen=True)
class Hint:
    """What is said of a sentence that resembles those that blame, from `likelihood` on; 1 turns it off.

    Below `doubt`, a hint of a rule is left out.
    """

    likelihood: float
    reason: str
    rewrite: str
    unless: re.Pattern[str] | None = None
    doubt: float = 0.0
    kind: str = "reads-as-blame"


@dataclass(frozen=True)
class Advice:
    """What is said about a whole report."""

    severity: Severity
    reason: str
    rewrite: str


def file_of(own: Path | None) -> Path:
    """An organisation's own file replaces ours as a whole."""
    theirs = own / FILE if own else None
    return theirs if theirs and theirs.is_file() else resource("prompts") / FILE


def load(own: Path | None = None) -> Rulebook:
    """Raises `CannotStart` with the rule that cannot be understood."""
    return _read(file_of(own))


@lru_cache(maxsize=4)
def _read(file: Path) -> Rulebook:
    try:
        loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
        content = yaml.load(file.read_text(encoding="utf-8-sig"), Loader=loader)  # noqa: S506  # both are safe; the one in C is not everywhere
        return _rulebook(content)
    except (KeyError, TypeError, AttributeError) as error:
        raise CannotStart(f"{file} lacks something that a rule needs: {error}. Compare it with ours.") from error
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise CannotStart(f"{file} cannot be read: {error}.") from error
    except _Fault as fault:
        raise CannotStart(f"{file}: {fault}") from fault


class _Fault(Exception):
    pass


def _rulebook(content: Any) -> Rulebook:
    if not isinstance(content, dict):
        raise _Fault("is not a mapping with the keys people, words, verbs, rules.")
    macros = verbs.macros(content["words"], content["verbs"])
    people = {name: frozenset(" ".join(words).split()) for name, words in content["people"].items()}
    return Rulebook(
        rules=tuple(_named_rule(number, entry, macros) for number, entry in enumerate(content["rules"], start=1)),
        people=Lexicon(**people),
        template=tuple(content["template"]),
        hint=_hint(content["hint"], macros),
        advice={
            kind: Advice(Severity[one["severity"].upper()], one["reason"], one["rewrite"])
            for kind, one in content["advice"].items()
        },
        action_verbs=frozenset(" ".join(content["action_verbs"]).split()),
    )


def _hint(entry: Mapping[str, Any], macros: Mapping[str, str]) -> Hint:
    return Hint(**{**entry, "unless": _any_of(entry.get("unless"), macros)})


def _named_rule(number: int, entry: Any, macros: Mapping[str, str]) -> Rule:
    """Whoever wrote the file is told which of its rules it is."""
    kind = entry.get("kind", f"number {number}") if isinstance(entry, dict) else f"number {number}"
    try:
        return _rule(entry, macros)
    except KeyError as missing:
        raise _Fault(f"the rule {kind} has no {missing}.") from missing
    except (TypeError, AttributeError) as error:
        raise _Fault(f"the rule {kind} is not written as ours are: {error}.") from error
    except _Fault as fault:
        raise _Fault(f"the rule {kind}: {fault}") from fault


def _rule(entry: Mapping[str, Any], macros: Mapping[str, str]) -> Rule:
    return Rule(
        kind=entry["kind"],
        reason=entry["reason"],
        rewrite=entry["rewrite"],
        source=entry["source"],
        patterns=tuple(
            (severity, _compiled(pattern, macros))
            for severity in reversed(Severity)
            for pattern in entry.get(str(severity), ())
        ),
        unless=_any_of(entry.get("unless"), macros),
        flags=tuple(entry["flags"]),
        passes=tuple(entry["passes"]),
    )


def _any_of(patterns: Sequence[str] | None, macros: Mapping[str, str]) -> re.Pattern[str] | None:
    return _compiled("|".join(patterns), macros) if patterns else None


def _compiled(pattern: str, macros: Mapping[str, str]) -> re.Pattern[str]:
    try:
        return re.compile(_regex(pattern, macros))
    except re.error as error:
        raise _Fault(f"the pattern {pattern!r} is no regular expression: {error}.") from error


_PEOPLE_FIRST = re.compile(r"(?<=^\(\?:\(\?:)(\[[A-Z]+\])\+|(?<=^\(\?:)(\[[A-Z]+\])\+")
_MACRO = re.compile(r"\{([a-z_]+(?::[a-z]+)?)\}")


def _run_of_people(found: re.Match[str]) -> str:
    """People at the beginning of a pattern: the whole run, not every end of it."""
    letters = found[1] or found[2]
    return f"{letters}(?<![A-Z]{{2}}){letters}*"


def _regex(pattern: str, macros: Mapping[str, str]) -> str:
    """A pattern with its {words} filled in; a blank stands for any white space within a sentence."""
    for _ in range(4):
        unknown = [name for name in _MACRO.findall(pattern) if name not in macros]
        if unknown:
            raise _Fault(f"the pattern {pattern!r} uses {{{unknown[0]}}}, which is not among words and verbs.")
        pattern = _MACRO.sub(lambda found: f"(?:{macros[found[1]]})", pattern)
    # A lookbehind in front would keep the engine from skipping to characters that a pattern can begin with.
    return _PEOPLE_FIRST.sub(_run_of_people, f"(?:{pattern})", count=1)

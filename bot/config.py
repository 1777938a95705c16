"""Operating settings as people write them: TOML in and out, and what is wrong with it by line and key."""

import difflib
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from pathlib import Path
from typing import Any

import tomlkit
from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from bot import config_text
from bot.errors import BotError
from bot.settings import Operating


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong; `line` counts from 1 and is None for a single value."""

    key: str
    sentence: str
    line: int | None = None

    def __str__(self) -> str:
        place = f"line {self.line}, " if self.line else ""
        return f"{place}{self.key}: {self.sentence}"


class InvalidConfig(BotError):
    """Nothing was saved."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(map(str, self.faults)))


Document = dict[str, Any]


def read(file: Path) -> str:
    """The text of a file. Raises InvalidConfig where it is not UTF-8."""
    try:
        return file.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        raise InvalidConfig([Fault("the file", config_text.NOT_UTF_8, line)]) from error


def parse(text: str) -> Document:
    """Raises InvalidConfig where `text` is not TOML."""
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        found = re.search(r"\(at line (\d+)", str(error))
        line = int(found[1]) if found else len(text.splitlines())
        why = str(error).partition(" (at")[0]
        raise InvalidConfig([Fault("the file", config_text.not_toml(why), line)]) from error


def validated(document: Mapping[str, Any], source: str = "", known: Sequence[Fault] = ()) -> Operating:
    """Raises InvalidConfig for `known` faults and all others, with the lines of `source` where it is given."""
    faults = list(known)
    try:
        operating = Operating.model_validate(document)
    except ValidationError as error:
        faults += _faults(error.errors(), source)
    if faults:
        raise InvalidConfig(sorted(faults, key=lambda fault: fault.line or 0))
    return operating


def _faults(errors: Sequence[ErrorDetails], source: str) -> Iterator[Fault]:
    for error in errors:
        names = [str(name) for name in error["loc"] if not isinstance(name, int)]
        key = ".".join(names)
        yield Fault(key or "the file", _sentence(error, names), line_of(source, key, error["input"]))


def _sentence(error: ErrorDetails, names: Sequence[str]) -> str:
    if error["type"] == "extra_forbidden":
        return config_text.no_setting(_near(names))
    sentence = config_text.SENTENCES.get(error["type"], "{msg}.")
    return sentence.format(given=error["input"], msg=error["msg"], key=".".join(names), **error.get("ctx", {}))


def _near(names: Sequence[str]) -> str | None:
    known = sorted(keys())
    same = [key for key in known if key.rpartition(".")[2] == names[-1]]
    near = difflib.get_close_matches(".".join(names), known, n=1) or same
    return near[0] if near else None


def keys(model: type[BaseModel] = Operating, prefix: str = "") -> Iterator[str]:
    """Every setting by its dotted name."""
    for name, field in model.model_fields.items():
        kind = field.annotation
        if isinstance(kind, type) and issubclass(kind, BaseModel):
            yield from keys(kind, f"{prefix}{name}.")
        else:
            yield f"{prefix}{name}"


def line_of(source: str, key: str, given: object = None) -> int | None:
    """Where a dotted key, or the nearest table around it, stands in a TOML text; in a long list, where `given` does."""
    nearest = None
    for number, statement, names in _statements(source):
        if key in names:
            return number + _line_within(statement, given)
        if any(key.startswith(f"{name}.") for name in names):
            nearest = number
    return nearest


def _statements(source: str) -> Iterator[tuple[int, str, frozenset[str]]]:
    """Each header and assignment: its first line, its text, and the dotted keys it speaks of."""
    section: tuple[str, ...] = ()
    started = 1
    lines: list[str] = []
    for number, line in enumerate(source.replace("\r\n", "\n").split("\n"), start=1):
        started = number if not lines else started
        lines.append(line)
        statement = "\n".join(lines)
        try:
            paths = list(_paths(tomllib.loads(statement)))
        except tomllib.TOMLDecodeError:
            continue  # it goes on in the next line
        lines = []
        if line.lstrip().startswith("[") and started == number and paths:
            section = paths[-1]
            yield started, statement, frozenset(".".join(path) for path in paths)
        elif paths:
            yield started, statement, frozenset(".".join((*section, *path)) for path in paths)


def _paths(document: Mapping[str, Any], above: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    for name, value in document.items():
        yield (*above, name)
        if isinstance(value, Mapping):
            yield from _paths(value, (*above, name))


def _line_within(statement: str, given: object) -> int:
    wanted = re.escape(given) if isinstance(given, str) else str(given)
    written = rf"""["']{wanted}["']""" if isinstance(given, str) else rf"(?<![\w.]){wanted}(?![\w.])"
    if isinstance(given, str | int | float):
        for offset, line in enumerate(statement.split("\n")):
            if re.search(written, line):
                return offset
    return 0


def as_document(operating: Operating, *, everything: bool = False) -> Document:
    """Plain values; without those left at their defaults unless `everything` is wanted."""
    return _without_none(operating.model_dump(mode="json", exclude_defaults=not everything))


def _without_none(document: Mapping[str, Any]) -> Document:
    kept = {name: _without_none(value) if isinstance(value, Mapping) else value for name, value in document.items()}
    return {name: value for name, value in kept.items() if value is not None}


def unset(operating: Operating) -> list[str]:
    """Keys that have neither a value nor a default."""
    return [key for key in keys() if _value(operating, key) is None]


def _value(operating: Operating, key: str) -> Any:
    return reduce(getattr, key.split("."), operating)


def as_toml(operating: Operating, *, everything: bool = False) -> str:
    return tomlkit.dumps(as_document(operating, everything=everything))


def with_value(operating: Operating, key: str, value: str) -> Document:
    """The document with one value changed. A list is given with commas. Raises InvalidConfig for an unknown key."""
    if key not in keys():
        raise InvalidConfig([Fault(key, config_text.no_setting(_near([key])))])
    document = as_document(operating)
    put(document, key, value)
    return document


def put(document: Document, key: str, value: str | list[str]) -> None:
    """Nothing puts it back to its default; a list may be given with commas."""
    *sections, name = key.split(".")
    place = document
    for section in sections:
        place = place.setdefault(section, {})
    if not value:
        place.pop(name, None)
    elif isinstance(value, str) and _is_list(key):
        place[name] = _listed(value)
    else:
        place[name] = value


def _is_list(key: str) -> bool:
    model: Any = Operating
    *sections, name = key.split(".")
    for section in sections:
        model = model.model_fields[section].annotation
    return str(model.model_fields[name].annotation).startswith("tuple")


def _listed(value: str) -> list[str]:
    return [part.strip() for part in value.split(",") if part.strip()]

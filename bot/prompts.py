"""The wording that people meet, one file a thing; an organisation may reword it without touching code."""

import tomllib
from collections.abc import Mapping
from pathlib import Path
from string import Formatter
from types import MappingProxyType

from bot.errors import CannotStart
from bot.resources import resource

Words = Mapping[str, str]


class Prompts:
    """`prompts.of("focus")["what_label"]`. A file of the same name in `own` replaces single sentences."""

    def __init__(self, words: Mapping[str, Words], own: Path | None = None) -> None:
        self._words = words
        #: The organisation's own folder, for what is no TOML.
        self.own = own

    def of(self, thing: str) -> Words:
        return self._words[thing]


def load(own: Path | None = None) -> Prompts:
    """Raises `CannotStart` for a sentence or placeholder that nobody fills, or a file that is not TOML."""
    files = {path.name: path for path in sorted(resource("prompts").glob("*.toml"))}
    replacing = _own_files(own) if own else {}
    if unknown := sorted(replacing.keys() - files.keys()):
        raise CannotStart(f"{own} has a file that nothing asks for: {unknown[0]}. There can be {', '.join(files)}.")
    return Prompts({path.stem: _words(path, replacing.get(name)) for name, path in files.items()}, own)


def _own_files(folder: Path) -> Mapping[str, Path]:
    if not folder.is_dir():
        raise CannotStart(f"CADENCE_PROMPTS names {folder}, and there is no such folder.")
    return {path.name: path for path in sorted(folder.glob("*.toml"))}


def _words(path: Path, own: Path | None) -> Words:
    words = _read(path)
    replaced = _read(own) if own else {}
    if unknown := sorted(replaced.keys() - words.keys()):
        raise CannotStart(f"{own} has a sentence that nothing asks for: {', '.join(unknown)}.")
    for name, sentence in replaced.items():
        _require_usable(own, name, sentence, words[name])
    return MappingProxyType({**words, **replaced})


def _require_usable(file: Path | None, name: str, sentence: str, before: str) -> None:
    if not sentence.strip():
        raise CannotStart(f"{file}: {name} is empty. Leave it out to keep ours.")
    known = _placeholders(before)
    try:
        unknown = sorted(_placeholders(sentence) - known)
    except ValueError:
        raise CannotStart(f"{file}: {name} has a curly bracket that is no placeholder. Write it twice.") from None
    if unknown:
        there_are = ", ".join(f"{{{one}}}" for one in sorted(known)) or "none"
        raise CannotStart(
            f"{file}: {name} has {{{unknown[0]}}}, which nothing fills in. Its placeholders: {there_are}."
        )


def _placeholders(sentence: str) -> set[str]:
    parts = list(Formatter().parse(sentence))
    if any(form or conversion for _, _, form, conversion in parts):
        raise ValueError(sentence)
    return {name for _, name, _, _ in parts if name is not None}


def _read(path: Path) -> dict[str, str]:
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise CannotStart(f"{path} cannot be read: {error}.") from error
    if wrong := [key for key, value in content.items() if not isinstance(value, str)]:
        raise CannotStart(f"{path}: {', '.join(wrong)} must be text in quotes.")
    return content

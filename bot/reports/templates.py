"""Which sections a report has, and what each asks: read from the wording, which an organisation may replace."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from bot.errors import CannotStart
from bot.prompts import Words

SUMMARY, TIMELINE, ACTIONS = "summary", "timeline", "actions"
#: Told where nothing stands in it.
WENT_WELL = "went_well"
#: What is known of the incident. No section, and named so that no template has one of this name.
FACTS = ":facts"
#: What an imported draft held that no section is meant for.
OTHER = "other"
NEEDED = (SUMMARY, TIMELINE, ACTIONS, OTHER)
LONGEST_KEY = 40


@dataclass(frozen=True)
class Ask:
    key: str
    title: str
    question: str


@dataclass(frozen=True)
class Template:
    key: str
    name: str
    severities: frozenset[int]
    sections: tuple[Ask, ...]


@dataclass(frozen=True)
class Forms:
    """All templates, and all sections that there are."""

    templates: tuple[Template, ...]
    asks: Mapping[str, Ask]

    def of(self, key: str) -> Template:
        """The first, where the organisation took this one out since."""
        return next((one for one in self.templates if one.key == key), self.templates[0])

    def fitting(self, severity: int) -> Template:
        return next((one for one in self.templates if severity in one.severities), self.templates[0])

    def ask(self, key: str) -> Ask:
        """Of a section that was taken out since, only what was written is left."""
        return self.asks.get(key) or Ask(key, key.replace("_", " ").capitalize(), "")

    def sections(self, template: str, written: Collection[str] = ()) -> tuple[Ask, ...]:
        """The template's, then whatever else was written: nothing is hidden because a template changed."""
        asked = self.of(template).sections
        known = {one.key for one in asked}
        return (*asked, *(self.ask(key) for key in sorted(written) if key not in known))

    @property
    def wording(self) -> tuple[str, ...]:
        """Titles and questions, which no check should take for somebody's words."""
        return tuple(words for one in self.asks.values() for words in (one.title, one.question) if words)


def forms(words: Words) -> Forms:
    """Raises CannotStart with the line that cannot be understood."""
    return _read(words["sections"], words["templates"])


@lru_cache(maxsize=4)
def _read(sections: str, templates: str) -> Forms:
    asks = {one.key: one for one in map(_ask, _lines(sections))}
    if missing := [key for key in NEEDED if key not in asks]:
        raise CannotStart(f"reports.toml: sections has no line for {missing[0]}, which reports cannot do without.")
    found = tuple(_template(line, asks) for line in _lines(templates))
    if not found:
        raise CannotStart("reports.toml: templates names no template.")
    return Forms(found, asks)


def _lines(text: str) -> Iterator[str]:
    return (line.strip() for line in text.splitlines() if line.strip())


def _parts(line: str, count: int, form: str) -> list[str]:
    parts = [part.strip() for part in line.split("|", count - 1)]
    if len(parts) < count or not parts[0] or not parts[1] or len(parts[0]) > LONGEST_KEY:
        raise CannotStart(f"reports.toml: write a line as “{form}”, not “{line}”.")
    return parts


def _ask(line: str) -> Ask:
    return Ask(*_parts(line, 3, "key | title | question"))


def _template(line: str, asks: Mapping[str, Ask]) -> Template:
    key, name, severities, sections = _parts(line, 4, "key | name | severities | keys of sections")
    keys = list(dict.fromkeys(sections.split()))
    if unknown := [one for one in keys if one not in asks]:
        raise CannotStart(f"reports.toml: the template {key} asks for {unknown[0]}, which is not among sections.")
    if SUMMARY not in keys:
        raise CannotStart(f"reports.toml: the template {key} has no {SUMMARY}, with which every report is announced.")
    if wrong := [one for one in severities.split() if not one.isdigit()]:
        raise CannotStart(f"reports.toml: the template {key} names the severity {wrong[0]}, which is no number.")
    return Template(key, name, frozenset(map(int, severities.split())), tuple(asks[one] for one in keys))

"""What is remarked about a report as a whole, once it has sections: its cause, its actions, whose story it tells."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.reports.blame.prose import Prose

#: Fewer headings than this make a message, not a report.
FEWEST_SECTIONS = 2
FEWEST_TIMELINE_LINES = 4
_HEADING = re.compile(r"^(?:#{1,6}[ \t]+(?P<hash>.+?)[ \t#]*|\*{1,2}(?P<bold>[^*\n]+?):?\*{1,2}:?)$")
_ROOT_CAUSE = re.compile(r"\broot cause\b(?! analys[ie]s)", re.IGNORECASE)
_EMPTY = re.compile(r"^[\s\-*_.:]*(?:nothing|none|n/?a|tbd|todo|nil)?[\s.]*$", re.IGNORECASE)
_ITEM = re.compile(r"^\s*(?:[-*+•]|\d+[.)]|\|)\s*(?:\[[ xX]?\]\s*)?(?P<words>.*\S)")
_TABLE_HEAD = re.compile(r"^\s*\|.*\b(?:owner|action|due|what|time|date)\b", re.IGNORECASE)
_MONTH = "(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*"
_DATE = re.compile(
    rf"\b\d{{4}}-\d\d-\d\d\b|\b\d{{1,2}}[./]\d{{1,2}}\b|\b\d{{1,2}}(?:st|nd|rd|th)?\.? {_MONTH}\b|\b{_MONTH} \d"
    r"|\bq[1-4]\b|\b(?:mon|tues|wednes|thurs|fri|satur|sun)day\b|\b(?:next|this) (?:week|month|quarter|sprint)\b"
    r"|\b(?:by|in|until|end of) {month}\b|<!date".replace("{month}", _MONTH),
    re.IGNORECASE,
)
#: Said in prose of one alone. Whether it is known yet, or was one of several, is no such claim.
_ONE_CAUSE = re.compile(
    r"(?<!no )(?<!no single )\broot cause\b(?: (?:of|for|behind|here)\b[^\n,;:]{0,60}?)?"
    r"(?::(?= *\w)| (?:was|is|lay in|lies in|turned out to be|seems to be|appears to be)\b(?!n't))"
    r"(?! *(?:still |as |yet )*(?:not|unknown|unclear|under|being|yet|never|no|one of|only part|to be|tbd)\b)"
)
#: What may stand before whom a line is about: a date, a time with its zone, what the moment was.
_CLOCK = re.compile(r"(?<=\d)(?P<half> ?[AaPp]\.?[Mm]\b)?(?: ?\(?(?P<zone>[A-Z]{2,5})\b)?")
_DAY = "(?:mon|tue|wed|thu|fri|sat|sun|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*"
_SUBJECT = re.compile(
    rf"(?:[^a-zA-Z(]|\([a-z ,]*\)|\(|{_DAY}\b|(?<=\d)(?:t(?=\d)|z\b)|(?:utc|gmt)\b)*([NRJHI]+)(?![A-Z])"
)
_OWNER = re.compile(r"\bowner:? *[^\s|,;.]|@\w|<@[UW]", re.IGNORECASE)


@dataclass(frozen=True)
class Remark:
    """`line` counts from 1; `text` is what stands there."""

    kind: str
    line: int
    text: str = ""


@dataclass(frozen=True)
class Section:
    title: str
    line: int
    lines: Sequence[tuple[int, str]]

    def is_about(self, *words: str) -> bool:
        return any(word in self.title.lower() for word in words)

    @property
    def items(self) -> Iterator[tuple[int, str]]:
        for number, line in self.lines:
            found = _ITEM.match(line)
            if found and not _TABLE_HEAD.match(line) and re.search(r"\w", found["words"]):
                yield number, found["words"]


def remarks(prose: Prose, verbs: frozenset[str]) -> Iterator[Remark]:
    sections = _sections(prose.text)
    if len(sections) < FEWEST_SECTIONS:
        return
    yield from _one_cause(prose, sections)
    for section in sections:
        yield from _went_well(section)
        if section.is_about("timeline"):
            yield from _timeline(section, prose)
        if section.is_about("action", "follow-up", "next steps"):
            yield from _actions(section, prose, verbs)


def _sections(text: str) -> list[Section]:
    found: list[Section] = []
    for number, line in enumerate(text.split("\n"), start=1):
        if heading := _HEADING.match(line.strip()):
            found.append(Section(heading["hash"] or heading["bold"], number, []))
        elif found:
            lines = [*found[-1].lines, (number, line)]
            found[-1] = Section(found[-1].title, found[-1].line, lines)
    return found


def _one_cause(prose: Prose, sections: Sequence[Section]) -> Iterator[Remark]:
    """Once, where it says so first: as a heading or in a sentence."""
    headings = [(one.line, one.title) for one in sections if _ROOT_CAUSE.search(one.title)]
    spans = [found.span() for found in _ONE_CAUSE.finditer(prose.marked)]
    said = [(prose.place(start)[0], prose.text[start:end]) for start, end in spans]
    if found := min(headings + said, default=None):
        yield Remark("single-root-cause", *found)


def _went_well(section: Section) -> Iterator[Remark]:
    if section.is_about("went well", "went right") and says_nothing("\n".join(line for _, line in section.lines)):
        yield Remark("nothing-went-well", section.line, section.title)


def says_nothing(text: str) -> bool:
    """Empty, or filled in with none."""
    return all(_EMPTY.match(line) for line in text.split("\n"))


def _timeline(section: Section, prose: Prose) -> Iterator[Remark]:
    items = list(section.items)
    subjects = Counter(subject for number, _ in items if (subject := _subject(prose, number)))
    if len(items) < FEWEST_TIMELINE_LINES or not subjects:
        return
    subject, lines = subjects.most_common(1)[0]
    if 2 * lines > len(items):
        yield Remark("one-person-timeline", section.line, subject)


def _subject(prose: Prose, number: int) -> str | None:
    """The person, as written, whom a line of the timeline begins with."""
    _, words, marked = prose.line(number)
    for clock in _CLOCK.finditer(words):
        marked = _blanked(marked, *clock.span("half"))
        if marked[slice(*clock.span("zone"))].islower():  # in capitals and no person
            marked = _blanked(marked, *clock.span("zone"))
    found = _SUBJECT.match(marked)
    return words[found.start(1) : found.end(1)].lower() if found else None


def _blanked(text: str, start: int, end: int) -> str:
    return text[:start] + " " * (end - start) + text[end:] if end > start else text


def _actions(section: Section, prose: Prose, verbs: frozenset[str]) -> Iterator[Remark]:
    for number, words in section.items:
        _, _, marked = prose.line(number)
        if not (_OWNER.search(words) or re.search(r"[NRJD]+", marked)):
            yield Remark("action-without-owner", number, words)
        if not _DATE.search(words):
            yield Remark("action-without-date", number, words)
        if not verbs & set(re.findall(r"[a-z]+", marked)[:8]):
            yield Remark("action-without-verb", number, words)

"""Who is spoken of. Every person, role, team and pronoun is marked by a capital letter, at equal length.

"Tom did not ask the reviewer" becomes "NNN did not ask RRRRRRRRRRRR": patterns need to know who, not the words.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from bot.reports.blame import around

#: The letters that mark people. A possessive ends in Z: "Tom's" is NNNZZ.
NAMED, ROLE, STATUS, DEPARTMENT, NOBODY, SOMEBODY, WHOEVER = "N", "R", "J", "D", "Q", "S", "V"
PRONOUNS: Mapping[str, str] = {
    "he": "H", "she": "H", "him": "H", "himself": "H", "herself": "H", "they": "T", "them": "T", "themselves": "T",
    "we": "W", "us": "W", "ourselves": "W", "i": "I", "me": "I", "myself": "I", "you": "Y", "yourself": "Y",
    "his": "HZZ", "her": "HZZ", "their": "TZZZZ", "our": "WZZ", "my": "IZ", "your": "YZZZ",
}  # fmt: skip
_WORD = re.compile(
    r"(?i:\bno[ -]one\b|\btier[ -](?:one|two|three|[123])\b)"
    r"|\bL[123](?= (?:closed|bounced|ignored|forgot|told|said|asked|sat|slept|escalated|refused|answered|replied|passed"
    r"|did nothing|shrugged|handed|paged|picked|had|could)\b)"
    r"|<@[UW][A-Z0-9]+(?:\|[^>]*)?>|@?[^\W\d_](?:[\w'-]*\w)?'?"
)


class Word(NamedTuple):
    start: int
    end: int
    text: str

    @property
    def plain(self) -> str:
        return self.text.partition("'")[0]

    @property
    def lower(self) -> str:
        return self.plain.lower().replace(" ", "-")

    @property
    def is_possessive(self) -> bool:
        return "'" in self.text and self.text.partition("'")[2] in ("s", "") and self.lower != "who"


#: Where Teams is a place to write in.
_WRITTEN_ON = ("on", "in", "via", "over", "ms", "microsoft")
#: "Data did not tell us" is said of people; the data, this network, a search are things.
_ARTICLES = ("the ", "a ", "an ", "this ", "that ", "these ", "those ", "each ", "all ", "some ", "no ")
#: A DBA mistake is a kind of mistake; the DBA's mistake is said of a person.
OWNED = ("mistake", "mistakes")


@dataclass(frozen=True)
class Lexicon:
    """Words for people. All lower case, except names."""

    determiners: frozenset[str]
    roles: frozenset[str]
    departments: frozenset[str]
    modifiers: frozenset[str]
    status: frozenset[str]
    telling: frozenset[str]
    things: frozenset[str]
    ambiguous: frozenset[str]
    accompanied: frozenset[str]
    outsiders: frozenset[str]
    technical: frozenset[str]
    nobody: frozenset[str]
    somebody: frozenset[str]
    names: frozenset[str]
    capitalised: frozenset[str] = frozenset()

    @cached_property
    def _after(self) -> re.Pattern[str]:
        places = "|".join(sorted(self.departments | self.modifiers, key=len, reverse=True))
        return re.compile(
            r"([A-Y])\1*(?:"
            r" (?:of|from|in|on|at|with|for|behind) (?:\w+ )?[NRJDSHTWI]+(?![A-Z])"
            r"| (?:on|off)[ -](?:the )?(?:call|duty|shift|rota|watch)\b"
            r"| in (?:charge|question)\b| concerned\b| involved\b| at the wheel\b"
            rf"| (?:from|in|on|at|of|for) (?:the )?(?:{places})(?: (?:side|department|shift|desk|floor))?\b"
            r")+(?![A-Z'])"
        )

    def marked(self, text: str, names: Collection[str] = ()) -> str:
        """`text` in lower case with the people in it as capital letters."""
        parts: list[str] = []
        at = 0
        for start, end, marks in _widest(self._found(text, frozenset(names) or self.names)):
            parts += [_lower(text[at:start]), marks]
            at = end
        parts.append(_lower(text[at:]))
        marked = around.with_places(text, "".join(parts))
        return self._after.sub(lambda found: found[1] * len(found[0]), marked)

    @cached_property
    def _companions(self) -> frozenset[str]:
        return self.modifiers | self.departments | self.roles

    def _found(self, text: str, names: frozenset[str]) -> Iterator[tuple[int, int, str]]:
        words = [Word(*found.span(), found[0]) for found in _WORD.finditer(text)]
        operators_are_software = any(word.text.lower() in self.technical for word in words)
        for number, word in enumerate(words):
            after = words[number + 1] if number + 1 < len(words) else None
            following = after.lower if after and text[word.end : after.start] == " " else ""
            kind = NAMED if self._is_introduced(text, words, number) else self._kind(word, following, names)
            if not kind and self._is_a_department(text, word, following):
                kind = DEPARTMENT
            if not kind or self._is_thing(text, words, number, operators_are_software):
                continue
            start = self._beginning(text, words, number) if kind in (ROLE, DEPARTMENT) else word.start
            if kind == DEPARTMENT and text[start : word.end].lower().startswith(_ARTICLES):
                continue
            if kind == ROLE:
                kind = self._kind_of_phrase(text[start : word.end].lower().replace("'", " ").split())
            yield self._marks(word, start, kind)

    def _is_introduced(self, text: str, words: Sequence[Word], number: int) -> bool:
        """Ms. Tanaka, the shift lead Mbali, and Xiu who forgot: also where no roster names them."""
        word, before = words[number], words[number - 1] if number else None
        if not word.text[0].isupper() or word.text.isupper() or word.lower in self.things:
            return False
        if around.is_somebody(text, word.lower, word.end) and word.lower not in self.roles | self.departments:
            return True
        gap = text[before.end : word.start] if before else ""
        if before is None or gap not in (" ", ". "):
            return False
        return before.text in around.TITLES or (gap == " " and before.text in self._before_a_name)

    @cached_property
    def _before_a_name(self) -> frozenset[str]:
        """Roles that stand before a person's name, and not before a product's."""
        return (self.roles - self.ambiguous - self.accompanied - around.BEFORE_A_PRODUCT) | {"lead"}

    @staticmethod
    def _marks(word: Word, start: int, kind: str) -> tuple[int, int, str]:
        """Of "they'd", which is they and had, only the first is a person; of "Tom's" the second makes a possessive."""
        if len(kind) > 1:
            return start, word.end, kind
        end = word.start + len(word.plain)
        owns = word.end - end if word.is_possessive and kind in (NAMED, ROLE, STATUS, DEPARTMENT, SOMEBODY) else 0
        return start, end + owns, kind * (end - start) + "Z" * owns

    def _kind(self, word: Word, following: str, names: frozenset[str]) -> str:
        plain, lower = word.plain, word.lower
        if plain in names or plain.startswith("<@") or (plain.startswith("@") and plain[1:] not in ("here", "channel")):
            return NAMED
        if lower in PRONOUNS:
            return "" if word.text in ("US", "IT", "ME") else PRONOUNS[lower]
        for known, kind in ((self.nobody, NOBODY), ({"whoever"}, WHOEVER), (self.somebody, SOMEBODY)):
            if lower in known:
                return kind
        if following in self.things and not (word.is_possessive and following in OWNED):
            return ""
        if lower in self.roles and (word.is_possessive or following not in self.roles):
            return ROLE
        return DEPARTMENT if lower in self.departments and following not in self.roles else ""

    def _is_a_department(self, text: str, word: Word, following: str) -> bool:
        """Risk is one where a sentence has it with a capital letter; at its beginning only before what people do."""
        if word.lower not in self.capitalised or not word.text[0].isupper() or following in self.roles | self.things:
            return False
        if word.lower == "it":
            return word.text == "IT"
        return not around.begins_a_sentence(text, word.start) or around.is_a_deed(following)

    def _is_thing(self, text: str, words: Sequence[Word], number: int, operators_are_software: bool) -> bool:
        """A cluster member, a package manager, a Kubernetes operator; and who, said of users, is nobody of ours."""
        word = words[number]
        before = words[number - 1] if number else None
        previous = before.text.lower() if before and text[before.end : word.start] == " " else ""
        if word.lower == "who":
            return previous in self.outsiders
        if word.lower in ("operator", "operators"):
            return operators_are_software
        if word.text == "Teams" and previous in _WRITTEN_ON:
            return True
        accompanied = previous in self._companions or previous in self.telling
        if word.lower in self.accompanied:
            return not accompanied
        return word.lower in self.ambiguous and not (accompanied or not previous or previous in self.determiners)

    def _kind_of_phrase(self, words: Sequence[str]) -> str:
        if words[0] == "no":
            return NOBODY
        return STATUS if self.status.intersection(words) else ROLE

    def _beginning(self, text: str, words: Sequence[Word], number: int) -> int:
        """Where the phrase begins whose last word this is: "the new release manager". One word in it may be unknown."""
        start, unknown = words[number].start, 0
        for back in range(number - 1, max(number - 6, -1), -1):
            word = words[back]
            before = word.text.lower()
            if text[word.end : words[back + 1].start] != " " or before in self.telling:
                break
            if before in self.determiners:
                return word.start
            if unknown == 0 and before in self._companions:
                start = word.start
            elif unknown == 0:
                unknown = 1
            else:
                break
        return start


def _widest(found: Iterable[tuple[int, int, str]]) -> Sequence[tuple[int, int, str]]:
    """In order and apart: "our engineers" is a role, whatever "our" is alone."""
    kept: list[tuple[int, int, str]] = []
    for start, end, marks in found:
        while kept and start <= kept[-1][0]:
            kept.pop()
        if not kept or start >= kept[-1][1]:
            kept.append((start, end, marks))
    return kept


def _lower(text: str) -> str:
    lower = text.lower()
    return lower if len(lower) == len(text) else "".join(c.lower() if len(c.lower()) == 1 else c for c in text)

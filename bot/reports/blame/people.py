"""Who is spoken of. Every person, role, team and pronoun is marked by a capital letter, at equal length.

"Tom did not ask the reviewer" becomes "NNN did not ask RRRRRRRRRRRR": patterns need to know who, not the words.
"""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

#: The letters that mark people. A possessive ends in Z: "Tom's" is NNNZZ.
NAMED, ROLE, STATUS, DEPARTMENT, NOBODY, SOMEBODY, WHOEVER = "N", "R", "J", "D", "Q", "S", "V"
PRONOUNS: Mapping[str, str] = {
    "he": "H", "she": "H", "him": "H", "himself": "H", "herself": "H", "they": "T", "them": "T", "themselves": "T",
    "we": "W", "us": "W", "ourselves": "W", "i": "I", "me": "I", "myself": "I", "you": "Y", "yourself": "Y",
    "his": "HZZ", "her": "HZZ", "their": "TZZZZ", "our": "WZZ", "my": "IZ", "your": "YZZZ",
}  # fmt: skip
_WORD = re.compile(r"(?i:\bno[ -]one\b)|<@[UW][A-Z0-9]+(?:\|[^>]*)?>|@?[^\W\d_](?:[\w'-]*\w)?'?")


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
    nobody: frozenset[str]
    somebody: frozenset[str]
    names: frozenset[str]

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
        for start, end, marks in self._found(text, frozenset(names) or self.names):
            if start >= at:
                parts += [_lower(text[at:start]), marks]
                at = end
        parts.append(_lower(text[at:]))
        return self._after.sub(lambda found: found[1] * len(found[0]), "".join(parts))

    def _found(self, text: str, names: frozenset[str]) -> Iterator[tuple[int, int, str]]:
        words = [(found.start(), found.end(), found[0]) for found in _WORD.finditer(text)]
        for number, (start, end, word) in enumerate(words):
            following = words[number + 1] if number + 1 < len(words) else (end, end, "")
            next_word = following[2].lower().removesuffix("'s") if text[end : following[0]] == " " else ""
            kind, owns = self._kind(word, next_word, names)
            if not kind:
                continue
            if kind in (ROLE, DEPARTMENT):
                start = self._beginning(text, words, number)
                kind = self._kind_of_phrase(text[start:end].lower().replace("'", " ").split(), kind)
            if len(kind) > 1:
                yield start, end, kind
            elif owns:
                yield start, end, kind * (end - start - owns) + "Z" * owns
            else:
                yield start, self._without_tail(word, end), kind * (self._without_tail(word, end) - start)

    @staticmethod
    def _without_tail(word: str, end: int) -> int:
        """ "they'd" is they and had: only the first is a person."""
        return end - len(word) + word.index("'") if "'" in word else end

    def _kind(self, word: str, next_word: str, names: frozenset[str]) -> tuple[str, int]:
        """The letter, and how many characters of the word make it a possessive."""
        plain, _, tail = word.partition("'")
        owns = len(word) - len(plain) if tail in ("s", "") and "'" in word else 0
        if plain in names or plain.startswith("<@") or (plain.startswith("@") and plain[1:] not in ("here", "channel")):
            return NAMED, owns
        lower = plain.lower().replace(" ", "-")
        if lower in PRONOUNS and word not in ("US", "IT", "ME"):
            return PRONOUNS[lower], 0
        if lower in self.nobody:
            return NOBODY, 0
        if lower == "whoever":
            return WHOEVER, 0
        if lower in self.somebody:
            return SOMEBODY, owns if lower != "who" else 0
        if lower in self.roles and next_word not in self.things and (owns or next_word not in self.roles):
            return ROLE, owns
        if lower in self.departments and next_word not in self.things and next_word not in self.roles:
            return DEPARTMENT, owns
        return "", 0

    def _kind_of_phrase(self, words: list[str], kind: str) -> str:
        if words[0] == "no":
            return NOBODY
        return STATUS if self.status & set(words) else kind

    def _beginning(self, text: str, words: list[tuple[int, int, str]], number: int) -> int:
        """Where the phrase begins whose last word this is: "the new release manager"."""
        start, unknown = words[number][0], 0
        for back in range(number - 1, max(number - 6, -1), -1):
            begins, ends, before = words[back]
            if text[ends : words[back + 1][0]] != " ":
                break
            if before.lower() in self.determiners:
                return begins
            if before.lower() in self.telling:
                return start
            if unknown == 0 and before.lower() in self.modifiers | self.departments | self.roles:
                start = begins
            else:
                unknown += 1
            if unknown > 1:
                break
        return start


def _lower(text: str) -> str:
    lower = text.lower()
    return lower if len(lower) == len(text) else "".join(c.lower() if len(c.lower()) == 1 else c for c in text)

"""What may be asked, in which part somebody acts, and when a wait is worth a word. Values in, findings out."""

import re
import unicodedata
from datetime import UTC, datetime, timedelta
from difflib import SequenceMatcher
from enum import StrEnum

from bot.questions import refusals
from bot.questions.events import By
from bot.slack.text import length, shorten

LONGEST_TEXT = 3000
LONGEST_REASON = 500
LONGEST_CONTEXT = 1000
#: The same words by the same person within this time are one question.
SAME_WITHIN = timedelta(minutes=10)


class Kind(StrEnum):
    QUESTION = "question"
    CHALLENGE = "challenge"
    TELL = "tell"


class Visibility(StrEnum):
    """Who sees it. Changed later, only towards less: from public to private."""

    PUBLIC = "public"
    PRIVATE = "private"
    ANONYMOUS = "anonymous"


def fault(text: str, longest: int = LONGEST_TEXT, markup: str = "") -> str | None:
    """What is wrong with the words of a question, an answer or a reason; `markup` is how Slack delivered them."""
    if length(text) > longest:
        return refusals.at_most(longest, length(text))
    if not says_something(markup or text):
        return refusals.SAYS_NOTHING
    return None


_MARKUP = re.compile(r"<[^<>]*>|:[a-z0-9_+-]+:")


def says_something(text: str) -> bool:
    """More than a mention, an emoji or punctuation, in any script."""
    return any(unicodedata.category(character)[0] in "LN" for character in _MARKUP.sub(" ", text))


def without_first_mention(markup: str) -> str:
    """What was said to whoever is mentioned first, in a message that begins so."""
    return re.sub(r"^\s*<@[UW][A-Z0-9_]+(?:\|[^<>]*)?>[\s,:]*", "", markup)


def shortened(text: str) -> str:
    """As a quote in a question of one's own."""
    return shorten(text, LONGEST_TEXT // 2)


def part(*, person: str, is_machine: bool, asker: str | None, may_answer: bool) -> By:
    """In which part somebody acts; the CTO who asks is an asker like any other."""
    if is_machine:
        return By.MACHINE
    if asker and person == asker:
        return By.ASKER
    return By.RESPONDER if may_answer else By.PEER


def same_words(text: str, other: str | None) -> bool:
    return other is not None and text.casefold().split() == other.casefold().split()


# Looking alike

_WORD = re.compile(r"\w{3,}")
#: Of English; in another language a few more look alike.
_COMMON = frozenset(
    _WORD.findall(
        "the and for are but not you all any can had her was one our out has him his how its may new now old see two"
        " way who why did get let put say she too use what when where which will with this that have from they been"
        " were their there would could should about into than then them these some does your"
    )
)


def telling_words(text: str) -> frozenset[str]:
    return frozenset(word for word in _WORD.findall(text.casefold()) if word not in _COMMON)


def alike(text: str, other: str) -> bool:
    """Half of the words that tell one from another are shared, endings aside, and never just one of several."""
    mine, theirs = _beginnings(text), _beginnings(other)
    fewer = min(len(mine), len(theirs))
    return fewer > 0 and len(mine & theirs) >= max(min(2, fewer), (fewer + 1) // 2)


def is_told_in(asked: str, answer: str) -> bool:
    """Half of the words that tell what is asked stand in it, endings aside, and never just one."""
    mine = _beginnings(asked)
    return len(mine & _beginnings(answer)) >= max(2, (len(mine) + 1) // 2)


def _beginnings(text: str) -> frozenset[str]:
    return frozenset(word[:6] for word in telling_words(text))


# Edits

_SPELT = 0.8


def may_matter(before: str, after: str) -> bool:
    """An edit that changes more than spelling, capitals, spaces and marks."""
    old, new = ([word.casefold() for word in re.findall(r"\w+", text)] for text in (before, after))
    return len(old) != len(new) or not all(map(_is_spelling, old, new))


def _is_spelling(word: str, other: str) -> bool:
    """What begins otherwise (`possible`, `impossible`), is short, or is a number is another word."""
    if word == other:
        return True
    is_alike = word[0] == other[0] and SequenceMatcher(a=word, b=other).ratio() >= _SPELT
    return is_alike and min(len(word), len(other)) > 3 and word.isalpha() and other.isalpha()


# Nudges


class Stage(StrEnum):
    HALF = "half"
    TARGET = "target"


def stage(working: timedelta, target: timedelta | None) -> Stage | None:
    """How far a clock has run towards its target, where that is worth a word."""
    if target is None or working < target / 2:
        return None
    return Stage.TARGET if working >= target else Stage.HALF


# Promises


def promise_fault(until: datetime | None, now: datetime) -> str | None:
    if until is None:
        return refusals.NO_DAY
    return None if until > now else refusals.DAY_HAS_PASSED


def was_kept(until: datetime, answered: datetime | None, now: datetime) -> bool | None:
    """None while it may still be."""
    if answered is not None:
        return answered <= until
    return False if now > until else None


def told_fault(told: datetime | None, began: datetime, now: datetime) -> str | None:
    """Of when an answer was given elsewhere, to the minute, to what `began`, or was replied to here, then."""
    if told is None:
        return refusals.WHERE_IT_WAS_SAID
    if told > now:
        return refusals.SAID_AHEAD
    return refusals.SAID_BEFORE if told < began.replace(second=0, microsecond=0) else None


_LINK = re.compile(r"https://[\w-]+(?:\.enterprise)?\.slack\.com/archives/[A-Z0-9]+/p(\d{10})(\d{6})(?:\?\S*)?")


def linked_at(link: str) -> datetime | None:
    """When the message behind a link of Slack was written; None where it is no such link."""
    found = _LINK.fullmatch(link.strip().strip("<>"))
    return datetime.fromtimestamp(int(found[1]) + int(found[2]) / 1_000_000, UTC) if found else None

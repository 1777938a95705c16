"""Text that came from people, made safe to show in Slack; and dates and durations in words."""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime, timedelta, tzinfo
from itertools import islice

from wcwidth import iter_graphemes

ELLIPSIS = "…"
FSI, PDI = "\u2068", "\u2069"
WORD_JOINER = "\u2060"

_LINE_ENDS = re.compile("\r\n|[\r\v\f\x1c-\x1e\x85\u2028\u2029]")
# Control characters, byte order and annotation marks, and every embedding, override and isolate of direction:
# a right-to-left language is written without these, and one left open would turn our words around too.
_DROPPED = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u206f\ufeff\ufff9-\ufffb]")
_HALF_CHARACTERS = re.compile("[\ud800-\udfff]")
_URL = re.compile(r"(https?://[A-Za-z0-9](?:[^\s<>|`]*[A-Za-z0-9/])?)")
# Slack formats only at the edge of a word: 2*3*4 and snake_case are safe as they are, and so is a lone " * ".
_MARKER = re.compile(r"`|(?!(?<=\s)[*_~]\s)(?:(?<![A-Za-z0-9])[*_~]|[*_~](?![A-Za-z0-9]))")
_LOOKALIKES = str.maketrans({"*": "\u2217", "_": "\u02cd", "~": "\u223c", "`": "\u02cb"})
_MENTION = re.compile(r"(?<!\w)([@＠])(?=\w)")
#: Also behind what looks like an address: where Slack ends it is Slack's affair.
_MASS_MENTION = re.compile(r"(?<!\w)([@＠])(?=(?:here|channel|everyone)\b)", re.IGNORECASE)
_RIGHT_TO_LEFT = frozenset({"R", "AL", "AN"})
_QUOTE = re.compile(r"^(?=[ \t]*>)", re.MULTILINE)
_ENTITIES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})
_TOKEN = re.compile(r"(<[^<>]*>|&(?:amp|lt|gt);)")


def length(text: str) -> int:
    """UTF-16 units. Slack does not say what it counts; code points are never more than these."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def clean(text: str) -> str:
    """As typed, without what cannot be seen: one kind of line end, no controls, no half characters."""
    if text.isprintable():  # as nearly all is, and then there is none of these in it
        return text
    return _HALF_CHARACTERS.sub("\ufffd", _DROPPED.sub("", _LINE_ENDS.sub("\n", text)))


def one_line(text: str) -> str:
    return " ".join(clean(text).split())


def escape(text: str) -> str:
    """People's text for use inside mrkdwn: shown as typed, interpreted as nothing, pinging nobody."""
    parts = _URL.split(clean(text))
    inert = (_pinging_nobody(part) if at % 2 else _inert(part) for at, part in enumerate(parts))
    return _isolated("".join(inert).translate(_ENTITIES))


def _pinging_nobody(address: str) -> str:
    return _MASS_MENTION.sub(rf"\1{WORD_JOINER}", address)


def _inert(text: str) -> str:
    """Without meaning to mrkdwn. Slack has no way to escape these, so:

    - a marker that could pair with one of ours becomes the character that looks like it;
    - a bare @name gets an invisible joiner: text objects are preprocessed unless `verbatim`, and
      "certain mentions will be automatically parsed" does not say which;
    - so does a line that starts with >, as Slack reads &gt; there as a quote.
    """
    marked = _MARKER.sub(lambda found: found[0].translate(_LOOKALIKES), text)
    return _QUOTE.sub(WORD_JOINER, _MENTION.sub(rf"\1{WORD_JOINER}", marked))


def _isolated(text: str) -> str:
    """Right-to-left lines are fenced, so that they cannot reorder the words and figures beside them."""
    if text.isascii():
        return text
    return "\n".join(f"{FSI}{line}{PDI}" if _is_bidirectional(line) else line for line in text.split("\n"))


def _is_bidirectional(line: str) -> bool:
    return not _RIGHT_TO_LEFT.isdisjoint(map(unicodedata.bidirectional, line))


def shorten(text: str, limit: int, sent: Callable[[str], str] = str) -> str:
    """`text` cut so that what is sent of it fits: `escape(shorten(text, 75, escape))`."""
    if length(sent(text)) <= limit:
        return text
    return _cut(iter_graphemes(text), limit, sent)


def whole_sentences(sentences: Sequence[str], limit: int, rest: Callable[[int], str], beyond: int = 0) -> str:
    """As many as fit, and behind them how many are left out: `rest(3)` says so. `beyond`: so many are in any case."""
    for kept in range(len(sentences), 0, -1):
        left = len(sentences) - kept + beyond
        said = " ".join([*sentences[:kept], *([rest(left)] if left else [])])
        if length(said) <= limit:
            return said
    return shorten(sentences[0], limit)


def shorten_mrkdwn(text: str, limit: int) -> str:
    """As `shorten`, for mrkdwn of our own making: no &amp;, <@mention>, <link> or <!date> is cut in half."""
    if length(text) <= limit:
        return text
    return _cut(_mrkdwn_units(text), limit, str)


def _mrkdwn_units(text: str) -> Iterator[str]:
    for at, part in enumerate(_TOKEN.split(text)):
        yield from [part] if at % 2 else iter_graphemes(part)


def _cut(text: Iterable[str], limit: int, sent: Callable[[str], str]) -> str:
    if limit < 1:
        return ""
    units = list(islice(text, limit + 1))
    kept = _how_many(units, limit, lambda text: sent(text + ELLIPSIS))
    kept = _back_to_a_word(units, kept)
    while kept and units[kept - 1].isspace():
        kept -= 1
    return "".join(units[:kept]) + ELLIPSIS


def _how_many(units: Sequence[str], limit: int, sent: Callable[[str], str]) -> int:
    sizes = range(1, len(units) + 1)
    return bisect_right(sizes, limit, key=lambda count: length(sent("".join(units[:count]))))


def _back_to_a_word(units: Sequence[str], kept: int) -> int:
    """The nearest gap between words, unless that costs more than 24 characters or half of the text."""
    if kept >= len(units):
        return kept
    gaps = (at for at in range(kept, max(kept - 24, kept // 2), -1) if units[at].isspace())
    return next(gaps, kept)


def fair_share(lengths: Sequence[int], room: int) -> int:
    """How long each text may be at most, so that all of them fit: what short ones leave, long ones have."""
    for number, each in enumerate(sorted(lengths)):
        share = room // (len(lengths) - number)
        if each > share:
            return share
        room -= each
    return max(lengths, default=1)


def pieces(text: str, limit: int, sent: Callable[[str], str] = str) -> list[str]:
    """All of `text`, in parts that each fit: for reading in full what a card shows shortened."""
    units = [part for cluster in iter_graphemes(text) for part in _bounded(cluster, limit, sent)]
    found: list[str] = []
    while units:
        fitting = max(1, _how_many(units[:limit], limit, sent))
        gaps = (at for at in range(fitting, max(fitting - 24, fitting // 2), -1) if units[at - 1].isspace())
        kept = fitting if fitting == len(units) else next(gaps, fitting)
        found.append("".join(units[:kept]))
        units = units[kept:]
    return found


def _bounded(cluster: str, limit: int, sent: Callable[[str], str]) -> Sequence[str]:
    """A pile of accents longer than a whole message is the one thing that is taken apart."""
    return [cluster] if length(sent(cluster)) <= limit else list(cluster)


def date_text(instant: datetime, zone: tzinfo, shown: str = "{date_short_pretty} at {time}") -> str:
    """A time in each reader's own zone; `zone` is for clients that cannot show it. Tokens: docs.slack.dev."""
    if instant.tzinfo is None:
        raise ValueError("a time without a zone cannot be shown")
    local = instant.astimezone(zone)
    fallback = f"{local:%a} {local.day} {local:%b %Y, %H:%M %Z}"
    return f"<!date^{int(instant.timestamp())}^{shown}|{fallback}>"


def duration_text(duration: timedelta) -> str:
    """`25 m`, `1 h 05 m`, `31 h 00 m`. Never days: a day of working time is not 24 hours."""
    minutes = int(duration.total_seconds() // 60)
    if minutes < 1:
        return "under 1 m"
    hours, minutes = divmod(minutes, 60)
    return f"{hours} h {minutes:02} m" if hours else f"{minutes} m"


def about_text(duration: timedelta) -> str:
    """On the wall clock, for "… ago" and "no word for …": `25 m`, `31 h`, `3 days`, `5 weeks`."""
    hours = int(duration.total_seconds() // 3600)
    if hours < 1:
        return duration_text(duration)
    if hours < 48:
        return f"{hours} h"
    return f"{hours // 24} days" if hours < 21 * 24 else f"{hours // (7 * 24)} weeks"

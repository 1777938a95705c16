"""How a name may stand in a text: composed or not, between markup, escaped for Slack, HTML or JSON, with any space."""

import html
import json
import re
import unicodedata
from collections.abc import Collection, Iterator

from bot.slack.text import escape

#: What Slack takes for markup, and what `escape` puts in its place: no part of a word, whatever Unicode says.
_MARKUP = "_*~`\u02cd\u2217\u223c\u02cb"
_UNSEEN = "\u00ad\u200b-\u200f\u2060\u2066-\u2069\ufeff"
_SPACE = rf"[\s{_MARKUP}{_UNSEEN}]|\\[nrt]|\\u(?:00a0|00ad|20[0-9a-f]{{2}}|3000|feff)|&nbsp;|&\#160;|<br ?/?>"
_BETWEEN = rf"(?:(?:{_SPACE})+|[.\-\u30fb\uff65])"
#: Scripts that put no space between words, or none behind a name: Thai to Khmer, Chinese, Japanese, Korean.
_UNSPACED = (
    "\u0e00-\u0eff\u1000-\u109f\u1100-\u11ff\u1780-\u17ff\u3005-\u3007\u3040-\u318f\u31a0-\u31bf\u31f0-\u31ff\u3400-\u4dbf"
    "\u4e00-\u9fff\ua960-\ua97f\uac00-\ud7ff\uf900-\ufaff\uff66-\uffdc\U00020000-\U0003ffff"
)
_UNSPACED_ESCAPED = r"\\u(?:[3-9a-dA-D][0-9a-fA-F]|0[eE])[0-9a-fA-F]{2}"
_COMBINING = r"\u0300-\u036f\u3099\u309a"
_LETTER = rf"[^\W{_MARKUP}{_UNSPACED}]"
#: Written in JSON, the end of what stands before is a letter or a digit.
_BEHIND_JSON = r"(?<=\\[nrt])|(?<=\\u[0-9a-fA-F]{4})"
_BEFORE = rf"(?:(?<!{_LETTER})|{_BEHIND_JSON}|(?=[{_UNSPACED}]|{_UNSPACED_ESCAPED}))"
_AFTER = rf"(?![{_COMBINING}])(?:(?!{_LETTER})|(?<=[{_UNSPACED}])|(?<={_UNSPACED_ESCAPED}))"
_ALIKE = {each: ("'", "’", "&#x27;", "&#39;") for each in "'’"}
#: Shorter ones stand in nearly every text.
_TELLING = 3


def ids(which: Collection[str]) -> re.Pattern[str]:
    return re.compile(rf"(?:(?<![A-Za-z0-9])|{_BEHIND_JSON})(?:{any_of(which)})(?![A-Za-z0-9])")


def names(which: Collection[str]) -> re.Pattern[str]:
    return re.compile(rf"@?{_BEFORE}(?:{_spelt(which)}){_AFTER}", re.IGNORECASE)


def word(name: str) -> re.Pattern[str]:
    return re.compile(rf"{_BEFORE}(?:{_spelt([name])}){_AFTER}", re.IGNORECASE)


def grown_together(name: str) -> re.Pattern[str]:
    """Its words with nothing between them, also inside a longer one."""
    return re.compile("".join(map(_letters, _composed(name).split())), re.IGNORECASE)


def any_of(parts: Collection[str]) -> str:
    return "|".join(map(re.escape, sorted(parts, key=len, reverse=True)))


def bare(text: str) -> str:
    """Without what stands around it."""
    return re.sub(rf"^[@\s{_MARKUP}{_UNSEEN}]+|[\s{_MARKUP}{_UNSEEN}]+$", "", _composed(text))


def needles(name: str) -> set[str]:
    """Of which one stands in every text that holds the name, so that a database need not hand out every row: the
    longest stretch that is written in one way only, else all ways."""
    plain = max(re.findall("[A-Za-z0-9]+", _composed(name)), key=len, default="")
    if len(plain) >= _TELLING:
        return {plain}
    longest = max(_composed(name).split(), key=len)
    ways = (unicodedata.normalize(form, each) for each in _forms(longest) for form in ("NFC", "NFD"))
    cased = {case for each in ways for case in (each, each.casefold(), each.upper(), each.title())}
    return {found for each in cased for found in _in_json(each)}


def _composed(text: str) -> str:
    return unicodedata.normalize("NFC", text)


def _spelt(which: Collection[str]) -> str:
    forms = {form for name in which for form in _forms(_composed(name))}
    return "|".join(_BETWEEN.join(map(_letters, form.split())) for form in sorted(forms, key=len, reverse=True))


def _letters(text: str) -> str:
    return "".join(map(_letter, text))


def _letter(one: str) -> str:
    if one.isascii() and one not in _ALIKE:
        return re.escape(one) if one.isalnum() else _either(_in_json(one))
    cased = {one, one.lower(), one.upper(), *_ALIKE.get(one, ())}
    ways = {unicodedata.normalize(form, each) for each in cased for form in ("NFC", "NFD")}
    return _either({found for each in ways for found in _in_json(each)})


def _either(ways: Collection[str] | Iterator[str]) -> str:
    return f"(?:{any_of(set(ways))})"


def _forms(name: str) -> Iterator[str]:
    yield from (name, escape(name), html.escape(name))


def _in_json(text: str) -> Iterator[str]:
    yield text
    yield json.dumps(text)[1:-1]
    yield json.dumps(text, ensure_ascii=False)[1:-1]

"""The forms of English verbs, so that rules name each verb once."""

from collections.abc import Mapping, Sequence

_VOWELS = "aeiou"
#: Last consonant doubled although the word has more than one syllable.
_DOUBLING = ("omit", "commit", "admit", "forget", "prefer", "refer", "transfer", "unplug", "outrun")


def macros(words: Mapping[str, Sequence[str]], verbs: Mapping[str, Sequence[str]]) -> Mapping[str, str]:
    """Name → alternatives. A list of verbs gives {name}, any form, and {name:base}, :s, :past, :done, :ing."""
    made = {name: "|".join(one) for name, one in words.items()}
    for name, entries in verbs.items():
        forms = [_forms(entry) for entry in entries]
        for number, form in enumerate(("base", "s", "past", "done", "ing")):
            made[f"{name}:{form}"] = "|".join(one[number] for one in forms)
        made[name] = "|".join(sorted({each for one in forms for each in one}, key=len, reverse=True))
    return made


def _forms(entry: str) -> tuple[str, str, str, str, str]:
    """Of "skip" or "forget/forgot/forgotten", with words after it: "cut/cut/cut corners"."""
    verb, _, rest = entry.partition(" ")
    base, *irregular = verb.split("/")
    past, done = irregular if irregular else (_ending(base, "ed"), _ending(base, "ed"))
    tail = f" {rest}" if rest else ""
    return base + tail, _third(base) + tail, past + tail, done + tail, _ending(base, "ing") + tail


def _third(base: str) -> str:
    if base.endswith(("s", "sh", "ch", "x", "z", "o")):
        return f"{base}es"
    if base.endswith("y") and base[-2] not in _VOWELS:
        return f"{base[:-1]}ies"
    return f"{base}s"


def _ending(base: str, ending: str) -> str:
    if base.endswith("ie") and ending == "ing":
        return f"{base[:-2]}ying"
    if base.endswith("ee"):
        return f"{base}d" if ending == "ed" else f"{base}ing"
    if base.endswith("e"):
        return f"{base[:-1]}{ending}"
    if base.endswith("y") and base[-2] not in _VOWELS and ending == "ed":
        return f"{base[:-1]}ied"
    if _doubles(base):
        return f"{base}{base[-1]}{ending}"
    return f"{base}{ending}"


def _doubles(base: str) -> bool:
    if base in _DOUBLING:
        return True
    short = sum(letter in _VOWELS for letter in base) == 1
    return short and len(base) > 2 and base[-2] in _VOWELS and base[-1] not in "wxy" + _VOWELS

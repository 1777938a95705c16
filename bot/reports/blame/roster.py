"""Names of people, from a list of them."""


def names_in(text: str) -> frozenset[str]:
    """Every capitalised word of a list with one name a line: "Ana Ruiz" is Ana and Ruiz. A # begins a remark."""
    lines = (line.partition("#")[0] for line in text.splitlines())
    return frozenset(word for line in lines for word in line.replace(",", " ").split() if _is_name(word))


def _is_name(word: str) -> bool:
    """An initial or a handle in small letters would match too much; @handles are people anyway."""
    return len(word) > 1 and word[0].isalpha() and not word[0].islower() and not word.endswith(".")

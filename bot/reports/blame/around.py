"""Who is a person although no list has the name: known by the words around it."""

import re

TITLES = ("Mr", "Mrs", "Ms", "Mx", "Dr", "Herr", "Frau", "Monsieur", "Madame", "Señor", "Señora")
#: "The operator Strimzi" and "team Kafka" name things.
BEFORE_A_PRODUCT = frozenset(
    (
        "operator",
        "operators",
        "team",
        "teams",
        "by",
        "infra",
        "devops",
        "sales",
        "marketing",
        "hr",
        "legal",
        "qa",
        "ops",
    )
)
#: What only people do.
_FORGOT = re.compile(
    r" (?:has |had |then |simply |just |again |once again )?(?:forgot(?:ten)?|botched|bungled|shrugged|mistyped|misread"
    r"|overslept|lied|screwed|nuked|fat-fingered|neglected|apologi[sz]ed|dozed|shirked|bothered|slacked)\b"
)
#: Other words that begin a sentence before one of these.
_NO_NAME = re.compile(
    r"[a-z]+ly|and|but|then|they|we|s?he|i|you|it|who|so|or|also|just|again|still|even|never|nobody|some(?:body|one|how)"
    r"|every(?:body|one)|any(?:body|one)|not?|all|both|once|th(?:is|at|ese|ose)|wh(?:ich|at|en|ere|y)|how|if|as|yet|always"
    r"|maybe|perhaps|instead|ha[ds]|have|was|were|is|are|been|got|one|two|three|some|many|most|few|others|today|yesterday"
    r"|tomorrow|people|the|an?|each|its|his|her|my|our|your|their|with|after|for|of|in|on|from|by"
)
_BEGINS = re.compile(r"(?:^|[\n.!?:;*>-])[\s*_>#-]*\Z")
#: How far before a word its sentence may begin: the marks of a list, not more.
_NEAR = 8
_DEED = re.compile(
    r"(?!based|related|required|needed|affected|estimated|increased)[a-z-]+ed|did|didn't|does|doesn't|had|has|hasn't|never"
    r"|again|went|sat|slept|told|knew|forgot|kept|keeps|let|lets|left|made|took|put|ran|sent|broke|chose|would|won't|could"
    r"|couldn't|wouldn't|refuses|insists|ignores|blames|thinks|still|simply|just|once|should|owes|saw|thought|fell|gave"
)
#: "The crew in Cluj": where somebody works. A month or a weekday is no place.
_PLACE = re.compile(
    r" (?:in|from|at) (?!(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec|Mon|Tue|Wed|Thu|Fri|Sat|Sun|Q\d)[a-z]*\b)"
    r"[A-ZÀ-Þ][a-zß-ÿ]+(?:[ -][A-ZÀ-Þ][a-zß-ÿ]+)?(?![\w-])"
)
_PEOPLE_IN_PLACES = "NRJD"


def with_places(text: str, marked: str) -> str:
    """`marked`, with the places behind people as part of them; a place that is a person or a team itself is not."""
    for found in _PLACE.finditer(text):
        start, end = found.span()
        who = marked[start - 1] if start else ""
        if who and who in _PEOPLE_IN_PLACES and marked[start:end].islower():
            marked = marked[:start] + who * (end - start) + marked[end:]
    return marked


def is_somebody(text: str, word: str, end: int) -> bool:
    """Whether what follows the capitalised `word` is done by people only."""
    return bool(_FORGOT.match(text, end)) and not _NO_NAME.fullmatch(word)


def begins_a_sentence(text: str, start: int) -> bool:
    return bool(_BEGINS.search(text, max(0, start - _NEAR), start))


def is_a_deed(word: str) -> bool:
    return bool(_DEED.fullmatch(word))

"""The table of who may what: doors, whom their routes let in, and whom their own decision lets through."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from tests.slack.things import Thing
from tests.slack.things.commitments import OFFER, PROMISE, PROPOSAL
from tests.slack.things.questions import QUESTION, UNNAMED
from tests.slack.things.replies import REPLY
from tests.slack.things.reports import ORPHAN, PUBLISHED, REVIEW

FILE = Path(__file__).with_name("roles.txt")
ROLES = ("cto", "delegate", "operator", "stand-in", "member", "owner", "installer", "guest", "outsider")
#: All but the last two.
EVERYBODY = frozenset(ROLES[:-2])
#: Kinds of things, by the words of the third column.
THINGS: Mapping[str, Thing] = {
    "question": QUESTION,
    "unnamed": UNNAMED,
    "proposal": PROPOSAL,
    "promise": PROMISE,
    "offer": OFFER,
    "review": REVIEW,
    "published": PUBLISHED,
    "orphan": ORPHAN,
    "reply": REPLY,
}
SAY_SO = f"""
A door needs a row in {FILE.name}: `kind id | who is let in | thing: who is let through`, a word behind a command too.
Let in may be: {", ".join(ROLES)}, or everybody (all but guest and outsider). The test tries each role at each door.
A thing may be: {", ".join(THINGS)}; its people are in tests/slack/things. Nothing: it is upon no thing of anybody's.
"""


@dataclass(frozen=True)
class Row:
    let_in: frozenset[str]
    #: Nothing where an act is upon no thing of anybody's.
    thing: str = ""
    let_through: frozenset[str] = frozenset()


def rows() -> dict[str, Row]:
    lines = FILE.read_text(encoding="utf-8").splitlines()
    return dict(_read(line) for line in lines if line and line[0] != "#")


def _read(line: str) -> tuple[str, Row]:
    door, who, inside = (part.strip() for part in line.split("|"))
    named, (thing, _, through) = set(who.split()), inside.partition(":")
    assert named <= {*ROLES, "everybody"}, f"{line}: {SAY_SO}"
    let_in = named - {"everybody"} | (EVERYBODY if "everybody" in named else set())
    let_through = frozenset(through.split())
    assert not inside or thing in THINGS, f"{line}: {SAY_SO}"
    assert not inside or let_through <= THINGS[thing].words, f"{line}: {SAY_SO}"
    return " ".join(door.split()), Row(frozenset(let_in), thing, let_through)


def doors() -> dict[str, Row]:
    """Without words behind commands."""
    return {door: row for door, row in rows().items() if door.count(" ") == 1}


def words() -> dict[str, Row]:
    return {door: row for door, row in rows().items() if door.count(" ") > 1}

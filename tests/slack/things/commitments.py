"""Promises for leaders, for everybody and private: asked for, promised, and offered to somebody else."""

import json
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from bot.access import Person
from bot.commitments import hand_overs, promises
from bot.commitments.checks import Audience, Draft
from bot.commitments.models import Commitment
from bot.settings import Operating
from tests.slack.things import PEOPLE, SECRET, STRANGER, Case, Given, Names, Thing, choice, day, know, modal, person
from tests.slack.things import tried_by as tried

OWNER, MAKER, SPONSOR, OFFERED = "U0OWNER", "U0MAKER", "U0SPONSOR", "U0OFFERED"
IN_IT = {"owner": OWNER, "maker": MAKER, "sponsor": SPONSOR}
LEADING = {word: PEOPLE[word] for word in ("cto", "delegate", "operator", "leader")}
Make = Callable[[Session, Operating, datetime, Audience], Commitment]


def asked_for(session: Session, settings: Operating, now: datetime, audience: Audience) -> Commitment:
    what = "Search under 200 ms" if audience is Audience.ORGANISATION else f"{SECRET} by spring"
    draft = Draft(what, OWNER, date(2026, 3, 27), audience=audience, sponsor=SPONSOR)
    return promises.make(session, draft, by=MAKER, settings=settings, now=now)


def promised(session: Session, settings: Operating, now: datetime, audience: Audience) -> Commitment:
    found = asked_for(session, settings, now, audience)
    return promises.accept(session, found.id, found.updates, by=OWNER, settings=settings, now=now)


def offered(session: Session, settings: Operating, now: datetime, audience: Audience) -> Commitment:
    found, owner = promised(session, settings, now, audience), Person(OWNER)
    hand_overs.offer(session, found.id, to=OFFERED, note="", by=owner, settings=settings, now=now)
    return found


def thing(make: Make, in_it: dict[str, str]) -> Thing:
    """Who leads sees what is for leaders; of what is private they know nothing, and neither of what it says."""

    def prepare(session: Session, settings: Operating, now: datetime) -> list[Case]:
        know(session, {**in_it, **LEADING, "offered": OFFERED, "stranger": STRANGER}, now)
        leaders, private, everybody = (_names(make(session, settings, now, one)) for one in AUDIENCES)
        beside = [("stranger", one, private) for one in (*LEADING.values(), STRANGER)]
        opened = [("reader", STRANGER, everybody)]
        return [*tried({**in_it, **LEADING, "stranger": STRANGER}, leaders), *beside, *opened]

    return Thing(frozenset({*in_it, *LEADING, "stranger", "reader"}), prepare, given)


AUDIENCES = (Audience.LEADERS, Audience.PRIVATE, Audience.ORGANISATION)


def _names(commitment: Commitment) -> Names:
    return {"id": commitment.id, "number": commitment.updates}


def given(door: str, names: Names) -> Given:
    kind, _, id = door.partition(" ")
    if kind == "command":
        return Given(text=str(names["id"]))
    if kind == "action":
        page = modal("commitments.page", json.dumps({"id": names["id"], "place": None}))
        older = id == "commitments.older"
        return Given(value="{id}:{number}".format(**names) + ":0" * older, view=page if older else None)
    if id == "all_hands.pick_form":
        return Given(view=modal(id, json.dumps({"source": ""})), chosen={"promise": choice(str(names["id"]))})
    if id == "commitments.list":
        place = {"which": "mine", "search": "", "skip": 0}
        return Given(view=modal(id, json.dumps(place)), typed={"search": str(names["id"])})
    typed, chosen = FORMS.get(id, ({}, {}))
    return Given(view=modal(id, json.dumps(names)), typed=typed, chosen=chosen)


FORMS: dict[str, tuple[dict[str, str], dict[str, Any]]] = {
    "commitments.counter_form": ({}, {"day": day("2026-04-10")}),
    "commitments.decline_form": ({"note": "No room."}, {}),
    "commitments.update_form": ({}, {"state": choice("on track")}),
    "commitments.move_form": ({"note": "Slower."}, {"day": day("2026-04-10")}),
    "commitments.hand_over_form": ({}, {"to": person(OFFERED)}),
    "commitments.sponsor_form": ({}, {"to": person(SPONSOR)}),
}
PROPOSAL = thing(asked_for, IN_IT)
PROMISE = thing(promised, IN_IT)
OFFER = thing(offered, {**IN_IT, "offered": OFFERED})

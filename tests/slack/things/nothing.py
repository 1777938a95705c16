"""Acts that are upon no thing of anybody's: lists, forms to begin with, and what tells of all of them."""

import json

from bot.commitments.list_views import TAB, TITLES
from tests.slack.things import Given, choice, day, modal, person

_PROMISES = modal("commitments.list", json.dumps({"which": "everybody", "search": "", "skip": 0}))
_REPORTS = modal("reports.list", json.dumps({"which": "all", "search": ""}))
_PROMISE = {"more": False, "origin": None, "why": "", "links": ""}
_ASKING = {"week": "", "source": "", "compared": True, "open": True}
_SLIDE = Given(value="0", view=modal("", json.dumps({"day": "2026-02-05"})))


def given(door: str) -> Given:
    return GIVEN.get(door, Given())


GIVEN = {
    "action commitments.more": Given(view=modal("commitments.promise_form", json.dumps(_PROMISE))),
    "view commitments.promise_form": Given(
        view=modal("commitments.promise_form", json.dumps(_PROMISE)),
        typed={"what": "Search under 200 ms"},
        chosen={"owner": person("U0STRANGER"), "day": day("2026-03-27"), "audience": choice("organisation")},
    ),
    **{f"action {TAB}.{tab.name.lower()}": Given(tab, _PROMISES) for tab in TITLES},
    "action commitments.turn.back": Given("0", _PROMISES),
    "action commitments.turn.on": Given("0", _PROMISES),
    "action all_hands.present": Given("2026-02-05"),
    "action all_hands.ask": Given("2026-02-05"),
    **dict.fromkeys((f"action all_hands.slide.{one}" for one in ("back", "on", "first")), _SLIDE),
    "view questions.ask_form": Given(
        view=modal("questions.ask_form", json.dumps(_ASKING)),
        typed={"text": "Who gets the new budget?"},
        chosen={"visibility": choice("public"), "kind": choice("question")},
    ),
    "action questions.chart": Given("-"),
    "action questions.cases": Given("-"),
    "action questions.cases.asked": Given("asked 2026-W10"),
    **dict.fromkeys(("action questions.cases.back", "action questions.cases.further"), Given("0|-", modal("", ""))),
    "action reports.tab.yours": Given("yours", _REPORTS),
    "action reports.tab.all": Given("all", _REPORTS),
    "action reports.turn.back": Given("0", _REPORTS),
    "action reports.turn.on": Given("0", _REPORTS),
}

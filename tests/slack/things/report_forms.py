"""What an act upon a report carries: its id, and what else the windows of reports remember."""

import json
from typing import Any

from tests.slack.things import Given, Names, choice, day, modal, person

AT = 1771000000


def given(door: str, names: Names) -> Given:
    kind, _, id = door.partition(" ")
    if kind == "view":
        memory, typed, chosen = FORMS.get(id, ("{id}", {}, {}))
        filled = json.dumps(memory(names)) if callable(memory) else memory.format(**names)
        told = {block: one(names) if callable(one) else one for block, one in chosen.items()}
        said = {block: text.format(**names) for block, text in typed.items()}
        return Given(view=modal(id, filled), typed=said, chosen=told)
    if id == "reports.keep_draft":  # a button that reads the form it stands in
        memory, _, _ = FORMS["reports.section_form"]
        return Given(view=modal("reports.section_form", json.dumps(memory(names))))
    return Given(value=VALUES.get(id, "{id}").format(**names), text="{id}".format(**names))


VALUES = {
    **dict.fromkeys((f"reports.reading.turn.{one}" for one in ("back", "on", "to")), "{id}:1:1"),
    "reports.section": "{id}:summary",
    "reports.take_off": "{id}:U0WRITER",
    "reports.write": "{id}:summary",
    "reports.resolve": "{comment}",
    "reports.approve": "{id}:{saw}",
    **dict.fromkeys(("reports.retry", "reports.take_back"), "{id}:C0ALL"),
    **dict.fromkeys(("reports.customers_approve", "reports.customers_export"), "{id}:1"),
    "reports.customers_export_anyway": "{id}:1",
    **dict.fromkeys(("reports.customers_markdown", "reports.customers_printed"), "{id}:1:1"),
    **dict.fromkeys(("reports.action_change", "reports.action_look", "reports.action_remove"), "{id}:1"),
    **dict.fromkeys((f"reports.{one}" for one in ("edit_line", "earlier", "later", "remove_line")), "{moment}"),
    **dict.fromkeys(("reports.timeline", "reports.timeline_turn.back", "reports.timeline_turn.on"), "{id}:0"),
    **dict.fromkeys((f"reports.add_to.{one}" for one in range(5)), "{id}:C0ENG:1772000000.000100"),
}


def _people(*ids: str) -> dict[str, Any]:
    return {"type": "multi_users_select", "selected_users": list(ids)}


def _channels(*ids: str) -> dict[str, Any]:
    return {"type": "multi_conversations_select", "selected_conversations": list(ids)}


def _instant(at: int) -> dict[str, Any]:
    return {"type": "datetimepicker", "selected_date_time": at}


_SAID = {"said_by": None, "said_in": None, "thread": None, "digest": ""}
LINES = {f"line-{at}": "Something was learned." for at in range(3)}
FORMS: dict[str, tuple[Any, dict[str, str], dict[str, Any]]] = {
    "reports.list": (lambda _: {"which": "all", "search": ""}, {"search": "{id}"}, {}),
    "reports.take_form": ("{id}:C0ALL", {"took": "Test the cache."}, {}),
    "reports.learned_form": ("{id}", {"line": "Caches lie."}, {}),
    "reports.start_form": (
        lambda names: {"id": names["id"], "source": None},
        {"title": "Checkout slow", "zone": "UTC"},
        {"severity": choice("2"), "began_at": _instant(AT), "template": choice("standard")},
    ),
    "reports.section_form": (
        lambda names: {"id": names["id"], "key": "summary", "base": 1, "gaps": [""]},
        {"text-0": "A cache was emptied."},
        {},
    ),
    "reports.findings_form": (
        lambda names: {"id": names["id"], "place": "summary", "number": 1, "marks": []},
        {},
        {},
    ),
    "reports.action_findings": (
        lambda names: {"id": names["id"], "place": "action:1", "number": 1, "marks": []},
        {},
        {},
    ),
    "reports.title_findings": (
        lambda names: {"id": names["id"], "place": "field:title", "number": 0, "marks": []},
        {},
        {},
    ),
    "reports.line_form": (
        lambda names: {"id": names["id"], "line": None},
        {"at": "2026-02-27 11:05", "text": "Somebody looked."},
        {},
    ),
    "reports.message_form": (
        lambda _: {"source": {"channel": "C0ENG", "ts": "1771999999.000100", **_SAID}},
        {"text": "Something was said."},
        {"report": lambda names: choice(str(names["id"]))},
    ),
    "reports.writers_form": ("{id}", {}, {"writers": _people("U0NAMED")}),
    "reports.hand_over_form": ("{id}", {}, {"to": person("U0NAMED")}),
    "reports.import_form": ("{id}", {"draft-0": "# Summary\n\nA cache was emptied."}, {}),
    "reports.ask_form": ("{id}", {"word": ""}, {"reviewers": _people("U0NAMED")}),
    "reports.section_page": ("{id}:summary", {"comment": "Who saw it first?"}, {}),
    "reports.send_back_form": ("{id}", {"word": "Say what was seen."}, {}),
    "reports.decline_form": ("{id}", {"word": "No time."}, {}),
    "reports.drop_form": ("{id}", {"reason": "Nothing happened."}, {}),
    "reports.customers_form": ("{id}:1", {"happened": "Slow.", "felt": "Many.", "doing": "Tests."}, {}),
    "reports.debrief_form": (
        lambda names: {"id": names["id"]},
        {"place": "", "questions": ""},
        {"at": _instant(AT + 2_000_000), "minutes": choice("45"), "people": _people("U0HEARD")},
    ),
    "reports.notes_form": (lambda names: {"id": names["id"], "was": {}}, {"notes": "We talked."}, {}),
    "reports.publish_form": ("{id}:0:", LINES, {"channels": _channels(), "people": _people("U0NAMED")}),
    "reports.amend_form": ("{id}:1:", {**LINES, "changed": "The impact.", "why": "Counted anew."}, {}),
    "reports.share_form": ("{id}:1:", {}, {"channels": _channels(), "people": _people("U0NAMED")}),
    "reports.audience_form": ("{id}:0:", {}, {"audience": choice("everyone"), "named": _people()}),
    "reports.action_form": (
        lambda names: {"report": names["id"], "number": None},
        {"what": "Alert on it"},
        {"kind": choice("detect"), "day": day("2026-03-27")},
    ),
}

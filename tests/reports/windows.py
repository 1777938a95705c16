"""Somebody in front of the windows of reports: every one is held against Slack's limits before it is looked at."""

import re
from dataclasses import dataclass
from typing import Any

from bot.slack import validation
from tests.slack_driver import SlackDriver, said

View = dict[str, Any]


def chosen(value: str) -> dict[str, Any]:
    return {"type": "static_select", "selected_option": {"value": value}}


def at(seconds: float) -> dict[str, Any]:
    return {"type": "datetimepicker", "selected_date_time": int(seconds)}


def whom(person: str) -> dict[str, Any]:
    return {"type": "users_select", "selected_user": person}


def people(*ids: str) -> dict[str, Any]:
    return {"type": "multi_users_select", "selected_users": list(ids)}


def ticked() -> dict[str, Any]:
    return {"type": "checkboxes", "selected_options": [{"value": "yes"}]}


@dataclass
class Person:
    slack: SlackDriver
    id: str
    view: View

    @property
    def text(self) -> str:
        return str(self.view["blocks"])

    @property
    def fields(self) -> dict[str, Any]:
        return {block["block_id"]: block["element"] for block in self.view["blocks"] if block["type"] == "input"}

    def named(self, field: str) -> str:
        """How `submits` knows it: a window that is drawn anew may give its fields other names."""
        return next(re.sub(r"\W", "_", name) for name in self.fields if name.split("-")[0] == field)

    def shows(self, field: str) -> str:
        return next(str(one["initial_value"]) for name, one in self.fields.items() if name.split("-")[0] == field)

    def value_of(self, label: str) -> tuple[str, str]:
        """Action and value of the button that says so, to the eye or to a screen reader."""
        for button in _buttons(self.view["blocks"]):
            if label in (button["text"]["text"], button.get("accessibility_label")):
                return button["action_id"], button.get("value", "")
        raise AssertionError(f"no button {label!r}")

    async def runs(self, text: str = "") -> None:
        await self.slack.types("/incident-report", text, by=self.id)
        self._see(self.slack.opened())

    async def uses(self, callback_id: str, on: View | None = None) -> None:
        await self.slack.uses(callback_id, by=self.id, on=on)
        self._see(self.slack.opened())

    async def clicks(self, label: str) -> None:
        action, value = self.value_of(label)
        before = len(self.slack.wire.calls)
        await self.slack.clicks(action, value, by=self.id, view={**self.view, "type": "modal"})
        shown = [arguments["view"] for name, arguments in self.slack.wire.calls[before:] if name.startswith("views.")]
        assert shown, f"nothing came of {label!r}"
        self._see(shown[-1])

    async def clicks_in_message(self, action: str, value: str) -> None:
        await self.slack.clicks(action, value, by=self.id)
        self._see(self.slack.opened())

    async def submits(self, **values: Any) -> View:
        """What came back; fields that are not named stay as the form shows them."""
        typed, picked = {}, {}
        for name, element in self.fields.items():
            given = values.pop(re.sub(r"\W", "_", name), None)
            if isinstance(given, dict):
                picked[name] = given
            elif given is not None or element["type"] == "plain_text_input":
                typed[name] = element.get("initial_value", "") if given is None else given
            else:
                picked[name] = untouched(element)
        assert not values, f"no such fields: {sorted(values)}"
        answer = said(await self.slack.submits(self.view, typed, by=self.id, chosen=picked))
        if "view" in answer:
            self._see(answer["view"])
        return answer

    def _see(self, view: View) -> None:
        validation.check(view)
        self.view = view


def untouched(element: dict[str, Any]) -> dict[str, Any]:
    """What Slack sends of an element as it was shown."""
    names = {
        "initial_option": "selected_option",
        "initial_user": "selected_user",
        "initial_users": "selected_users",
        "initial_options": "selected_options",
        "initial_date_time": "selected_date_time",
        "initial_date": "selected_date",
    }
    found = {names[name]: value for name, value in element.items() if name in names}
    return {"type": element["type"], **found}


def _buttons(node: Any) -> list[dict[str, Any]]:
    if isinstance(node, dict):
        found = [node] if node.get("type") == "button" else []
        return found + [each for value in node.values() for each in _buttons(value)]
    return [each for value in node for each in _buttons(value)] if isinstance(node, list) else []

"""The blocks that agents answer with: tasks, plans, and what people think of the answer."""

from collections.abc import Mapping

from bot.sandbox.composition import CONFIRM, plain
from bot.sandbox.rich_text import IN_PLACE
from bot.sandbox.schema import Check, Shape, items, one_of, string, typed

_ID = string(255, 1)
_SOURCE = typed({"url": Shape({"url": string(3000, 1), "text": string(255, 1)})})


def _task(*statuses: str) -> Shape:
    return Shape(
        {"task_id": _ID, "title": string(255, 1)},
        {
            "block_id": string(255),
            "status": one_of(*statuses),
            "details": IN_PLACE,
            "output": IN_PLACE,
            "sources": items(_SOURCE, 100, 0),
        },
    )


_TASK = _task("in_progress", "complete", "error")
_PLANNED = typed({"task_card": _task("pending", "in_progress", "complete", "error")})
_PLAN = Shape({"title": string(255, 1)}, {"block_id": string(255), "tasks": items(_PLANNED, 100, 0)})

_FEEDBACK = Shape({"text": plain(75), "value": string(2000)}, {"accessibility_label": string(75)})
_FEEDBACK_BUTTONS = Shape({"positive_button": _FEEDBACK, "negative_button": _FEEDBACK}, {"action_id": _ID})
_ICON_BUTTON = Shape(
    {"icon": one_of("trash"), "text": plain(75)},
    {
        "action_id": _ID,
        "value": string(2000),
        "confirm": CONFIRM,
        "accessibility_label": string(75),
        "visible_to_user_ids": items(_ID, 100, 0),
    },
)
_ACTIONS = Shape(
    {"elements": items(typed({"feedback_buttons": _FEEDBACK_BUTTONS, "icon_button": _ICON_BUTTON}), 5)},
    {"block_id": string(255)},
)
AGENT_BLOCKS: Mapping[str, Check] = {"context_actions": _ACTIONS, "task_card": _TASK, "plan": _PLAN}

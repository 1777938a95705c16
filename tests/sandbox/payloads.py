from typing import Any


def section(text: str = "Hello", **more: Any) -> dict[str, Any]:
    return {"type": "section", "text": {"type": "mrkdwn", "text": text}, **more}


def button(action_id: str = "press", **more: Any) -> dict[str, Any]:
    return {
        "type": "button",
        "action_id": action_id,
        "text": {"type": "plain_text", "text": "Press"},
        **more,
    }


def field(block_id: str, element: dict[str, Any], **more: Any) -> dict[str, Any]:
    label = {"type": "plain_text", "text": block_id.capitalize()}
    filled = {"action_id": "entry", **element}
    return {"type": "input", "block_id": block_id, "label": label, "element": filled, **more}


def modal(*blocks: dict[str, Any], **more: Any) -> dict[str, Any]:
    view = {
        "type": "modal",
        "title": {"type": "plain_text", "text": "A question"},
        "submit": {"type": "plain_text", "text": "Ask"},
        "blocks": list(blocks) or [section()],
        **more,
    }
    return {name: value for name, value in view.items() if value is not None}


def home(*blocks: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"type": "home", "blocks": list(blocks) or [section()], **more}

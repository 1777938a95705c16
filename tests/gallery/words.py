"""What a message or modal says, as plain lines: its words, fields, buttons, and what is asked before a deed."""

import html
import re
from collections.abc import Iterator, Mapping
from typing import Any

Node = Mapping[str, Any]
PEOPLE = {"U0MAYA": "@Maya Okafor", "U0TOM": "@Tom Brandt", "U0ANA": "@Ana Ruiz"}


def lines(payload: Node) -> list[str]:
    return [line for line in _payload(payload) if line]


def _payload(payload: Node) -> Iterator[str]:
    if payload.get("type") == "modal":
        yield f"# {_text(payload['title'])}"
    for block in payload.get("blocks") or [{"type": "section", "text": {"text": payload["text"]}}]:
        yield from _block(block)
    if payload.get("type") == "modal":
        ends = [_text(payload[name]) for name in ("submit", "close") if name in payload]
        yield " ".join(f"[{end}]" for end in ends)


def _block(block: Node) -> Iterator[str]:
    match block["type"]:
        case "header":
            yield f"# {_text(block['text'])}"
        case "divider":
            yield "———"
        case "context":
            yield from (f"  {line}" for one in block["elements"] for line in _shown(_text(one)).split("\n"))
        case "actions":
            yield " ".join(_element(one) for one in block["elements"])
            yield from (line for one in block["elements"] for line in _confirm(one))
        case "input":
            yield from _input(block)
        case "rich_text":
            yield from (f"“{line}”" for line in _rich(block).split("\n"))
        case "table" | "data_table":
            yield from (" | ".join(_rich(cell) or _text(cell) for cell in row) for row in block["rows"])
        case "data_visualization":
            yield f"(chart: {block['title']})"
        case "section":
            yield from _section(block)
        case _:
            yield _shown(_text(block))


def _section(block: Node) -> Iterator[str]:
    yield from _shown(_text(block.get("text", {}))).split("\n")
    yield from (_shown(_text(field)).replace("\n", ": ") for field in block.get("fields") or ())
    if accessory := block.get("accessory"):
        yield _element(accessory)
        yield from _confirm(accessory)


def _input(block: Node) -> Iterator[str]:
    element = block["element"]
    optional = " (optional)" if block.get("optional") else ""
    yield f"{_text(block['label'])}{optional}: {_inside(element)}"
    yield from (f"    ◦ {_text(option['text'])}" for option in element.get("options", ())[:8])
    if hint := block.get("hint"):
        yield f"  {_text(hint)}"


def _inside(element: Node) -> str:
    chosen = element.get("initial_option") or {}
    several = element.get("initial_options") or ()
    found = [
        element.get("initial_value"),
        _text(chosen.get("text", {})) if chosen else None,
        ", ".join(_text(option["text"]) for option in several),
        element.get("initial_date"),
        PEOPLE.get(element.get("initial_user") or ""),
        ", ".join(PEOPLE.get(person, person) for person in element.get("initial_users") or ()),
        "#cto" if element.get("initial_conversation") else None,
    ]
    return next((one for one in found if one), "____")


def _element(element: Node) -> str:
    if element["type"] == "button":
        return f"[{_text(element['text'])}]"
    options = " | ".join(_text(option["text"]) for option in element.get("options", ()))
    return f"[⋯ {options}]" if options else f"[{_text(element.get('placeholder', {}))}]"


def _confirm(element: Node) -> Iterator[str]:
    if sure := element.get("confirm"):
        asked = f"{_text(sure['title'])} {_text(sure['text'])}"
        yield f"    {_text(element['text'])} asks: {asked} [{_text(sure['confirm'])}] [{_text(sure['deny'])}]"


def _rich(node: Any) -> str:
    if isinstance(node, list):
        return "".join(map(_rich, node))
    if not isinstance(node, Mapping):
        return ""
    own = str(node.get("text") or node.get("url") or "") if not isinstance(node.get("text"), Mapping) else ""
    return own + _rich(list(node.get("elements", ())))


def _text(node: Node) -> str:
    text = node.get("text", "")
    return str(text["text"]) if isinstance(text, Mapping) else str(text)


def _shown(markup: str) -> str:
    """As Slack would show it."""
    dated = re.sub(r"<!date\^[^|>]*\|([^>]*)>", r"\1", markup)
    linked = re.sub(r"<(?:https?:[^|>]*)\|([^>]*)>", r"\1", dated)
    named = re.sub(r"<@(\w+)>", lambda found: PEOPLE.get(found[1], found[1]), linked)
    return html.unescape(re.sub(r"<#\w+>", "#cto", named))

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

Json = dict[str, Any]
_AT_A_SECTION = ("insert_before", "insert_after", "delete")


@dataclass
class Canvas:
    id: str
    title: str
    by: str
    sections: dict[str, str] = field(default_factory=dict)
    """By id, in order: its Markdown."""
    access: dict[str, str] = field(default_factory=dict)
    """By channel or person: read, write or owner."""

    @property
    def markdown(self) -> str:
        return "\n\n".join(self.sections.values())


def sections_of(markdown: str, next_id: Callable[[], str]) -> dict[str, str]:
    parts = [part.strip() for part in markdown.split("\n\n")]
    return {next_id(): part for part in parts if part}


def edited(canvas: Canvas, change: Json, new: Mapping[str, str]) -> dict[str, str] | None:
    """Its sections after the change; none where the change names a section that is not there."""
    operation, place = change["operation"], change.get("section_id")
    if (operation in _AT_A_SECTION or place) and place not in canvas.sections:
        return None
    if operation == "insert_at_start":
        return {**new, **canvas.sections}
    if operation == "insert_at_end":
        return {**canvas.sections, **new}
    if operation == "replace" and not place:
        return dict(new)
    return _around(canvas.sections, str(place), operation, new)


def _around(sections: Mapping[str, str], place: str, operation: str, new: Mapping[str, str]) -> dict[str, str]:
    after: dict[str, str] = {}
    for section_id, markdown in sections.items():
        kept = {} if section_id == place and operation in ("delete", "replace") else {section_id: markdown}
        here = new if section_id == place else {}
        after |= {**kept, **here} if operation == "insert_after" else {**here, **kept}
    return after

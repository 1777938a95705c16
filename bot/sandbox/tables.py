from collections.abc import Mapping
from typing import Any

from bot.sandbox.rich_text import RICH_TEXT
from bot.sandbox.schema import (
    Check,
    Problem,
    Problems,
    Shape,
    boolean,
    integer,
    items,
    number,
    one_of,
    string,
    typed,
)

_CHARACTERS = {"table": 10_000, "data_table": 20_000}
KINDS = frozenset(_CHARACTERS)
ONE_TABLE = "only_one_table_allowed"
_CELL: Mapping[str, Check] = {
    "raw_text": Shape({"text": string(10_000, 1)}),
    "raw_number": Shape({"value": number()}, {"text": string(10_000, 1)}),
    "rich_text": RICH_TEXT,
}
_SETTINGS = Shape({}, {"align": one_of("left", "center", "right"), "is_wrapped": boolean})


def _column(thing: object, at: str) -> Problems:
    """Slack: null leaves a column as it is."""
    yield from _SETTINGS(thing, at) if thing is not None else ()


def _plain_header(thing: Mapping[str, object], at: str) -> Problems:
    rows = thing.get("rows")
    header = rows[0] if isinstance(rows, list) and rows and isinstance(rows[0], list) else []
    for place, cell in enumerate(header):
        if isinstance(cell, dict) and cell.get("type") == "rich_text":
            yield Problem("a header cell cannot be `rich_text`", f"{at}/rows/0/{place}/type")


def _equal_rows(thing: Mapping[str, object], at: str) -> Problems:
    rows = thing.get("rows")
    widths = {len(row) for row in rows if isinstance(row, list)} if isinstance(rows, list) else set()
    if len(widths) > 1:
        yield Problem("all rows must have the same number of cells", f"{at}/rows")


TABLE = Shape(
    {"rows": items(items(typed(_CELL), 20), 100)},
    {"block_id": string(255), "column_settings": items(_column, 20, 0)},
)
DATA_TABLE = Shape(
    {"caption": string(2000, 1), "rows": items(items(typed(_CELL), 20), 201, 2)},
    {"block_id": string(255), "page_size": integer(1, 100), "row_header_column_index": integer(0, 19)},
    (_equal_rows, _plain_header),
)


def whole_message_problems(blocks: list[dict[str, Any]], at: str) -> Problems:
    found = [(place, block) for place, block in enumerate(blocks) if str(block.get("type")) in _CHARACTERS]
    for place, block in found:
        if _written(block) > _CHARACTERS[block["type"]]:
            limit = _CHARACTERS[block["type"]] + 1
            yield Problem(f"must be less than {limit} characters", f"{at}/{place}/rows")
    for place, _ in found[1:]:
        yield Problem(ONE_TABLE, f"{at}/{place}")


def _written(thing: object) -> int:
    if isinstance(thing, dict):
        return sum(len(v) if k == "text" and isinstance(v, str) else _written(v) for k, v in thing.items())
    if isinstance(thing, list):
        return sum(map(_written, thing))
    return 0

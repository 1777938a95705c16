"""What the app wants to say, checked as Slack checks it."""

import re
from dataclasses import dataclass
from typing import Any

from bot.sandbox.block_kit import attachment_problems, block_problems
from bot.sandbox.call import Call
from bot.sandbox.refusals import Refused
from bot.sandbox.tables import ONE_TABLE
from bot.sandbox.views import with_ids

Json = dict[str, Any]
TEXT_KEPT = 40_000
_MARKDOWN = 12_000
_ATTACHMENTS = 100


@dataclass(frozen=True)
class Draft:
    text: str
    blocks: list[Json] | None
    attachments: list[Json] | None
    metadata: Json | None

    @property
    def empty(self) -> bool:
        return not (self.text.strip() or self.blocks or self.attachments)


def read_draft(call: Call) -> Draft:
    markdown = call.text("markdown_text")
    blocks = read_blocks(call)
    if markdown and (call.text("text") or blocks):
        raise Refused("markdown_text_conflict")
    if markdown and len(markdown) > _MARKDOWN:
        raise Refused("msg_too_long")
    return Draft(
        text=markdown or call.text("text") or "",
        blocks=blocks,
        attachments=_attachments(call, blocks),
        metadata=_metadata(call),
    )


def read_blocks(call: Call) -> list[Json] | None:
    blocks = call.nested("blocks", "invalid_blocks_format")
    if blocks is None:
        return None
    if not isinstance(blocks, list):
        raise Refused("invalid_blocks_format")
    return checked_blocks(call, blocks)


def checked_blocks(call: Call, blocks: list[Json]) -> list[Json]:
    problems = block_problems(blocks, "message")
    if problems:
        # Slack: a second table is a fault of the attachments, wherever it stands.
        tables_only = all(problem.message == ONE_TABLE for problem in problems)
        error = "invalid_attachments" if tables_only else "invalid_blocks"
        raise Refused(error, [str(problem) for problem in problems])
    return with_ids(blocks, call.workspace.ids)


def _attachments(call: Call, blocks: list[Json] | None) -> list[Json] | None:
    attachments = call.nested("attachments", "invalid_attachments")
    if attachments is not None and not isinstance(attachments, list):
        raise Refused("invalid_attachments")
    if attachments and len(attachments) > _ATTACHMENTS:
        raise Refused("too_many_attachments")
    problems = attachment_problems(attachments or [], blocks or [])
    if problems:
        raise Refused("invalid_attachments", [str(problem) for problem in problems])
    return attachments


def _metadata(call: Call) -> Json | None:
    metadata = call.nested("metadata", "invalid_metadata_format")
    if metadata is None:
        return None
    if metadata == {}:
        return {}
    if not isinstance(metadata, dict) or not isinstance(metadata.get("event_type"), str):
        raise Refused("invalid_metadata_format")
    if not isinstance(metadata.get("event_payload"), dict):
        raise Refused("invalid_metadata_format")
    # Slack: event_type is letters, digits and underscores; event_payload holds flat or nested JSON.
    if not re.fullmatch(r"[A-Za-z0-9_.-]{1,255}", metadata["event_type"]):
        raise Refused("invalid_metadata_schema")
    return {"event_type": metadata["event_type"], "event_payload": metadata["event_payload"]}

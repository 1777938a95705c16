"""What comes after writing, as buttons at the foot of the workbench."""

from collections.abc import Sequence
from typing import Any

from bot.reports import review_views
from bot.slack import blocks


def blocks_for(report_id: int) -> Sequence[dict[str, Any]]:
    where = blocks.button("Where it stands, and what comes next", review_views.STEPS, value=str(report_id))
    return [blocks.actions({**where, "style": "primary"}, block_id="next-steps")]

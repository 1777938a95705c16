"""Search by what is published."""

import json
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "2026_11_26_0820"
down_revision = "2026_11_26_0807"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("reports") as batch:
        batch.add_column(sa.Column("published_words", sa.Text(), server_default=sa.text("''"), nullable=False))
    bind = op.get_bind()
    newest = sa.text(
        "SELECT r.id, v.content FROM reports r"
        " JOIN report_revisions v ON v.report_id = r.id AND v.number = r.revision"
    )
    for report, content in bind.execute(newest).all():
        filling = sa.text("UPDATE reports SET published_words = :words WHERE id = :report")
        bind.execute(filling, {"words": _words(content), "report": report})


def _words(content: Any) -> str:
    told: dict[str, Any] = json.loads(content) if isinstance(content, str) else content
    said = [one["text"] for part in ("sections", "timeline") for one in told.get(part) or []]
    return " ".join([told.get("title") or "", *(told.get("services") or []), *said]).casefold()


def downgrade() -> None:
    with op.batch_alter_table("reports") as batch:
        batch.drop_column("published_words")

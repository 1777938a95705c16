"""Stop whoever wrote without a name and follow edited answers."""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_26_0125"
down_revision = "2026_11_26_0120"
branch_labels = None
depends_on = None

ADDED = ("stopped_on", "still_true_since", "answer_edited_at", "edit_untold")


def upgrade() -> None:
    """Column by column: SQLite would make the table anew in a batch, and lose the triggers of its text index."""
    op.add_column("questions", sa.Column("stopped_on", sa.Date(), nullable=True))
    op.add_column("questions", sa.Column("still_true_since", sa.Date(), nullable=True))
    op.add_column("questions", sa.Column("answer_edited_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("questions", sa.Column("edit_untold", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.add_column("anonymous_counts", sa.Column("stopped", sa.Boolean(), server_default=sa.false(), nullable=False))


def downgrade() -> None:
    op.drop_column("anonymous_counts", "stopped")
    for name in ADDED:
        op.drop_column("questions", name)

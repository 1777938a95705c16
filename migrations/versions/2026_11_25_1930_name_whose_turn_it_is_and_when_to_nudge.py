"""name whose turn it is and when to nudge"""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_25_1930"
down_revision = "2026_11_25_1900"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # Not in batches: SQLite would copy the table, and lose the triggers that keep its text index.
    op.add_column("questions", sa.Column("turn", sa.String(length=32), nullable=True))
    op.add_column("questions", sa.Column("nudge_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("questions", sa.Column("nudged", sa.String(length=32), nullable=True))
    op.create_index("ix_questions_nudge_at", "questions", ["nudge_at"], unique=False)


def downgrade() -> None:
    op.drop_index("ix_questions_nudge_at", table_name="questions")
    for column in ("nudged", "nudge_at", "turn"):
        op.drop_column("questions", column)

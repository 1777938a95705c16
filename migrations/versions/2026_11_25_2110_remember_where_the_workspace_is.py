"""remember where the workspace is"""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_25_2110"
down_revision = "2026_11_25_2105"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "workspaces",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("host", sa.String(length=200), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_workspaces"),
    )


def downgrade() -> None:
    op.drop_table("workspaces")

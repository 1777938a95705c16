"""Explain the figures of focus posts.

Since when those of earlier posts were counted is not known: they have no button.
"""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_26_0745"
down_revision = "2026_11_26_0717"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("focus_posts", sa.Column("figures_since", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    op.drop_column("focus_posts", "figures_since")

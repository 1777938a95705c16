"""add figures to focus posts"""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_25_1815"
down_revision = "2026_11_25_1810"
branch_labels = None
depends_on = None


def upgrade() -> None:

    with op.batch_alter_table("focus_posts", schema=None) as batch_op:
        batch_op.add_column(sa.Column("figures", sa.JSON(), nullable=True))


def downgrade() -> None:

    with op.batch_alter_table("focus_posts", schema=None) as batch_op:
        batch_op.drop_column("figures")

"""Know channels by name."""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_25_2222"
down_revision = "2026_11_25_2219"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("channel_sizes") as batch:
        batch.add_column(sa.Column("name", sa.String(80), server_default=sa.text("''"), nullable=False))
        batch.add_column(sa.Column("inside", sa.Boolean(), server_default=sa.false(), nullable=False))
        batch.add_column(sa.Column("archived", sa.Boolean(), server_default=sa.false(), nullable=False))


def downgrade() -> None:
    with op.batch_alter_table("channel_sizes") as batch:
        for name in ("archived", "inside", "name"):
            batch.drop_column(name)

"""Know what came back out of a backup."""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_26_1205"
down_revision = "2026_11_26_1122"
branch_labels = None
depends_on = None

TABLES = ("deliveries", "jobs")


def upgrade() -> None:
    for table in TABLES:
        op.add_column(table, sa.Column("restored_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    for table in reversed(TABLES):
        with op.batch_alter_table(table) as batch:
            batch.drop_column("restored_at")

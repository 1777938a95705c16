"""Mark versions for customers as outdated."""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_26_0058"
down_revision = "2026_11_26_0050"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("report_customer_versions") as batch:
        batch.add_column(sa.Column("outdated_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("report_customer_versions") as batch:
        batch.drop_column("outdated_at")

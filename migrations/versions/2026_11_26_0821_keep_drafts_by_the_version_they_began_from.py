"""Keep drafts by the version they began from."""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_26_0821"
down_revision = "2026_11_26_0820"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("report_drafts", sa.Column("base", sa.Integer(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("report_drafts") as batch:
        batch.drop_column("base")

"""Send files."""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_26_0107"
down_revision = "2026_11_26_0058"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("deliveries") as batch:
        batch.add_column(sa.Column("uploaded", sa.String(32), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("deliveries") as batch:
        batch.drop_column("uploaded")

"""Know of an all-hands whether its draft came."""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_26_0825"
down_revision = "2026_11_26_0821"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("all_hands") as batch:
        batch.add_column(sa.Column("drafted_at", sa.DateTime(timezone=True), nullable=True))
    # What was shown by hand before its time counts as drafted, too: rather one draft less than every draft twice.
    op.execute("UPDATE all_hands SET drafted_at = created_at WHERE desk_messages > 0")


def downgrade() -> None:
    with op.batch_alter_table("all_hands") as batch:
        batch.drop_column("drafted_at")

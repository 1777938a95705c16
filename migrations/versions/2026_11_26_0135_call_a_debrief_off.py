"""Call a debrief off."""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_26_0135"
down_revision = "2026_11_26_0125"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("report_debriefs") as batch:
        batch.add_column(sa.Column("called_off_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("report_debriefs") as batch:
        batch.drop_column("called_off_at")

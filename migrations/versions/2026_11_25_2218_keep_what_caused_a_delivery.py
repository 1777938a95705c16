"""keep what caused a delivery"""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_25_2218"
down_revision = "2026_11_25_2217"
branch_labels = None
depends_on = None


def upgrade() -> None:

    with op.batch_alter_table("deliveries", schema=None) as batch_op:
        batch_op.add_column(sa.Column("request", sa.String(length=16), nullable=True))


def downgrade() -> None:

    with op.batch_alter_table("deliveries", schema=None) as batch_op:
        batch_op.drop_column("request")

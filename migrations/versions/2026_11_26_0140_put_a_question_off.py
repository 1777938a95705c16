"""Put a question off until the next list."""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_26_0140"
down_revision = "2026_11_26_0135"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("questions") as batch:
        batch.add_column(sa.Column("put_off_on", sa.Date()))


def downgrade() -> None:
    with op.batch_alter_table("questions") as batch:
        batch.drop_column("put_off_on")

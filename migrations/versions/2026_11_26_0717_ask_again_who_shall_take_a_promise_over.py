"""Ask again who shall take a promise over, and count how often owners put an asking off."""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_26_0717"
down_revision = "2026_11_26_0716"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("commitments") as batch:
        batch.add_column(sa.Column("offer_asked", sa.Integer(), server_default=sa.text("0"), nullable=False))
        batch.add_column(sa.Column("offer_asked_on", sa.Date(), nullable=True))
    with op.batch_alter_table("commitment_askings") as batch:
        batch.add_column(sa.Column("snoozes", sa.Integer(), server_default=sa.text("0"), nullable=False))


def downgrade() -> None:
    with op.batch_alter_table("commitment_askings") as batch:
        batch.drop_column("snoozes")
    with op.batch_alter_table("commitments") as batch:
        batch.drop_column("offer_asked_on")
        batch.drop_column("offer_asked")

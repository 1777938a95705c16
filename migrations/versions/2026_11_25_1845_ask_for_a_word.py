"""ask for a word"""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_25_1845"
down_revision = "2026_11_25_1830"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "commitment_askings",
        sa.Column("person", sa.String(length=32), nullable=False),
        sa.Column("asked_on", sa.Date(), nullable=True),
        sa.Column("snoozed_until", sa.Date(), nullable=True),
        sa.Column("listed", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("person", name="pk_commitment_askings"),
    )


def downgrade() -> None:
    op.drop_table("commitment_askings")

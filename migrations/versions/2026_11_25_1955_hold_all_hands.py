"""hold all-hands"""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_25_1955"
down_revision = "2026_11_25_1950"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "all_hands",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("standing", sa.String(length=16), nullable=False),
        sa.Column("opening", sa.Text(), nullable=False),
        sa.Column("sentences", sa.JSON(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("saved_by", sa.String(length=32), nullable=True),
        sa.Column("desk_messages", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("posted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("posted_by", sa.String(length=32), nullable=True),
        sa.Column("snapshot", sa.Text(), nullable=True),
        sa.Column("on_track_ahead", sa.Integer(), nullable=False),
        sa.Column("of_them_kept", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_all_hands"),
        sa.UniqueConstraint("day", name="uq_all_hands_day"),
    )
    with op.batch_alter_table("all_hands", schema=None) as batch_op:
        batch_op.create_index("ix_all_hands_posted_at", ["posted_at"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("all_hands", schema=None) as batch_op:
        batch_op.drop_index("ix_all_hands_posted_at")

    op.drop_table("all_hands")

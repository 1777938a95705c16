"""add commitments"""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_25_1830"
down_revision = "2026_11_25_1815"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "commitments",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("how", sa.Text(), nullable=False),
        sa.Column("measure", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("links", sa.JSON(), nullable=False),
        sa.Column("audience", sa.String(length=16), nullable=False),
        sa.Column("said_at", sa.Text(), nullable=False),
        sa.Column("origin", sa.String(length=120), nullable=True),
        sa.Column("made_by", sa.String(length=32), nullable=False),
        sa.Column("rhythm_days", sa.Integer(), nullable=False),
        sa.Column("sponsor", sa.String(length=32), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("searchable", sa.Text(), nullable=False),
        sa.Column("asked", sa.Integer(), nullable=False),
        sa.Column("asked_on", sa.Date(), nullable=True),
        sa.Column("updates", sa.Integer(), nullable=False),
        sa.Column("phase", sa.String(length=16), nullable=False),
        sa.Column("word", sa.String(length=16), nullable=True),
        sa.Column("word_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("owner", sa.String(length=32), nullable=True),
        sa.Column("first", sa.Date(), nullable=True),
        sa.Column("promised", sa.Date(), nullable=True),
        sa.Column("forecast", sa.Date(), nullable=True),
        sa.Column("moves", sa.Integer(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("silent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("offered_to", sa.String(length=32), nullable=True),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_commitments"),
        sa.UniqueConstraint("origin", name="uq_commitments_origin"),
    )
    with op.batch_alter_table("commitments", schema=None) as batch_op:
        batch_op.create_index("ix_commitments_closed_at", ["closed_at"], unique=False)
        batch_op.create_index("ix_commitments_owner_phase", ["owner", "phase"], unique=False)
        batch_op.create_index("ix_commitments_phase_due_at", ["phase", "due_at"], unique=False)
        batch_op.create_index("ix_commitments_phase_silent_at", ["phase", "silent_at"], unique=False)

    op.create_table(
        "commitment_updates",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("commitment_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.String(length=32), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=True),
        sa.Column("day", sa.Date(), nullable=True),
        sa.Column("forecast", sa.Date(), nullable=True),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("owner", sa.String(length=32), nullable=True),
        sa.Column("zone", sa.String(length=64), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("evidence", sa.Text(), nullable=False),
        sa.Column("confidence", sa.String(length=16), nullable=True),
        sa.Column("value", sa.String(length=40), nullable=True),
        sa.Column("corrects", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["commitment_id"], ["commitments.id"], name="fk_commitment_updates_commitment_id_commitments"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_commitment_updates"),
        sa.UniqueConstraint("commitment_id", "number", name="uq_commitment_updates_commitment_id_number"),
    )


def downgrade() -> None:
    op.drop_table("commitment_updates")
    with op.batch_alter_table("commitments", schema=None) as batch_op:
        batch_op.drop_index("ix_commitments_phase_silent_at")
        batch_op.drop_index("ix_commitments_phase_due_at")
        batch_op.drop_index("ix_commitments_owner_phase")
        batch_op.drop_index("ix_commitments_closed_at")

    op.drop_table("commitments")

"""Find promises by whoever asked for them."""

from alembic import op

revision = "2026_11_26_0807"
down_revision = "2026_11_26_0745"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("commitments") as batch:
        batch.create_index("ix_commitments_made_by_phase_audience_owner", ["made_by", "phase", "audience", "owner"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("commitments") as batch:
        batch.drop_index("ix_commitments_made_by_phase_audience_owner")

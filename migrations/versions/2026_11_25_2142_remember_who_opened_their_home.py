"""remember who opened their home"""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_25_2142"
down_revision = "2026_11_25_2140"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "home_visits",
        sa.Column("person", sa.String(length=32), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("person", name="pk_home_visits"),
    )
    with op.batch_alter_table("home_visits", schema=None) as batch_op:
        batch_op.create_index("ix_home_visits_opened_at", ["opened_at"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("home_visits", schema=None) as batch_op:
        batch_op.drop_index("ix_home_visits_opened_at")

    op.drop_table("home_visits")

"""Ask those who wanted to know, too, whether the answer was enough."""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_26_0120"
down_revision = "2026_11_26_0107"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("question_followers") as batch:
        batch.add_column(sa.Column("enough", sa.Boolean(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("question_followers") as batch:
        batch.drop_column("enough")

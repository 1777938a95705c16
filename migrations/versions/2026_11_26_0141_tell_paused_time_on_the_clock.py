"""Tell paused time on the clock and what was declined apart, and know as of when a question was computed."""

import sqlalchemy as sa
from alembic import op

from bot.storage import UtcDateTime

revision = "2026_11_26_0141"
down_revision = "2026_11_26_0140"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("questions") as batch:
        batch.add_column(sa.Column("answer_paused_waiting", sa.Integer()))
        batch.add_column(sa.Column("refused", sa.String(16)))
        batch.add_column(sa.Column("settled_at", UtcDateTime()))


def downgrade() -> None:
    with op.batch_alter_table("questions") as batch:
        for name in ("settled_at", "refused", "answer_paused_waiting"):
            batch.drop_column(name)

"""Remember messages that were edited or deleted while they were on their way into a timeline."""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_26_1112"
down_revision = "2026_11_26_0825"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "report_message_news",
        sa.Column("source", sa.String(64), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("edited_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("source", name=op.f("pk_report_message_news")),
    )
    op.create_index(op.f("ix_report_message_news_seen_at"), "report_message_news", ["seen_at"])


def downgrade() -> None:
    op.drop_table("report_message_news")

"""Know who only reviews a report."""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_26_1122"
down_revision = "2026_11_26_1112"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("report_writers") as batch:
        batch.add_column(sa.Column("reviews_only", sa.Boolean(), nullable=False, server_default=sa.false()))
    # Whoever came in as they were asked for a review; asked again since, they keep what they had.
    op.execute(
        "UPDATE report_writers SET reviews_only = true WHERE EXISTS (SELECT 1 FROM report_reviews "
        "WHERE report_reviews.report_id = report_writers.report_id "
        "AND report_reviews.person = report_writers.person AND report_reviews.asked_at = report_writers.since)"
    )


def downgrade() -> None:
    with op.batch_alter_table("report_writers") as batch:
        batch.drop_column("reviews_only")

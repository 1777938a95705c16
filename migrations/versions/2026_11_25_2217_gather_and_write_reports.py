"""gather and write reports: where a moment was said, drafts, findings, and what is still to be read from Slack"""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_25_2217"
down_revision = "2026_11_25_2215"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("report_moments", schema=None) as batch_op:
        batch_op.add_column(sa.Column("said_in", sa.String(length=40), nullable=True))
        batch_op.add_column(sa.Column("thread", sa.String(length=32), nullable=True))
        batch_op.add_column(sa.Column("worded_at", sa.DateTime(timezone=True), nullable=True))
    op.create_table(
        "report_drafts",
        sa.Column("report_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.Column("person", sa.String(length=32), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["report_id"], ["reports.id"], name="fk_report_drafts_report_id_reports"),
        sa.PrimaryKeyConstraint("report_id", "key", "person", name="pk_report_drafts"),
    )
    op.create_table(
        "report_findings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("report_id", sa.Integer(), nullable=False),
        sa.Column("place", sa.String(length=40), nullable=False),
        sa.Column("mark", sa.String(length=40), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("phrase", sa.Text(), nullable=False),
        sa.Column("severity", sa.String(length=8), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("rewrite", sa.Text(), nullable=False),
        sa.Column("stands", sa.Boolean(), nullable=False),
        sa.Column("kept_because", sa.Text(), nullable=True),
        sa.Column("kept_by", sa.String(length=32), nullable=True),
        sa.ForeignKeyConstraint(["report_id"], ["reports.id"], name="fk_report_findings_report_id_reports"),
        sa.PrimaryKeyConstraint("id", name="pk_report_findings"),
        sa.UniqueConstraint("report_id", "place", "mark", name="uq_report_findings_report_id_place_mark"),
    )
    op.create_table(
        "report_fetches",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("report_id", sa.Integer(), nullable=False),
        sa.Column("channel", sa.String(length=32), nullable=False),
        sa.Column("ts", sa.String(length=32), nullable=False),
        sa.Column("thread", sa.Boolean(), nullable=False),
        sa.Column("by", sa.String(length=32), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["report_id"], ["reports.id"], name="fk_report_fetches_report_id_reports"),
        sa.PrimaryKeyConstraint("id", name="pk_report_fetches"),
        sa.UniqueConstraint(
            "report_id", "channel", "ts", "thread", name="uq_report_fetches_report_id_channel_ts_thread"
        ),
    )
    with op.batch_alter_table("report_fetches", schema=None) as batch_op:
        batch_op.create_index("ix_report_fetches_due_at", ["due_at"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("report_fetches", schema=None) as batch_op:
        batch_op.drop_index("ix_report_fetches_due_at")

    op.drop_table("report_fetches")
    op.drop_table("report_findings")
    op.drop_table("report_drafts")
    with op.batch_alter_table("report_moments", schema=None) as batch_op:
        batch_op.drop_column("worded_at")
        batch_op.drop_column("thread")
        batch_op.drop_column("said_in")

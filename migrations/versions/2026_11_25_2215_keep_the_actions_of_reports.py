"""keep the actions of reports, and when their owners were reminded"""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_25_2215"
down_revision = "2026_11_25_2210"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "report_actions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("report_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("owner", sa.String(length=32), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("assign_by", sa.Date(), nullable=False),
        sa.Column("made_by", sa.String(length=32), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("origin", sa.String(length=120), nullable=True),
        sa.Column("asked", sa.Integer(), nullable=False),
        sa.Column("commitment", sa.Integer(), nullable=True),
        sa.Column("phase", sa.String(length=16), nullable=True),
        sa.Column("word", sa.String(length=16), nullable=True),
        sa.Column("holder", sa.String(length=32), nullable=True),
        sa.Column("first", sa.Date(), nullable=True),
        sa.Column("promised", sa.Date(), nullable=True),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("silent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["report_id"], ["reports.id"], name="fk_report_actions_report_id_reports"),
        sa.PrimaryKeyConstraint("id", name="pk_report_actions"),
        sa.UniqueConstraint("origin", name="uq_report_actions_origin"),
        sa.UniqueConstraint("report_id", "number", name="uq_report_actions_report_id_number"),
    )
    with op.batch_alter_table("report_actions", schema=None) as batch_op:
        batch_op.create_index("ix_report_actions_holder", ["holder"], unique=False)
        batch_op.create_index("ix_report_actions_owner", ["owner"], unique=False)

    op.create_table(
        "report_reminders",
        sa.Column("report_id", sa.Integer(), nullable=False),
        sa.Column("toward", sa.String(length=16), nullable=True),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.Column("asked_on", sa.Date(), nullable=True),
        sa.Column("quiet_until", sa.Date(), nullable=True),
        sa.Column("owners_asked_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["report_id"], ["reports.id"], name="fk_report_reminders_report_id_reports"),
        sa.PrimaryKeyConstraint("report_id", name="pk_report_reminders"),
    )


def downgrade() -> None:
    op.drop_table("report_reminders")
    with op.batch_alter_table("report_actions", schema=None) as batch_op:
        batch_op.drop_index("ix_report_actions_owner")
        batch_op.drop_index("ix_report_actions_holder")

    op.drop_table("report_actions")

"""keep reports, and who is in the channels that they are for"""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_25_2105"
down_revision = "2026_11_25_1955"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "channel_members",
        sa.Column("channel", sa.String(length=32), nullable=False),
        sa.Column("person", sa.String(length=32), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("channel", "person", name="pk_channel_members"),
    )
    op.create_table(
        "reports",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("severity", sa.Integer(), nullable=False),
        sa.Column("template", sa.String(length=40), nullable=False),
        sa.Column("began_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("noticed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("mitigated_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("zone", sa.String(length=64), nullable=False),
        sa.Column("services", sa.JSON(), nullable=False),
        sa.Column("owner", sa.String(length=32), nullable=True),
        sa.Column("audience", sa.String(length=16), nullable=False),
        sa.Column("named", sa.JSON(), nullable=False),
        sa.Column("made_by", sa.String(length=32), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("events", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("approved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("approved_by", sa.String(length=32), nullable=True),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("searchable", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_reports"),
    )
    with op.batch_alter_table("reports", schema=None) as batch_op:
        batch_op.create_index("ix_reports_owner", ["owner"], unique=False)
        batch_op.create_index("ix_reports_published_at", ["published_at"], unique=False)
        batch_op.create_index("ix_reports_state_created_at", ["state", "created_at"], unique=False)

    op.create_table(
        "report_events",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("report_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.String(length=32), nullable=False),
        sa.Column("what", sa.String(length=16), nullable=False),
        sa.Column("section", sa.String(length=40), nullable=True),
        sa.Column("person", sa.String(length=32), nullable=True),
        sa.Column("says", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["report_id"], ["reports.id"], name="fk_report_events_report_id_reports"),
        sa.PrimaryKeyConstraint("id", name="pk_report_events"),
        sa.UniqueConstraint("report_id", "number", name="uq_report_events_report_id_number"),
    )
    op.create_table(
        "report_moments",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("report_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("mark", sa.String(length=16), nullable=True),
        sa.Column("source", sa.String(length=64), nullable=True),
        sa.Column("said_by", sa.String(length=32), nullable=True),
        sa.Column("timed_by_hand", sa.Boolean(), nullable=False),
        sa.Column("edited_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("lost_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("added_by", sa.String(length=32), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["report_id"], ["reports.id"], name="fk_report_moments_report_id_reports"),
        sa.PrimaryKeyConstraint("id", name="pk_report_moments"),
        sa.UniqueConstraint("report_id", "source", name="uq_report_moments_report_id_source"),
    )
    with op.batch_alter_table("report_moments", schema=None) as batch_op:
        batch_op.create_index("ix_report_moments_report_id", ["report_id"], unique=False)
        batch_op.create_index("ix_report_moments_source", ["source"], unique=False)

    op.create_table(
        "report_sections",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("report_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("by", sa.String(length=32), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["report_id"], ["reports.id"], name="fk_report_sections_report_id_reports"),
        sa.PrimaryKeyConstraint("id", name="pk_report_sections"),
        sa.UniqueConstraint("report_id", "key", "number", name="uq_report_sections_report_id_key_number"),
    )
    op.create_table(
        "report_writers",
        sa.Column("report_id", sa.Integer(), nullable=False),
        sa.Column("person", sa.String(length=32), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["report_id"], ["reports.id"], name="fk_report_writers_report_id_reports"),
        sa.PrimaryKeyConstraint("report_id", "person", name="pk_report_writers"),
    )


def downgrade() -> None:
    op.drop_table("report_writers")
    op.drop_table("report_sections")
    with op.batch_alter_table("report_moments", schema=None) as batch_op:
        batch_op.drop_index("ix_report_moments_source")
        batch_op.drop_index("ix_report_moments_report_id")

    op.drop_table("report_moments")
    op.drop_table("report_events")
    with op.batch_alter_table("reports", schema=None) as batch_op:
        batch_op.drop_index("ix_reports_state_created_at")
        batch_op.drop_index("ix_reports_published_at")
        batch_op.drop_index("ix_reports_owner")

    op.drop_table("reports")
    op.drop_table("channel_members")

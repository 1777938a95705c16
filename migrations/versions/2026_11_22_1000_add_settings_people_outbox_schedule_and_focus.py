"""add settings, people, outbox, schedule and focus"""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_22_1000"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:

    op.create_table(
        "deliveries",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("channel", sa.String(length=32), nullable=False),
        sa.Column("reader", sa.String(length=32), nullable=True),
        sa.Column("about", sa.String(length=200), nullable=True),
        sa.Column("lane", sa.String(length=240), nullable=False),
        sa.Column("payload", sa.JSON(), nullable=False),
        sa.Column("urgent", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("in_doubt", sa.String(length=8), nullable=False),
        sa.Column("doubtful_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("lease", sa.String(length=32), nullable=True),
        sa.Column("leased_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sent_channel", sa.String(length=32), nullable=True),
        sa.Column("ts", sa.String(length=32), nullable=True),
        sa.Column("error", sa.Text(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("claimed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_deliveries"),
        sa.UniqueConstraint("key", name="uq_deliveries_key"),
    )
    with op.batch_alter_table("deliveries", schema=None) as batch_op:
        batch_op.create_index("ix_deliveries_about", ["about"], unique=False)
        batch_op.create_index("ix_deliveries_channel_claimed_at", ["channel", "claimed_at"], unique=False)
        batch_op.create_index("ix_deliveries_sent_channel_ts", ["sent_channel", "ts"], unique=False)
        batch_op.create_index(
            "ix_deliveries_unsent_id",
            ["id"],
            unique=False,
            postgresql_where=sa.text("state IN ('waiting', 'sending', 'unsure')"),
            sqlite_where=sa.text("state IN ('waiting', 'sending', 'unsure')"),
        )
        batch_op.create_index(
            "ix_deliveries_unsent_lane_id",
            ["lane", "id"],
            unique=False,
            postgresql_where=sa.text("state IN ('waiting', 'sending', 'unsure')"),
            sqlite_where=sa.text("state IN ('waiting', 'sending', 'unsure')"),
        )

    op.create_table(
        "focus_posts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("week", sa.String(length=8), nullable=False),
        sa.Column("standing", sa.String(length=16), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("approved_revision", sa.Integer(), nullable=True),
        sa.Column("approved_by", sa.String(length=32), nullable=True),
        sa.Column("approved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("missed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("posted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("posted_for", sa.String(length=32), nullable=True),
        sa.Column("late_since", sa.String(length=32), nullable=True),
        sa.Column("desk_messages", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_focus_posts"),
        sa.UniqueConstraint("week", name="uq_focus_posts_week"),
    )
    op.create_table(
        "job_failures",
        sa.Column("job", sa.String(length=64), nullable=False),
        sa.Column("local", sa.String(length=32), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("error", sa.Text(), nullable=False),
        sa.Column("try_again_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("job", "local", name="pk_job_failures"),
    )
    op.create_table(
        "jobs",
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("rhythm", sa.Text(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("known_since", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_jobs"),
    )
    op.create_table(
        "occurrences",
        sa.Column("job", sa.String(length=64), nullable=False),
        sa.Column("local", sa.String(length=32), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("outcome", sa.String(length=16), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("job", "local", name="pk_occurrences"),
    )
    op.create_table(
        "profiles",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("zone", sa.String(length=64), nullable=False),
        sa.Column("guest", sa.Boolean(), nullable=False),
        sa.Column("bot", sa.Boolean(), nullable=False),
        sa.Column("left", sa.Boolean(), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_profiles"),
    )
    op.create_table(
        "seen_events",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_seen_events"),
    )
    with op.batch_alter_table("seen_events", schema=None) as batch_op:
        batch_op.create_index("ix_seen_events_seen_at", ["seen_at"], unique=False)

    op.create_table(
        "settings_versions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("document", sa.JSON(), nullable=False),
        sa.Column("saved_by", sa.String(length=64), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_settings_versions"),
    )
    op.create_table(
        "focus_revisions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("post_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("written_by", sa.String(length=32), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["post_id"], ["focus_posts.id"], name="fk_focus_revisions_post_id_focus_posts"),
        sa.PrimaryKeyConstraint("id", name="pk_focus_revisions"),
        sa.UniqueConstraint("post_id", "number", name="uq_focus_revisions_post_id_number"),
    )
    with op.batch_alter_table("focus_revisions", schema=None) as batch_op:
        batch_op.create_index("ix_focus_revisions_post_id", ["post_id"], unique=False)


def downgrade() -> None:

    with op.batch_alter_table("focus_revisions", schema=None) as batch_op:
        batch_op.drop_index("ix_focus_revisions_post_id")

    op.drop_table("focus_revisions")
    op.drop_table("settings_versions")
    with op.batch_alter_table("seen_events", schema=None) as batch_op:
        batch_op.drop_index("ix_seen_events_seen_at")

    op.drop_table("seen_events")
    op.drop_table("profiles")
    op.drop_table("occurrences")
    op.drop_table("jobs")
    op.drop_table("job_failures")
    op.drop_table("focus_posts")
    with op.batch_alter_table("deliveries", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_deliveries_unsent_lane_id",
            postgresql_where=sa.text("state IN ('waiting', 'sending', 'unsure')"),
            sqlite_where=sa.text("state IN ('waiting', 'sending', 'unsure')"),
        )
        batch_op.drop_index(
            "ix_deliveries_unsent_id",
            postgresql_where=sa.text("state IN ('waiting', 'sending', 'unsure')"),
            sqlite_where=sa.text("state IN ('waiting', 'sending', 'unsure')"),
        )
        batch_op.drop_index("ix_deliveries_sent_channel_ts")
        batch_op.drop_index("ix_deliveries_channel_claimed_at")
        batch_op.drop_index("ix_deliveries_about")

    op.drop_table("deliveries")

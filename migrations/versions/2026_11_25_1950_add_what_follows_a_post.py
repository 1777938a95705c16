"""add what follows a post"""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_25_1950"
down_revision = "2026_11_25_1930"
branch_labels = None
depends_on = None


def upgrade() -> None:

    with op.batch_alter_table("focus_posts", schema=None) as batch_op:
        batch_op.add_column(sa.Column("approved_for", sa.String(length=32), nullable=True))
        batch_op.add_column(sa.Column("edited_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True))

    op.create_table(
        "focus_replies",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("post_id", sa.Integer(), nullable=False),
        sa.Column("ts", sa.String(length=32), nullable=False),
        sa.Column("person", sa.String(length=32), nullable=False),
        sa.Column("said_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("text", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["post_id"], ["focus_posts.id"], name="fk_focus_replies_post_id_focus_posts"),
        sa.PrimaryKeyConstraint("id", name="pk_focus_replies"),
        sa.UniqueConstraint("post_id", "ts", name="uq_focus_replies_post_id_ts"),
    )
    with op.batch_alter_table("focus_replies", schema=None) as batch_op:
        batch_op.create_index("ix_focus_replies_post_id", ["post_id"], unique=False)

    op.create_table(
        "focus_reactions",
        sa.Column("post_id", sa.Integer(), nullable=False),
        sa.Column("person", sa.String(length=32), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.ForeignKeyConstraint(["post_id"], ["focus_posts.id"], name="fk_focus_reactions_post_id_focus_posts"),
        sa.PrimaryKeyConstraint("post_id", "person", "name", name="pk_focus_reactions"),
    )

    op.create_table(
        "channel_sizes",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("members", sa.Integer(), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_channel_sizes"),
    )


def downgrade() -> None:

    op.drop_table("channel_sizes")
    op.drop_table("focus_reactions")
    with op.batch_alter_table("focus_replies", schema=None) as batch_op:
        batch_op.drop_index("ix_focus_replies_post_id")

    op.drop_table("focus_replies")
    with op.batch_alter_table("focus_posts", schema=None) as batch_op:
        batch_op.drop_column("removed_at")
        batch_op.drop_column("edited_at")
        batch_op.drop_column("approved_for")

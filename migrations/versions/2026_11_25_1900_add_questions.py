"""add questions"""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_25_1900"
down_revision = "2026_11_25_1845"
branch_labels = None
depends_on = None

# The text index is the database's own: triggers keep SQLite's in step with the table.
SQLITE = (
    "CREATE VIRTUAL TABLE question_search USING fts5(text, answer, content='questions', content_rowid='id', "
    "tokenize='porter unicode61')",
    "CREATE TRIGGER question_search_insert AFTER INSERT ON questions BEGIN "
    "INSERT INTO question_search(rowid, text, answer) VALUES (new.id, new.text, new.answer); END",
    "CREATE TRIGGER question_search_delete AFTER DELETE ON questions BEGIN "
    "INSERT INTO question_search(question_search, rowid, text, answer) "
    "VALUES ('delete', old.id, old.text, old.answer); END",
    "CREATE TRIGGER question_search_update AFTER UPDATE OF text, answer ON questions BEGIN "
    "INSERT INTO question_search(question_search, rowid, text, answer) "
    "VALUES ('delete', old.id, old.text, old.answer); "
    "INSERT INTO question_search(rowid, text, answer) VALUES (new.id, new.text, new.answer); END",
)
POSTGRESQL = (
    "CREATE INDEX question_search ON questions "
    "USING gin (to_tsvector('english', coalesce(text, '') || ' ' || coalesce(answer, '')))",
)


def upgrade() -> None:
    op.create_table(
        "anonymous_counts",
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("asked", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("fingerprint", name="pk_anonymous_counts"),
    )
    with op.batch_alter_table("anonymous_counts", schema=None) as batch_op:
        batch_op.create_index("ix_anonymous_counts_day", ["day"], unique=False)

    op.create_table(
        "anonymous_keys",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("day", name="pk_anonymous_keys"),
    )
    op.create_table(
        "questions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("visibility", sa.String(length=16), nullable=False),
        sa.Column("text", sa.Text(), nullable=True),
        sa.Column("asker", sa.String(length=32), nullable=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("channel", sa.String(length=32), nullable=True),
        sa.Column("source", sa.String(length=64), nullable=True),
        sa.Column("week", sa.String(length=8), nullable=True),
        sa.Column("code", sa.String(length=64), nullable=True),
        sa.Column("posts_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("state", sa.String(length=24), nullable=False),
        sa.Column("closed", sa.Boolean(), nullable=False),
        sa.Column("owes", sa.String(length=16), nullable=False),
        sa.Column("owed_since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("holder", sa.String(length=32), nullable=True),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("promised_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("look_again_on", sa.Date(), nullable=True),
        sa.Column("duplicate_of", sa.Integer(), nullable=True),
        sa.Column("rounds", sa.Integer(), nullable=False),
        sa.Column("community", sa.Integer(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.Column("still_true_until", sa.Date(), nullable=True),
        sa.Column("acknowledged_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("responded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("responded_by", sa.String(length=32), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_by", sa.String(length=32), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("respond_working", sa.Integer(), nullable=True),
        sa.Column("respond_waiting", sa.Integer(), nullable=True),
        sa.Column("respond_due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("respond_late", sa.Boolean(), nullable=False),
        sa.Column("answer_working", sa.Integer(), nullable=True),
        sa.Column("answer_waiting", sa.Integer(), nullable=True),
        sa.Column("answer_paused", sa.Integer(), nullable=False),
        sa.Column("answer_due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answer_late", sa.Boolean(), nullable=False),
        sa.Column("answered_by_hand", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["duplicate_of"], ["questions.id"], name="fk_questions_duplicate_of_questions"),
        sa.PrimaryKeyConstraint("id", name="pk_questions"),
        sa.UniqueConstraint("code", name="uq_questions_code"),
    )
    with op.batch_alter_table("questions", schema=None) as batch_op:
        batch_op.create_index("ix_questions_asked_at", ["asked_at"], unique=False)
        batch_op.create_index("ix_questions_asker", ["asker"], unique=False)
        batch_op.create_index("ix_questions_duplicate_of", ["duplicate_of"], unique=False)
        batch_op.create_index("ix_questions_open", ["closed", "due_at"], unique=False)
        batch_op.create_index("ix_questions_posts_at", ["posts_at"], unique=False)
        batch_op.create_index("ix_questions_source", ["source"], unique=False)

    op.create_table(
        "question_events",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("question_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("what", sa.String(length=16), nullable=False),
        sa.Column("by", sa.String(length=16), nullable=False),
        sa.Column("message", sa.String(length=200), nullable=False),
        sa.Column("person", sa.String(length=32), nullable=False),
        sa.Column("says", sa.Text(), nullable=False),
        sa.Column("by_hand", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["question_id"], ["questions.id"], name="fk_question_events_question_id_questions"),
        sa.PrimaryKeyConstraint("id", name="pk_question_events"),
        sa.UniqueConstraint(
            "question_id", "at", "what", "by", "message", name="uq_question_events_question_id_at_what_by_message"
        ),
    )
    with op.batch_alter_table("question_events", schema=None) as batch_op:
        batch_op.create_index("ix_question_events_message", ["message"], unique=False)

    op.create_table(
        "question_followers",
        sa.Column("question_id", sa.Integer(), nullable=False),
        sa.Column("person", sa.String(length=32), nullable=False),
        sa.Column("me_too", sa.Boolean(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["question_id"], ["questions.id"], name="fk_question_followers_question_id_questions"),
        sa.PrimaryKeyConstraint("question_id", "person", name="pk_question_followers"),
    )
    for statement in SQLITE if op.get_bind().dialect.name == "sqlite" else POSTGRESQL:
        op.execute(statement)


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TABLE question_search")
    op.drop_table("question_followers")
    with op.batch_alter_table("question_events", schema=None) as batch_op:
        batch_op.drop_index("ix_question_events_message")

    op.drop_table("question_events")
    with op.batch_alter_table("questions", schema=None) as batch_op:
        batch_op.drop_index("ix_questions_source")
        batch_op.drop_index("ix_questions_posts_at")
        batch_op.drop_index("ix_questions_open")
        batch_op.drop_index("ix_questions_duplicate_of")
        batch_op.drop_index("ix_questions_asker")
        batch_op.drop_index("ix_questions_asked_at")

    op.drop_table("questions")
    op.drop_table("anonymous_keys")
    with op.batch_alter_table("anonymous_counts", schema=None) as batch_op:
        batch_op.drop_index("ix_anonymous_counts_day")

    op.drop_table("anonymous_counts")

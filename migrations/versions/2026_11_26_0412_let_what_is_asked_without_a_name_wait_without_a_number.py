"""Let what is asked without a name wait without a number.

What waits in `questions` by then stays there, with the number it has, and goes out from there: the version that still
runs beside this one knows no other place.
"""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_26_0412"
down_revision = "2026_11_26_0141"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "waiting_questions",
        sa.Column("code", sa.String(64), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("channel", sa.String(32), nullable=False),
        sa.Column("week", sa.String(8), nullable=True),
        sa.Column("goes_out_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_waiting_questions")),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    """To where the version before looks for it, in an order that says nothing."""
    waiting, questions = _table("waiting_questions"), _table("questions")
    out = waiting.c.goes_out_at
    told = {
        "kind": waiting.c.kind,
        "text": waiting.c.text,
        "channel": waiting.c.channel,
        "week": waiting.c.week,
        "code": waiting.c.code,
        "asked_at": out,
        "posts_at": out,
        "owed_since": out,
        "visibility": sa.literal("anonymous"),
        "state": sa.literal("open"),
        "owes": sa.literal("office"),
        "rounds": sa.literal(1),
        **{name: sa.literal(0) for name in ("community", "answer_paused")},
        **{name: sa.false() for name in ("closed", "edit_untold", "respond_late", "answer_late", "answered_by_hand")},
    }
    known = sa.select(questions.c.code).where(questions.c.code.is_not(None))
    moved = sa.select(*told.values()).where(waiting.c.code.not_in(known)).order_by(waiting.c.code)
    op.execute(questions.insert().from_select(list(told), moved))
    op.drop_table("waiting_questions")


def _table(name: str) -> sa.Table:
    return sa.Table(name, sa.MetaData(), autoload_with=op.get_bind())

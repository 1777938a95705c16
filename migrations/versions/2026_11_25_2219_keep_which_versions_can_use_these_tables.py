"""keep which versions can use these tables"""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_25_2219"
down_revision = "2026_11_25_2218"
branch_labels = None
depends_on = None


def upgrade() -> None:

    op.create_table(
        "schema_floor",
        sa.Column("revision", sa.String(length=32), nullable=False),
        sa.PrimaryKeyConstraint("revision", name=op.f("pk_schema_floor")),
    )


def downgrade() -> None:

    op.drop_table("schema_floor")

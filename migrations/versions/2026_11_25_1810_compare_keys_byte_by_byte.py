"""compare keys byte by byte"""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_25_1810"
down_revision = "2026_11_22_1000"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _collate("C")


def downgrade() -> None:
    _collate(None)


def _collate(collation: str | None) -> None:
    # SQLite compares so anyway.
    if op.get_bind().dialect.name == "postgresql":
        op.alter_column("deliveries", "key", type_=sa.String(200, collation=collation))

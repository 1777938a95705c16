"""Let a promise follow its owner to another time zone."""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_26_0716"
down_revision = "2026_11_26_0412"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("commitments") as batch:
        batch.add_column(sa.Column("zone", sa.String(64), nullable=True))
    commitments, updates = _table("commitments"), _table("commitment_updates")
    told = sa.select(updates.c.zone).where(updates.c.commitment_id == commitments.c.id, updates.c.zone.is_not(None))
    last = told.order_by(updates.c.number.desc()).limit(1).scalar_subquery()
    op.execute(commitments.update().values(zone=last))


def downgrade() -> None:
    """A version that does not know it cannot read what a relocation is."""
    updates = _table("commitment_updates")
    op.execute(updates.delete().where(updates.c.kind == "relocated"))
    with op.batch_alter_table("commitments") as batch:
        batch.drop_column("zone")


def _table(name: str) -> sa.Table:
    return sa.Table(name, sa.MetaData(), autoload_with=op.get_bind())

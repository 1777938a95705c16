"""Time for what goes through whole tables, and nobody waits for."""

import sqlalchemy as sa
from sqlalchemy.orm import Session


def take_time(session: Session) -> None:
    """In this transaction."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(sa.text("SET LOCAL statement_timeout = 0"))

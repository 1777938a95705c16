"""What a command of the bench does: one row written and one read, about as much as asking a question."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

from bot.storage import UtcDateTime


class Base(DeclarativeBase):
    """Apart from the bot's own tables, whose models and migrations are compared."""


class Note(Base):
    __tablename__ = "bench_notes"

    id: Mapped[int] = mapped_column(primary_key=True)
    asker: Mapped[str] = mapped_column(sa.String(32), index=True)
    text: Mapped[str] = mapped_column(sa.Text)
    noted_at: Mapped[datetime] = mapped_column(UtcDateTime)


def note(session: Session, asker: str, text: str, now: datetime) -> str:
    """The answer names the newest note of this person, read back."""
    session.add(Note(asker=asker, text=text, noted_at=now))
    session.flush()
    newest = session.scalars(sa.select(Note).where(Note.asker == asker).order_by(Note.id.desc()).limit(1)).one()
    return f"Noted as {newest.id}."

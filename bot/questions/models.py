"""Questions, what happened to each, and who wants to know. What happened is appended, never overwritten.

An anonymous question has no asker anywhere: not in its row, not in its events.
"""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from bot.contents import EMPTIED, FACTS, FINGERPRINT, PERSON, SECRET, TRACES, UNSAID, words
from bot.questions.events import What
from bot.storage import Model


class Question(Model):
    """What was asked, and where it stands: everything below `state` is computed from its events, so that lists and
    figures need not read them."""

    __tablename__ = "questions"
    __table_args__ = (
        sa.Index("ix_questions_open", "closed", "due_at"),
        sa.Index(None, "asked_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(sa.String(16), info=FACTS)
    visibility: Mapped[str] = mapped_column(sa.String(16), info=FACTS)
    #: None once it was deleted.
    text: Mapped[str | None] = mapped_column(sa.Text, info=words("asked_at", when="closed"))
    asker: Mapped[str | None] = mapped_column(sa.String(32), index=True, info=PERSON)
    asked_at: Mapped[datetime]
    #: Where its card stands; private ones stand in direct messages.
    channel: Mapped[str | None] = mapped_column(sa.String(32), info=PERSON)
    #: `channel:ts` of the message that it was made of, or is about.
    source: Mapped[str | None] = mapped_column(sa.String(64), index=True, info=TRACES)
    #: The week of the focus post under which it was asked.
    week: Mapped[str | None] = mapped_column(sa.String(8), info=FACTS)
    #: Fingerprint of the code that only whoever asked anonymously holds.
    code: Mapped[str | None] = mapped_column(sa.String(64), unique=True, info=SECRET)
    #: The day, in UTC, on which its writer was stopped.
    stopped_on: Mapped[date | None]
    #: When an anonymous one goes out that the version before this one wrote here; None once it has.
    posts_at: Mapped[datetime | None] = mapped_column(index=True)

    state: Mapped[str] = mapped_column(sa.String(24), info=FACTS)
    closed: Mapped[bool] = mapped_column(default=False)
    owes: Mapped[str] = mapped_column(sa.String(16), info=FACTS)
    owed_since: Mapped[datetime]
    #: To whom it is handed over.
    holder: Mapped[str | None] = mapped_column(sa.String(32), info=PERSON)
    #: Whoever took it over; None where it is the CTO's turn.
    turn: Mapped[str | None] = mapped_column(sa.String(32), info=PERSON)
    due_at: Mapped[datetime | None]
    #: When the next word about it is due to whose turn it is, and what the last one was about.
    nudge_at: Mapped[datetime | None] = mapped_column(index=True)
    nudged: Mapped[str | None] = mapped_column(sa.String(32), info=FACTS)
    #: The day on which whose turn it is put it off until their next list.
    put_off_on: Mapped[date | None]
    promised_until: Mapped[datetime | None]
    look_again_on: Mapped[date | None]
    duplicate_of: Mapped[int | None] = mapped_column(sa.ForeignKey("questions.id"), index=True)
    rounds: Mapped[int] = mapped_column(default=1)
    community: Mapped[int] = mapped_column(default=0)
    #: The newest answer's words, to be found again; and when somebody should see whether they still hold.
    answer: Mapped[str | None] = mapped_column(sa.Text, info=words("asked_at", when="closed"))
    still_true_until: Mapped[date | None]
    #: When that day was chosen, or the answer was last found to be true still.
    still_true_since: Mapped[date | None]
    answer_edited_at: Mapped[datetime | None]
    #: Whether those whom it concerns are still to be told.
    edit_untold: Mapped[bool] = mapped_column(default=False, server_default=sa.false())
    # The first round; seconds, of clocks that stopped.
    acknowledged_at: Mapped[datetime | None]
    responded_at: Mapped[datetime | None]
    responded_by: Mapped[str | None] = mapped_column(sa.String(32), info=PERSON)
    answered_at: Mapped[datetime | None]
    answered_by: Mapped[str | None] = mapped_column(sa.String(32), info=PERSON)
    ended_at: Mapped[datetime | None]
    respond_working: Mapped[int | None]
    respond_waiting: Mapped[int | None]
    respond_due_at: Mapped[datetime | None]
    respond_late: Mapped[bool] = mapped_column(default=False)
    answer_working: Mapped[int | None]
    answer_waiting: Mapped[int | None]
    answer_paused: Mapped[int] = mapped_column(default=0)
    answer_paused_waiting: Mapped[int | None]
    answer_due_at: Mapped[datetime | None]
    answer_late: Mapped[bool] = mapped_column(default=False)
    answered_by_hand: Mapped[bool] = mapped_column(default=False)
    #: What ended the waiting, where it was no answer: declined, or cannot share.
    refused: Mapped[str | None] = mapped_column(sa.String(16), info=FACTS)
    #: As of when all of this was computed.
    settled_at: Mapped[datetime | None]


#: What carries words in `says`; with others it is a person, a number, a name.
WORDED = frozenset(
    {
        *(What.WROTE, What.EDITED, What.ANSWERED, What.ASKED_BACK),
        What.CANNOT_SHARE,
        What.DECLINED,
        What.NOT_YET,
        What.MERGED,
    }
)


def _emptied_says(row: Mapping[str, Any], says: str) -> str:
    if row["what"] not in WORDED or not says:
        return says
    # The day on which it is looked at again, or the question that it joined, stands before the words.
    first, _, reason = says.partition(" ") if row["what"] in (What.CANNOT_SHARE, What.MERGED) else ("", "", says)
    return f"{first} {EMPTIED if reason else ''}".strip()


SAID = words("questions.asked_at", when="questions.closed", emptied=_emptied_says)


class QuestionEvent(Model):
    __tablename__ = "question_events"
    __table_args__ = (
        sa.UniqueConstraint("question_id", "at", "what", "by", "message"),
        sa.Index(None, "message"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    question_id: Mapped[int] = mapped_column(sa.ForeignKey("questions.id"))
    at: Mapped[datetime]
    recorded_at: Mapped[datetime]
    what: Mapped[str] = mapped_column(sa.String(16), info=FACTS)
    by: Mapped[str] = mapped_column(sa.String(16), info=FACTS)
    message: Mapped[str] = mapped_column(sa.String(200), info=TRACES)
    person: Mapped[str] = mapped_column(sa.String(32), info=PERSON)
    says: Mapped[str] = mapped_column(sa.Text, info=SAID)
    by_hand: Mapped[bool] = mapped_column(default=False)


class QuestionFollower(Model):
    """Somebody who wants to know, too."""

    __tablename__ = "question_followers"

    question_id: Mapped[int] = mapped_column(sa.ForeignKey("questions.id"), primary_key=True)
    person: Mapped[str] = mapped_column(sa.String(32), primary_key=True, info=PERSON)
    #: Has the same question, and does not only want to hear of the answer.
    me_too: Mapped[bool]
    since: Mapped[datetime]
    #: Whether the answer that stands is, to whoever has the same question; None until they say so.
    enough: Mapped[bool | None]


class WaitingQuestion(Model):
    """What was asked without a name and has not gone out: without a number, a time of asking, or an order."""

    __tablename__ = "waiting_questions"
    # SQLite would number its rows as they come.
    __table_args__ = ({"sqlite_with_rowid": False},)

    code: Mapped[str] = mapped_column(sa.String(64), primary_key=True, info=SECRET)
    kind: Mapped[str] = mapped_column(sa.String(16), info=FACTS)
    text: Mapped[str] = mapped_column(sa.Text, info=UNSAID)
    channel: Mapped[str] = mapped_column(sa.String(32), info=PERSON)
    week: Mapped[str | None] = mapped_column(sa.String(8), info=FACTS)
    #: A full hour: no row tells more than that it goes out will.
    goes_out_at: Mapped[datetime]


class AnonymousKey(Model):
    """What turns a person into a fingerprint today. It is deleted with the day, and then nothing leads back."""

    __tablename__ = "anonymous_keys"

    day: Mapped[date] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(sa.String(64), info=SECRET)


class AnonymousCount(Model):
    """How many questions a fingerprint asked today: not which, and not when."""

    __tablename__ = "anonymous_counts"

    fingerprint: Mapped[str] = mapped_column(sa.String(64), primary_key=True, info=FINGERPRINT)
    day: Mapped[date] = mapped_column(index=True)
    asked: Mapped[int]
    #: Until tomorrow: one of those who asked today was stopped.
    stopped: Mapped[bool] = mapped_column(default=False, server_default=sa.false())

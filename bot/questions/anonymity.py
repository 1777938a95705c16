"""Asking without a name. Who asked is known while they press the button, and is written nowhere.

docs/anonymity.md says what this protects from and what not; tests/stories/test_questions_anonymous.py looks for it.
"""

import hashlib
import hmac
import re
import secrets
from collections.abc import Sequence
from datetime import UTC, date, timedelta
from random import SystemRandom

import sqlalchemy as sa

from bot import trace
from bot.errors import BotError, FieldErrors
from bot.questions import asking, cards, logbook, sentences
from bot.questions.course import Owes, State
from bot.questions.events import By, What
from bot.questions.forms import Draft
from bot.questions.models import AnonymousCount, AnonymousKey, Question
from bot.questions.rules import Visibility
from bot.questions.work import NOBODY, Work
from bot.slack.people import Profile
from bot.storage import insert_once

#: It goes out with the first full hour after a moment within this span.
SHORTEST_DELAY, LONGEST_DELAY = timedelta(minutes=5), timedelta(minutes=65)
_LETTERS = "ABCDEFGHJKMNPQRSTVWXYZ23456789"
_CODE = re.compile(rf"(?:[{_LETTERS}]{{4}}-){{4}}[{_LETTERS}]{{4}}")
#: One word with a digit or a dash in it: a code that was cut short or mistyped, and hardly a question.
_LIKE_A_CODE = re.compile(r"(?=.*[0-9-])[A-Z0-9-]{3,}")
_AROUND_IT = " `*_.\"'“”"
_DASHES = str.maketrans("‐‑–—", "----")


class UnknownCode(BotError):
    def __init__(self) -> None:
        super().__init__(
            "No question has this code, and nothing was asked. A code is five groups of four, alone behind the command."
        )


class NotOutYet(BotError):
    """Nothing has happened to it, so there is nothing to show and nothing to act on."""

    def __init__(self) -> None:
        super().__init__(sentences.NOT_OUT_YET)


def read_code(text: str) -> str:
    """As it was shown, also out of quotes and with other dashes."""
    return text.translate(_DASHES).strip(_AROUND_IT).upper()


def is_code(text: str) -> bool:
    return _CODE.fullmatch(read_code(text)) is not None


def tells_a_code(text: str) -> bool:
    """Whether everybody who read this could do what the code lets its holder do, or guess who holds it."""
    read = read_code(text)
    return _CODE.search(read) is not None or _LIKE_A_CODE.fullmatch(read) is not None


def require_no_code(field: str, text: str) -> None:
    """Raises FieldErrors."""
    if tells_a_code(text):
        raise FieldErrors({field: "This looks like the code of a question without a name. Keep it to yourself."})


def new_code() -> str:
    """Some 98 bits of chance: nobody finds one by trying."""
    return "-".join("".join(secrets.choice(_LETTERS) for _ in range(4)) for _ in range(5))


def _fingerprint(code: str) -> str:
    return hashlib.sha256(read_code(code).encode()).hexdigest()


def question_of(work: Work, code: str) -> Question:
    """Raises UnknownCode, NotOutYet."""
    trace.leave_none()
    query = sa.select(Question).where(Question.code == _fingerprint(code)).with_for_update()
    found = work.session.scalars(query).one_or_none()
    if found is None:
        raise UnknownCode
    if found.posts_at:
        raise NotOutYet
    return found


def ask(work: Work, draft: Draft) -> str:
    """The code, which is kept nowhere. Raises FieldErrors."""
    require_audience(work)
    _count(work)
    code = new_code()
    delay = SystemRandom().uniform(SHORTEST_DELAY.total_seconds(), LONGEST_DELAY.total_seconds())
    posts_at = work.now + timedelta(seconds=delay)
    question = Question(
        kind=draft.kind,
        visibility=Visibility.ANONYMOUS,
        text=draft.text,
        asker=None,
        # When it was really asked would tell something of who asked.
        asked_at=posts_at,
        posts_at=posts_at,
        channel=asking.channel(work),
        week=draft.week or None,
        code=_fingerprint(code),
        state=State.OPEN,
        owes=Owes.OFFICE,
        owed_since=posts_at,
    )
    work.session.add(question)
    return code


def too_few(work: Work) -> int:
    """So many people it takes to hide one, where there are fewer; else 0."""
    members = sa.select(sa.func.count()).where(~Profile.guest, ~Profile.bot, ~Profile.left)
    least = work.settings.questions.anonymous_audience
    return least if (work.session.scalar(members) or 0) < least else 0


def require_audience(work: Work) -> None:
    """Raises FieldErrors."""
    trace.leave_none()
    if least := too_few(work):
        raise FieldErrors({"visibility": sentences.would_hide_nobody(least)})


# How often: counted by a fingerprint whose key is forgotten with the day


def _count(work: Work) -> None:
    day = work.now.astimezone(UTC).date()
    _forget_other_days(work, day)
    fingerprint = hmac.new(_key(work, day).encode(), work.by.id.encode(), hashlib.sha256).hexdigest()
    row = {"fingerprint": fingerprint, "day": day, "asked": 0, "stopped": False}
    insert_once(work.session, AnonymousCount, row)
    counted = work.session.get_one(AnonymousCount, fingerprint, with_for_update=True)
    if counted.stopped:
        raise FieldErrors({"visibility": sentences.STOPPED_TODAY})
    most = work.settings.questions.anonymous_a_day
    if counted.asked >= most:
        raise FieldErrors({"visibility": f"At most {most} a day without a name. Tomorrow there is room again."})
    counted.asked += 1


def _key(work: Work, day: date) -> str:
    insert_once(work.session, AnonymousKey, {"day": day, "key": secrets.token_hex(32)})
    return work.session.get_one(AnonymousKey, day).key


def _forget_other_days(work: Work, day: date) -> None:
    work.session.execute(sa.delete(AnonymousKey).where(AnonymousKey.day != day))
    work.session.execute(sa.delete(AnonymousCount).where(AnonymousCount.day != day))


# Posting


def post_due(work: Work) -> None:
    _forget_other_days(work, work.now.astimezone(UTC).date())
    for question in _due(work):
        with trace.untraced():
            _post(work, question)


def _post(work: Work, question: Question) -> None:
    question.posts_at, question.asked_at = None, work.now
    logbook.happened(Work(work.session, work.settings, work.now, NOBODY), question, What.ASKED, by=By.ASKER)
    cards.post(work, question, logbook.settle(work, question))


def _due(work: Work) -> Sequence[Question]:
    """In no order that tells which was asked first."""
    due = sa.select(Question).where(Question.posts_at <= work.now).order_by(Question.posts_at).with_for_update()
    return work.session.scalars(due).all()

"""Asking without a name. Who asked is known while they press the button, and is written nowhere.

docs/anonymity.md says what this protects from and what not; tests/stories/test_questions_anonymous.py looks for it.
"""

import hashlib
import hmac
import re
import secrets
from datetime import UTC, date
from random import SystemRandom

import sqlalchemy as sa

from bot import trace
from bot.errors import BotError, FieldErrors
from bot.questions import asking, going_out, refusals, sentences
from bot.questions.forms import Draft
from bot.questions.models import AnonymousCount, AnonymousKey, Question, WaitingQuestion
from bot.questions.work import Work
from bot.slack.people import Profile
from bot.storage import insert_once

_LETTERS = "ABCDEFGHJKMNPQRSTVWXYZ23456789"
_CODE = re.compile(rf"(?:[{_LETTERS}]{{4}}-){{4}}[{_LETTERS}]{{4}}")
#: One word with a digit or a dash in it: a code that was cut short or mistyped, and hardly a question.
_LIKE_A_CODE = re.compile(r"(?=.*[0-9-])[A-Z0-9-]{3,}")
_AROUND_IT = " `*_.\"'“”"
_DASHES = str.maketrans("‐‑–—", "----")


class UnknownCode(BotError):
    def __init__(self) -> None:
        super().__init__(refusals.UNKNOWN_CODE)


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
        raise FieldErrors({field: refusals.TELLS_A_CODE})


def new_code() -> str:
    """Some 98 bits of chance: nobody finds one by trying."""
    return "-".join("".join(secrets.choice(_LETTERS) for _ in range(4)) for _ in range(5))


def _fingerprint(code: str) -> str:
    return hashlib.sha256(read_code(code).encode()).hexdigest()


def waiting(work: Work, code: str) -> WaitingQuestion | Question | None:
    """What has not gone out yet; a question where the version before this one wrote it."""
    trace.leave_none()
    if found := work.session.get(WaitingQuestion, _fingerprint(code), with_for_update=True):
        return found
    question = _with_code(work, code)
    return question if question and question.posts_at else None


def question_of(work: Work, code: str) -> Question:
    """Raises UnknownCode, NotOutYet."""
    # In this order: what goes out in between is found as a question.
    if waiting(work, code):
        raise NotOutYet
    found = _with_code(work, code)
    if found is None:
        raise UnknownCode
    return found


def _with_code(work: Work, code: str) -> Question | None:
    query = sa.select(Question).where(Question.code == _fingerprint(code)).with_for_update()
    return work.session.scalars(query).one_or_none()


def ask(work: Work, draft: Draft) -> str:
    """The code, which is kept nowhere. Raises FieldErrors."""
    require_audience(work)
    _count(work)
    code = new_code()
    question = WaitingQuestion(
        code=_fingerprint(code),
        kind=draft.kind,
        text=draft.text,
        channel=asking.channel(work),
        week=draft.week or None,
        goes_out_at=going_out.hour(work),
    )
    work.session.add(question)
    _shuffle(work)
    return code


def _shuffle(work: Work) -> None:
    """PostgreSQL keeps rows in the order in which they were written, and knows what wrote them: so whenever one comes,
    all that wait are written anew, and all counts. What somebody else is at work on they write themselves."""
    work.session.flush()
    free = work.session.scalars(sa.select(WaitingQuestion.code).with_for_update(skip_locked=True)).all()
    for code in SystemRandom().sample(free, len(free)):
        again = sa.update(WaitingQuestion).where(WaitingQuestion.code == code)
        work.session.execute(again.values(kind=WaitingQuestion.kind))
    counts = work.session.scalars(sa.select(AnonymousCount.fingerprint).with_for_update(skip_locked=True)).all()
    again = sa.update(AnonymousCount).where(AnonymousCount.fingerprint.in_(counts))
    work.session.execute(again.values(asked=AnonymousCount.asked))


def take_back(work: Work, code: str) -> bool:
    """Before it goes out, so that nothing of it remains; false where it is out."""
    question = waiting(work, code)
    if question:
        work.session.delete(question)
    return question is not None


def too_few(work: Work) -> int:
    """So many people it takes to hide one, where there are fewer; else 0."""
    members = sa.select(sa.func.count()).where(~Profile.guest, ~Profile.bot, ~Profile.left)
    least = work.settings.questions.anonymous_audience
    return least if (work.session.scalar(members) or 0) < least else 0


def require_audience(work: Work) -> None:
    """Raises FieldErrors."""
    trace.leave_none()
    if least := too_few(work):
        raise FieldErrors({"visibility": refusals.would_hide_nobody(least)})


# How often: counted by a fingerprint whose key is forgotten with the day


def _count(work: Work) -> None:
    forget_other_days(work)
    day = _today(work)
    fingerprint = hmac.new(_key(work, day).encode(), work.by.id.encode(), hashlib.sha256).hexdigest()
    row = {"fingerprint": fingerprint, "day": day, "asked": 0, "stopped": False}
    insert_once(work.session, AnonymousCount, row)
    counted = work.session.get_one(AnonymousCount, fingerprint, with_for_update=True)
    if counted.stopped:
        raise FieldErrors({"visibility": refusals.STOPPED_TODAY})
    most = work.settings.questions.anonymous_a_day
    if counted.asked >= most:
        raise FieldErrors({"visibility": refusals.most_a_day(most)})
    counted.asked += 1


def _key(work: Work, day: date) -> str:
    insert_once(work.session, AnonymousKey, {"day": day, "key": secrets.token_hex(32)})
    # Held, so that those who ask at once do so one after the other.
    return work.session.get_one(AnonymousKey, day, with_for_update=True).key


def _today(work: Work) -> date:
    return work.now.astimezone(UTC).date()


def forget_other_days(work: Work) -> None:
    day = _today(work)
    work.session.execute(sa.delete(AnonymousKey).where(AnonymousKey.day != day))
    work.session.execute(sa.delete(AnonymousCount).where(AnonymousCount.day != day))

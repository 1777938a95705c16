"""What another practice does with a promise that came from it; `wiring.py` passes these functions on."""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy.orm import Session

from bot.commitments import desk, ledger, promises, views
from bot.commitments.checks import Audience
from bot.commitments.models import Commitment
from bot.commitments.states import Kind, Phase
from bot.slack import outbox, visits
from bot.slack.rewording import reword
from bot.slack.text import escape, one_line

PAGE = views.HISTORY


def page_value(commitment_id: int) -> str:
    """Of the button that opens its page."""
    return f"{commitment_id}:0"


def take_back(session: Session, origin: str, *, by: str, now: datetime) -> None:
    """By whoever answers for where it came from, and only before it is promised. Raises AlreadyDecided."""
    commitment = _locked(session, origin)
    if commitment is None:
        return
    if commitment.phase != Phase.PROPOSED:
        raise promises.AlreadyDecided
    ledger.append(session, commitment, Kind.WITHDRAWN, by=by, now=now)
    desk.tell_decided(session, commitment, by, now)


def readdress(session: Session, origin: str, *, audience: str, said_at: str) -> None:
    """What it came from is for others than before, or is called otherwise."""
    if commitment := _locked(session, origin):
        commitment.audience, commitment.said_at = Audience(audience), one_line(said_at)


def unquote(session: Session, origin: str, unquoted: Callable[[str], str], now: datetime) -> None:
    """What it came from is not for others to read any more: the promise stands, and quotes it no longer."""
    commitment = _locked(session, origin)
    if commitment is None or (why := unquoted(commitment.why)) == commitment.why:
        return
    before, commitment.why = escape(commitment.why), why
    commitment.searchable = promises.searchable(commitment.what, commitment.how, why)
    told = outbox.keys(session, f"commitment:{commitment.id}:")
    reword(session, told, lambda text: text.replace(before, escape(why)), now)
    visits.changed_for_all(session, now)


def _locked(session: Session, origin: str) -> Commitment | None:
    known = promises.tracked(session, origin)
    return ledger.lock(session, known.id) if known else None

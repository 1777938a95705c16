"""What people were told, what the database holds and what the channels show, compared."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from bench.chaos import practice
from bench.chaos.findings import Findings
from bench.chaos.ledger import Ledger, Told
from bench.chaos.standing import Standing
from bot.focus.models import FocusRevision
from bot.occurrences import JobRecord, Occurrence, Outcome
from bot.slack.outbox import UNSENT, Delivery, Kind, State
from bot.slack.people import Profile


def audit(session: Session, ledger: Ledger, standing: Standing, until: datetime) -> Findings:
    found = Findings()
    _acts(session, ledger, found)
    _presses(session, ledger, found)
    _saves(session, ledger, found)
    _names(session, ledger, found)
    _occurrences(session, until, found)
    rows = session.scalars(sa.select(Delivery).order_by(Delivery.id)).all()
    _deliveries({row.key: row for row in rows}, standing, found)
    return found


def _acts(session: Session, ledger: Ledger, found: Findings) -> None:
    rows = Counter(session.scalars(sa.select(practice.ACTS.c.operation)))
    _compare("act", ledger.acts, rows, found)
    keys = set(session.scalars(sa.select(Delivery.key)))
    found.lost += [f"act {each} has no message" for each in rows if practice.act_key(each) not in keys]


def _presses(session: Session, ledger: Ledger, found: Findings) -> None:
    rows = {(row.message, row.person) for row in session.execute(sa.select(practice.PRESSES))}
    _compare("press", ledger.presses, Counter(rows), found)
    keys = set(session.scalars(sa.select(Delivery.key)))
    found.lost += [f"press {each} has no message" for each in rows if practice.press_key(*each) not in keys]


def _saves(session: Session, ledger: Ledger, found: Findings) -> None:
    contents = session.scalars(sa.select(FocusRevision.content))
    rows = Counter(content["items"][0]["what"] for content in contents)
    # Sent off twice, it may stand twice; a double click is sent off once.
    meant = Counter({each: max(1, count - ledger.sent[each] + 1) for each, count in rows.items()})
    _compare("post", ledger.saves, meant, found)


def _compare(what: str, told: Mapping[Any, Told], rows: Counter[Any], found: Findings) -> None:
    saved = [each for each in told if told[each] == Told.SAVED]
    found.lost += [f"{what} {each}: told saved, not there" for each in saved if not rows[each]]
    found.doubled += [f"{what} {each}: acted on {count} times" for each, count in rows.items() if count > 1]
    found.surprised += [f"{what} {each}" for each in rows if told.get(each) == Told.NOT_SAVED]


def _names(session: Session, ledger: Ledger, found: Findings) -> None:
    """Whoever's newest change was acknowledged is known by that name, or by one that came after it."""
    for person, taken in ledger.names.items():
        newest = max((number for number, (_, acked) in enumerate(taken) if acked), default=None)
        profile = session.get(Profile, person)
        if newest is not None and (not profile or profile.name not in [name for name, _ in taken[newest:]]):
            found.lost.append(f"person {person}: is {taken[-1][0]}, known as {profile.name if profile else 'nobody'}")


def _occurrences(session: Session, until: datetime, found: Findings) -> None:
    outcomes = dict(
        session.execute(sa.select(Occurrence.local, Occurrence.outcome).where(Occurrence.job == practice.TICK)).all()
    )
    ticks = Counter(session.scalars(sa.select(practice.TICKS.c.slot)))
    found.stuck += [f"occurrence {slot}: undecided" for slot in _slots(session, until) if slot not in outcomes]
    for slot, outcome in outcomes.items():
        ran = outcome == Outcome.RAN
        found.lost += [f"occurrence {slot}: on record, did not run"] if ran and not ticks[slot] else []
        found.doubled += [f"occurrence {slot}: ran {ticks[slot]} times"] if ticks[slot] > ran else []


def is_waiting(session: Session, until: datetime) -> bool:
    """Whether anything is yet to be sent or decided."""
    last = max(_slots(session, until), default=None)
    unsent = sa.select(sa.func.count()).select_from(Delivery).where(Delivery.state.in_(UNSENT))
    undecided = last is not None and session.get(Occurrence, (practice.TICK, last)) is None
    return undecided or bool(session.scalar(unsent))


def _slots(session: Session, until: datetime) -> Iterator[str]:
    """Those that were due since the job was known."""
    record = session.get(JobRecord, practice.TICK)
    since = record.known_since if record else until
    return (practice.slot_name(slot) for slot in practice.ticking(until).between(since, until))


def _deliveries(rows: Mapping[str, Delivery], standing: Standing, found: Findings) -> None:
    for key, row in rows.items():
        if row.state in UNSENT:
            found.stuck.append(f"{key}: {row.state} after {row.tries} tries ({row.error})")
        elif row.kind == Kind.POST:
            _post(row, rows.get(f"{key}~"), standing, found)
            _thread(row, rows.get(row.about or ""), standing, found)
        elif row.kind == Kind.FILE:
            _file(row, rows.get(row.about or ""), standing, found)
        elif row.kind == Kind.WHISPER:
            _whisper(row, standing, found)
        elif row.state == State.REFUSED:
            found.lost.append(f"{key}: refused ({row.error})")
    stands = {*standing.messages, *standing.files}
    found.lost += [f"{key}: stands in a channel, is in no row" for key in sorted(stands) if key not in rows]
    _order(rows, standing, found)


def _post(row: Delivery, update: Delivery | None, standing: Standing, found: Findings) -> None:
    messages = standing.messages.get(row.key, ())
    if len(messages) > 1:
        found.doubled.append(f"{row.key}: stands {len(messages)} times")
    elif not messages:
        found.lost.append(f"{row.key}: {row.state}, stands nowhere ({row.error})")
    elif (row.sent_channel, row.ts) != (messages[0].channel, messages[0].ts):
        found.lost.append(f"{row.key}: {row.state}, stands where its row does not know ({row.error})")
    elif messages[0].text != (words := (update or row).payload["text"]) and not (update and update.state in UNSENT):
        found.lost.append(f"{row.key}: says {messages[0].text!r} instead of {words!r}")


def _thread(row: Delivery, parent: Delivery | None, standing: Standing, found: Findings) -> None:
    """A message in the wrong place is lost to whoever follows the thread."""
    thread = parent.ts if parent else None
    if any(each.thread_ts not in (thread, each.ts) for each in standing.messages.get(row.key, ())):
        found.lost.append(f"{row.key}: stands outside its thread")


def _file(row: Delivery, parent: Delivery | None, standing: Standing, found: Findings) -> None:
    """It stands once, or its words do where Slack took no file."""
    stands = [*standing.files.get(row.key, ()), *standing.messages.get(row.key, ())]
    if len(stands) > 1:
        found.doubled.append(f"{row.key}: file or its words stand {len(stands)} times")
    elif not stands:
        found.lost.append(f"{row.key}: {row.state}, file stands nowhere ({row.error})")
    elif stands[0].thread_ts != (parent.ts if parent else None):
        found.lost.append(f"{row.key}: file stands outside its thread")


def _whisper(row: Delivery, standing: Standing, found: Findings) -> None:
    shown = standing.whispers[str(row.payload["text"])]
    if shown > 1 and row.key.startswith("chaos:"):  # others may well say the same twice
        found.doubled.append(f"{row.key}: shown {shown} times")
    elif row.state == State.REFUSED:
        found.given_up.append(f"{row.key}: {row.error}")
    elif not shown:
        found.lost.append(f"{row.key}: sent, never shown")


def _order(rows: Mapping[str, Delivery], standing: Standing, found: Findings) -> None:
    """A doubled message is counted as such, and stands here where it first stood."""
    newest: dict[str, float] = defaultdict(float)
    for key, row in rows.items():
        if row.kind != Kind.POST or key not in standing.messages:
            continue
        stands = float(standing.messages[key][0].ts)
        if stands < newest[row.lane]:
            found.disordered.append(f"{key}: stands before one that was written before it")
        newest[row.lane] = max(newest[row.lane], stands)

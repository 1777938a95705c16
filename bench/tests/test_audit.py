"""What the audit calls lost, doubled, stuck and out of order, on rows and messages made by hand."""

from collections import Counter
from datetime import datetime, timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from bench.chaos import practice
from bench.chaos.audit import audit
from bench.chaos.findings import Findings
from bench.chaos.ledger import Ledger, Told
from bench.chaos.standing import Standing
from bot.occurrences import JobRecord, Occurrence, Outcome
from bot.sandbox.conversations import Message as Shown
from bot.slack import files, outbox
from bot.slack.messages import Message
from bot.slack.outbox import Delivery, State

CHANNEL = "C0CHAOS0"


@pytest.fixture(autouse=True)
def tables(session: Session) -> None:
    practice.tables.create_all(session.connection())


def enqueued(session: Session, now: datetime, key: str, ts: str | None, about: str | None = None) -> None:
    """A row that was sent as `ts`, or still waits."""
    outbox.enqueue(session, key=key, channel=CHANNEL, about=about, message=Message(f"{key}."), now=now)
    row = session.scalars(sa.select(Delivery).where(Delivery.key == key)).one()
    if ts:
        row.state, row.sent_channel, row.ts = State.SENT, CHANNEL, ts
    session.flush()


def shown(key: str, *stamps: str, text: str = "", thread: str | None = None) -> list[Shown]:
    return [Shown(ts, CHANNEL, "U0CADENCE", text or f"{key}.", thread_ts=thread) for ts in stamps]


def found(
    session: Session, now: datetime, ledger: Ledger | None = None, messages: dict[str, list[Shown]] | None = None
) -> Findings:
    return audit(session, ledger or Ledger(), Standing(messages or {}, Counter()), now)


def test_what_stands_once_where_its_row_says_is_sound(session: Session, now: datetime) -> None:
    enqueued(session, now, "a", "1.0")

    assert found(session, now, messages={"a": shown("a", "1.0")}) == Findings()


def test_a_message_that_stands_nowhere_or_elsewhere_or_says_something_else_is_lost(
    session: Session, now: datetime
) -> None:
    for key, ts in (("nowhere", "1.0"), ("elsewhere", "2.0"), ("other", "3.0")):
        enqueued(session, now, key, ts)
    messages = {"elsewhere": shown("elsewhere", "9.0"), "other": shown("other", "3.0", text="Hm.")}

    lost = found(session, now, messages=messages).lost

    assert [sentence.partition(":")[0] for sentence in lost] == ["nowhere", "elsewhere", "other"]


def test_a_message_of_no_row_is_lost_on_the_way_to_the_database(session: Session, now: datetime) -> None:
    assert found(session, now, messages={"ghost": shown("ghost", "1.0")}).lost == [
        "ghost: stands in a channel, is in no row"
    ]


def test_a_reply_outside_its_thread_is_lost(session: Session, now: datetime) -> None:
    enqueued(session, now, "card", "1.0")
    enqueued(session, now, "reply", "2.0", about="card")
    card, astray, inside = shown("card", "1.0"), shown("reply", "2.0"), shown("reply", "2.0", thread="1.0")

    assert found(session, now, messages={"card": card, "reply": astray}).lost == ["reply: stands outside its thread"]
    assert found(session, now, messages={"card": card, "reply": inside}) == Findings()


def test_one_key_twice_is_doubled(session: Session, now: datetime) -> None:
    enqueued(session, now, "a", "1.0")

    assert found(session, now, messages={"a": shown("a", "1.0", "2.0")}).doubled == ["a: stands 2 times"]


def filed(session: Session, now: datetime, key: str, about: str | None = None) -> None:
    wanted = {"drawer": practice.DRAWER, "of": {"key": key}, "instead": Message(f"{key}, in words.")}
    files.enqueue(session, key=key, channel=CHANNEL, about=about, now=now, **wanted)
    row = session.scalars(sa.select(Delivery).where(Delivery.key == key)).one()
    row.state, row.sent_channel = State.SENT, CHANNEL
    session.flush()


def test_a_file_stands_once_in_its_thread_or_its_words_do(session: Session, now: datetime) -> None:
    enqueued(session, now, "card", "1.0")
    for key in ("nowhere", "twice", "twice-in-words", "astray"):
        filed(session, now, key, about="card")
    for key in ("there", "in-words"):
        filed(session, now, key, about="card")
    inside = {key: shown(key, "2.0", thread="1.0") for key in ("there", "twice-in-words")}
    of_files = {**inside, "twice": shown("twice", "2.0", "3.0", thread="1.0"), "astray": shown("astray", "2.0")}
    in_words = {key: shown(key, "4.0", thread="1.0") for key in ("in-words", "twice-in-words")}

    standing = Standing({"card": shown("card", "1.0"), **in_words}, Counter(), of_files)
    findings = audit(session, Ledger(), standing, now)

    assert [said.partition(":")[0] for said in findings.lost] == ["nowhere", "astray"]
    assert [said.partition(":")[0] for said in findings.doubled] == ["twice", "twice-in-words"]
    assert findings.stuck == []


def test_an_unsent_row_is_stuck(session: Session, now: datetime) -> None:
    enqueued(session, now, "a", None)

    assert len(found(session, now).stuck) == 1


def test_rows_of_one_lane_that_stand_in_another_order_are_out_of_order(session: Session, now: datetime) -> None:
    enqueued(session, now, "first", "2.0")
    enqueued(session, now, "second", "1.0")

    messages = {"first": shown("first", "2.0"), "second": shown("second", "1.0")}

    assert len(found(session, now, messages=messages).disordered) == 1


def test_what_people_were_told_is_held_against_the_rows(session: Session, now: datetime) -> None:
    for operation in ("twice", "twice", "denied", "kept"):
        session.execute(sa.insert(practice.ACTS).values(operation=operation))
    for number, operation in enumerate(("twice", "denied", "kept"), start=1):
        enqueued(session, now, practice.act_key(operation), f"{number}.0")
    standing = {key: shown(key, f"{n}.0") for n, key in enumerate(("chaos:twice", "chaos:denied", "chaos:kept"), 1)}
    told = {"gone": Told.SAVED, "kept": Told.SAVED, "denied": Told.NOT_SAVED, "unheard": Told.NOTHING}

    findings = found(session, now, Ledger(acts=told), standing)

    assert findings.lost == ["act gone: told saved, not there"]
    assert findings.doubled == ["act twice: acted on 2 times"]
    assert findings.surprised == ["act denied"]


def test_an_occurrence_is_decided_and_runs_as_often_as_its_record_says(session: Session, now: datetime) -> None:
    begin = now - timedelta(seconds=4 * practice.TICK_SECONDS)
    session.add(JobRecord(name=practice.TICK, rhythm="", since=begin, known_since=begin))
    undecided, silent, twice, *_ = practice.ticking(now).between(begin, now)
    for slot in (silent, twice):
        row = {"job": practice.TICK, "local": practice.slot_name(slot), "due_at": slot.at, "decided_at": slot.at}
        session.add(Occurrence(**row, outcome=Outcome.RAN))
    for _ in range(2):
        session.execute(sa.insert(practice.TICKS).values(slot=practice.slot_name(twice)))

    findings = found(session, now)

    assert f"occurrence {practice.slot_name(undecided)}: undecided" in findings.stuck
    assert findings.lost == [f"occurrence {practice.slot_name(silent)}: on record, did not run"]
    assert findings.doubled == [f"occurrence {practice.slot_name(twice)}: ran 2 times"]


def test_whoever_is_told_a_lie_fails_the_run(session: Session, now: datetime) -> None:
    session.execute(sa.insert(practice.ACTS).values(operation="denied"))
    enqueued(session, now, practice.act_key("denied"), "1.0")
    standing = {"chaos:denied": shown("chaos:denied", "1.0")}

    assert not found(session, now, Ledger(acts={"denied": Told.NOT_SAVED}), standing).is_sound
    assert found(session, now, Ledger(acts={"denied": Told.PERHAPS}), standing).is_sound

"""Rows that become messages: what is written, what may leave, and what is written down of how it went."""

from collections.abc import Callable
from datetime import datetime, timedelta
from itertools import pairwise
from threading import Barrier, Thread
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from bot.slack import blocks, claims, outbox
from bot.slack.claims import LEASE, PACE, Claimed
from bot.slack.messages import Message
from bot.slack.outbox import Address, Delivery, Kind, State
from bot.slack.outcome import Later, Outcome, Refused, Sent, Unsure
from bot.slack.validation import problems
from bot.storage import Database
from tests.factories import ANA, CTO_CHANNEL, MAYA

SOON = timedelta(seconds=5)
HELLO = Message("Hello")


def post(session: Session, key: str, now: datetime, text: str = "Hello", **more: Any) -> bool:
    return outbox.enqueue(session, **{"key": key, "channel": CTO_CHANNEL, "message": Message(text), "now": now, **more})


def claim_one(session: Session, now: datetime) -> Claimed:
    (claimed,) = claims.claim(session, now=now)
    return claimed


def claimed_keys(session: Session, now: datetime, **more: Any) -> list[str]:
    return [claimed.key for claimed in claims.claim(session, now=now, **more)]


def send(session: Session, key: str, now: datetime, ts: str = "100.1") -> None:
    """Claims and settles what is at the head, which must be `key`."""
    claimed = claim_one(session, now)
    assert claimed.key == key
    assert claims.settle(session, claimed, Sent(CTO_CHANNEL, ts), now=now)


def row(session: Session, key: str) -> Delivery:
    return session.scalars(sa.select(Delivery).where(Delivery.key == key)).one()


def count(session: Session) -> int:
    return session.scalar(sa.select(sa.func.count()).select_from(Delivery)) or 0


# Enqueuing


def test_enqueuing_a_key_twice_is_one_message_and_the_first_stands(session: Session, now: datetime) -> None:
    assert post(session, "focus:post", now, "first")
    assert not post(session, "focus:post", now, "second")

    assert count(session) == 1
    assert row(session, "focus:post").payload["text"] == "first"


def test_enqueuing_what_was_sent_long_ago_does_not_send_it_again(session: Session, now: datetime) -> None:
    post(session, "focus:post", now)
    send(session, "focus:post", now)
    post(session, "focus:post", now + timedelta(days=7))

    assert claims.claim(session, now=now + timedelta(days=7)) == []


def test_what_a_failed_transaction_enqueued_does_not_exist(database: Database, now: datetime) -> None:
    def cause(session: Session) -> None:
        post(session, "focus:post", now)
        outbox.whisper(session, key="w", channel=CTO_CHANNEL, reader=ANA, message=HELLO, now=now)
        raise LookupError

    with pytest.raises(LookupError):
        database.run_here(cause)

    assert database.run_here(count) == 0


async def test_a_failed_transaction_wakes_nobody(database: Database, now: datetime) -> None:
    woken: list[str] = []
    database.subscribe(outbox.TOPIC, lambda: woken.append("woken"))

    def cause(session: Session) -> None:
        post(session, "focus:post", now)
        raise LookupError

    with pytest.raises(LookupError):
        await database.run(cause)
    assert woken == []

    await database.run(post, "focus:post", now)
    assert woken == ["woken"]


def test_a_text_that_is_too_long_is_shortened_before_it_is_stored(session: Session, now: datetime) -> None:
    post(session, "long", now, "word " * 10_000)

    text = row(session, "long").payload["text"]
    assert len(text) <= 4000
    assert text.startswith("word word")


def test_blocks_that_slack_would_refuse_are_made_to_fit_before_they_are_stored(session: Session, now: datetime) -> None:
    too_many = Message("All of it", [blocks.section(f"Line {number}") for number in range(80)])
    outbox.enqueue(session, key="long", channel=CTO_CHANNEL, message=too_many, now=now)

    stored = row(session, "long").payload["blocks"]
    assert problems(stored) == []
    assert stored[0]["text"]["text"] == "Line 0"


def test_a_changed_message_is_made_to_fit_too(session: Session, now: datetime) -> None:
    post(session, "focus:post", now)
    outbox.change(session, key="focus:post", message=Message("word " * 10_000), now=now)

    assert len(row(session, "focus:post").payload["text"]) <= 4000


def test_keys_are_found_by_their_beginning_oldest_first_and_letter_by_letter(session: Session, now: datetime) -> None:
    for key in ("draft:2", "draft:1", "draft_1", "other"):
        post(session, key, now)
    outbox.enqueue(session, key="draft:2:pin", channel=CTO_CHANNEL, kind=Kind.PIN, about="draft:2", now=now)

    assert outbox.keys(session, "draft:") == ["draft:2", "draft:1"]
    assert outbox.keys(session, "draft_") == ["draft_1"]


# Changing


def test_what_has_not_left_is_changed_in_place(session: Session, now: datetime) -> None:
    post(session, "focus:post", now, "first")
    outbox.change(session, key="focus:post", message=Message("second"), now=now)

    assert count(session) == 1
    assert claim_one(session, now).payload["text"] == "second"


def test_what_was_sent_is_changed_by_an_update_whose_latest_text_wins(session: Session, now: datetime) -> None:
    post(session, "focus:post", now, "first")
    send(session, "focus:post", now, ts="100.1")
    outbox.change(session, key="focus:post", message=Message("second"), now=now)
    outbox.change(session, key="focus:post", message=Message("third"), now=now)

    update = claim_one(session, now)
    assert (update.kind, update.payload["text"]) == (Kind.UPDATE, "third")
    assert update.about == Address(CTO_CHANNEL, "100.1")
    assert claims.claim(session, now=now + LEASE) != []


def test_a_message_can_be_changed_again_after_its_update_was_sent(session: Session, now: datetime) -> None:
    post(session, "focus:post", now, "first")
    send(session, "focus:post", now)
    for text in ("second", "third"):
        outbox.change(session, key="focus:post", message=Message(text), now=now)
        update = claim_one(session, now)
        assert update.payload["text"] == text
        claims.settle(session, update, Sent(CTO_CHANNEL, "100.1"), now=now)

    assert claims.claim(session, now=now + LEASE) == []


@pytest.mark.parametrize("outcome", [Sent(CTO_CHANNEL, "100.1"), Refused("msg_too_long")])
def test_a_change_made_while_the_update_is_on_its_way_is_sent_after_it(
    session: Session, now: datetime, outcome: Outcome
) -> None:
    post(session, "focus:post", now, "first")
    send(session, "focus:post", now)
    outbox.change(session, key="focus:post", message=Message("second"), now=now)
    update = claim_one(session, now)
    outbox.change(session, key="focus:post", message=Message("third"), now=now)

    assert claims.claim(session, now=now) == [], "the lease holds"
    claims.settle(session, update, outcome, now=now)
    assert claim_one(session, now).payload["text"] == "third"


def test_a_change_made_while_the_message_itself_is_on_its_way_becomes_an_update(
    session: Session, now: datetime
) -> None:
    post(session, "focus:post", now, "first")
    original = claim_one(session, now)
    outbox.change(session, key="focus:post", message=Message("second"), now=now)

    assert claims.claim(session, now=now) == [], "the update waits for the message"
    claims.settle(session, original, Sent(CTO_CHANNEL, "100.1"), now=now)
    update = claim_one(session, now)
    assert (update.kind, update.about, update.payload["text"]) == (
        Kind.UPDATE,
        Address(CTO_CHANNEL, "100.1"),
        "second",
    )


def test_a_change_of_a_doubtful_message_does_not_touch_the_words_that_may_have_arrived(
    session: Session, now: datetime
) -> None:
    post(session, "focus:post", now, "first")
    claims.settle(session, claim_one(session, now), Unsure("TimeoutError", SOON), now=now)
    outbox.change(session, key="focus:post", message=Message("second"), now=now)

    assert row(session, "focus:post").payload["text"] == "first"
    assert row(session, "focus:post~").payload["text"] == "second"


# Whispers


def whisper(session: Session, text: str, now: datetime, reader: str = ANA) -> None:
    key = f"whisper:{reader}"
    outbox.whisper(session, key=key, channel=CTO_CHANNEL, reader=reader, message=Message(text), now=now)


def test_a_whisper_is_replaced_by_the_latest(session: Session, now: datetime) -> None:
    whisper(session, "first", now)
    whisper(session, "second", now)

    claimed = claim_one(session, now)
    assert (claimed.kind, claimed.reader, claimed.payload["text"]) == (Kind.WHISPER, ANA, "second")


def test_a_whisper_follows_one_that_was_shown(session: Session, now: datetime) -> None:
    whisper(session, "first", now)
    send(session, f"whisper:{ANA}", now)
    whisper(session, "second", now)

    assert claim_one(session, now).payload["text"] == "second"


def test_new_words_do_not_inherit_the_doubt_about_the_old_ones(session: Session, now: datetime) -> None:
    whisper(session, "first", now)
    claims.settle(session, claim_one(session, now), Unsure("TimeoutError", SOON), now=now)
    whisper(session, "second", now)

    claimed = claim_one(session, now)
    assert (claimed.payload["text"], claimed.doubtful) == ("second", False)


@pytest.mark.parametrize(
    "outcome", [Sent(CTO_CHANNEL, None), Refused("user_not_in_channel"), Later("x", SOON), Unsure("x", SOON)]
)
def test_words_whispered_while_others_are_on_their_way_are_not_lost(
    session: Session, now: datetime, outcome: Outcome
) -> None:
    whisper(session, "first", now)
    first = claim_one(session, now)
    whisper(session, "second", now)
    claims.settle(session, first, outcome, now=now)

    claimed = claim_one(session, now + SOON)
    assert (claimed.payload["text"], claimed.doubtful) == ("second", False)


def test_words_whispered_after_a_crash_are_not_lost(session: Session, now: datetime) -> None:
    whisper(session, "first", now)
    claim_one(session, now)
    whisper(session, "second", now + LEASE)

    claimed = claim_one(session, now + LEASE)
    assert (claimed.payload["text"], claimed.doubtful) == ("second", False)


# Order


def test_messages_of_a_channel_leave_in_the_order_in_which_they_were_caused(session: Session, now: datetime) -> None:
    post(session, "first", now)
    post(session, "second", now)

    first = claim_one(session, now)
    assert first.key == "first"
    assert claims.claim(session, now=now + PACE) == [], "the first is on its way"
    claims.settle(session, first, Later("ratelimited", SOON), now=now)
    assert claims.claim(session, now=now + PACE) == [], "the first waits for its second try"
    send(session, "first", now + SOON)
    send(session, "second", now + SOON + PACE)


def test_a_refused_message_does_not_hold_up_those_behind_it(session: Session, now: datetime) -> None:
    post(session, "first", now)
    post(session, "second", now)
    claims.settle(session, claim_one(session, now), Refused("invalid_blocks"), now=now)

    send(session, "second", now + PACE)


def test_a_pin_waits_for_its_message(session: Session, now: datetime) -> None:
    post(session, "focus:post", now)
    outbox.enqueue(session, key="pin", channel=CTO_CHANNEL, kind=Kind.PIN, about="focus:post", now=now)

    send(session, "focus:post", now, ts="100.1")
    pin = claim_one(session, now)
    assert (pin.kind, pin.about) == (Kind.PIN, Address(CTO_CHANNEL, "100.1"))


def test_a_reply_waits_for_the_place_of_its_parent(session: Session, now: datetime) -> None:
    post(session, "question", now)
    post(session, "answer", now, about="question")

    parent = claim_one(session, now)
    assert parent.key == "question"
    claims.settle(session, parent, Unsure("TimeoutError", SOON), now=now)
    assert claimed_keys(session, now + PACE) == []
    send(session, "question", now + SOON, ts="100.1")
    assert claim_one(session, now + SOON + PACE).about == Address(CTO_CHANNEL, "100.1")


def test_a_waiting_thread_does_not_hold_up_the_channel(session: Session, now: datetime) -> None:
    post(session, "question", now)
    send(session, "question", now)
    post(session, "answer", now, about="question")
    post(session, "news", now)
    claims.settle(session, claim_one(session, now + PACE), Later("x", timedelta(minutes=5)), now=now)

    send(session, "news", now + 2 * PACE)


def test_a_reply_to_a_refused_message_is_an_orphan(session: Session, now: datetime) -> None:
    post(session, "question", now)
    post(session, "answer", now, about="question")
    claims.settle(session, claim_one(session, now), Refused("is_archived"), now=now)

    claimed = claim_one(session, now + PACE)
    assert (claimed.key, claimed.orphan, claimed.about) == ("answer", True, None)


def test_urgent_ones_go_first(session: Session, now: datetime) -> None:
    for number in range(30):
        post(session, f"news:{number}", now, channel=f"C{number}")
    whisper(session, "You asked", now)

    assert claimed_keys(session, now, limit=5) == [f"whisper:{ANA}", *(f"news:{number}" for number in range(4))]


def test_what_is_not_due_stays(session: Session, now: datetime) -> None:
    post(session, "later", now + SOON)

    assert claims.claim(session, now=now) == []
    assert claimed_keys(session, now + SOON) == ["later"]


def test_a_closed_method_is_left_out_and_others_are_not(session: Session, now: datetime) -> None:
    post(session, "news", now)
    whisper(session, "You asked", now)

    assert claimed_keys(session, now, closed=[Kind.POST]) == [f"whisper:{ANA}"]


# Pace


def test_a_channel_gets_one_post_a_second(session: Session, now: datetime) -> None:
    post(session, "first", now)
    send(session, "first", now)
    post(session, "second", now)

    assert claims.claim(session, now=now + PACE - timedelta.resolution) == []
    assert claimed_keys(session, now + PACE) == ["second"]


def test_threads_of_a_channel_share_its_pace(session: Session, now: datetime) -> None:
    for number in range(3):
        post(session, f"question:{number}", now, channel="C1")
        claimed = claim_one(session, now + number * PACE)
        claims.settle(session, claimed, Sent("C1", f"{number}.1"), now=now)
    for number in range(3):
        post(session, f"answer:{number}", now, channel="C1", about=f"question:{number}")
    later = now + timedelta(minutes=1)

    assert [claimed_keys(session, later + number * PACE) for number in range(3)] == [
        ["answer:0"],
        ["answer:1"],
        ["answer:2"],
    ]


def test_a_busy_channel_holds_up_no_other(session: Session, now: datetime) -> None:
    for number in range(50):
        post(session, f"busy:{number}", now, channel="CBUSY")
    post(session, "quiet", now, channel="CQUIET")

    assert claimed_keys(session, now) == ["busy:0", "quiet"]


def test_many_threads_of_one_channel_hold_up_no_other(session: Session, now: datetime) -> None:
    post(session, "parent", now, channel="CBUSY")
    send(session, "parent", now)
    session.add_all(
        Delivery(
            key=f"reply:{number}",
            kind=Kind.POST,
            channel="CBUSY",
            lane=f"CBUSY/{number}",
            payload={},
            due_at=now,
            created_at=now,
        )
        for number in range(50)
    )
    post(session, "quiet", now, channel="CQUIET")
    session.flush()
    soon = now + PACE

    assert [*claimed_keys(session, soon), *claimed_keys(session, soon)] == ["quiet", "reply:0"]


def test_updates_and_whispers_are_not_paced_as_posts(session: Session, now: datetime) -> None:
    post(session, "first", now)
    send(session, "first", now)
    outbox.change(session, key="first", message=Message("second"), now=now)
    whisper(session, "You asked", now)

    assert claimed_keys(session, now) == [f"whisper:{ANA}", "first~"]


@settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(moments=st.lists(st.integers(0, 3000), min_size=1, max_size=25).map(sorted))
def test_however_often_one_asks_no_channel_gets_two_posts_within_a_second(
    session: Session, now: datetime, moments: list[int]
) -> None:
    with session.begin_nested() as trial:
        for number in range(12):
            post(session, f"news:{number}", now, channel=f"C{number % 2}")
        given_at: dict[str, list[datetime]] = {"C0": [], "C1": []}
        for moment in moments:
            at = now + timedelta(milliseconds=moment)
            for claimed in claims.claim(session, now=at):
                given_at[claimed.channel].append(at)
                claims.settle(session, claimed, Sent(claimed.channel, "1.1"), now=at)
        trial.rollback()

    for times in given_at.values():
        assert all(later - earlier >= PACE for earlier, later in pairwise(times))


# Leases


def test_a_claimed_row_is_nobody_elses_until_its_lease_ends(session: Session, now: datetime) -> None:
    post(session, "news", now)
    claim_one(session, now)

    assert claims.claim(session, now=now + LEASE - timedelta.resolution) == []
    again = claim_one(session, now + LEASE)
    assert (again.key, again.doubtful, again.tries) == ("news", True, 2)


def test_a_first_try_is_in_no_doubt(session: Session, now: datetime) -> None:
    post(session, "news", now)

    assert not claim_one(session, now).doubtful


def test_a_try_that_left_doubt_makes_the_next_one_doubtful(session: Session, now: datetime) -> None:
    post(session, "news", now)
    claims.settle(session, claim_one(session, now), Unsure("TimeoutError", SOON), now=now)

    assert claim_one(session, now + SOON).doubtful


def test_a_try_that_surely_did_not_arrive_leaves_no_doubt(session: Session, now: datetime) -> None:
    post(session, "news", now)
    claims.settle(session, claim_one(session, now), Later("ratelimited", SOON), now=now)

    assert claims.claim(session, now=now + SOON - timedelta.resolution) == []
    assert not claim_one(session, now + SOON).doubtful


def test_a_doubt_outlives_a_look_that_was_not_possible(session: Session, now: datetime) -> None:
    post(session, "news", now)
    claims.settle(session, claim_one(session, now), Unsure("TimeoutError", SOON), now=now)
    claims.settle(session, claim_one(session, now + SOON), Later("ratelimited", SOON), now=now + SOON)

    assert claim_one(session, now + 2 * SOON).doubtful


def test_who_lost_the_lease_settles_nothing(session: Session, now: datetime) -> None:
    post(session, "news", now)
    slow = claim_one(session, now)
    quick = claim_one(session, now + LEASE)

    assert not claims.settle(session, slow, Refused("channel_not_found"), now=now + LEASE)
    assert row(session, "news").state == State.SENDING
    assert claims.settle(session, quick, Sent(CTO_CHANNEL, "100.1"), now=now + LEASE)
    assert not claims.settle(session, slow, Sent(CTO_CHANNEL, "999.9"), now=now + LEASE)
    assert outbox.address(session, "news") == Address(CTO_CHANNEL, "100.1")


def test_nothing_is_settled_twice(session: Session, now: datetime) -> None:
    post(session, "news", now)
    claimed = claim_one(session, now)

    assert claims.settle(session, claimed, Sent(CTO_CHANNEL, "100.1"), now=now)
    assert not claims.settle(session, claimed, Unsure("x", SOON), now=now)
    assert row(session, "news").state == State.SENT


def test_a_sent_row_keeps_channel_ts_and_when(session: Session, now: datetime) -> None:
    post(session, "news", now)
    assert outbox.address(session, "news") is None
    send(session, "news", now + PACE, ts="100.1")

    assert outbox.address(session, "news") == Address(CTO_CHANNEL, "100.1")
    assert row(session, "news").sent_at == now + PACE


def test_a_refused_row_keeps_the_reason(session: Session, now: datetime) -> None:
    post(session, "news", now)
    claims.settle(session, claim_one(session, now), Refused("is_archived"), now=now)

    assert (row(session, "news").state, row(session, "news").error) == (State.REFUSED, "is_archived")
    assert claims.claim(session, now=now + timedelta(days=30)) == []


def together(*acts: Callable[[], None]) -> None:
    """Each on a thread of its own, at the same moment."""
    gate = Barrier(len(acts))

    def start(act: Callable[[], None]) -> None:
        gate.wait()
        act()

    threads = [Thread(target=start, args=[act]) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def test_claimers_at_the_same_moment_share_the_rows_between_them(database: Database, now: datetime) -> None:
    def fill(session: Session) -> None:
        for number in range(60):
            post(session, f"news:{number}", now, channel=f"C{number}")

    database.run_here(fill)
    won: list[str] = []

    def take() -> None:
        for _ in range(8):
            won.extend(claimed.key for claimed in database.run_here(claims.claim, now=now, limit=10))

    together(take, take, take)

    assert sorted(won) == sorted(f"news:{number}" for number in range(60))


def test_a_second_claimer_passes_over_what_the_first_has_not_committed(database: Database, now: datetime) -> None:
    if database.engine.dialect.name == "sqlite":
        pytest.skip("SQLite has one writer, so nobody sees a claim half-made")

    def fill(session: Session) -> None:
        post(session, "news:1", now, channel="C1")
        post(session, "news:2", now, channel="C2")

    database.run_here(fill)

    def first(session: Session) -> None:
        assert claimed_keys(session, now, limit=1) == ["news:1"]
        others = database.run_here(claims.claim, now=now)
        assert [claimed.key for claimed in others] == ["news:2"]

    database.run_here(first)


def test_a_crash_between_claim_and_settle_leaves_a_doubtful_row(database: Database, now: datetime) -> None:
    database.run_here(post, "news", now, channel=MAYA)
    database.run_here(claims.claim, now=now)

    (again,) = database.run_here(claims.claim, now=now + LEASE)
    assert again.doubtful

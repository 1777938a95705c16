"""What App Home shows of commitments: what wants this person's answer or word, and what they promised."""

from collections.abc import Iterator, Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session

from bot.commitments import (
    asking_views,
    cards,
    digest_views,
    list_views,
    meetings,
    reminders,
    rhythms,
    sentences,
    views,
)
from bot.commitments.dates import moved_text
from bot.commitments.meeting_models import AllHands, Held
from bot.commitments.models import Commitment
from bot.commitments.states import Phase
from bot.commitments.views import Card
from bot.prompts import Words
from bot.slack import blocks
from bot.slack.blocks import Block
from bot.slack.home import Look
from bot.slack.text import escape

MINE = "Your promises"
NONE_OF_MINE = "What you promise stands here, with its date and the last word on it. `/promise` begins one."
PROMISE = "commitments.home.promise"
ALL_OF_MINE = "commitments.home.mine"
REST = "The others: `/promises`"

#: Of each kind; the rest is counted and one click away.
MOST = 5


def waiting(session: Session, look: Look) -> Sequence[Block]:
    return [
        *_all_hands(session, look),
        *_to_answer(session, look),
        *_to_take_over(session, look),
        *_to_say_a_word_on(session, look),
    ]


def _all_hands(session: Session, look: Look) -> Iterator[Block]:
    """The draft that the CTO was sent, until it is posted or cancelled."""
    found = _next_draft(session, look) if look.person.id == look.settings.people.cto else None
    if not found:
        return
    meeting, late = found
    due = meetings.due_text(meeting.day, look.settings)
    said = sentences.did_not_go_out(due) if late else sentences.drafted(due, rhythms.channel(look.settings))
    buttons = digest_views.missed_buttons if late else digest_views.draft_buttons
    yield blocks.section(said)
    yield blocks.actions(*buttons(meeting.day, meeting.revision), block_id="home-all-hands")


def _next_draft(session: Session, look: Look) -> tuple[AllHands, bool] | None:
    """With whether its hour has passed; a week later nobody wants to post it any more."""
    drafted = (AllHands.standing == Held.DRAFT, AllHands.desk_messages > 0)
    series = rhythms.meetings(look.settings)
    for meeting in session.scalars(sa.select(AllHands).where(*drafted).order_by(AllHands.day)):
        held = series.held_instead_of(meeting.day)
        hour = series.at_hour(held).at
        if look.now - hour < meetings.WORTH_TELLING:
            return meeting, series.is_held(held) and hour <= look.now
    return None


def _drawn(session: Session, look: Look, *wanted: sa.ColumnElement[bool], most: int = MOST) -> list[Card]:
    query = sa.select(Commitment).where(*wanted).order_by(Commitment.id).limit(most)
    return cards.cards(session, session.scalars(query).all(), look.now)


def _to_answer(session: Session, look: Look) -> Iterator[Block]:
    """What somebody asks them to promise, and the other day that an owner named to them."""
    me, proposed = look.person.id, Commitment.phase == Phase.PROPOSED
    for card in _drawn(session, look, proposed, Commitment.owner == me):
        if not card.countered:
            yield blocks.section(f"*{escape(card.what)}*\n{views.asks_owner(card)}")
            yield views.answers(card, "Accept")
    for card in _drawn(session, look, proposed, Commitment.made_by == me, Commitment.owner != me, most=5 * MOST):
        if card.countered:
            yield blocks.section(f"*{escape(card.what)}*\n{views.asks_maker(card, card.note)}")
            yield views.agreement(card)


def _to_take_over(session: Session, look: Look) -> Iterator[Block]:
    offered = (Commitment.offered_to == look.person.id, Commitment.phase == Phase.OPEN)
    for card in _drawn(session, look, *offered):
        dates = " · ".join(filter(None, [views.dates_text(card), moved_text(card.moves, card.moved_days)]))
        asks = f"{card.owner}'s promise, {dates}. You are asked to take it over."
        yield blocks.section(f"*{escape(card.what)}*\n{asks}")
        yield views.taking(card)


def _to_say_a_word_on(session: Session, look: Look) -> Iterator[Block]:
    rows = reminders.wanting_a_word(session, look.person.id, look.settings, look.now)
    if not rows:
        return
    yield blocks.section(f"*{asking_views.heading(rows)}*")
    for row in rows[:MOST]:
        yield blocks.section(asking_views.row_text(row, _words(look)))
        yield blocks.actions(*asking_views.buttons(row), block_id=f"home-ask-{row.card.id}")
    if len(rows) > MOST:
        yield _all_of_mine(f"And {len(rows) - MOST} more.")


def _words(look: Look) -> Words:
    return look.prompts.of("commitments")


def _all_of_mine(said: str) -> Block:
    return blocks.section(said, accessory=blocks.button("See all", ALL_OF_MINE, label="See all of your promises"))


def mine(session: Session, look: Look) -> Sequence[Block]:
    """What is open and wants nothing now."""
    owned = (Commitment.owner == look.person.id, Commitment.phase == Phase.OPEN)
    count = session.scalar(sa.select(sa.func.count()).select_from(Commitment).where(*owned)) or 0
    begin = blocks.actions(blocks.button("Promise something", PROMISE), block_id="home-promise")
    if not count:
        return [blocks.section(NONE_OF_MINE), begin]
    waiting = {row.card.id for row in reminders.wanting_a_word(session, look.person.id, look.settings, look.now)}
    query = sa.select(Commitment).where(*owned, Commitment.id.not_in(waiting))
    soonest = query.order_by(Commitment.due_at.is_(None), Commitment.due_at, Commitment.id).limit(MOST)
    shown = cards.cards(session, session.scalars(soonest).all(), look.now)
    return [*map(list_views.row, shown), *_rest(count, len(shown), len(waiting)), begin]


def _rest(count: int, shown: int, waiting: int) -> Iterator[Block]:
    if waiting and not shown:
        yield blocks.context(f"{'It stands' if count == 1 else f'All {count} stand'} above, where a word is wanted.")
    elif count > shown + waiting:
        yield _all_of_mine(f"And {count - shown - waiting} more.")

"""What somebody may see of commitments: lists, searches, and a commitment's own page."""

from typing import Any

from sqlalchemy.orm import Session

from bot.commitments import cards, history_views, ledger, list_views, owners, queries, views, words
from bot.commitments.models import Commitment
from bot.commitments.queries import Which
from bot.commitments.views import Card
from bot.prompts import Words
from bot.slack.doors import Answer, Call, Open, Redraw

View = dict[str, Any]


def words_of(call: Call) -> Words:
    return call.prompts.of("commitments")


def card_of(session: Session, call: Call, commitment: Commitment) -> Card:
    return cards.card(session, commitment, call.now)


def seen(session: Session, call: Call, commitment_id: int) -> Commitment:
    """Raises NotThere."""
    commitment = ledger.find(session, commitment_id)
    owners.require_sight(commitment, call.person, call.settings)
    return commitment


def lists(session: Session, call: Call) -> Answer:
    """`/promises`: your own; a list by its name, one commitment by its number, or a search."""
    asked = call.text.casefold()
    if asked.isdigit():
        return Open(page(session, call, seen(session, call, int(asked[:9]))))
    which = {**{tab.value: tab for tab in list_views.TITLES}, "": Which.MINE}.get(asked, Which.FOUND)
    return Open(_list(session, call, which, call.text if which is Which.FOUND else ""))


def tab(session: Session, call: Call) -> Answer:
    return Redraw(_list(session, call, Which(call.value)))


def turn(session: Session, call: Call) -> Answer:
    which, search = list_views.read_place(call.view)
    return Redraw(_list(session, call, which, search, int(call.value)))


def search(session: Session, call: Call) -> Answer:
    which, _ = list_views.read_place(call.view)
    wanted = list_views.read_search(call.view)
    if wanted.isdigit():
        return Redraw(page(session, call, seen(session, call, int(wanted[:9]))))
    return Redraw(_list(session, call, Which.FOUND if wanted else which, wanted))


def _list(session: Session, call: Call, which: Which, search: str = "", skip: int = 0) -> View:
    found = queries.listing(
        session, which, viewer=call.person, settings=call.settings, now=call.now, search=search, skip=skip
    )
    shown = cards.cards(session, found.found, call.now)
    return list_views.listing(which, shown, words_of(call), total=found.total, skip=skip, search=search)


def history(session: Session, call: Call) -> Answer:
    return Open(page(session, call, seen(session, call, views.read_reference(call.value)[0])))


def older(session: Session, call: Call) -> Answer:
    commitment, _, skip = call.value.split(":")
    return Redraw(page(session, call, seen(session, call, int(commitment)), int(skip)))


def page(session: Session, call: Call, commitment: Commitment, skip: int = 0) -> View:
    may_speak = words.is_promised(commitment) and owners.may_speak(commitment, call.person, call.settings)
    lines = cards.history(session, commitment)
    return history_views.page(card_of(session, call, commitment), lines, may_speak=may_speak, skip=skip)

"""What somebody may see of commitments: lists, searches, and a commitment's own page."""

from dataclasses import replace

from sqlalchemy.orm import Session

from bot.commitments import (
    cards,
    gathering,
    history_views,
    ledger,
    list_views,
    owners,
    queries,
    slip_views,
    slips,
    views,
    words,
)
from bot.commitments.models import Commitment
from bot.commitments.queries import Place, Which
from bot.commitments.views import Card
from bot.prompts import Words
from bot.slack import hours
from bot.slack.blocks import Modal
from bot.slack.doors import Answer, Call, Done, Open, Redraw, Say


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
    named = {tab.value: tab for tab in list_views.TITLES} | {"": Which.MINE}
    which = named.get(asked, Which.FOUND)
    return Open(listed(session, call, Place(which, call.text if which is Which.FOUND else "")))


def tab(session: Session, call: Call) -> Answer:
    return Redraw(listed(session, call, Place(Which(call.value))))


def turn(session: Session, call: Call) -> Answer:
    place = list_views.read_place(call.view)
    return Redraw(listed(session, call, replace(place, skip=int(call.value))))


def search(session: Session, call: Call) -> Answer:
    before, wanted = list_views.read_place(call.view), list_views.read_search(call.view)
    if wanted.isdigit():
        return Redraw(page(session, call, seen(session, call, int(wanted[:9]))))
    return Redraw(listed(session, call, Place(Which.FOUND if wanted else before.which, wanted)))


def listed(session: Session, call: Call, place: Place) -> Modal:
    found = queries.listing(session, place, viewer=call.person, settings=call.settings, now=call.now)
    return list_views.listing(place, cards.cards(session, found.found, call.now), words_of(call), total=found.total)


def history(session: Session, call: Call) -> Answer:
    """Over the list where it was chosen, if there is one."""
    shown = call.body.get("view") or {}
    place = list_views.read_place(shown) if shown.get("callback_id") == list_views.LIST else None
    return Open(page(session, call, seen(session, call, views.read_reference(call.value)[0]), place=place))


def slip_chart(session: Session, call: Call) -> Answer:
    """Where Slack does not take a chart in a message to one person, its words arrive."""
    commitment = seen(session, call, views.read_reference(call.value)[0])
    found = slips.slip(commitment.id, commitment.what, ledger.course(session, commitment))
    return (
        Say(slip_views.message([found], hours.today_of(session, call.person.id, call.settings, call.now)))
        if found
        else Done()
    )


def older(session: Session, call: Call) -> Answer:
    commitment, _, skip = call.value.split(":")
    place = history_views.read_place(call.view)
    return Redraw(page(session, call, seen(session, call, int(commitment)), int(skip), place=place))


def page(session: Session, call: Call, commitment: Commitment, skip: int = 0, *, place: Place | None = None) -> Modal:
    """`place`: the list beneath it."""
    may_speak = words.is_promised(commitment) and owners.may_speak(commitment, call.person, call.settings)
    lines = cards.history(session, commitment)
    meetings = gathering.last_meetings(session, call.settings, call.now)
    card = cards.card(session, commitment, call.now, meetings)
    owns = words.is_promised(commitment) and commitment.owner == call.person.id
    return history_views.page(card, lines, may_speak=may_speak, owns=owns, skip=skip, place=place)

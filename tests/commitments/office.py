"""People who promise, in one transaction; and what stands in the outbox afterwards."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlalchemy.orm import Session

from bot import prompts
from bot.access import Person
from bot.commitments import cards, departures, hand_overs, ledger, promises, queries, relocations, rules, words
from bot.commitments.checks import Draft
from bot.commitments.models import Commitment
from bot.commitments.queries import Place, Which
from bot.commitments.standing import due_at
from bot.commitments.states import State
from bot.commitments.views import Card
from bot.commitments.words import Renegotiation, Word
from bot.settings import Operating
from bot.slack import people
from bot.slack.outbox import Delivery, Kind
from bot.slack.people import Member
from tests.factories import ANA, MAYA, TOM

PROMPTS = prompts.load()
WORDS = PROMPTS.of("commitments")
PRIYA, JONAS, GIL, ROBOT, LEFT = "U0PRIYA", "U0JONAS", "U0GIL", "U0ROBOT", "U0LEFT"
BERLIN = ZoneInfo("Europe/Berlin")

NAMES = {MAYA: "Maya Okafor", TOM: "Tom Brandt", ANA: "Ana Ruiz", PRIYA: "Priya Raman", JONAS: "Jonas Keller"}
ZONES = {PRIYA: "Asia/Kolkata"}


def remember_everybody(session: Session, now: datetime) -> None:
    staff = [Member(id, name, ZONES.get(id, BERLIN.key), False, False, False) for id, name in NAMES.items()]
    others = [
        Member(GIL, "Gil Guest", "UTC", True, False, False),
        Member(ROBOT, "Robot", "UTC", False, True, False),
        Member(LEFT, "Lena Left", "UTC", False, False, False),
    ]
    people.remember(session, [*staff, *others], now)
    people.remember(session, [Member(LEFT, "Lena Left", "UTC", False, False, True)], now)


def leaves(session: Session, person: str, now: datetime) -> None:
    people.remember(session, [Member(person, NAMES[person], BERLIN.key, False, False, True)], now)


def day(text: str, year: int = 2026) -> date:
    return datetime.strptime(f"{text} {year}", "%d %b %Y").replace(tzinfo=UTC).date()


@dataclass
class Office:
    """Days are those of 2026; `at("3 Mar 09:00")` is Berlin's clock."""

    session: Session
    settings: Operating
    now: datetime

    def at(self, local: str) -> None:
        self.now = datetime.strptime(f"2026 {local}", "%Y %d %b %H:%M").replace(tzinfo=BERLIN)

    # What people do

    def proposes(self, what: str = "Search under 200 ms", to: str = PRIYA, by: str = MAYA, **told: Any) -> Commitment:
        when = told.pop("for_", "27 Mar")
        how = told.pop("how", "p95 in the search dashboard")
        origin = told.pop("origin", None)
        draft = Draft(what, to, day(when) if when else None, how=how, **told)
        return promises.make(self.session, draft, by=by, settings=self.settings, now=self.now, origin=origin)

    def promises(self, what: str = "Search under 200 ms", by: str = PRIYA, **told: Any) -> Commitment:
        return self.proposes(what, to=by, by=by, **told)

    def accepts(self, commitment: Commitment, by: str = PRIYA) -> None:
        promises.accept(self.session, commitment.id, commitment.updates, by=by, settings=self.settings, now=self.now)

    def counters(self, commitment: Commitment, when: str | None, note: str = "", by: str = PRIYA) -> None:
        promises.counter(
            self.session,
            commitment.id,
            commitment.updates,
            day=day(when) if when else None,
            note=note,
            by=Person(by),
            settings=self.settings,
            now=self.now,
        )

    def declines(self, commitment: Commitment, note: str = "No room before April.", by: str = PRIYA) -> None:
        promises.decline(self.session, commitment.id, commitment.updates, note=note, by=by, now=self.now)

    def withdraws(self, commitment: Commitment, by: str = MAYA) -> None:
        promises.withdraw(self.session, commitment.id, by=by, now=self.now)

    def says(self, commitment: Commitment, state: State, note: str = "", by: str = PRIYA, **told: Any) -> None:
        base = told.pop("base", commitment.updates)
        for name in ("forecast", "until", "day"):
            if name in told:
                told[name] = day(told[name])
        word = Word(base, state, note, **told)
        words.say(self.session, commitment.id, word, by=Person(by), settings=self.settings, now=self.now)

    def moves(self, commitment: Commitment, when: str | None, note: str = "Slower than measured.", **told: Any) -> None:
        wish = Renegotiation(told.get("base", commitment.updates), day(when) if when else None, note)
        by = Person(told.get("by", PRIYA))
        words.move(self.session, commitment.id, wish, by=by, settings=self.settings, now=self.now)

    def offers(self, commitment: Commitment, to: str, note: str = "", by: str = PRIYA) -> None:
        hand_overs.offer(
            self.session, commitment.id, to=to, note=note, by=Person(by), settings=self.settings, now=self.now
        )

    def takes(self, commitment: Commitment, by: str = JONAS) -> None:
        hand_overs.take(self.session, commitment.id, by=by, settings=self.settings, now=self.now)

    def refuses(self, commitment: Commitment, by: str = JONAS) -> None:
        hand_overs.refuse(self.session, commitment.id, by=by, now=self.now)

    def lives_in(self, zone: str, person: str = PRIYA) -> None:
        """Slack tells so, and the next asking notices."""
        people.remember(self.session, [Member(person, NAMES[person], zone, False, False, False)], self.now)
        relocations.notice(self.session, settings=self.settings, now=self.now)

    def notices_departures(self) -> None:
        departures.notice(self.session, self.now)

    # What there is

    def card(self, commitment: Commitment) -> Card:
        return cards.card(self.session, commitment, self.now)

    def state(self, commitment: Commitment) -> State:
        return self.card(commitment).state

    def lists(self, which: Which = Which.EVERYBODY, viewer: str = ANA, search: str = "", skip: int = 0) -> list[str]:
        place = Place(which, search, skip)
        found = queries.listing(self.session, place, viewer=Person(viewer), settings=self.settings, now=self.now)
        return [each.what for each in found.found]

    def rows(self, *where: sa.ColumnElement[bool]) -> Sequence[Delivery]:
        self.session.flush()
        return self.session.scalars(sa.select(Delivery).where(*where).order_by(Delivery.id)).all()

    def messages(self, person: str) -> list[dict[str, Any]]:
        """As they read now, oldest first."""
        changed = {row.about: row.payload for row in self.rows(Delivery.kind == Kind.UPDATE)}
        sent = self.rows(Delivery.channel == person, Delivery.kind == Kind.POST)
        return [changed.get(row.key, row.payload) for row in sent]

    def delivers(self) -> None:
        for row in self.rows(Delivery.state == "waiting"):
            row.state, row.sent_channel, row.ts = "sent", f"D{row.channel}", f"{row.id}.000100"
        self.session.flush()

    def columns_follow(self, commitment: Commitment) -> bool:
        """The columns say what the updates lead to."""
        self.session.flush()
        self.session.refresh(commitment)
        found = rules.standing(ledger.updates(self.session, commitment.id))
        silent = rules.silent_at(found, commitment.rhythm_days) if found.is_open else None
        told = (commitment.phase, commitment.word, commitment.owner, commitment.first, commitment.promised)
        more = (commitment.forecast, commitment.moves, commitment.due_at, commitment.silent_at, commitment.closed_on)
        led = (found.phase, found.word, found.owner, found.first, found.promised)
        return told == led and more == (
            found.forecast,
            len(found.moves),
            due_at(found),
            silent,
            found.closed_on,
        )


def buttons(payload: dict[str, Any]) -> list[str]:
    blocks = [block for block in payload["blocks"] if block["type"] == "actions"]
    return [element["text"]["text"] for block in blocks for element in block["elements"]]


def later(office: Office, **times: int) -> None:
    office.now += timedelta(**times)

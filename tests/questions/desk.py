"""An office on Tuesday 3 March 2026 in Berlin: people act at the bot's doors, and one sees what stands where."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from bot import prompts
from bot import settings as settings_
from bot.questions import logbook, notes, views
from bot.questions.clocks import Clocks
from bot.questions.jobs import JOBS
from bot.questions.models import Question, QuestionEvent
from bot.questions.work import Work
from bot.schedule import run_if_due, wanting
from bot.settings import Operating
from bot.slack import people
from bot.slack.outbox import Delivery, Kind, State
from bot.slack.people import Member
from bot.storage import Database
from tests.factories import ANA, CTO_CHANNEL, MAYA, TOM, settings
from tests.questions.stories import BERLIN, at
from tests.slack_driver import SlackDriver, said

BEN, LEA, GIL, BOT = "U0BEN", "U0LEA", "U0GIL", "U0BOT"
NAMES = {MAYA: "Maya Okafor", TOM: "Tom Brandt", ANA: "Ana Silva", BEN: "Ben Ode", LEA: "Lea Roth"}
PROMPTS = prompts.load()
Payload = Mapping[str, Any]
QUARTER = timedelta(minutes=15)
#: In Berlin: when lists come there and in New York, also while only one of them has put its clocks forward, and the
#: quarter before.
LISTS = {time(8, 30), time(8, 45), time(13, 30), time(13, 45), time(14, 30), time(14, 45)}


def office(**sections: dict[str, Any]) -> Operating:
    """Maya is CTO, Tom a delegate in New York."""
    return settings(**{"people": {"delegates": [TOM]}, "calendar": {"days_off": ["2026-03-13"]}, **sections})


def set_up(database: Database, operating: Operating, now: datetime) -> None:
    def do(session: Session) -> None:
        settings_.save(session, operating, by="test", now=now - timedelta(days=30))
        zones = {TOM: "America/New_York"}
        everybody = [
            Member(id, name, zones.get(id, "Europe/Berlin"), False, False, False) for id, name in NAMES.items()
        ]
        others = [
            Member(GIL, "Gil Guest", "UTC", True, False, False),
            Member(BOT, "Deploybot", "UTC", False, True, False),
        ]
        people.remember(session, [*everybody, *others], now - timedelta(days=30))

    database.run_here(do)


def _matters(local: datetime) -> bool:
    """Each hour of an office's day and its lists; every three hours while all sleep and at the weekend: whoever is
    woken then is seen all the same."""
    if local.isoweekday() > 5 or not 8 <= local.hour <= 18:
        return local.minute == 0 and local.hour % 3 == 0
    return local.minute == 0 or local.time() in LISTS


def choice(value: str) -> dict[str, Any]:
    return {"type": "static_select", "selected_option": {"value": value}}


def day(value: str) -> dict[str, Any]:
    return {"type": "datepicker", "selected_date": value}


def person(value: str) -> dict[str, Any]:
    return {"type": "users_select", "selected_user": value}


@dataclass
class Desk:
    database: Database
    slack: SlackDriver
    operating: Operating = field(default_factory=office)

    # What people do

    def at(self, text: str) -> None:
        """Such as `Tue 10:30`."""
        self.slack.now = at(text)

    def lives_until(self, text: str, every: timedelta | None = None) -> None:
        """The heartbeat, at each time of day at which somebody may hear something, or as often as is said."""
        until = at(text)
        while self.slack.now < until:
            self.slack.now = min(self.slack.now + every if every else self._when_next(), until)
            self.beats()

    def _when_next(self) -> datetime:
        passed = self.slack.now.timestamp() // QUARTER.total_seconds() * QUARTER
        quarter = datetime.fromtimestamp(passed.total_seconds(), UTC) + QUARTER
        while not _matters(quarter.astimezone(BERLIN)):
            quarter += QUARTER
        return quarter

    def beats(self) -> None:
        for job in self.database.run_here(wanting, JOBS, self.slack.now):
            self.database.run_here(run_if_due, job, PROMPTS, self.slack.now)
        self.delivers()

    async def asks(self, text: str, by: str = ANA) -> str:
        """With the command; what they are told."""
        told = said(await self.slack.types("/ask-cto", text, by=by)).get("text", "")
        self.delivers()
        return str(told)

    async def asks_in_form(
        self, text: str, by: str = ANA, visibility: str = "public", kind: str = "question"
    ) -> Payload:
        await self.slack.types("/ask-cto", by=by)
        return await self.fills({"text": text, "visibility": choice(visibility), "kind": choice(kind)}, by=by)

    async def fills(self, values: Mapping[str, Any], by: str) -> Payload:
        """The form that was opened last."""
        return await self.submits(self.slack.opened(), values, by)

    async def submits(self, view: Payload, values: Mapping[str, Any], by: str) -> Payload:
        typed = {block: value for block, value in values.items() if isinstance(value, str)}
        chosen = {block: value for block, value in values.items() if block not in typed}
        told = said(await self.slack.submits(view, typed, by=by, chosen=chosen))
        self.delivers()
        return told

    async def replies(self, text: str, by: str, question: int = 1, **told: Any) -> str:
        """In the thread of the card; the message's ts."""
        card = self.card_row(question, by)
        ts = f"{self.slack.now.timestamp():.6f}"
        event = {
            "type": "message",
            "channel": card.sent_channel,
            "thread_ts": card.ts,
            "ts": ts,
            "text": text,
            "user": by,
        }
        await self.slack.event(**{**event, "channel_type": "channel", **told})
        self.delivers()
        return ts

    async def deletes(self, ts: str, by: str, channel: str = CTO_CHANNEL) -> None:
        old = {"user": by, "ts": ts, "text": "gone"}
        gone = {"type": "message", "subtype": "message_deleted", "channel": channel, "deleted_ts": ts}
        await self.slack.event(**gone, previous_message=old, ts=f"{self.slack.now.timestamp():.6f}")
        self.delivers()

    async def reacts(self, by: str, question: int = 1) -> None:
        card = self.card_row(question, by)
        item = {"type": "message", "channel": card.sent_channel, "ts": card.ts}
        await self.slack.event(type="reaction_added", user=by, reaction="eyes", item=item)

    async def clicks(self, action: str, by: str, question: int = 1, value: str | None = None) -> Payload:
        told = said(await self.slack.clicks(action, value or f"{question}", by=by))
        self.delivers()
        return told

    async def chooses(self, text: str, by: str, question: int = 1) -> Payload:
        """In the menu beside Answer, as the newest message to them shows it."""
        payload = self.newest_payload(by)
        menus = [one for block in payload["blocks"] for one in block.get("elements", ()) if one["type"] == "overflow"]
        options = [option for one in menus for option in one["options"] if option["text"]["text"] == text]
        (value,) = [one["value"] for one in options if one["value"].endswith(f" {question}")]
        told = said(await self.slack.clicks(menus[0]["action_id"], value, by=by, in_menu=True))
        self.delivers()
        return told

    async def does(self, action: str, values: Mapping[str, Any], by: str = MAYA, question: int = 1) -> Payload:
        """Opens the small form behind a button and fills it."""
        await self.clicks(action, by=by, question=question)
        return await self.fills(values, by=by)

    def delivers(self) -> None:
        """Slack took all that waits."""

        def take(session: Session) -> None:
            for row in session.scalars(sa.select(Delivery).where(Delivery.state == State.WAITING)):
                where = row.channel if row.channel.startswith("C") else f"D{row.channel}"
                row.state, row.sent_channel, row.ts = State.SENT, where, f"{row.id}.000100"

        self.database.run_here(take)

    # What there is

    def work(self, session: Session) -> Work:
        return Work(session, settings_.load(session), self.slack.now)

    def question(self, id: int = 1) -> Question:
        return self.database.run_here(lambda session: session.get_one(Question, id))

    def questions(self) -> list[Question]:
        return self.database.run_here(lambda session: list(session.scalars(sa.select(Question).order_by(Question.id))))

    def clocks(self, id: int = 1) -> Clocks:
        return self.database.run_here(lambda session: logbook.read(self.work(session), session.get_one(Question, id)))

    def events(self, id: int = 1) -> list[tuple[str, str]]:
        query = sa.select(QuestionEvent).where(QuestionEvent.question_id == id).order_by(QuestionEvent.id)
        return self.database.run_here(lambda session: [(row.what, row.by) for row in session.scalars(query)])

    def rows(self, *where: Any) -> list[Delivery]:
        query = sa.select(Delivery).where(*where).order_by(Delivery.id)
        return self.database.run_here(lambda session: list(session.scalars(query)))

    def card_row(self, id: int = 1, reader: str = "") -> Delivery:
        cards = self.rows(Delivery.key.in_([f"question:{id}:card", f"question:{id}:card:{reader}"]))
        return cards[-1]

    def card(self, id: int = 1, reader: str = "") -> str:
        """All that the card says now."""
        return str(self.card_payload(id, reader)["text"])

    def card_blocks(self, id: int = 1) -> list[Any]:
        return list(self.card_payload(id)["blocks"])

    def card_payload(self, id: int = 1, reader: str = "") -> Payload:
        row = self.card_row(id, reader)
        changed = self.rows(Delivery.about == row.key, Delivery.kind == Kind.UPDATE)
        return (changed[-1] if changed else row).payload

    def cards(self) -> list[str]:
        return [row.key for row in self.rows(Delivery.key.like("question:%:card%"), Delivery.kind == Kind.POST)]

    def messages(self, reader: str) -> list[str]:
        """Direct messages as they read now."""
        return [text for _, text in self.keyed_messages(reader)]

    def nudges(self, reader: str, name: str = ":nudge:") -> list[str]:
        return [text for key, text in self.keyed_messages(reader) if name in key]

    def keyed_messages(self, reader: str) -> list[tuple[str, str]]:
        changed = {row.about: row for row in self.rows(Delivery.kind == Kind.UPDATE)}
        sent = self.rows(Delivery.channel == reader, Delivery.kind == Kind.POST)
        return [(row.key, str(changed.get(row.key, row).payload["text"])) for row in sent]

    def newest_payload(self, reader: str, key: str = "") -> Payload:
        """The newest direct message, or that of a key, as it reads now."""
        sent = self.rows(Delivery.channel == reader, Delivery.kind == Kind.POST, Delivery.key.like(f"{key}%"))[-1]
        changed = self.rows(Delivery.about == sent.key, Delivery.kind == Kind.UPDATE)
        return (changed[-1] if changed else sent).payload

    def whispers(self, reader: str) -> list[str]:
        return [str(row.payload["text"]) for row in self.rows(Delivery.reader == reader)]

    def in_thread(self, id: int = 1) -> list[str]:
        return [
            str(row.payload["text"])
            for row in self.rows(Delivery.about == f"question:{id}:card", Delivery.kind == Kind.POST)
        ]


ANSWER, MORE, ME_TOO, YES, NOT_YET = views.ANSWER, views.MORE, views.ME_TOO, notes.YES, notes.NOT_YET

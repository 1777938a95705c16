"""The CTO's office in one transaction: what its people and jobs do, and what stands in the outbox afterwards."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlalchemy.orm import Session

from bot import prompts
from bot import settings as settings_
from bot.elsewhere import Elsewhere, Moment
from bot.focus import service, writing
from bot.focus.content import Content
from bot.focus.form import Form
from bot.focus.jobs import jobs
from bot.focus.models import FocusPost
from bot.focus.publishing import post_key
from bot.focus.rules import Week
from bot.schedule import run_if_due
from bot.settings import Operating
from bot.slack import outbox, people
from bot.slack.outbox import Address, Delivery, Kind, State
from bot.slack.people import Member
from tests.factories import ANA, CTO_CHANNEL, MAYA, TOM, content

PROMPTS = prompts.load()
BERLIN = ZoneInfo("Europe/Berlin")
W10 = Week(2026, 10)

NAMES = {MAYA: "Maya Okafor", TOM: "Tom Brandt", ANA: "Ana Silva"}


def berlin(local: str) -> datetime:
    return datetime.fromisoformat(local).replace(tzinfo=BERLIN)


def remember_everybody(session: Session, now: datetime) -> None:
    everybody = (Member(id, name, "Europe/Berlin", False, False, False) for id, name in NAMES.items())
    people.remember(session, everybody, now)


@dataclass
class Office:
    """Local times are Berlin's. `week` is the week that is written for and decided on."""

    session: Session
    settings: Operating
    now: datetime
    week: Week = W10
    elsewhere: Elsewhere = field(default_factory=Elsewhere)

    @property
    def moment(self) -> Moment:
        return Moment(self.settings, PROMPTS.of("focus"), self.now, self.elsewhere)

    # What happens

    def changes_settings(self, settings: Operating) -> None:
        self.settings = settings
        settings_.save(self.session, settings, by="test", now=self.now)

    def loads_settings(self) -> None:
        """As everybody finds them who comes afterwards."""
        self.session.flush()
        self.settings = settings_.load(self.session)

    def at(self, local: str) -> None:
        self.now = berlin(local)

    def runs_jobs(self, local: str) -> None:
        """The heartbeat at this time."""
        self.at(local)
        for job in jobs(self.elsewhere):
            run_if_due(self.session, job, PROMPTS, self.now)

    def opens_form(self, by: str = MAYA) -> Form:
        return writing.form(self.session, self.week, by=by, moment=self.moment)

    def saves(self, form: Form, by: str = MAYA) -> None:
        writing.save(self.session, form, by=by, moment=self.moment)

    def writes(self, *whats: str, by: str = MAYA) -> None:
        opened = self.opens_form(by)
        self.saves(filled(opened, content(*whats)), by)

    def saves_with(self, written: Content, by: str = MAYA) -> None:
        self.saves(filled(self.opens_form(by), written), by)

    def approves(self, by: str = MAYA, revision: int | None = None) -> None:
        seen = self.post.revision if revision is None else revision
        service.approve(self.session, self.week, seen, by=by, moment=self.moment)

    def skips(self, by: str = MAYA) -> None:
        service.skip(self.session, self.week, by=by, moment=self.moment)

    def takes_back(self, by: str = MAYA) -> None:
        service.reopen(self.session, self.week, by=by, moment=self.moment)

    def writes_and_approves(self, *whats: str, by: str = MAYA) -> None:
        self.writes(*whats, by=by)
        self.approves(by)

    def delivers(self) -> None:
        """Slack took all that waits."""
        for row in self.rows(Delivery.state == State.WAITING):
            row.state, row.sent_channel, row.ts = State.SENT, f"D{row.channel}", f"{row.id}.000100"
        self.session.flush()

    # What there is

    @property
    def post(self) -> FocusPost:
        self.session.flush()
        return self.session.scalars(sa.select(FocusPost).where(FocusPost.week == str(self.week))).one()

    def in_channel(self, channel: str = CTO_CHANNEL) -> list[str]:
        """Keys of what goes to the channel, in order."""
        return [row.key for row in self.rows(Delivery.channel == channel)]

    def posted(self, week: Week = W10) -> Mapping[str, Any]:
        (row,) = self.rows(Delivery.key == post_key(week))
        return row.payload

    def messages(self, person: str = MAYA) -> list["Seen"]:
        """A person's messages from the bot as they read now, oldest first."""
        changed = {row.about: row.payload for row in self.rows(Delivery.kind == Kind.UPDATE)}
        sent = self.rows(Delivery.channel == person, Delivery.kind == Kind.POST)
        return [Seen(row.key, changed.get(row.key, row.payload)) for row in sent]

    def newest(self, person: str = MAYA) -> "Seen":
        return self.messages(person)[-1]

    def updates(self) -> list[str]:
        return [row.key for row in self.rows(Delivery.kind == Kind.UPDATE)]

    def address(self, key: str) -> Address:
        found = outbox.address(self.session, key)
        assert found
        return found

    def rows_to(self, channel: str) -> list[Delivery]:
        return self.rows(Delivery.channel == channel)

    def rows(self, *where: sa.ColumnElement[bool]) -> list[Delivery]:
        self.session.flush()
        return list(self.session.scalars(sa.select(Delivery).where(*where).order_by(Delivery.id)))


@dataclass(frozen=True)
class Seen:
    key: str
    payload: Mapping[str, Any]

    @property
    def text(self) -> str:
        return str(self.payload["text"])

    @property
    def blocks(self) -> list[dict[str, Any]]:
        return list(self.payload["blocks"])

    @property
    def buttons(self) -> list[str]:
        return labels(self.blocks)


def elements(blocks: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """What the office can press; everybody's buttons under the post are another matter."""
    for block in blocks:
        if block["type"] == "actions" and block.get("block_id") != "voices":
            yield from block["elements"]


def labels(blocks: list[dict[str, Any]]) -> list[str]:
    return [element["text"]["text"] for element in elements(blocks)]


def heading(payload: Mapping[str, Any]) -> str:
    return str(payload["blocks"][0]["text"]["text"])


def signature(payload: Mapping[str, Any]) -> str:
    return str(payload["blocks"][1]["elements"][0]["text"])


def contains(whole: list[dict[str, Any]], part: list[dict[str, Any]]) -> bool:
    """`part` stands in `whole`, in one piece."""
    starts = range(len(whole) - len(part) + 1)
    return any(whole[start : start + len(part)] == part for start in starts)


def filled(form: Form, written: Content) -> Form:
    """The form with this in it; what became of last week's items is left as it was, unless it is written too."""
    if not written.closings:
        written = replace(written, closings=form.content.closings, closes=form.content.closes)
    return Form.of(form.week, form.base_revision, written)

"""People who review, share and read reports, in one transaction; and what stands in the outbox afterwards."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import sqlalchemy as sa

from bot import prompts
from bot.access import Person
from bot.reports import log, reviewing, versions
from bot.reports.facts import Elsewhere, Moment
from bot.reports.models import Report, ReportSection
from bot.reports.states import State, What
from bot.slack import outbox, people
from bot.slack.outbox import Delivery, Kind
from tests.factories import ANA, TOM
from tests.reports.desk import Desk

PROMPTS = prompts.load()


@dataclass
class Room(Desk):
    elsewhere: Elsewhere = field(default_factory=Elsewhere)

    @property
    def moment(self) -> Moment:
        return Moment(self.settings, PROMPTS, self.now, self.elsewhere)

    def person(self, id: str) -> Person:
        return people.person(self.session, id)

    def later(self, **times: int) -> None:
        self.now += timedelta(**times)

    # What people do

    def writes(self, report: Report, key: str, text: str, by: str = "U0JONAS") -> None:
        number = versions.numbers(self.session, report.id).get(key, 0) + 1
        row = ReportSection(report_id=report.id, key=key, number=number, text=text, by=by, at=self.now)
        self.session.add(row)
        log.append(self.session, report, What.WROTE, by=by, now=self.now, section=key)
        self.session.flush()

    def written(self, **told: Any) -> Report:
        report = self.starts(**told)
        self.writes(report, "summary", "A cache was emptied by a routine change.\n\nThe database was slow after that.")
        self.writes(report, "impact", "About 3,100 customers waited over 10 s; 212 gave up.")
        self.writes(report, "learned", "The runbook assumes a warm cache.")
        return report

    def asks(self, report: Report, *whom: str, word: str = "", by: str = "U0JONAS") -> Report:
        return reviewing.submit(self.session, report.id, whom, word, **self._by(by))

    def approves(self, report: Report, by: str = ANA, saw: int | None = None) -> Report:
        saw = versions.text_number(self.session, report.id) if saw is None else saw
        return reviewing.approve(self.session, report.id, saw, **self._by(by))

    def approved(self, **told: Any) -> Report:
        report = self.written(**told)
        self.asks(report, ANA, TOM)
        return self.approves(report)

    def _by(self, id: str) -> dict[str, Any]:
        return {"by": self.person(id), "settings": self.settings, "now": self.now}

    # What there is

    def state(self, report: Report) -> State:
        self.session.flush()
        self.session.refresh(report)
        return State(report.state)

    def events(self, report: Report) -> list[str]:
        return [event.what for event in log.read(self.session, report.id)]

    def rows(self, *where: sa.ColumnElement[bool]) -> Sequence[Delivery]:
        self.session.flush()
        return self.session.scalars(sa.select(Delivery).where(*where).order_by(Delivery.id)).all()

    def said_to(self, channel: str) -> list[str]:
        """The texts of what went there, as they read now, oldest first."""
        changed = {row.about: row.payload for row in self.rows(Delivery.kind == Kind.UPDATE)}
        sent = self.rows(Delivery.channel == channel, Delivery.kind == Kind.POST)
        return [str(changed.get(row.key, row.payload)["text"]) for row in sent]

    def delivers(self) -> None:
        for row in self.rows(Delivery.state == outbox.State.WAITING):
            row.state, row.sent_channel, row.ts = outbox.State.SENT, row.channel, f"{row.id}.000100"
        self.session.flush()

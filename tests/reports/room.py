"""People who review, share and read reports, in one transaction; and what stands in the outbox afterwards."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import sqlalchemy as sa

from bot import prompts
from bot.access import Person
from bot.reports import copies, log, publishing, reviewing, sharing, versions, writing
from bot.reports.facts import Moment
from bot.reports.models import Report
from bot.reports.publishing import Wish
from bot.reports.sharing_models import ReportCopy
from bot.reports.states import State
from bot.reports.writing import Wrote
from bot.slack import members, outbox, people
from bot.slack.outbox import Delivery, Kind
from tests.commitments.office import PRIYA
from tests.factories import ANA, TOM
from tests.reports.desk import Desk

PROMPTS = prompts.load()


@dataclass
class Room(Desk):
    @property
    def moment(self) -> Moment:
        return Moment(self.settings, PROMPTS, self.now)

    def person(self, id: str) -> Person:
        return people.person(self.session, id)

    def later(self, **times: int) -> None:
        self.now += timedelta(**times)

    # What people do

    def writes(self, report: Report, key: str, text: str, by: str = "U0JONAS") -> None:
        base = versions.numbers(self.session, report.id).get(key, 0)
        writing.write(self.session, report.id, Wrote(key, text, base), **self._by(by))

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

    def publishes(self, report: Report, by: str = PRIYA, **told: Any) -> Report:
        wish = Wish(**{"lines": ("A cache was emptied.", "3,100 customers waited.", "The runbook is old."), **told})
        return publishing.publish(self.session, report.id, wish, by=self.person(by), moment=self.moment)

    def published(self, **told: Any) -> Report:
        return self.publishes(self.approved(**told))

    def amends(self, report: Report, by: str = PRIYA, **told: Any) -> Report:
        newest = copies.revision(self.session, report)
        asked = {"lines": tuple(newest.lines), "saw": newest.number, "changed": "The impact.", "why": "Counted anew."}
        wish = Wish(**{**asked, **told})
        return publishing.amend(self.session, report.id, wish, by=self.person(by), moment=self.moment)

    def is_in(self, channel: str, *persons: str, **told: Any) -> None:
        """Slack says who is there; reports that waited for it go on."""
        members.learn(self.session, channel, told, persons, self.now, told.pop("error", ""))
        sharing.known(self.session, self.moment)

    def copy(self, report: Report, channel: str) -> ReportCopy:
        self.session.flush()
        return self.session.get_one(ReportCopy, (report.id, channel), populate_existing=True)

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
        """The texts of what went there, as they read now, oldest first; what was given up holds none."""
        changed = {row.about: row.payload for row in self.rows(Delivery.kind == Kind.UPDATE)}
        sent = self.rows(Delivery.channel == channel, Delivery.kind == Kind.POST)
        return [str(changed.get(row.key, row.payload)["text"]) for row in sent if row.payload]

    def delivers(self) -> None:
        for row in self.rows(Delivery.state == outbox.State.WAITING, Delivery.due_at <= self.now):
            row.state, row.sent_channel, row.ts = outbox.State.SENT, row.channel, f"{row.id}.000100"
        self.session.flush()

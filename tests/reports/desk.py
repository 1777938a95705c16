"""People who write reports, in one transaction."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from bot.access import Person
from bot.reports import starting
from bot.reports.models import Report
from bot.reports.rules import Times
from bot.reports.starting import Start
from bot.reports.states import Audience, State
from bot.settings import Operating, Reports
from bot.slack.outbox import Delivery
from tests.commitments.office import BERLIN, JONAS, PRIYA
from tests.factories import ANA

ENGINEERING, EVERYBODY, SEVERE, CHECKOUT = "C0ENG", "C0ALL", "C0SEVERE", "C0CHECKOUT"
REPORTS = Reports(
    channel=EVERYBODY,
    severe_channel=SEVERE,
    engineering_channel=ENGINEERING,
    service_channels=(f"{CHECKOUT} Checkout",),
)


@dataclass
class Desk:
    """Priya owns reports, Jonas writes with her; an incident ended two hours ago."""

    session: Session
    settings: Operating
    now: datetime

    def draft(self, **told: Any) -> Start:
        began = self.now - timedelta(hours=3)
        times = Times(began, began + timedelta(minutes=8), began + timedelta(minutes=40), began + timedelta(minutes=47))
        start = Start("Checkout slow for 47 minutes", 2, times, BERLIN.key, PRIYA, Audience.EVERYONE)
        return replace(start, **{"services": ("checkout",), **told})

    def starts(self, by: str = JONAS, **told: Any) -> Report:
        return starting.start(self.session, self.draft(**told), by=by, settings=self.settings, now=self.now)

    def told(self, person: str) -> list[str]:
        """What was sent to this person, oldest first."""
        rows = sa.select(Delivery.payload).where(sa.or_(Delivery.channel == person, Delivery.reader == person))
        return [str(payload["text"]) for payload in self.session.scalars(rows.order_by(Delivery.id))]

    def out(self, **told: Any) -> Report:
        """As if it were published."""
        report = self.starts(**told)
        report.state = State.PUBLISHED
        return report


def member(id: str = ANA) -> Person:
    return Person(id)

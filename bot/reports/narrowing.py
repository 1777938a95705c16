"""A report is for fewer people than before: who is among them no more loses what waits for them or stands with them."""

from sqlalchemy.orm import Session

from bot.reports import copies, log, sharing, sight, summary_views
from bot.reports.copies import CopyState
from bot.reports.facts import Moment
from bot.reports.models import Report
from bot.reports.states import OUT
from bot.slack import outbox, people, upkeep

#: Direct messages that tell its title: reminders, whether somebody learned from it, and invitations.
LETTERS = ("remind", "learned", "debrief")
#: The same, said once to who worked on it: what has not left yet stays with us.
NEWS = (
    *("approved", "back", "dropped", "declined", "published", "amended", "customers", "place", "wider"),
    *("lapsed", "owner", "owner-before"),
)


def narrowed(session: Session, report: Report, moment: Moment) -> None:
    """Its audience became another, or somebody works on it no more. Copies that are too wide now are withdrawn, at
    once or as soon as Slack said who is there."""
    _take_back_letters(session, report, moment)
    if report.state in OUT:
        _recheck(session, report, moment)


def let_out(session: Session, report: Report, person: str, moment: Moment) -> None:
    """They work on it no more, and see it as anybody does."""
    log.let_out(session, report, person, moment.now)
    if not sight.is_for(session, report, people.person(session, person), moment.settings):
        narrowed(session, report, moment)


def _take_back_letters(session: Session, report: Report, moment: Moment) -> None:
    """From whom it is not for any more."""
    for what in (*LETTERS, *NEWS):
        for key in outbox.keys(session, f"report:{report.id}:{what}:"):
            reader = people.person(session, key.rpartition(":")[2])
            if sight.is_for(session, report, reader, moment.settings):
                continue
            if what in LETTERS or outbox.address(session, key) is None:
                upkeep.take_back(session, key, summary_views.withdrawn(), moment.now)


def _recheck(session: Session, report: Report, moment: Moment) -> None:
    for copy in copies.of(session, report.id):
        if copy.state == CopyState.SHARED:
            copies.hold(session, copy, moment.now)
        if copy.state in (CopyState.RECHECKING, CopyState.CHECKING):
            sharing.settle(session, copy, report, moment)

"""The actions of a report: written in it, handed over to their owners as commitments, shown for ever."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from bot.errors import BotError, FieldErrors
from bot.reports import actions_days, actions_promised, actions_rules, findings, kept_lines, log, refusals, sight
from bot.reports.actions_models import ReportAction
from bot.reports.actions_rules import ENDED, UNPROMISED, Kind, Promised, Stand
from bot.reports.models import Report, ReportEvent
from bot.reports.promising import Promising
from bot.reports.states import Audience, What
from bot.settings import Operating
from bot.slack import people
from bot.slack.text import length, one_line

LONGEST = 200


class HandedOver(BotError):
    def __init__(self) -> None:
        super().__init__(refusals.IS_PROMISED)


class NoSuchAction(BotError):
    def __init__(self) -> None:
        super().__init__(refusals.ACTION_TAKEN_OUT)


@dataclass(frozen=True)
class Action:
    """An action as it stands now. `owner` is whoever holds it, by id; `named` whom the report named first."""

    id: int
    number: int
    what: str
    kind: Kind
    stand: Stand
    owner: str | None
    named: str | None
    due: date
    assign_by: date
    commitment: int | None
    closed_on: date | None
    reason: str
    #: For when it was promised first; None where it is no promise.
    first: date | None = None

    @property
    def is_open(self) -> bool:
        return self.stand not in ENDED

    @property
    def wants_owner(self) -> bool:
        """Nobody is asked for it."""
        return self.stand in (Stand.NEEDS_OWNER, Stand.DECLINED)


@dataclass(frozen=True)
class Draft:
    """As somebody wrote it down."""

    what: str
    kind: Kind
    owner: str | None = None
    due: date | None = None


# What there is


def of(session: Session, report: Report, now: datetime) -> list[Action]:
    """In the order in which they were written."""
    return [value(row, now) for row in rows(session, [report.id])]


def rows(session: Session, reports: Iterable[int]) -> Sequence[ReportAction]:
    wanted = sa.select(ReportAction).where(ReportAction.report_id.in_(list(reports)), ReportAction.removed_at.is_(None))
    return session.scalars(wanted.order_by(ReportAction.report_id, ReportAction.number)).all()


def reports_asking() -> sa.Select[int]:
    """Ids of reports with an action that somebody is asked for."""
    return sa.select(ReportAction.report_id).where(ReportAction.phase == "proposed", ReportAction.removed_at.is_(None))


def reports_waiting(today: date) -> sa.Select[int]:
    """Ids of reports with an action that nobody promised and that was to have an owner before today."""
    nobody = sa.or_(ReportAction.phase.is_(None), ReportAction.phase == "never")
    here = (ReportAction.removed_at.is_(None), ReportAction.assign_by < today)
    return sa.select(ReportAction.report_id).where(nobody, *here)


def unanswered(session: Session, report: Report, now: datetime) -> list[tuple[Action, datetime, str]]:
    """Actions that somebody is asked for, since when, and a name that tells this asking from others."""
    asked = [row for row in rows(session, [report.id]) if row.phase == "proposed"]
    written = [one for one in log.read(session, report.id) if one.what == What.ACTION] if asked else []
    return [(value(row, now), _asked_at(row, written), f"{row.number}-{row.asked}") for row in asked]


def _asked_at(row: ReportAction, written: Iterable[ReportEvent]) -> datetime:
    """When it was written as it is: whoever is named is asked in the same moment."""
    place = findings.action_place(row.number)
    # Before places were written down, the words told which action it was.
    mine = (one.at for one in written if one.section == place or one.says == row.what)
    return max(mine, default=row.made_at)


def value(row: ReportAction, now: datetime) -> Action:
    told = Promised(row.phase, row.word, row.holder, row.due_at, row.silent_at) if row.phase else None
    stand = actions_rules.stand(told, now)
    return Action(
        id=row.id,
        number=row.number,
        what=row.what,
        kind=Kind(row.kind),
        stand=stand,
        owner=row.owner if stand in UNPROMISED else row.holder,
        named=row.owner,
        due=row.promised or row.due_on,
        assign_by=row.assign_by,
        commitment=row.commitment,
        closed_on=row.closed_on,
        reason=row.reason,
        first=row.first,
    )


def find(session: Session, report: Report, number: int) -> ReportAction:
    """Raises NoSuchAction."""
    wanted = sa.select(ReportAction).where(ReportAction.report_id == report.id, ReportAction.number == number)
    row = session.scalars(wanted.where(ReportAction.removed_at.is_(None))).one_or_none()
    if row is None:
        raise NoSuchAction
    return row


# What its writers do; each holds the report's row (`sight.worked_on`)


def write(
    session: Session,
    report: Report,
    draft: Draft,
    *,
    by: str,
    settings: Operating,
    now: datetime,
    promising: Promising,
    number: int | None = None,
) -> ReportAction:
    """A new one, or in place of `number`; whoever owns it is asked at once. Raises FieldErrors, HandedOver."""
    if found := faults(session, report, draft, settings, now):
        raise FieldErrors(found)
    row = changeable(session, report, number, now) if number else _new(session, report, by, settings, now)
    _take_back(session, row, by, now, promising)
    row.what, row.kind, row.owner = one_line(draft.what), draft.kind, draft.owner
    row.due_on = draft.due or actions_days.proposed_day(report, settings, now)
    session.add(row)
    session.flush()
    place = findings.action_place(row.number)
    log.append(session, report, What.ACTION, by=by, now=now, section=place, says=kept_lines.of_action(row))
    if draft.owner:
        actions_promised.hand_over(session, report, row, by, settings, now, promising)
    return row


def reword(
    session: Session,
    report: Report,
    row: ReportAction,
    what: str,
    *,
    by: str,
    settings: Operating,
    now: datetime,
    promising: Promising,
) -> ReportAction:
    """Whoever is asked for it and has not answered is asked anew, in these words. Raises FieldErrors, HandedOver."""
    owner = row.owner if value(row, now).stand is Stand.ASKED else None
    due = max(row.due_on, actions_days.today(session, report, settings, now))
    told = Draft(what, Kind(row.kind), owner, due)
    return write(session, report, told, by=by, settings=settings, now=now, promising=promising, number=row.number)


def faults(session: Session, report: Report, draft: Draft, settings: Operating, now: datetime) -> dict[str, str]:
    """Field → sentence. Whether the owner can promise it, and for that day, commitments say."""
    found = {}
    if not any(character.isalnum() for character in draft.what):
        found["what"] = refusals.NO_ACTION
    elif length(draft.what) > LONGEST:
        found["what"] = refusals.at_most(LONGEST, length(draft.what))
    if draft.due and draft.due < actions_days.today(session, report, settings, now):
        found["day"] = refusals.DAY_HAS_PASSED
    if draft.owner and not settings.practices.on("commitments"):
        found["owner"] = refusals.NO_COMMITMENTS
    elif draft.owner and not sight.is_for(session, report, people.person(session, draft.owner), settings):
        found["owner"] = refusals.OWNER_CANNOT_SEE
    return found


def _new(session: Session, report: Report, by: str, settings: Operating, now: datetime) -> ReportAction:
    numbers = sa.select(sa.func.max(ReportAction.number)).where(ReportAction.report_id == report.id)
    return ReportAction(
        report_id=report.id,
        number=(session.scalar(numbers) or 0) + 1,
        assign_by=actions_days.assign_day(report, settings, now),
        made_by=by,
        made_at=now,
        asked=0,
        reason="",
    )


def changeable(session: Session, report: Report, number: int, now: datetime) -> ReportAction:
    """Raises NoSuchAction, HandedOver."""
    row = find(session, report, number)
    if value(row, now).stand not in UNPROMISED:
        raise HandedOver
    return row


def remove(session: Session, report: Report, number: int, *, by: str, now: datetime, promising: Promising) -> None:
    """What is only asked for is taken back. Raises HandedOver of what is promised."""
    row = changeable(session, report, number, now)
    _take_back(session, row, by, now, promising)
    row.removed_at = row.closed_at = now
    place = findings.action_place(number)
    findings.forget(session, report, place)
    log.append(session, report, What.ACTION, by=by, now=now, section=place, says=f"taken out: {row.what}")


def _take_back(session: Session, row: ReportAction, by: str, now: datetime, promising: Promising) -> None:
    """From whoever is asked and has not answered."""
    if row.origin and row.phase == "proposed":
        promising.take_back(session, row.origin, by=by, now=now)


def readdress(session: Session, report: Report, promising: Promising) -> None:
    """The report is out, for others than before, or has another title: what was handed over follows."""
    for row in rows(session, [report.id]):
        if row.origin:
            audience = actions_promised.AUDIENCES[Audience(report.audience)]
            where = actions_promised.said_at(session, report)
            promising.readdress(session, row.origin, audience=audience, said_at=where)

"""A published report goes where it belongs: chosen, held against who is there, sent, tried again, withdrawn."""

from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from bot import settings as settings_
from bot.access import Person
from bot.errors import BotError, FieldErrors
from bot.reports import copies, fitting, log, refusals, review_desk, sentences, sight
from bot.reports.copies import CopyState
from bot.reports.facts import Moment
from bot.reports.models import Report
from bot.reports.sharing_models import ReportCopy
from bot.reports.states import OUT, What
from bot.settings import Operating
from bot.slack import members, outbox, people, upkeep, visits
from bot.storage import insert_once


class NotOut(BotError):
    def __init__(self) -> None:
        super().__init__(refusals.NOT_PUBLISHED)


# Choosing


def add(session: Session, report: Report, wanted: dict[str, str], *, by: str, moment: Moment) -> list[ReportCopy]:
    """`wanted`: channel or person → why. What is shared there already stays as it is; the rest begins anew."""
    added = []
    for channel, why in wanted.items():
        copy = _fresh_copy(session, report, channel, why, by, moment.now)
        if copy is None:
            continue
        log.append(session, report, What.SHARED, by=by, now=moment.now)
        settle(session, copy, report, moment)
        added.append(copy)
    return added


def _fresh_copy(session: Session, report: Report, channel: str, why: str, by: str, now: datetime) -> ReportCopy | None:
    """None where one is there, or on its way."""
    row = {"report_id": report.id, "channel": channel, "why": why, "by": by, "at": now}
    row |= {"state": CopyState.CHECKING, "refused": "", "round": 1, "parts": 0}
    is_new = insert_once(session, ReportCopy, row)
    copy = session.get_one(ReportCopy, (report.id, channel), with_for_update=True)
    if is_new:
        return copy
    if copy.state not in (CopyState.WITHDRAWN, CopyState.REFUSED):
        return None
    _anew(copy, now)
    return copy


def _anew(copy: ReportCopy, now: datetime) -> None:
    """Whoever it goes to has as long to read it as they would have had."""
    copy.state, copy.round, copy.parts = CopyState.CHECKING, copy.round + 1, 0
    copy.at, copy.reminded_at = now, None


def share(
    session: Session,
    report_id: int,
    channels: Sequence[str],
    persons: Sequence[str],
    *,
    by: Person,
    moment: Moment,
) -> Report:
    """Further than it went before. Raises NotThere, NotAllowed, NotOut, FieldErrors."""
    report = sight.worked_on(session, report_id, by, moment.settings)
    if report.state not in OUT:
        raise NotOut
    if not channels and not persons:
        raise FieldErrors({"channels": refusals.NOWHERE_TO_GO})
    if found := fitting.faults(session, report, channels, persons, moment):
        raise FieldErrors(found)
    add(session, report, dict.fromkeys((*channels, *persons), sentences.CHOSEN_BY_HAND), by=by.id, moment=moment)
    return report


# Holding it against who is there


def settle(session: Session, copy: ReportCopy, report: Report, moment: Moment) -> None:
    """Send it, refuse it, or wait until Slack said who is there; after a narrower audience, withdraw it."""
    if fitting.is_person(copy.channel):
        fault: str | None = fitting.person_fault(session, report, copy.channel, moment.settings)
    else:
        fault = fitting.channel_fault(session, report, copy.channel, moment)
    if fault is None:
        return
    if copy.state == CopyState.RECHECKING:
        _keep_or_withdraw(session, copy, report, fault, moment)
    elif fault:
        copy.state, copy.refused = CopyState.REFUSED, fault
        review_desk.not_shared(session, report, copy, moment.now)
    else:
        copies.send(session, copy, report, moment)


def _keep_or_withdraw(session: Session, copy: ReportCopy, report: Report, fault: str, moment: Moment) -> None:
    if not fault:
        copies.let_go_on(session, copy, report, moment)
        return
    copies.withdraw(session, copy, fault, moment.now)
    review_desk.not_shared(session, report, copy, moment.now)


def known(session: Session, moment: Moment) -> None:
    """Slack said who is in some channel: whatever waited for it goes on."""
    waiting = sa.select(ReportCopy).where(ReportCopy.state.in_((CopyState.CHECKING, CopyState.RECHECKING)))
    for copy in session.scalars(waiting.order_by(ReportCopy.report_id, ReportCopy.at)).all():
        report = session.get_one(Report, copy.report_id, with_for_update=True, populate_existing=True)
        session.refresh(copy)
        if copy.state in (CopyState.CHECKING, CopyState.RECHECKING):
            settle(session, copy, report, moment)


# Trying again


def retry(session: Session, report_id: int, channel: str, *, by: Person, moment: Moment) -> Report:
    """Raises NotThere, NotAllowed, NotOut."""
    report = sight.worked_on(session, report_id, by, moment.settings)
    copy = session.get(ReportCopy, (report_id, channel), with_for_update=True)
    if report.state not in OUT or copy is None:
        raise NotOut
    if copy.state == CopyState.REFUSED or copies.post_key(copy) in copies.refused_keys(session, copy):
        _drop_refused(session, copy)
        _anew(copy, moment.now)
        if not fitting.is_person(channel):
            members.want(session, channel, moment.now)
        settle(session, copy, report, moment)
    else:
        for key in copies.refused_keys(session, copy):
            upkeep.retry(session, key, moment.now)
    return report


def _drop_refused(session: Session, copy: ReportCopy) -> None:
    """Its messages will have other keys: nobody need look after the old ones, nor keep what they said."""
    for key in outbox.keys(session, copies.base_key(copy)):
        upkeep.give_up(session, key)


# Another audience


def redraw(session: Session, report: Report, now: datetime) -> None:
    """What the summaries count, and everybody's Home."""
    visits.changed_for_all(session, now)
    for copy in _kept(session, report, settings_.load(session), now):
        copies.redraw(session, copy, report, now)


def rewrite(session: Session, report: Report, moment: Moment) -> None:
    for copy in _kept(session, report, moment.settings, moment.now):
        copies.rewrite(session, copy, report, moment)


def _kept(session: Session, report: Report, settings: Operating, now: datetime) -> list[ReportCopy]:
    """From a person whom it is not for any more it is withdrawn, before it would tell them what is new; where Slack
    did not say whom it is for, their copy stays as it is."""
    found = copies.of(session, report.id)
    lost = [one for one in found if _is_for_nobody_there(session, report, one, settings)]
    for copy in lost if fitting.knows_whom(session, report, settings) else ():
        copies.withdraw(session, copy, refusals.not_for(people.plain_name(session, copy.channel)), now)
        review_desk.not_shared(session, report, copy, now)
    return [one for one in found if one not in lost]


def _is_for_nobody_there(session: Session, report: Report, copy: ReportCopy, settings: Operating) -> bool:
    """Whoever left reads nothing any more."""
    if copy.state != CopyState.SHARED or not fitting.is_person(copy.channel):
        return False
    reader, profile = people.person(session, copy.channel), session.get(people.Profile, copy.channel)
    return not (profile and profile.left) and not sight.is_for(session, report, reader, settings)

"""A published report goes where it belongs: chosen, held against who is there, sent, tried again, withdrawn."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from bot.access import Person
from bot.errors import BotError, FieldErrors, NotAllowed
from bot.reports import copies, log, places, review_desk, sight, starting
from bot.reports.copies import CopyState
from bot.reports.facts import Moment
from bot.reports.models import Report, ReportWriter
from bot.reports.places import Channels, InIt
from bot.reports.sharing_models import ReportCopy
from bot.reports.states import OUT, Audience, What
from bot.settings import Operating
from bot.slack import channels as channels_known
from bot.slack import members, people, upkeep
from bot.slack.members import Channel
from bot.storage import insert_once

#: Chosen people of one report, and channels.
MOST = 100


class NotOut(BotError):
    def __init__(self) -> None:
        super().__init__("This report is not published yet.")


def channels_of(settings: Operating) -> Channels:
    section = settings.reports
    services: dict[str, list[str]] = defaultdict(list)
    for text in section.service_channels:
        channel, _, service = text.partition(" ")
        services[service.casefold()].append(channel)
    return Channels(
        section.channel, section.engineering_channel, section.severe_channel, section.severe_up_to, services
    )


def every_channel(settings: Operating) -> set[str]:
    """That the settings name."""
    found = channels_of(settings)
    services = [channel for several in (found.services or {}).values() for channel in several]
    return {one for one in (found.everyone, found.engineering, found.severe, *services) if one}


def suggested(report: Report, settings: Operating) -> dict[str, str]:
    """Channel → why, and for named people each of them."""
    audience = Audience(report.audience)
    found = places.chosen(audience, report.severity, report.services, channels_of(settings))
    if audience is Audience.NAMED:
        found |= dict.fromkeys(report.named, "named")
    return found


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
    _anew(copy)
    return copy


def _anew(copy: ReportCopy) -> None:
    copy.state, copy.round, copy.parts = CopyState.CHECKING, copy.round + 1, 0


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
        raise FieldErrors({"channels": "Choose a channel or somebody who should read it."})
    if found := faults(session, report, channels, persons, moment):
        raise FieldErrors(found)
    add(session, report, dict.fromkeys((*channels, *persons), "chosen by hand"), by=by.id, moment=moment)
    return report


def faults(
    session: Session, report: Report, channels: Sequence[str], persons: Sequence[str], moment: Moment
) -> dict[str, str]:
    """Field → why it must not go there, as far as that is known already."""
    found = {}
    wide = [(one, channel_fault(session, report, one, moment)) for one in channels]
    if said := [f"{_plain_name(session, one)}: {why}" for one, why in wide if why]:
        found["channels"] = " ".join(said)
    odd = [why for one in persons if (why := person_fault(session, report, one, moment.settings))]
    if odd:
        found["people"] = odd[0]
    if len(channels) + len(persons) > MOST:
        found["people"] = f"At most {MOST} places at a time."
    return found


def _plain_name(session: Session, channel: str) -> str:
    """Beside a field no markup is read."""
    name = channels_known.name(session, channel)
    return f"#{name}" if name else "One of them"


def person_fault(session: Session, report: Report, person: str, settings: Operating) -> str:
    if starting.owner_fault(session, person):
        return "Only people of this organisation who are here can be asked to read it."
    if not sight.is_for(session, report, people.person(session, person), settings):
        return f"{people.plain_name(session, person)} is not among those this report is for."
    return ""


# Holding it against who is there


def settle(session: Session, copy: ReportCopy, report: Report, moment: Moment) -> None:
    """Send it, refuse it, or wait until Slack said who is there; after a narrower audience, withdraw it."""
    if is_person(copy.channel):
        fault: str | None = person_fault(session, report, copy.channel, moment.settings)
    else:
        fault = channel_fault(session, report, copy.channel, moment)
    if fault is None:
        return
    if copy.state == CopyState.RECHECKING:
        _keep_or_withdraw(session, copy, report, fault, moment.now)
    elif fault:
        copy.state, copy.refused = CopyState.REFUSED, fault
        review_desk.not_shared(session, report, copy, moment.now)
    else:
        copies.send(session, copy, report, moment)


def _keep_or_withdraw(session: Session, copy: ReportCopy, report: Report, fault: str, now: datetime) -> None:
    if not fault:
        copy.state = CopyState.SHARED
        return
    copies.withdraw(session, copy, fault, now)
    review_desk.not_shared(session, report, copy, now)


def is_person(channel: str) -> bool:
    return channel.startswith(("U", "W"))


def channel_fault(session: Session, report: Report, channel: str, moment: Moment) -> str | None:
    """None where it is not known yet who is there."""
    found = members.find(session, channel, moment.now)
    allowed, known = _allowed(session, report, moment)
    if found is None or not known:
        return None
    return places.too_wide(Audience(report.audience), allowed, _working(session, report), _in_it(found))


def _in_it(channel: Channel) -> InIt:
    return InIt(channel.people, channel.guests, channel.archived, channel.shared, channel.error)


def _working(session: Session, report: Report) -> frozenset[str]:
    writers = session.scalars(sa.select(ReportWriter.person).where(ReportWriter.report_id == report.id))
    return frozenset(filter(None, (*writers, report.owner)))


def _allowed(session: Session, report: Report, moment: Moment) -> tuple[frozenset[str] | None, bool]:
    """Whom it is for, and whether that is known; None for everybody of the organisation."""
    audience, settings = Audience(report.audience), moment.settings
    if audience is Audience.EVERYONE:
        return None, True
    if audience is Audience.NAMED:
        return frozenset(report.named), True
    cto = frozenset(filter(None, [settings.people.cto]))
    if settings.reports.engineering_channel is None:
        return cto, True
    found = members.find(session, settings.reports.engineering_channel, moment.now)
    return (found.people | cto if found else None), found is not None


def known(session: Session, moment: Moment) -> None:
    """Slack said who is in some channel: whatever waited for it goes on."""
    waiting = sa.select(ReportCopy).where(ReportCopy.state.in_((CopyState.CHECKING, CopyState.RECHECKING)))
    for copy in session.scalars(waiting.order_by(ReportCopy.report_id, ReportCopy.at)).all():
        report = session.get_one(Report, copy.report_id, with_for_update=True, populate_existing=True)
        session.refresh(copy)
        if copy.state in (CopyState.CHECKING, CopyState.RECHECKING):
            settle(session, copy, report, moment)


def watch(session: Session, settings: Operating, now: datetime) -> None:
    """Who is in the channels of the settings, asked at start and again from time to time."""
    for channel in sorted(every_channel(settings)):
        members.want(session, channel, now)


# Trying again


def retry(session: Session, report_id: int, channel: str, *, by: Person, moment: Moment) -> Report:
    """Raises NotThere, NotAllowed, NotOut."""
    report = sight.worked_on(session, report_id, by, moment.settings)
    copy = session.get(ReportCopy, (report_id, channel), with_for_update=True)
    if report.state not in OUT or copy is None:
        raise NotOut
    if copy.state == CopyState.REFUSED or copies.post_key(copy) in copies.refused_keys(session, copy):
        _drop_refused(session, copy)
        _anew(copy)
        if not is_person(channel):
            members.want(session, channel, moment.now)
        settle(session, copy, report, moment)
    else:
        for key in copies.refused_keys(session, copy):
            upkeep.retry(session, key, moment.now)
    return report


def _drop_refused(session: Session, copy: ReportCopy) -> None:
    """Its messages will have other keys: nobody need look after the old ones."""
    for key in copies.refused_keys(session, copy):
        upkeep.drop(session, key)


# Another audience


def change_audience(
    session: Session, report_id: int, audience: Audience, named: Sequence[str], *, by: Person, moment: Moment
) -> Report:
    """Copies that are too wide now are withdrawn, at once or as soon as Slack said who is there.

    Raises NotThere, NotAllowed, FieldErrors.
    """
    report = sight.worked_on(session, report_id, by, moment.settings)
    if by.id not in (report.owner, report.made_by):
        raise NotAllowed("Only the owner of a report and who began it can say who it is for.")
    if audience is Audience.NAMED and not named:
        raise FieldErrors({"named": "Name at least one person, or choose another audience."})
    if any(starting.owner_fault(session, person) for person in named):
        raise FieldErrors({"named": "Only people of this organisation who are here can read it."})
    report.audience, report.named = audience, sorted(set(named)) if audience is Audience.NAMED else []
    log.append(session, report, What.AUDIENCE, by=by.id, now=moment.now, says=audience)
    if report.state in OUT:
        _recheck(session, report, moment)
        fresh = dict.fromkeys(report.named, "named")
        add(session, report, fresh, by=by.id, moment=moment)
    return report


def _recheck(session: Session, report: Report, moment: Moment) -> None:
    for copy in copies.of(session, report.id):
        if copy.state == CopyState.SHARED:
            copy.state = CopyState.RECHECKING
        if copy.state in (CopyState.RECHECKING, CopyState.CHECKING):
            settle(session, copy, report, moment)


def redraw(session: Session, report: Report, now: datetime) -> None:
    """What the summaries count."""
    for copy in copies.of(session, report.id):
        copies.redraw(session, copy, report, now)


def rewrite(session: Session, report: Report, moment: Moment) -> None:
    for copy in copies.of(session, report.id):
        copies.rewrite(session, copy, report, moment)

"""Whether a place is for a report: who is there, held against whom the report is for."""

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session

from bot.reports import places, refusals, sentences, sight, starting
from bot.reports.facts import Moment
from bot.reports.models import Report, ReportWriter
from bot.reports.places import InIt
from bot.reports.states import Audience
from bot.settings import Operating
from bot.slack import channels as channels_known
from bot.slack import members, people
from bot.slack.members import Channel

#: Chosen people of one report, and channels.
MOST = 100


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
        found["people"] = refusals.most_places(MOST)
    return found


def _plain_name(session: Session, channel: str) -> str:
    """Beside a field no markup is read."""
    name = channels_known.name(session, channel)
    return f"#{name}" if name else sentences.A_PLACE


def person_fault(session: Session, report: Report, person: str, settings: Operating) -> str:
    if starting.owner_fault(session, person):
        return refusals.CANNOT_READ
    if not sight.is_for(session, report, people.person(session, person), settings):
        return refusals.not_for(people.plain_name(session, person))
    return ""


def knows_whom(session: Session, report: Report, settings: Operating) -> bool:
    """Whether it is known whom it is for, as far as that is Slack's to say."""
    engineering = settings.reports.engineering_channel
    is_slacks = report.audience == Audience.ENGINEERING and engineering is not None
    return not is_slacks or members.is_known(session, str(engineering))


def is_person(channel: str) -> bool:
    return channel.startswith(("U", "W"))


def channel_fault(session: Session, report: Report, channel: str, moment: Moment) -> str | None:
    """None where it is not known yet who is there."""
    found = members.find(session, channel, moment.now)
    allowed, known = _allowed(session, report, moment)
    if found is None or not known:
        return None
    return places.too_wide(Audience(report.audience), allowed, _working(session, report), _in_it(found))


def widened(session: Session, report: Report, channel: str, moment: Moment) -> str:
    """Why it would not be sent there today, because of who is there; nothing where that is not known."""
    found = members.find(session, channel, moment.now)
    gone = found is None or found.archived or found.error is not None
    return "" if gone else channel_fault(session, report, channel, moment) or ""


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

"""Where reports go by themselves: the channels of the settings, by audience, severity and services."""

from collections import defaultdict
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from bot.reports import places
from bot.reports.models import Report
from bot.reports.places import Channels
from bot.reports.sharing_models import ReportCopy
from bot.reports.states import Audience
from bot.settings import Operating
from bot.slack import members


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


def watch(session: Session, settings: Operating, now: datetime) -> None:
    """Who is in the channels of the settings, at start: while nobody listened, people came and went."""
    for channel in sorted(every_channel(settings)):
        members.want(session, channel, now)


def keep_watching(session: Session, settings: Operating, now: datetime) -> None:
    """Of those, and of others in which a report stands."""
    standing = sa.select(ReportCopy.channel).where(ReportCopy.state == "shared", ReportCopy.channel.startswith("C"))
    for channel in sorted(every_channel(settings) | set(session.scalars(standing.distinct()))):
        members.keep_known(session, channel, now)

"""Where a report goes, and where it must not: a channel with more people in it than the report is for."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from bot.reports import refusals
from bot.reports.states import Audience


@dataclass(frozen=True)
class Channels:
    """Of the settings. `services`: service, casefolded → its channels."""

    everyone: str | None = None
    engineering: str | None = None
    severe: str | None = None
    severe_up_to: int = 2
    services: Mapping[str, Sequence[str]] | None = None


def chosen(audience: Audience, severity: int, services: Collection[str], channels: Channels) -> dict[str, str]:
    """Channel → why, by audience, severity and services. A report for named people is for no channel."""
    if audience is Audience.NAMED:
        return {}
    found: dict[str, str] = {}
    if audience is Audience.ENGINEERING and channels.engineering:
        found[channels.engineering] = "for engineering"
    if audience is Audience.EVERYONE and channels.everyone:
        found[channels.everyone] = "all reports for everyone"
    if audience is Audience.EVERYONE and channels.severe and severity <= channels.severe_up_to:
        found.setdefault(channels.severe, f"severity {severity}")
    known = channels.services or {}
    for service in services:
        for channel in known.get(service.casefold(), ()):
            found.setdefault(channel, f"service {service}"[:80])
    return found


#: What Slack says of a channel whose members it shows only to those inside.
PRIVATE = frozenset({"missing_scope", "channel_not_found"})


@dataclass(frozen=True)
class InIt:
    """Who is in a channel, as far as Slack said; `error` is what it said instead."""

    people: frozenset[str]
    guests: frozenset[str] = frozenset()
    archived: bool = False
    shared: bool = False
    error: str | None = None


def too_wide(audience: Audience, allowed: frozenset[str] | None, working: Collection[str], channel: InIt) -> str:
    """Why a report of this audience must not stand there, in a sentence; nothing where it may.

    `allowed`: whom it is for, None where it is for everyone of the organisation; `working`: who works on it.
    """
    if channel.error in PRIVATE:
        return refusals.UNSEEN_CHANNEL
    if channel.error:
        return refusals.unseen_for_now(channel.error)
    if channel.archived:
        return refusals.IS_ARCHIVED
    if channel.shared:
        return refusals.IS_SHARED
    guests = channel.guests - frozenset(working)
    if guests:
        return refusals.guests_in_it(len(guests))
    others = channel.people - allowed - frozenset(working) if allowed is not None else frozenset()
    if not others:
        return ""
    return refusals.others_in_it(len(others), _whom(audience))


def _whom(audience: Audience) -> str:
    return "engineering" if audience is Audience.ENGINEERING else "named people"

"""Where a report stands and when its incident was, in lines."""

from zoneinfo import ZoneInfo

from bot.reports.content import Content
from bot.reports.models import Report
from bot.reports.states import Audience
from bot.reports.titles import Known
from bot.slack.text import date_text, duration_text

FOR_WHOM = {
    Audience.EVERYONE: "for everybody",
    Audience.ENGINEERING: "for engineering",
    Audience.NAMED: "for named people only",
}


def standing(report: Report, told: Content | Known) -> str:
    """`told`: what this reader may know of it."""
    return f"{report.state.capitalize()} · severity {told.severity} · {FOR_WHOM[Audience(report.audience)]}"


def times(told: Content) -> str:
    zone = ZoneInfo(told.zone)
    instants = [
        ("Began", told.began_at),
        ("noticed", told.noticed_at),
        ("mitigated", told.mitigated_at),
        ("ended", told.ended_at),
    ]
    said = [f"{name} {date_text(at, zone)}" for name, at in instants if at]
    return " · ".join([*said, _lasted(told)])


def _lasted(told: Content | Known) -> str:
    if told.ended_at is None:
        return "its end is not known yet"
    return f"lasted {duration_text(told.ended_at - told.began_at)}"


def in_a_list(report: Report, told: Known) -> str:
    return f"{standing(report, told)}\nBegan {date_text(told.began_at, ZoneInfo(told.zone))} · {_lasted(told)}"

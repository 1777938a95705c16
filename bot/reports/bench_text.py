"""Where a report stands and when its incident was, in lines."""

from zoneinfo import ZoneInfo

from bot.reports.content import Content
from bot.reports.models import Report
from bot.reports.states import Audience
from bot.slack.text import date_text, duration_text

FOR_WHOM = {
    Audience.EVERYONE: "for everybody",
    Audience.ENGINEERING: "for engineering",
    Audience.NAMED: "for named people only",
}


def standing(report: Report) -> str:
    return f"{report.state.capitalize()} · severity {report.severity} · {FOR_WHOM[Audience(report.audience)]}"


def times(report: Report | Content) -> str:
    zone = ZoneInfo(report.zone)
    told = [
        ("Began", report.began_at),
        ("noticed", report.noticed_at),
        ("mitigated", report.mitigated_at),
        ("ended", report.ended_at),
    ]
    said = [f"{name} {date_text(at, zone)}" for name, at in told if at]
    return " · ".join([*said, _lasted(report)])


def _lasted(report: Report | Content) -> str:
    if report.ended_at is None:
        return "its end is not known yet"
    return f"lasted {duration_text(report.ended_at - report.began_at)}"


def in_a_list(report: Report) -> str:
    return f"{standing(report)}\nBegan {date_text(report.began_at, ZoneInfo(report.zone))} · {_lasted(report)}"

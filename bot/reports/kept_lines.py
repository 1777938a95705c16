"""Lines as the log keeps them: what stood in the timeline, in the actions and in the facts from then on."""

from zoneinfo import ZoneInfo

from bot.reports.actions_models import ReportAction
from bot.reports.models import Report, ReportMoment
from bot.reports.written_times import text_of
from bot.slack.text import duration_text, one_line

TITLE = "Title: "
TIMES = (
    ("Began", "began_at"),
    ("Noticed", "noticed_at"),
    ("Mitigated", "mitigated_at"),
    ("Ended", "ended_at"),
)


def of_moment(report: Report, moment: ReportMoment) -> str:
    """`2026-02-24 14:05 (detection)  The graph fell.`"""
    mark = f" ({moment.mark})" if moment.mark else ""
    return f"{text_of(moment.at, ZoneInfo(report.zone))}{mark}  {moment.text}"


def of_action(row: ReportAction) -> str:
    """Without a name: the log keeps no people in words."""
    return f"{row.what} · by {row.due_on} · {'with' if row.owner else 'without'} an owner"


def of_facts(report: Report) -> str:
    zone = ZoneInfo(report.zone)
    lines = [f"{TITLE}{one_line(report.title)}", f"Severity: {report.severity}"]
    lines += [f"{name}: {text_of(at, zone)}" for name, key in TIMES if (at := getattr(report, key))]
    if report.ended_at:
        lines.append(f"Lasted: {duration_text(report.ended_at - report.began_at)}")
    lines.append(f"Time zone: {report.zone}")
    return "\n".join([*lines, f"Services: {', '.join(report.services) or 'none named'}"])

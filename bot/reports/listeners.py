"""The doors of reports."""

from bot.reports import action_doors, desk_doors, hearing_doors, review_doors, timeline_doors, writing_doors
from bot.reports import sharing_models as sharing_models
from bot.reports.promising import Promising
from bot.slack.doors import Route

ROUTES: tuple[Route, ...] = (
    *desk_doors.ROUTES,
    *writing_doors.ROUTES,
    *timeline_doors.ROUTES,
    *hearing_doors.ROUTES,
    *review_doors.ROUTES,
)


def routes(promising: Promising) -> tuple[Route, ...]:
    """`promising`: how an action becomes a commitment."""
    return (*ROUTES, *action_doors.routes(promising))

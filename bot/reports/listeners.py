"""The doors of reports."""

from bot.reports import (
    action_doors,
    customer_doors,
    debrief_doors,
    desk_doors,
    hearing_doors,
    reader_doors,
    review_doors,
    sharing_doors,
    timeline_doors,
    title_doors,
    writing_doors,
)
from bot.reports.promising import Promising
from bot.slack.doors import Route

#: The hot ones first: everybody in a channel may press what stands under a report.
ROUTES: tuple[Route, ...] = (
    *reader_doors.ROUTES,
    *desk_doors.ROUTES,
    *writing_doors.ROUTES,
    *timeline_doors.ROUTES,
    *title_doors.ROUTES,
    *hearing_doors.ROUTES,
    *customer_doors.ROUTES,
    *debrief_doors.ROUTES,
)


def routes(promising: Promising) -> tuple[Route, ...]:
    """`promising`: how an action becomes a commitment."""
    return (*ROUTES, *review_doors.routes(promising), *sharing_doors.routes(promising), *action_doors.routes(promising))

"""The doors of reports."""

from bot.reports import action_doors, review_doors
from bot.reports import findings as findings
from bot.reports import sharing_models as sharing_models
from bot.reports import writing as writing
from bot.reports.promising import Promising
from bot.slack.doors import Route

ROUTES: tuple[Route, ...] = (*review_doors.ROUTES,)


def routes(promising: Promising) -> tuple[Route, ...]:
    """`promising`: how an action becomes a commitment."""
    return (*ROUTES, *action_doors.routes(promising))

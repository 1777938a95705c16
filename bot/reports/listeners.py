"""The doors of reports."""

from bot.reports import findings as findings
from bot.reports import review_doors
from bot.reports import sharing_models as sharing_models
from bot.reports import writing as writing
from bot.slack.doors import Route

ROUTES: tuple[Route, ...] = (*review_doors.ROUTES,)

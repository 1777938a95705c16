"""The doors of reports."""

from bot.reports import reading as reading
from bot.reports import sight as sight
from bot.reports import starting as starting
from bot.slack.doors import Route

ROUTES: tuple[Route, ...] = ()

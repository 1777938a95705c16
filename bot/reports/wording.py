"""What an organisation wrote into files of its own, read once at start: a mistake is said before anybody meets it."""

from bot.prompts import Prompts
from bot.reports.blame import rulebook
from bot.reports.templates import forms


def require(prompts: Prompts) -> None:
    """Raises CannotStart with the file, what in it cannot be understood, and why."""
    forms(prompts.of("reports"))
    rulebook.load(prompts.own)

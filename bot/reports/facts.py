"""Settings, wording and time that hold while one thing is done to a report."""

from dataclasses import dataclass
from datetime import datetime

from bot.prompts import Prompts, Words
from bot.settings import Operating


@dataclass(frozen=True)
class Moment:
    settings: Operating
    prompts: Prompts
    now: datetime

    @property
    def words(self) -> Words:
        return self.prompts.of("reports_shared")

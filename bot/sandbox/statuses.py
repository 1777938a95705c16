from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Status:
    """What the app says it is doing in a thread, until it says something there or two minutes have passed."""

    text: str
    until: datetime

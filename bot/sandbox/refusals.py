from collections.abc import Sequence


class Refused(Exception):
    """What Slack answers to the app instead of doing what it asked."""

    def __init__(self, error: str, problems: Sequence[str] = (), **more: object) -> None:
        super().__init__(error)
        self.error = error
        self.problems = list(problems)
        self.more = more


class Limited(Refused):
    """Too many calls: nothing was done, and after so many seconds it may be tried again."""

    def __init__(self, seconds: int) -> None:
        super().__init__("ratelimited")
        self.seconds = seconds


class Impossible(Exception):
    """No person could do this in Slack; the control API answers 400 with the sentence."""

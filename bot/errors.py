"""Failures that we expect: each carries the sentence that a person reads."""

from collections.abc import Mapping


class BotError(Exception):
    """Something a person can understand and act on; `str(error)` is what they read."""


class FieldErrors(BotError):
    """What is wrong beside which field of a form: block id → sentence."""

    def __init__(self, errors: Mapping[str, str]) -> None:
        super().__init__(" ".join(errors.values()))
        self.errors = dict(errors)


class NotAllowed(BotError):
    """The sentence says who may."""


class Unavailable(BotError):
    """The database did not answer in time; nothing was saved."""

    def __init__(self) -> None:
        super().__init__("the database did not answer")


class Uncertain(Unavailable):
    """The connection broke, or was silent for too long, while the commit was on its way: perhaps it was saved."""

    def __init__(self) -> None:
        BotError.__init__(self, "the database's answer was lost")


class NotShown(Exception):
    """What was to be saved is saved; what should come next could not be shown. Its cause says why."""


class CannotStart(BotError):
    """What stops the program from running, and what to do about it. The command exits with 2."""

"""How long things may take in a test. Machines are shared and slow: that decides nothing, save on purpose."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest


@contextmanager
def database_waits(**seconds: float) -> Iterator[None]:
    """Of `patience`, `queue`, `answer` and `commit`, those that are told."""
    with pytest.MonkeyPatch.context() as patch:
        for name, value in seconds.items():
            module = "engines" if name == "patience" else "storage"
            patch.setattr(f"bot.{module}.{name.upper()}_SECONDS", value)
        yield


@contextmanager
def ample_time() -> Iterator[None]:
    """Nothing that the bot asks of its database comes too late."""
    with database_waits(patience=60, queue=60, answer=60, commit=60):
        yield


@contextmanager
def little_time() -> Iterator[None]:
    """Who asks the database now soon gives up: long before a test may call it late."""
    with database_waits(queue=0.3, answer=0.6, commit=0.2):
        yield

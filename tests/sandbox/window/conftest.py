from datetime import UTC, datetime

import pytest

from bot.sandbox.clock import Clock
from bot.sandbox.organisation import invented
from bot.sandbox.window.reader import Reader
from bot.sandbox.workspace import Workspace

#: A Friday afternoon in Berlin.
NOW = datetime(2026, 2, 27, 14, 0, tzinfo=UTC)


@pytest.fixture
def workspace() -> Workspace:
    return Workspace(invented(), Clock(NOW, running=False))


@pytest.fixture
def ana(workspace: Workspace) -> Reader:
    return Reader(workspace, workspace.people["U0ANA"])


@pytest.fixture
def priya(workspace: Workspace) -> Reader:
    return Reader(workspace, workspace.people["U0PRIYA"])

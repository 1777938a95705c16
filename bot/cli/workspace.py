"""Opening the sandbox for a command."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager

from bot.errors import CannotStart
from bot.sandbox.clock import Clock
from bot.sandbox.organisation import Organisation
from bot.sandbox.server import Sandbox


@asynccontextmanager
async def workspace(organisation: Organisation, port: int, clock: Clock | None = None) -> AsyncIterator[Sandbox]:
    """Raises CannotStart where the port is not to be had."""
    async with AsyncExitStack() as stack:
        try:
            sandbox = await stack.enter_async_context(Sandbox(organisation, port=port, clock=clock))
        except OSError as error:
            raise CannotStart(f"Port {port} is taken by another program. Choose one with --port.") from error
        yield sandbox

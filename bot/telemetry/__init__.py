"""Defects to Sentry and timings to OpenTelemetry, where somebody installed and configured them."""

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager

from bot.deployment import Deployment
from bot.errors import CannotStart
from bot.logs import Processor


@contextmanager
def started(deployment: Deployment) -> Iterator[Sequence[Processor]]:
    """Who is to be told of each line of the log. Raises CannotStart."""
    with ExitStack() as stack:
        told: list[Processor] = []
        if dsn := deployment.sentry_dsn:
            told.append(_sentry(stack, dsn.get_secret_value()))
        if endpoint := deployment.otlp_endpoint:
            _opentelemetry(stack, endpoint.get_secret_value())
        yield told


# Their libraries need not be there.


def _sentry(stack: ExitStack, dsn: str) -> Processor:
    try:
        from bot.telemetry import sentry  # noqa: PLC0415  # an extra
    except ImportError:
        raise _not_installed("CADENCE_SENTRY_DSN", "sentry") from None
    return stack.enter_context(sentry.reporting(dsn))


def _opentelemetry(stack: ExitStack, endpoint: str) -> None:
    try:
        from bot.telemetry import spans  # noqa: PLC0415  # an extra
    except ImportError:
        raise _not_installed("CADENCE_OTLP_ENDPOINT", "otel") from None
    stack.enter_context(spans.drawn(endpoint))


def _not_installed(variable: str, extra: str) -> CannotStart:
    return CannotStart(
        f"{variable} is set, and what it needs is not installed. Install cto-cadence[{extra}], or unset {variable}."
    )

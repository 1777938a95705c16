"""Timings to OpenTelemetry: acts, jobs and deliveries with their parts. Doors, jobs, outcomes and ids of chance only.

The ids of a trace are made of the request's, so that what another process does of it is drawn with it.
"""

import hashlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib.metadata import version

from opentelemetry.context import Context
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor
from opentelemetry.sdk.trace.id_generator import RandomIdGenerator
from opentelemetry.trace import NonRecordingSpan, SpanContext, TraceFlags, set_span_in_context

from bot import trace
from bot.trace import Span

#: For what is on its way when the process ends.
LAST_SECONDS = 2


@contextmanager
def drawn(endpoint: str) -> Iterator[None]:
    named = Resource.create({"service.name": "cadence", "service.version": version("cto-cadence")})
    ids = _Ids()
    provider = TracerProvider(resource=named, id_generator=ids, shutdown_on_exit=False)
    exporter = OTLPSpanExporter(f"{endpoint.rstrip('/')}/v1/traces", timeout=LAST_SECONDS)
    provider.add_span_processor(BatchSpanProcessor(exporter))
    try:
        with trace.heard_by(_Drawer(provider, ids).draw):
            yield
    finally:
        provider.shutdown()


class _Ids(RandomIdGenerator):
    """By chance, but for the span that `begins` the trace of a request."""

    begins: str | None = None

    def generate_trace_id(self) -> int:
        return _trace_of(self.begins)[0] if self.begins else super().generate_trace_id()

    def generate_span_id(self) -> int:
        request, self.begins = self.begins, None
        return _trace_of(request)[1] if request else super().generate_span_id()


def _trace_of(request: str) -> tuple[int, int]:
    """The ids of a request's trace and of the span that began it."""
    digest = hashlib.sha256(request.encode()).digest()
    return int.from_bytes(digest[:16], "big"), int.from_bytes(digest[16:24], "big")


class _Drawer:
    def __init__(self, provider: TracerProvider, ids: _Ids) -> None:
        self._tracer, self._ids = provider.get_tracer("cadence"), ids

    def draw(self, request: str, begun: bool, whole: Span, parts: Sequence[Span]) -> None:
        above = Context() if begun else _beginning_of(request)
        self._ids.begins = request if begun else None
        facts = {**whole.facts, "request": request}
        drawn = self._tracer.start_span(whole.name, context=above, start_time=whole.start, attributes=facts)
        inside = set_span_in_context(drawn, Context())
        for part in parts:
            self._tracer.start_span(part.name, context=inside, start_time=part.start).end(part.end)
        drawn.end(whole.end)


def _beginning_of(request: str) -> Context:
    trace_id, span_id = _trace_of(request)
    began = SpanContext(trace_id, span_id, is_remote=True, trace_flags=TraceFlags(TraceFlags.SAMPLED))
    return set_span_in_context(NonRecordingSpan(began), Context())

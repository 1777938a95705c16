"""What this process counts and times for Prometheus. docs/operations.md explains each name."""

from prometheus_client import CollectorRegistry, Counter, Histogram, ProcessCollector, disable_created_metrics

disable_created_metrics()  # type: ignore[no-untyped-call]  # when a process began to count tells nobody anything

#: Ours alone: what a library counts in the library's own registry is not told.
REGISTRY = CollectorRegistry()
ProcessCollector(registry=REGISTRY)

#: Slack waits for three seconds.
_ANSWER_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.0, 3.0)
#: A message may wait for its channel, and for Slack, from a blink to hours.
_DELIVERY_SECONDS = (0.1, 0.5, 1.0, 2.0, 5.0, 15.0, 60.0, 300.0, 1800.0, 7200.0)

ACKNOWLEDGED = Counter(
    "cadence_acknowledgements",
    "What people did in Slack, and how they were answered.",
    ("door", "outcome"),
    registry=REGISTRY,
)
ACKNOWLEDGED_AFTER = Histogram(
    "cadence_acknowledgement_seconds",
    "How long they waited for the answer. Slack waits for 3 seconds.",
    ("door",),
    buckets=_ANSWER_SECONDS,
    registry=REGISTRY,
)
DELIVERIES = Counter(
    "cadence_deliveries",
    "Tries to send a message to Slack, and what became of them.",
    ("kind", "outcome"),
    registry=REGISTRY,
)
DELIVERED_AFTER = Histogram(
    "cadence_delivery_seconds",
    "How long messages took from what caused them until they stood in Slack.",
    buckets=_DELIVERY_SECONDS,
    registry=REGISTRY,
)
OCCURRENCES = Counter(
    "cadence_occurrences",
    "Due times of jobs: those that ran, and those that never will.",
    ("job", "outcome"),
    registry=REGISTRY,
)
JOB_FAILURES = Counter(
    "cadence_job_failures", "How often a job raised and is tried again.", ("job",), registry=REGISTRY
)

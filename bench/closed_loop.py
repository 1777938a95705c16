"""So many calls at a time, the next as soon as one is answered; variants take turns, so that noise meets all alike."""

from collections import defaultdict
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median, quantiles

from bench.page import Table, Target
from bench.processes import Running
from bench.variants import BARE, CADENCE

HEAD = ("at a time", "variant", "a second", "p50 ms", "p99 ms", "CPU µs a call", f"× {BARE}", "failed")
MOST_P99_MS = 500
LEAST_RATIO = 0.6


@dataclass(frozen=True)
class Plan:
    kinds: Sequence[str]
    windows: Sequence[int]
    rounds: int
    seconds: float


@dataclass(frozen=True)
class Heard:
    """What came back within one slice; `latencies` in seconds, `rate` a second."""

    rate: float
    latencies: list[float]
    failed: int


Load = Callable[[int, float], Awaitable[Heard]]


@dataclass(frozen=True)
class Variant:
    load: Load
    server: Running


@dataclass(frozen=True)
class Slice:
    heard: Heard
    cpu_microseconds: float


Slices = Mapping[tuple[int, str], list[Slice]]


async def measure(variants: Mapping[str, Variant], plan: Plan) -> Slices:
    slices: dict[tuple[int, str], list[Slice]] = defaultdict(list)
    for variant in variants.values():
        await variant.load(max(plan.windows), plan.seconds / 2)
    for number in range(plan.rounds):
        for window in plan.windows:
            for name in _turned(list(variants), number):
                slices[window, name].append(await _slice(variants[name], window, plan.seconds))
    return slices


def _turned(names: list[str], by: int) -> list[str]:
    by %= len(names)
    return names[by:] + names[:by]


async def _slice(variant: Variant, window: int, seconds: float) -> Slice:
    before = variant.server.cpu_seconds()
    heard = await variant.load(window, seconds)
    spent = variant.server.cpu_seconds() - before
    return Slice(heard, spent * 1e6 / max(1, len(heard.latencies)))


def table(title: str, slices: Slices) -> Table:
    return Table(title, HEAD, [_row(window, name, slices) for window, name in slices])


def _row(window: int, name: str, slices: Slices) -> list[str]:
    mine = slices[window, name]
    middle, worst = percentiles(mine)
    rate, cpu = median(one.heard.rate for one in mine), median(one.cpu_microseconds for one in mine)
    failed = sum(one.heard.failed for one in mine)
    numbers = [f"{rate:,.0f}", f"{middle:.1f}", f"{worst:.1f}", f"{cpu:,.0f}"]
    return [str(window), name, *numbers, f"{ratio(window, name, slices):.2f}", str(failed)]


def percentiles(slices: Sequence[Slice]) -> tuple[float, float]:
    """Median and 99th percentile of all rounds together, in milliseconds."""
    cuts = quantiles((latency * 1000 for one in slices for latency in one.heard.latencies), n=100)
    return cuts[49], cuts[98]


def ratio(window: int, name: str, slices: Slices) -> float:
    """To Bolt writing the same row: the median of the rounds, each by itself."""
    pairs = zip(slices[window, name], slices[window, BARE], strict=True)
    return median(mine.heard.rate / bare.heard.rate for mine, bare in pairs)


def targets(kind: str, slices: Slices) -> list[Target]:
    most = max(window for window, _ in slices)
    _, worst = percentiles(slices[most, CADENCE])
    ratios = {window: ratio(window, CADENCE, slices) for window, name in slices if name == CADENCE}
    told = ", ".join(f"{value:.2f} at {window}" for window, value in ratios.items())
    failed = sum(one.heard.failed for several in slices.values() for one in several)
    return [
        Target(f"{kind}: p99 at {most} at a time under {MOST_P99_MS} ms: {worst:.0f} ms", worst < MOST_P99_MS),
        Target(f"{kind}: at least {LEAST_RATIO} × {BARE}: {told}", min(ratios.values()) >= LEAST_RATIO),
        Target(f"{kind}: every call answered and saved: {failed} were not", failed == 0),
    ]

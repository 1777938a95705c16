"""What goes wrong on purpose: the kinds of faults, which of them are set, and which have fired."""

import asyncio
from collections import Counter, deque
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from random import Random
from typing import Any

from bot.sandbox.refusals import Impossible

Json = dict[str, Any]
_CAP = 60.0
_LISTED = 1000

CALL_KINDS: Mapping[str, Json] = {
    "drop": {},
    "commit_then_drop": {},
    "hang": {"seconds": _CAP},
    "commit_then_hang": {"seconds": _CAP},
    "error": {"error": "internal_error", "status": 200, "body": {}},
    "commit_then_error": {"error": "internal_error", "status": 200, "body": {}},
    "connections_open_fails": {"error": "internal_error", "status": 200, "body": {}},
    "not_json": {"commit": False, "content_type": "text/html"},
    "rate_limited": {"retry_after": 1},
    "slow": {"seconds": 1.0},
}
DELIVERY_KINDS: Mapping[str, Json] = {
    "duplicate_event": {"after": 0.0},
    "reordered_events": {"seconds": 5.0},
    "slow_delivery": {"seconds": 1.0},
    "double_click": {"after": 0.0},
    "lost_ack": {},
    "dead_trigger": {"error": "expired_trigger_id"},
    "dead_response_url": {"error": "expired_url"},
    "forged_request": {"how": "unsigned"},
}
SOCKET_KINDS: Mapping[str, Json] = {
    "socket_kill": {"sent": True},
    "disconnect": {"reason": "refresh_requested"},
    "silent_socket": {},
    "too_many_websockets": {},
}
KINDS: Mapping[str, Json] = {**CALL_KINDS, **DELIVERY_KINDS, **SOCKET_KINDS}
"""Each kind with its parameters and what they are if not told."""

_CHOICES: Mapping[tuple[str, str], Collection[str]] = {
    ("dead_trigger", "error"): ("expired_trigger_id", "exchanged_trigger_id"),
    ("dead_response_url", "error"): ("expired_url", "used_url"),
    ("forged_request", "how"): ("unsigned", "wrong", "old"),
}


@dataclass(frozen=True)
class Subject:
    """What a fault may strike: a call, a delivery or a connection, by each of its names."""

    method: str
    channels: frozenset[str] = frozenset()
    users: frozenset[str] = frozenset()


@dataclass
class Fault:
    id: int
    kind: str
    method: str | None = None
    channel: str | None = None
    user: str | None = None
    probability: float = 1.0
    times: int | None = None
    seed: int = 0
    told: Json = field(default_factory=dict)
    fired: int = 0
    over: asyncio.Event = field(default_factory=asyncio.Event, repr=False)
    """Cleared: whatever still hangs because of it is let go."""

    def __post_init__(self) -> None:
        # Of its own: another fault, or a call that it does not concern, changes nothing in its sequence.
        self._random = Random(f"{self.seed}:{self.id}")

    def strikes(self, subject: Subject) -> bool:
        return self._concerns(subject) and (self.probability >= 1 or self._random.random() < self.probability)

    def _concerns(self, subject: Subject) -> bool:
        return (
            _fits(self.method, (subject.method,))
            and _fits(self.channel, subject.channels)
            and _fits(self.user, subject.users)
        )

    @property
    def spent(self) -> bool:
        return self.times is not None and self.fired >= self.times

    def shown(self) -> Json:
        names = ("id", "kind", "method", "channel", "user", "probability", "times", "seed", "fired")
        return {**{name: getattr(self, name) for name in names}, **self.told}


def _fits(pattern: str | None, names: Collection[str]) -> bool:
    return pattern is None or any(fnmatchcase(name, pattern.lstrip("#@")) for name in names)


class Faults:
    def __init__(self, note: Callable[..., None], now: Callable[[], str]) -> None:
        self._note, self._now = note, now
        self._known: dict[int, Fault] = {}
        self._numbers = 0
        self.set: list[Fault] = []
        """Those that can still fire, in the order in which they were set."""
        self.counts: Counter[str] = Counter()
        """By kind, from the start: neither a spent nor a cleared fault is forgotten here."""
        self.happened: deque[Json] = deque(maxlen=_LISTED)

    def add(self, kind: str, **told: Any) -> Fault:
        self._numbers += 1
        fault = _read(self._numbers, kind, told)
        self._known[fault.id] = fault
        self.set.append(fault)
        return fault

    def clear(self, fault_id: int | None = None) -> int:
        gone = [each for each in self._known.values() if fault_id in (None, each.id)]
        for fault in gone:
            fault.over.set()
            del self._known[fault.id]
        self.set = [each for each in self.set if each.id in self._known]
        return len(gone)

    def strike(self, kinds: Collection[str], about: Callable[[], Subject]) -> Fault | None:
        """The first fault of these kinds that strikes now; asked on every path, so cheap where none is set."""
        candidates = [each for each in self.set if each.kind in kinds]
        if not candidates:
            return None
        subject = about()
        fault = next((each for each in candidates if each.strikes(subject)), None)
        if fault:
            self._count(fault, subject)
        return fault

    def _count(self, fault: Fault, subject: Subject) -> None:
        fault.fired += 1
        if fault.spent:
            self.set.remove(fault)
        self.counts[fault.kind] += 1
        struck = {"method": subject.method, "channel": sorted(subject.channels), "user": sorted(subject.users)}
        self.happened.append({"kind": fault.kind, "fault": fault.id, "at": self._now(), **struck})
        self._note("fault", fault.kind, fault=fault.id, **struck)

    def shown(self) -> Json:
        listed = [each.shown() for each in self._known.values()]
        return {"faults": listed, "counts": dict(self.counts), "happened": list(self.happened)}


def _read(number: int, kind: str, told: Mapping[str, Any]) -> Fault:
    if kind not in KINDS:
        raise Impossible(f"there is no fault {kind!r}, only {', '.join(KINDS)}")
    known = ("method", "channel", "user", "probability", "times", "seed")
    common = {name: value for name, value in told.items() if name in known and value is not None}
    own = {**KINDS[kind], **{name: value for name, value in told.items() if name not in known}}
    if kind == "connections_open_fails":
        common["method"] = "apps.connections.open"
    _check(kind, common, own)
    return Fault(number, kind, **common, told=own)


def _check(kind: str, common: Json, own: Json) -> None:
    unknown = sorted(set(own) - set(KINDS[kind]))
    if unknown:
        raise Impossible(f"{kind} has no {', '.join(unknown)}, only {', '.join(KINDS[kind]) or 'filters'}")
    for name, value in {**common, **own}.items():
        if not isinstance(value, _types(kind, name)) or value not in _CHOICES.get((kind, name), (value,)):
            raise Impossible(f"{value!r} is no {name} of {kind}")
    if not 0 <= common.get("probability", 1) <= 1:
        raise Impossible("a probability lies between 0 and 1")


def _types(kind: str, name: str) -> type | tuple[type, ...]:
    expected = {"times": int, "seed": int, "probability": float, "method": str, "channel": str, "user": str}
    wanted = expected.get(name) or type(KINDS[kind][name])
    return (int, float) if wanted is float else wanted

"""What one run is asked for, and how to ask for it again."""

from dataclasses import dataclass

#: Shorter runs could not wait for the lease of a process that was killed at their end.
SHORT_SECONDS = 120
SHORT_LEASE_SECONDS = 3.0


@dataclass(frozen=True)
class Plan:
    """`seconds`: how long people act and things go wrong; draining comes on top. `broken`: see bot.py."""

    database: str
    seconds: float
    seed: int
    processes: int
    broken: str | None = None
    #: How many times as often as usual each fault strikes.
    often: float = 1.0

    @property
    def is_short(self) -> bool:
        return self.seconds < SHORT_SECONDS

    @property
    def lease(self) -> float | None:
        """None leaves the product's own."""
        return SHORT_LEASE_SECONDS if self.is_short else None

    @property
    def drain_seconds(self) -> float:
        """A row whose process died waits for its lease, then perhaps for a pause, and its lane waits with it."""
        return 60.0 if self.is_short else 240.0

    @property
    def command(self) -> str:
        told = f"--database {self.database} --seconds {self.seconds:g} --seed {self.seed}"
        more = f" --processes {self.processes}" if self.database == "postgresql" else ""
        more += f" --often {self.often:g}" if self.often != 1 else ""
        return f"python -m bench.chaos {told}{more}" + (f" --broken {self.broken}" if self.broken else "")

"""Every bench, each in a process of its own: python -m bench [--markdown FILE] [--tiny]"""

import subprocess
import sys

NAMES = (
    "commands",
    "socket_mode",
    "outbox",
    "flat",
    "commitments",
    "questions",
    "reports",
    "home",
    "startup",
    "working_time",
)


def main() -> bool:
    """True where every target is met. A missed one keeps no other from being measured."""
    met = [_run(name) for name in NAMES]
    return all(met)


def _run(name: str) -> bool:
    print(f"bench.{name}", flush=True)
    return subprocess.run([sys.executable, "-m", f"bench.{name}", *sys.argv[1:]], check=False).returncode == 0


if __name__ == "__main__":
    sys.exit(not main())

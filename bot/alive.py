"""Whether the `cadence run` of this machine is alive: what the image's health check asks every few seconds.

It reads nothing else of cadence and no library, or each check would take a second of a processor.
"""

import json
import os
import sys
from http.client import HTTPConnection, HTTPException
from ipaddress import ip_address

PATH = "/healthz"
PATIENCE_SECONDS = 4


def reached(host: str) -> str:
    """Where from this machine whatever listens on `host` is: an address of all its networks is none to ask."""
    try:
        listening = ip_address(host)
    except ValueError:
        return host or "127.0.0.1"
    if not listening.is_unspecified:
        return host
    return "127.0.0.1" if listening.version == 4 else "::1"


def address(host: str, port: int) -> str:
    asked = reached(host)
    return f"http://[{asked}]:{port}" if ":" in asked else f"http://{asked}:{port}"


def why_not(answered: bytes) -> str | None:
    """What the health page says is wrong; None where it is alive. Raises ValueError where that page is not ours."""
    told = json.loads(answered)
    if not isinstance(told, dict) or not isinstance(told.get("why"), dict) or "alive" not in told:
        raise ValueError("another program's page")
    return None if told["alive"] is True else str(told["why"].get("alive"))


def main() -> int:
    host = reached(os.environ.get("CADENCE_HOST") or "0.0.0.0")  # noqa: S104  # as the bot takes it
    try:
        connection = HTTPConnection(host, int(os.environ["CADENCE_PORT"]), timeout=PATIENCE_SECONDS)
        connection.request("GET", PATH)
        return 1 if why_not(connection.getresponse().read()) else 0
    except (OSError, HTTPException, ValueError, KeyError):
        return 1


if __name__ == "__main__":
    sys.exit(main())

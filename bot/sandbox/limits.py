from dataclasses import dataclass


@dataclass(frozen=True)
class Limits:
    """Slack's own waits; a test may shorten them."""

    ack_seconds: float = 3.0
    trigger_seconds: float = 3.0
    retry_pauses: tuple[float, ...] = (0.0, 60.0, 300.0)
    """Slack: an event is sent again at once, after a minute, after five; by the workspace's clock."""
    socket_connections: int = 10
    response_url_uses: int = 5
    response_url_minutes: int = 30
    rates: bool = False
    """Whether calls are refused as too many from the start; see bot/sandbox/rates.py."""
    posts_a_minute: int = 300
    posts_at_once: int = 30
    posts_at_once_in_a_channel: int = 3

"""What a stranger would check with Slack's documentation in hand: calls, and what Slack answers."""

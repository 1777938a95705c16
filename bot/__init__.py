"""cadence: the operating rhythm of a scale-up's CTO, kept in Slack."""

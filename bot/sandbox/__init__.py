"""A Slack workspace on this machine, strict enough that what it accepts, Slack accepts."""

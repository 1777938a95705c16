"""Every Monday morning the CTO tells the whole organisation what they are focused on this week and why."""

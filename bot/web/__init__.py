"""What is served over HTTP: Slack's requests, and whether the bot is well."""

"""What every practice shares of Slack: blocks and text, the outbox and its delivery, people, and the doors."""

"""The workspace as people see it: server-rendered pages, kept fresh by server-sent events."""

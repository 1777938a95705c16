"""The demo's story, one file a practice. A scene plays people, and says what must have come of it."""

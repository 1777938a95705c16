"""A copy of everything, and such a copy put into an empty database. Nothing is overwritten."""

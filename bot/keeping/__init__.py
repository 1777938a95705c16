"""What becomes of an organisation's data: handed out, forgotten, emptied."""

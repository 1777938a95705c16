"""Post-incident reports: written without blame, reviewed, shared widely, read, and followed to the last action."""

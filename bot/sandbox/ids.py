from collections import Counter


class Ids:
    """Slack-like identifiers in a fixed order, so that a story gives the same ones each time."""

    def __init__(self) -> None:
        self._given: Counter[str] = Counter()

    def next(self, prefix: str) -> str:
        return f"{prefix}{self.number(prefix):010d}"

    def number(self, prefix: str) -> int:
        self._given[prefix] += 1
        return self._given[prefix]

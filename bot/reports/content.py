"""A report as it reads at one moment: what views draw, exports write, and a revision freezes."""

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, Self


@dataclass(frozen=True)
class Moment:
    """`at` is UTC; `link` is empty where it was written by hand, `lost` where its message is deleted."""

    id: int
    at: datetime
    text: str
    mark: str | None
    said_by: str | None
    link: str
    lost: bool = False
    #: Where it was said, if not everybody could read it there.
    said_in: str = ""


@dataclass(frozen=True)
class Section:
    """`number` counts its versions; 0 where nobody has written it yet. `key` names it in the template."""

    key: str
    text: str
    number: int
    by: str | None = None
    at: datetime | None = None


@dataclass(frozen=True)
class Content:
    title: str
    severity: int
    began_at: datetime
    noticed_at: datetime | None
    mitigated_at: datetime | None
    ended_at: datetime | None
    zone: str
    services: tuple[str, ...]
    owner: str | None
    sections: tuple[Section, ...]
    timeline: tuple[Moment, ...]

    def section(self, key: str) -> Section:
        return next((one for one in self.sections if one.key == key), Section(key, "", 0))

    def words(self) -> str:
        """What it is found by."""
        said = [*(one.text for one in self.sections), *(one.text for one in self.timeline)]
        return " ".join((self.title, *self.services, *said)).casefold()

    def as_json(self) -> dict[str, Any]:
        return {name: _plain(value) for name, value in asdict(self).items()}

    @classmethod
    def from_json(cls, told: dict[str, Any]) -> Self:
        moments = tuple(Moment(**{**one, "at": _instant(one["at"])}) for one in told["timeline"])
        sections = tuple(Section(**{**one, "at": _instant(one["at"])}) for one in told["sections"])
        times = {name: _instant(told[name]) for name in ("began_at", "noticed_at", "mitigated_at", "ended_at")}
        return cls(**{**told, **times, "services": tuple(told["services"]), "sections": sections, "timeline": moments})


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, dict):
        return {name: _plain(one) for name, one in value.items()}
    return [_plain(one) for one in value] if isinstance(value, tuple | list) else value


def _instant(text: str | None) -> Any:
    return datetime.fromisoformat(text) if text else None

from dataclasses import dataclass, field


@dataclass
class Usergroup:
    id: str
    name: str
    handle: str
    description: str
    created: int
    updated: int
    by: str
    users: list[str] = field(default_factory=list)
    channels: list[str] = field(default_factory=list)
    disabled: int = 0
    """When it was switched off."""

import mimetypes
from dataclasses import dataclass, field
from typing import Any

Json = dict[str, Any]


@dataclass
class File:
    id: str
    name: str
    size: int
    user: str
    created: int
    title: str = ""
    alt_text: str = ""
    content: bytes | None = None
    """Nothing until it was uploaded."""
    complete: bool = False
    shares: dict[str, str] = field(default_factory=dict)
    """By channel: the message that shows it."""

    def shown(self, host: str, kinds: dict[str, str]) -> Json:
        """`kinds` says of each channel whether it is a channel, a group or an im."""
        kind = self.name.rpartition(".")[2].lower() if "." in self.name else "text"
        link = f"{host}/files/{self.id}/{self.name}"
        public = {channel for channel in self.shares if kinds.get(channel) == "channel"}
        return {
            "id": self.id,
            "created": self.created,
            "timestamp": self.created,
            "name": self.name,
            "title": self.title or self.name,
            "mimetype": mimetypes.guess_type(self.name)[0] or "application/octet-stream",
            "filetype": kind,
            "pretty_type": kind.upper(),
            "user": self.user,
            "editable": False,
            "size": self.size,
            "mode": "hosted",
            "is_external": False,
            "external_type": "",
            "is_public": bool(public),
            "public_url_shared": False,
            "display_as_bot": False,
            "username": "",
            "url_private": link,
            "url_private_download": f"{link}?download=1",
            "permalink": link,
            "channels": sorted(public),
            "groups": sorted(channel for channel in self.shares if kinds.get(channel) == "group"),
            "ims": sorted(channel for channel in self.shares if kinds.get(channel) == "im"),
            "shares": {
                name: {channel: [{"ts": ts}] for channel, ts in self.shares.items() if (channel in public) is of}
                for name, of in (("public", True), ("private", False))
            },
            **({"alt_txt": self.alt_text} if self.alt_text else {}),
        }

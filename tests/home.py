"""Somebody's Home as they read it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from bot import prompts
from bot.slack.messages import spoken
from bot.slack.validation import check
from bot.wiring import HOME

PROMPTS = prompts.load()


@dataclass(frozen=True)
class Seen:
    view: dict[str, Any]

    @property
    def blocks(self) -> Sequence[dict[str, Any]]:
        return list(self.view["blocks"])

    @property
    def lines(self) -> list[str]:
        return [line for block in self.blocks for line in spoken([block]).split("\n") if line]

    @property
    def text(self) -> str:
        return "\n".join(self.lines)

    def below(self, title: str) -> str:
        """What stands between this title and the next."""
        titles = [at for at, block in enumerate(self.blocks) if block["type"] == "header"]
        (begins,) = [at for at in titles if self.blocks[at]["text"]["text"] == title]
        ends = next((at for at in titles if at > begins), len(self.blocks))
        return "\n".join(spoken([block]) for block in self.blocks[begins + 1 : ends]).strip("\n")

    @property
    def waits(self) -> str:
        return self.below("Waits for you")

    @property
    def buttons(self) -> list[str]:
        return [str(button["text"]["text"]) for button in self._buttons()]

    def button(self, label: str) -> dict[str, Any]:
        """The first of this label."""
        return next(button for button in self._buttons() if button["text"]["text"] == label)

    def _buttons(self) -> Iterator[dict[str, Any]]:
        for block in self.blocks:
            yield from (
                block.get("elements", []) if block["type"] == "actions" else filter(None, [block.get("accessory")])
            )


def seen(session: Session, person: str, now: datetime) -> Seen:
    view = HOME.view(session, person, now, prompts=PROMPTS)
    check(view)
    return Seen(view)

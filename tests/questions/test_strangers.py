"""Guests, and people of other organisations in shared channels, who would ask: none is let in, and each is told so."""

from collections.abc import Mapping
from typing import Any

import pytest

from bot.questions import notes
from bot.slack import people
from tests.factories import CTO_CHANNEL, MAYA
from tests.questions.desk import ME_TOO, Desk, choice
from tests.slack_driver import said

WHY = "Why do we run two deploy pipelines?"
REFUSED = "Only people of this organisation may do this."
NOT_PASSED_ON = "Only people of this organisation can ask the CTO here. Nothing was passed on."
#: As `users.list` and `user_change` tell them.
STRANGERS: Mapping[str, Mapping[str, Any]] = {
    "a guest of several channels": {"is_restricted": True},
    "a guest of one channel": {"is_restricted": True, "is_ultra_restricted": True},
    "somebody of another organisation": {"is_stranger": True},
}
EACH = pytest.mark.parametrize("flags", STRANGERS.values(), ids=STRANGERS.keys())
EVA = "U0EVA"


def arrives(desk: Desk, flags: Mapping[str, Any]) -> None:
    member = people.read_member({"id": EVA, "name": "eva", "real_name": "Eva Else", "tz": "Europe/Paris", **flags})
    desk.database.run_here(people.remember, [member], desk.slack.now)


def asked(desk: Desk) -> int:
    return len(desk.questions())


def in_the_window(desk: Desk) -> str:
    """All that stands in it."""
    (only,) = desk.slack.opened()["blocks"]
    return str(only["text"]["text"])


@EACH
async def test_by_the_command(desk: Desk, flags: Mapping[str, Any]) -> None:
    arrives(desk, flags)

    assert (await desk.asks(WHY, by=EVA), asked(desk)) == (REFUSED, 0)


@EACH
@pytest.mark.parametrize("text", [f"<@U0CADENCE> {WHY}", "<@U0CADENCE>"])
async def test_by_a_mention(desk: Desk, flags: Mapping[str, Any], text: str) -> None:
    arrives(desk, flags)
    await desk.slack.event(type="app_mention", channel=CTO_CHANNEL, ts="1.1", user=EVA, text=text)

    assert (desk.whispers(EVA), asked(desk)) == ([NOT_PASSED_ON], 0)


@EACH
async def test_by_a_direct_message(desk: Desk, flags: Mapping[str, Any]) -> None:
    arrives(desk, flags)
    await desk.slack.event(type="message", channel="D1", channel_type="im", ts="1.1", user=EVA, text=WHY)

    assert (desk.messages(EVA), asked(desk)) == ([NOT_PASSED_ON], 0)


@EACH
async def test_by_the_shortcut_on_a_message(desk: Desk, flags: Mapping[str, Any]) -> None:
    arrives(desk, flags)
    await desk.slack.uses("questions.put_message", by=EVA, on={"channel": "C0ENG", "ts": "1.1", "text": WHY})

    assert in_the_window(desk) == REFUSED


@EACH
async def test_by_the_shortcut_of_the_workspace(desk: Desk, flags: Mapping[str, Any]) -> None:
    arrives(desk, flags)
    await desk.slack.uses("questions.ask", by=EVA)

    assert in_the_window(desk) == REFUSED


@EACH
@pytest.mark.parametrize("button", ["questions.ask", notes.PUT])
async def test_by_the_buttons_of_others(desk: Desk, flags: Mapping[str, Any], button: str) -> None:
    arrives(desk, flags)
    await desk.slack.clicks(button, "2026-W10", by=EVA)

    assert (desk.whispers(EVA), desk.slack.wire.asked("views.open")) == ([REFUSED], [])


@EACH
async def test_by_a_form_that_was_opened_before(desk: Desk, flags: Mapping[str, Any]) -> None:
    await desk.slack.types("/ask-cto", by=EVA)
    arrives(desk, flags)
    told = await desk.fills({"text": WHY, "kind": choice("question"), "visibility": choice("public")}, by=EVA)

    assert REFUSED in str(told)
    assert asked(desk) == 0


async def test_somebody_of_another_organisation_whom_nobody_told_us_of(desk: Desk) -> None:
    """Only their workspace in the payload says it."""
    desk.slack.team = "T0OTHER"
    told = said(await desk.slack.types("/ask-cto", WHY, by="U0UNKNOWN"))
    mention = {"type": "app_mention", "channel": CTO_CHANNEL, "ts": "1.1", "user": "U0UNKNOWN", "user_team": "T0OTHER"}
    await desk.slack.event(**mention, text=f"<@U0CADENCE> {WHY}")

    assert told["text"] == REFUSED
    assert (desk.whispers("U0UNKNOWN"), asked(desk)) == ([NOT_PASSED_ON], 0)


@EACH
async def test_what_they_write_in_a_thread_is_a_community_answer_like_any(desk: Desk, flags: Mapping[str, Any]) -> None:
    await desk.asks(WHY)
    arrives(desk, flags)
    await desk.replies("Elsewhere it is one.", by=EVA)
    await desk.clicks(ME_TOO, by=EVA)

    assert (desk.question().community, desk.question().state) == (1, "open")
    assert desk.whispers(EVA) == [REFUSED]
    await desk.replies("One for the apps.", by=MAYA)
    assert desk.messages(EVA) == []

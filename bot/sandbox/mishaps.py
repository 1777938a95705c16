"""The part of the control API with which things go wrong: faults, limits, sockets, the app's standing."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from bot.sandbox.delivery import Delivery
from bot.sandbox.refusals import Impossible
from bot.sandbox.workspace import Workspace

Json = dict[str, Any]
_TOKEN_ERRORS = ("token_revoked", "token_expired", "account_inactive", "invalid_auth")
_CLIENT_MSG_IDS = ("ignored", "deduplicated", "refused")
_REASONS = ("warning", "refresh_requested", "link_disabled", "too_many_websockets")


class Mishaps:
    def __init__(self, workspace: Workspace, delivery: Delivery) -> None:
        self._workspace = workspace
        self._delivery = delivery

    async def faults(self, told: Json) -> Json:
        return {"ok": True, **self._workspace.faults.shown()}

    async def fault(self, told: Json) -> Json:
        """{"kind", "method"?, "channel"?, "user"?, "probability"?, "times"?, "seed"?, …what the kind knows}"""
        own = {name: value for name, value in told.items() if name != "kind"}
        return {"ok": True, "fault": self._workspace.faults.add(str(told.get("kind")), **own).shown()}

    async def clear(self, told: Json) -> Json:
        return {"ok": True, "cleared": self._workspace.faults.clear(told.get("id"))}

    async def limits(self, told: Json) -> Json:
        return {"ok": True, **self._workspace.rates.shown()}

    async def limit(self, told: Json) -> Json:
        if not isinstance(told.get("on"), bool):
            raise Impossible('say {"on": true} or {"on": false}')
        self._workspace.rates.switch(told["on"])
        return await self.limits(told)

    async def disconnect(self, told: Json) -> Json:
        reason = told.get("reason", "refresh_requested")
        if reason not in _REASONS:
            raise Impossible(f"Slack knows no reason {reason!r} to disconnect, only {', '.join(_REASONS)}")
        kill, silent = bool(told.get("kill")), bool(told.get("silent"))
        asked = await self._delivery.socket_mode.disconnect(reason, kill=kill, silent=silent)
        return {"ok": True, "connections": asked}

    def standing(self, told: Json) -> None:
        """What the workspace grants: {"token_revoked"?, "token_error"?, "withheld_scopes"?, "messages_tab"?,

        "uninstalled"?, "client_msg_ids"?}
        """
        workspace = self._workspace
        if "token_revoked" in told:
            workspace.token_error = "token_revoked" if told["token_revoked"] else None
        if "token_error" in told:
            workspace.token_error = _token_error(told["token_error"])
        if "withheld_scopes" in told:
            workspace.manifest.withheld = frozenset(told["withheld_scopes"])
        if told.get("uninstalled"):
            self._uninstall()
        if "client_msg_ids" in told:
            workspace.client_msg_ids = _one_of(_CLIENT_MSG_IDS, told["client_msg_ids"])
        if "messages_tab" in told:
            workspace.manifest.messages_tab_off = not told["messages_tab"]

    def _uninstall(self) -> None:
        """Slack: the app is told twice, in any order, and its token is good for nothing."""
        bot = self._workspace.app.bot_user_id
        self._workspace.happened({"type": "tokens_revoked", "tokens": {"oauth": [], "bot": [bot]}})
        self._workspace.happened({"type": "app_uninstalled"})
        self._workspace.token_error = "account_inactive"

    def doors(self) -> Mapping[tuple[str, str], Callable[[Json], Awaitable[Json]]]:
        return {
            ("faults", "GET"): self.faults,
            ("faults", "POST"): self.fault,
            ("faults", "DELETE"): self.clear,
            ("limits", "GET"): self.limits,
            ("limits", "POST"): self.limit,
            ("disconnect", "POST"): self.disconnect,
        }


def _one_of(known: tuple[str, ...], told: object) -> str:
    if told not in known:
        raise Impossible(f"say one of {', '.join(known)}, not {told!r}")
    return str(told)


def _token_error(told: object) -> str | None:
    if told is None or told in _TOKEN_ERRORS:
        return None if told is None else str(told)
    raise Impossible(f"a token is not refused with {told!r}, only with {', '.join(_TOKEN_ERRORS)}")

from collections.abc import Mapping, Sequence
from typing import Any


class Manifest:
    """What the app declared. Without a manifest the sandbox lets everything through."""

    def __init__(self, told: Mapping[str, Any] | None) -> None:
        self.given = bool(told)
        self._told = told or {}
        self.withheld: frozenset[str] = frozenset()
        """Scopes that the workspace took away after all."""
        self.messages_tab_off = False

    def grants(self, scope: str) -> bool:
        return scope not in self.withheld and (not self.given or scope in self.scopes)

    @property
    def scopes(self) -> list[str]:
        declared = self._told.get("oauth_config", {}).get("scopes", {}).get("bot", [])
        return [scope for scope in declared if scope not in self.withheld]

    @property
    def redirect_urls(self) -> list[str]:
        return list(self._told.get("oauth_config", {}).get("redirect_urls", []))

    @property
    def commands(self) -> Sequence[Mapping[str, Any]]:
        return list(self._features("slash_commands", []))

    @property
    def shortcuts(self) -> Sequence[Mapping[str, Any]]:
        return list(self._features("shortcuts", []))

    def command(self, name: str) -> Mapping[str, Any] | None:
        if not self.given:
            return {"command": name}
        declared = self._features("slash_commands", [])
        return next((each for each in declared if each["command"] == name), None)

    def shortcut(self, callback_id: str, kind: str) -> bool:
        declared = self._features("shortcuts", [])
        return not self.given or any(each["callback_id"] == callback_id and each["type"] == kind for each in declared)

    def subscribes(self, event: str) -> bool:
        subscriptions = self._settings("event_subscriptions", {})
        return not self.given or event in subscriptions.get("bot_events", [])

    def subscribes_metadata(self, app_id: str, event_type: str) -> bool:
        """None where there is no manifest: nobody has asked for it."""
        subscriptions = self._settings("event_subscriptions", {}).get("metadata_subscriptions", [])
        return any(each["app_id"] in (app_id, "*") and each["event_type"] == event_type for each in subscriptions)

    @property
    def interactive(self) -> bool:
        return not self.given or bool(self._settings("interactivity", {}).get("is_enabled"))

    @property
    def home_tab(self) -> bool:
        return not self.given or bool(self._features("app_home", {}).get("home_tab_enabled"))

    @property
    def messages_tab(self) -> bool:
        declared = not self.given or bool(self._features("app_home", {}).get("messages_tab_enabled"))
        return declared and not self.messages_tab_off

    @property
    def may_write_to_the_app(self) -> bool:
        read_only = self._features("app_home", {}).get("messages_tab_read_only_enabled", False)
        return self.messages_tab and not (self.given and read_only)

    def _features(self, name: str, default: Any) -> Any:
        return self._told.get("features", {}).get(name, default)

    def _settings(self, name: str, default: Any) -> Any:
        return self._told.get("settings", {}).get(name, default)

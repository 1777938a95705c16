import hashlib
import hmac
import json
import time
from typing import Any
from urllib.parse import urlencode

import aiohttp

from bot.sandbox.transport import Answer, Parcel
from bot.sandbox.workspace import Workspace

_OLD = 600
_REDIRECTS = 2
_FORM = "application/x-www-form-urlencoded"


class SignedHttp:
    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._session: aiohttp.ClientSession | None = None

    async def deliver(self, parcel: Parcel) -> Answer:
        body, content_type = _encoded(parcel)
        headers = {**self._signed(body, parcel.forged), "Content-Type": content_type, **_retry(parcel)}
        try:
            return await self._post(body, headers)
        except TimeoutError:
            return Answer(False, error="operation_timeout", detail="no answer in time", reason="http_timeout")
        except aiohttp.TooManyRedirects:
            return Answer(False, error="dispatch_failed", detail="too many redirects", reason="too_many_redirects")
        except aiohttp.ClientError as broken:
            detail = f"{type(broken).__name__}: {broken}"
            return Answer(False, error="dispatch_failed", detail=detail, reason="connection_failed")

    async def _post(self, body: str, headers: dict[str, str]) -> Answer:
        patience = aiohttp.ClientTimeout(total=self._workspace.limits.ack_seconds)
        url = self._workspace.request_url or ""
        asked = self._open().post(
            url, data=body.encode(), headers=headers, timeout=patience, max_redirects=_REDIRECTS + 1
        )
        async with asked as response:
            text = await response.text()
            if not 200 <= response.status < 300:
                final = response.headers.get("x-slack-no-retry") == "1"
                detail = f"the app answered {response.status}"
                return Answer(False, error="dispatch_failed", detail=detail, reason="http_error", final=final)
            return Answer(True, body=_read(text, response.content_type))

    def _open(self) -> aiohttp.ClientSession:
        if self._session is None:
            self._session = aiohttp.ClientSession()
        return self._session

    def _signed(self, body: str, forged: str | None = None) -> dict[str, str]:
        # Real time, not the workspace's: the app compares it with its own clock.
        timestamp = str(int(time.time()) - (_OLD if forged == "old" else 0))
        secret = "not-the-secret" if forged == "wrong" else self._workspace.app.signing_secret
        signature = hmac.new(secret.encode(), f"v0:{timestamp}:{body}".encode(), hashlib.sha256).hexdigest()
        signed = {"X-Slack-Request-Timestamp": timestamp, "X-Slack-Signature": f"v0={signature}"}
        return {
            **({} if forged == "unsigned" else signed),
            "User-Agent": "Slackbot 1.0 (+https://api.slack.com/robots)",
            "Accept": "*/*",
        }

    async def close(self) -> None:
        if self._session is not None:
            await self._session.close()
            self._session = None


def _encoded(parcel: Parcel) -> tuple[str, str]:
    if parcel.kind == "events_api":
        return json.dumps(parcel.payload), "application/json"
    if parcel.kind == "slash_commands":
        return urlencode(parcel.payload), _FORM
    return urlencode({"payload": json.dumps(parcel.payload)}), _FORM


def _retry(parcel: Parcel) -> dict[str, str]:
    if not parcel.attempt:
        return {}
    return {"X-Slack-Retry-Num": str(parcel.attempt), "X-Slack-Retry-Reason": parcel.reason or ""}


def _read(text: str, content_type: str) -> Any:
    if not text:
        return None
    if content_type == "application/json" or text.startswith("{"):
        try:
            return json.loads(text)
        except ValueError:
            return text
    return {"text": text}

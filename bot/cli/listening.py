"""Whether a `cadence run` of this machine takes what Slack sends over HTTP: asked as Slack asks."""

import json
import secrets

import aiohttp
from slack_sdk.signature import SignatureVerifier

from bot import alive, clock
from bot.deployment import Deployment
from bot.doctor import Finding, failed, passed, warned

PATIENCE_SECONDS = 2
EVENTS = "/slack/events"
NO_ANSWER = (aiohttp.ClientError, OSError, TimeoutError)


async def examined(chosen: Deployment) -> Finding:
    if chosen.port is None or chosen.slack_signing_secret is None:
        return failed("connection", "Slack has no way in: see environment.")
    here = alive.address(chosen.host, chosen.port)
    told = f"Slack must reach it as https://your-host{EVENTS}; on this machine {here}"
    patience = aiohttp.ClientTimeout(total=PATIENCE_SECONDS)
    try:
        async with aiohttp.ClientSession(here, timeout=patience) as http:
            if trouble := await _trouble(http, chosen.slack_signing_secret.get_secret_value()):
                return failed("connection", f"{told} {trouble}")
    except NO_ANSWER:
        return warned("connection", f"{told} does not answer. Is `cadence run` up?")
    return passed("connection", f"{told} answers, and takes what is signed with SLACK_SIGNING_SECRET.")


async def _trouble(http: aiohttp.ClientSession, secret: str) -> str | None:
    async with http.get(alive.PATH) as answer:
        try:
            ill = alive.why_not(await answer.read())
        except ValueError:
            return "is another program's. Name a free port (CADENCE_PORT), and let `cadence run` listen there."
    if ill:
        return f"says that it is not alive: {ill}. Restart `cadence run`; the end of its log says more."
    if not await _takes(http, secret):
        return (
            "refuses what is signed with SLACK_SIGNING_SECRET: it runs with another secret, or over Socket Mode. "
            "Restart `cadence run` with these variables."
        )
    return None


async def _takes(http: aiohttp.ClientSession, secret: str) -> bool:
    """Slack's own question when somebody enters a request URL. It does nothing."""
    challenge = secrets.token_hex()
    body = json.dumps({"type": "url_verification", "challenge": challenge})
    at = str(int(clock.now().timestamp()))
    signature = SignatureVerifier(secret).generate_signature(timestamp=at, body=body)
    headers = {
        "Content-Type": "application/json",
        "X-Slack-Request-Timestamp": at,
        "X-Slack-Signature": str(signature),
    }
    async with http.post(EVENTS, data=body, headers=headers) as answer:
        return answer.status == 200 and challenge in await answer.text()

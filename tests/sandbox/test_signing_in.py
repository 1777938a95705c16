"""Installing the app, and signing in with Slack."""

import base64
import hashlib
import json
from typing import Any
from urllib.parse import parse_qs, urlsplit

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.sandbox.client import SandboxClient
from bot.sandbox.server import Sandbox
from tests.sandbox.claims import Evidence, claim

pytestmark = pytest.mark.filterwarnings("ignore:BasicAuth is deprecated")  # Slack's SDK still asks aiohttp for it
CLIENT = {"client_id": "1000000000.2000000000", "client_secret": "sandbox-client-secret"}
BACK = "https://app.example/callback"


async def decide(
    http: aiohttp.ClientSession, sandbox: Sandbox, path: str, decision: str = "allow", **asked: str
) -> dict[str, str]:
    told = {"client_id": CLIENT["client_id"], "redirect_uri": BACK, "state": "s1", **asked}
    url = f"{sandbox.url}/{path}"
    form = {"user": "maya", "decision": decision}
    async with http.post(url, params=told, data=form, allow_redirects=False) as response:
        assert response.status == 302, await response.text()
        assert response.headers["location"].startswith(BACK)
        return {name: value[0] for name, value in parse_qs(urlsplit(response.headers["location"]).query).items()}


async def install(http: aiohttp.ClientSession, sandbox: Sandbox) -> str:
    return (await decide(http, sandbox, "oauth/v2/authorize", scope="chat:write,commands"))["code"]


@claim("oauth.v2.access", "the bot's token for the code, with scopes, team and who installed it")
async def test_an_app_is_installed(sandbox: Sandbox, slack: AsyncWebClient, http: aiohttp.ClientSession) -> None:
    code = await install(http, sandbox)
    told = await slack.oauth_v2_access(**CLIENT, code=code, redirect_uri=BACK)
    assert (told["access_token"], told["scope"]) == ("xoxb-sandbox", "chat:write,commands")
    assert (told["team"]["id"], told["authed_user"]["id"], told["bot_user_id"]) == ("T0SANDBOX", "U0MAYA", "U0CADENCE")


@claim("oauth.v2.access", "`code_already_used`: a code a second time", "reports of developers", Evidence.OBSERVED)
async def test_a_code_is_good_once(
    sandbox: Sandbox, slack: AsyncWebClient, http: aiohttp.ClientSession, refusal: Any
) -> None:
    code = await install(http, sandbox)
    await slack.oauth_v2_access(**CLIENT, code=code)
    async with refusal("code_already_used"):
        await slack.oauth_v2_access(**CLIENT, code=code)


@claim("oauth.v2.access", "`bad_redirect_uri`: another redirect_uri than before; `invalid_code`: after ten minutes")
async def test_a_code_belongs_to_its_address_and_its_time(
    sandbox: Sandbox, slack: AsyncWebClient, http: aiohttp.ClientSession, people: SandboxClient, refusal: Any
) -> None:
    code = await install(http, sandbox)
    async with refusal("bad_redirect_uri"):
        await slack.oauth_v2_access(**CLIENT, code=code, redirect_uri="https://evil.example")
    await people.clock(advance=601)
    async with refusal("invalid_code"):
        await slack.oauth_v2_access(**CLIENT, code=code)


@claim(
    "/oauth/v2/authorize",
    "who cancels goes back with error=access_denied and the state",
    "authentication/installing-with-oauth",
)
async def test_a_person_can_say_no(sandbox: Sandbox, http: aiohttp.ClientSession) -> None:
    told = await decide(http, sandbox, "oauth/v2/authorize", "deny", scope="chat:write")
    assert told == {"error": "access_denied", "state": "s1"}


@pytest.mark.parametrize(
    ("path", "asked", "error"),
    [
        ("oauth/v2/authorize", {"client_id": "1.2", "scope": "chat:write"}, "invalid_client_id"),
        ("oauth/v2/authorize", {"client_id": CLIENT["client_id"]}, "no_scopes"),
        ("oauth/v2/authorize", {"client_id": CLIENT["client_id"], "scope": "chat:write"}, "bad_redirect_uri"),
        ("openid/connect/authorize", {"client_id": CLIENT["client_id"], "scope": "email"}, "invalid_scope"),
        (
            "openid/connect/authorize",
            {"client_id": CLIENT["client_id"], "scope": "openid"},
            "unsupported_response_type",
        ),
    ],
)
async def test_a_wrong_request_is_told_to_the_person(
    sandbox: Sandbox, http: aiohttp.ClientSession, path: str, asked: dict[str, str], error: str
) -> None:
    async with http.get(f"{sandbox.url}/{path}", params=asked) as response:
        assert (response.status, error in await response.text()) == (400, True)


async def test_the_page_asks_as_whom_and_shows_no_markup_of_others(
    sandbox: Sandbox, http: aiohttp.ClientSession
) -> None:
    asked = {"client_id": CLIENT["client_id"], "scope": "<b>chat</b>", "redirect_uri": BACK}
    async with http.get(f"{sandbox.url}/oauth/v2/authorize", params=asked) as response:
        page = await response.text()
    assert "Maya Okafor" in page
    assert "<b>" not in page


@claim(
    "openid.connect.token",
    "an id_token that the published keys have signed, for the app, with nonce, person and team",
    "authentication/sign-in-with-slack",
)
async def test_a_person_signs_in_with_slack(
    sandbox: Sandbox, slack: AsyncWebClient, http: aiohttp.ClientSession
) -> None:
    asked = {"scope": "openid email profile", "response_type": "code", "nonce": "n1"}
    code = (await decide(http, sandbox, "openid/connect/authorize", **asked))["code"]
    told = await slack.openid_connect_token(**CLIENT, code=code, redirect_uri=BACK)
    async with http.get(f"{sandbox.url}/.well-known/openid-configuration") as response:
        configuration = await response.json()
    claims = await verified(http, configuration["jwks_uri"], told["id_token"])
    assert (claims["iss"], claims["aud"], claims["nonce"]) == ("https://slack.com", CLIENT["client_id"], "n1")
    assert (claims["https://slack.com/user_id"], claims["https://slack.com/team_id"]) == ("U0MAYA", "T0SANDBOX")
    who = await slack.openid_connect_userInfo(token=told["access_token"])
    assert (who["sub"], who["name"]) == ("U0MAYA", "Maya Okafor")


async def test_who_signs_in_tells_only_what_was_asked(
    sandbox: Sandbox, slack: AsyncWebClient, http: aiohttp.ClientSession
) -> None:
    code = (await decide(http, sandbox, "openid/connect/authorize", scope="openid", response_type="code"))["code"]
    told = await slack.openid_connect_token(**CLIENT, code=code)
    who = await slack.openid_connect_userInfo(token=told["access_token"])
    assert (who["sub"], "email" in who.data, "name" in who.data) == ("U0MAYA", False, False)


async def verified(http: aiohttp.ClientSession, jwks_uri: str, token: str) -> dict[str, Any]:
    """By hand, as RFC 7515 and RFC 8017 say, so that nothing of the sandbox is trusted."""
    async with http.get(jwks_uri) as response:
        (key,) = (await response.json())["keys"]
    head, body, signature = token.split(".")
    modulus, exponent = (int.from_bytes(decoded(key[name])) for name in ("n", "e"))
    opened = pow(int.from_bytes(decoded(signature)), exponent, modulus).to_bytes(256)
    assert opened.endswith(hashlib.sha256(f"{head}.{body}".encode()).digest())
    claims: dict[str, Any] = json.loads(decoded(body))
    return claims


def decoded(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


@claim("oauth.v2.access", "`oauth_authorization_url_mismatch`: a code of Sign in with Slack")
async def test_the_two_kinds_of_codes_are_not_confused(
    sandbox: Sandbox, slack: AsyncWebClient, http: aiohttp.ClientSession
) -> None:
    asked = {"scope": "openid", "response_type": "code"}
    code = (await decide(http, sandbox, "openid/connect/authorize", **asked))["code"]
    with pytest.raises(SlackApiError, match="oauth_authorization_url_mismatch"):
        await slack.oauth_v2_access(**CLIENT, code=code)


async def test_a_client_secret_does_not_stand_in_the_log(
    slack: AsyncWebClient, people: SandboxClient, refusal: Any
) -> None:
    async with refusal("invalid_code"):
        await slack.oauth_v2_access(**CLIENT, code="x")
    assert CLIENT["client_secret"] not in json.dumps(await people.log())

"""The addresses in a browser: install the app, sign in with Slack, and what the tokens are checked with."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode

from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from bot.sandbox import consent, identity
from bot.sandbox.consent import Code
from bot.sandbox.refusals import Refused
from bot.sandbox.workspace import Workspace

_OPENID = ("openid", "email", "profile")

_NOTHING_ELSE = {"Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'"}


@dataclass(frozen=True)
class _Asked:
    kind: str
    scopes: tuple[str, ...]
    redirect_uri: str
    state: str
    nonce: str | None


def routes(workspace: Workspace) -> list[Route]:
    def door(kind: str) -> Callable[[Request], Awaitable[Response]]:
        async def authorize(request: Request) -> Response:
            try:
                asked = _read(workspace, kind, request)
                return await _answered(workspace, asked, request)
            except Refused as refused:
                return HTMLResponse(consent.problem(refused.error), 400, _NOTHING_ELSE)

        return authorize

    async def configuration(request: Request) -> Response:
        return JSONResponse(identity.configuration(workspace.host))

    async def keys(request: Request) -> Response:
        return JSONResponse(identity.keys())

    return [
        Route("/oauth/v2/authorize", door("install"), methods=["GET", "POST"]),
        Route("/openid/connect/authorize", door("sign in"), methods=["GET", "POST"]),
        Route("/.well-known/openid-configuration", configuration, methods=["GET"]),
        Route("/openid/connect/keys", keys, methods=["GET"]),
    ]


def _read(workspace: Workspace, kind: str, request: Request) -> _Asked:
    told = request.query_params
    if told.get("client_id") != workspace.app.client_id:
        raise Refused("invalid_client_id")
    scopes = tuple(scope for scope in told.get("scope", "").replace(" ", ",").split(",") if scope)
    _check_scopes(workspace, kind, scopes)
    if kind == "sign in" and told.get("response_type") != "code":
        raise Refused("unsupported_response_type")
    redirect_uri = _redirect_uri(workspace, told.get("redirect_uri"))
    return _Asked(kind, scopes, redirect_uri, told.get("state", ""), told.get("nonce"))


def _check_scopes(workspace: Workspace, kind: str, scopes: tuple[str, ...]) -> None:
    if not scopes:
        raise Refused("no_scopes")
    if kind == "sign in":
        allowed = "openid" in scopes and set(scopes) <= set(_OPENID)
    else:
        allowed = not workspace.manifest.given or set(scopes) <= set(workspace.manifest.scopes)
    if not allowed:
        raise Refused("invalid_scope")


def _redirect_uri(workspace: Workspace, told: str | None) -> str:
    """Slack: begins like one of those that the app has registered."""
    known = workspace.manifest.redirect_urls
    uri = told or (known[0] if known else "")
    if not uri.startswith(("http://", "https://")) or (known and not uri.startswith(tuple(known))):
        raise Refused("bad_redirect_uri")
    return uri


async def _answered(workspace: Workspace, asked: _Asked, request: Request) -> Response:
    if request.method == "GET":
        people = {each.id: each.real_name for each in workspace.organisation.people if not each.deleted}
        title = f"{workspace.app.name} would like to enter {workspace.organisation.team}"
        return HTMLResponse(consent.page(title, asked.scopes, people), headers=_NOTHING_ELSE)
    form = dict(parse_qsl((await request.body()).decode()))
    joint = "&" if "?" in asked.redirect_uri else "?"
    return RedirectResponse(f"{asked.redirect_uri}{joint}{urlencode(_decided(workspace, asked, form))}", 302)


def _decided(workspace: Workspace, asked: _Asked, form: Mapping[str, str]) -> dict[str, str]:
    state = {"state": asked.state} if asked.state else {}
    if form.get("decision") != "allow":
        return {"error": "access_denied", **state}
    person = workspace.person(form.get("user", ""))
    if person is None:
        raise Refused("user_not_found")
    number = workspace.ids.number("code")
    code = f"{number:010d}.{number:012x}"
    workspace.codes[code] = Code(
        asked.kind, person.id, asked.scopes, asked.redirect_uri, workspace.clock.now(), asked.nonce
    )
    return {"code": code, **state}

import hmac
from datetime import timedelta
from typing import Any

from bot.sandbox import identity
from bot.sandbox.call import Call
from bot.sandbox.consent import Code
from bot.sandbox.method import Method
from bot.sandbox.refusals import Refused
from bot.sandbox.shapes import email_of

Json = dict[str, Any]
_LASTS = timedelta(minutes=10)


def access(call: Call) -> Json:
    """The app has been let in: its bot's token for the code."""
    code = _exchanged(call, "install")
    workspace = call.workspace
    return {
        "access_token": workspace.app.bot_token,
        "token_type": "bot",
        "scope": ",".join(code.scopes),
        "bot_user_id": workspace.app.bot_user_id,
        "app_id": workspace.app.app_id,
        "team": {"id": workspace.organisation.team_id, "name": workspace.organisation.team},
        "enterprise": None,
        "is_enterprise_install": False,
        "authed_user": {"id": code.user},
    }


def openid_token(call: Call) -> Json:
    code = _exchanged(call, "sign in")
    token = f"xoxp-sandbox-{call.workspace.ids.number('signed in')}"
    call.workspace.signed_in[token] = code
    claims = {"at_hash": identity.digest(token), **_claims(call, code)}
    signed = identity.token(call.workspace.app.client_id, code.nonce, claims)
    return {"access_token": token, "token_type": "Bearer", "id_token": signed}


def user_info(call: Call) -> Json:
    return _claims(call, call.workspace.signed_in[str(call.token)])


def _exchanged(call: Call, kind: str) -> Code:
    app = call.workspace.app
    if call.text("client_id") != app.client_id:
        raise Refused("invalid_client_id")
    if not hmac.compare_digest(call.text("client_secret") or "", app.client_secret):
        raise Refused("bad_client_secret")
    grant = call.text("grant_type") or "authorization_code"
    if grant == "refresh_token":  # token rotation is off
        raise Refused("invalid_refresh_token")
    if grant != "authorization_code":
        raise Refused("invalid_grant_type")
    return _used(call, kind)


def _used(call: Call, kind: str) -> Code:
    code = call.workspace.codes.get(call.text("code") or "")
    if code is None or call.workspace.clock.now() - code.at > _LASTS:
        raise Refused("invalid_code")
    if code.kind != kind:
        raise Refused("oauth_authorization_url_mismatch")
    if code.used:
        raise Refused("code_already_used")
    if call.text("redirect_uri") not in (None, code.redirect_uri):
        raise Refused("bad_redirect_uri")
    code.used = True
    return code


def _claims(call: Call, code: Code) -> Json:
    """Slack: who it is in any case; name and address only if they were asked for."""
    workspace = call.workspace
    person, team = workspace.people[code.user], workspace.organisation
    first, _, rest = person.real_name.partition(" ")
    profile = {"name": person.real_name, "given_name": first, "family_name": rest, "locale": "en-US"}
    return {
        "sub": person.id,
        "https://slack.com/user_id": person.id,
        "https://slack.com/team_id": team.team_id,
        "https://slack.com/team_name": team.team,
        "https://slack.com/team_domain": team.domain,
        **({"email": email_of(workspace, person), "email_verified": True} if "email" in code.scopes else {}),
        **(profile if "profile" in code.scopes else {}),
    }


METHODS = {
    "oauth.v2.access": Method(access, token="none"),
    "openid.connect.token": Method(openid_token, token="none"),
    "openid.connect.userInfo": Method(user_info, token="user"),
}

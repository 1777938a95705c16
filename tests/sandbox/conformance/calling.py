"""Tokens, scopes, requests, and who is who."""

from tests.sandbox.conformance.world import NOWHERE, Given, Json, World, marked, refuses, reported, takes

_POST = {"channel": "C0CTO", "text": "Hello"}


def _token(error: str) -> Given:
    async def given(world: World) -> Json:
        await world.people.app(token_error=error)
        return {}

    return given


def _without(*scopes: str) -> Given:
    async def given(world: World) -> Json:
        await world.people.app(withheld_scopes=list(scopes))
        return {}

    return given


_CLIENT = {"client_id": "1000000000.2000000000", "client_secret": "sandbox-client-secret"}

CHECKS = [
    refuses("auth.test", "not_authed", "no token", token=None),
    refuses("auth.test", "invalid_auth", "a token that nobody has", token="xoxb-other"),
    refuses("auth.test", "token_revoked", "a token that was revoked", given=_token("token_revoked")),
    refuses("auth.test", "token_expired", "a token that has expired", given=_token("token_expired")),
    refuses("auth.test", "account_inactive", "the token of a bot that is gone", given=_token("account_inactive")),
    refuses("apps.connections.open", "not_allowed_token_type", "a bot's token where an app's is needed"),
    refuses("chat.postMessage", "not_allowed_token_type", "an app's token", _POST, token="xapp-sandbox"),
    refuses("chat.shout", "unknown_method", "a method that there is not", source="apis/web-api/"),
    refuses("chat.postMessage", "missing_scope", "without chat:write", _POST, given=_without("chat:write")),
    refuses("users.list", "missing_scope", "without users:read", given=_without("users:read")),
    refuses(
        "conversations.list",
        "missing_scope",
        "private channels without groups:read",
        {"types": "public_channel,private_channel"},
        given=_without("groups:read"),
    ),
    refuses(
        "conversations.history",
        "missing_scope",
        "a public channel without channels:history",
        {"channel": "C0CTO"},
        given=_without("channels:history"),
    ),
    refuses(
        "users.lookupByEmail",
        "missing_scope",
        "without users:read.email",
        {"email": "maya@larkspur-freight.example"},
        given=_without("users:read.email"),
    ),
    refuses(
        "reactions.add", "missing_scope", "without reactions:write", {"name": "eyes"}, given=_without("reactions:write")
    ),
    refuses("bots.info", "bot_not_found", "a bot that nobody knows", {"bot": "B0NOBODY"}),
    refuses("team.info", "team_not_found", "another team", {"team": "T0OTHER"}),
    refuses("users.info", "user_not_found", "nobody", {"user": "U0NOBODY"}),
    refuses("users.info", "user_not_found", "no user named"),
    refuses("users.profile.get", "user_not_found", "nobody", {"user": "U0NOBODY"}),
    refuses("users.lookupByEmail", "users_not_found", "an address that nobody has", {"email": "x@example.org"}),
    refuses("users.lookupByEmail", "users_not_found", "no address"),
    takes("users.lookupByEmail", "an address in capitals", {"email": "Maya@Larkspur-Freight.example"}),
    refuses("users.list", "invalid_cursor", "a cursor that was not given", {"cursor": "later"}),
    refuses("users.conversations", "invalid_types", "a kind of conversation that there is not", {"types": "hall"}),
    refuses("users.conversations", "invalid_cursor", "a cursor that was not given", {"cursor": "later"}),
    reported("users.conversations", "user_not_found", "nobody", {"user": "U0NOBODY"}),
    refuses("usergroups.create", "missing_subteam_name", "no name"),
    refuses(
        "usergroups.create", "invalid_channel_provided", "a channel that there is not", {"name": "x", "channels": "C0X"}
    ),
    refuses("usergroups.create", "handle_already_exists", "the handle of a person", {"name": "x", "handle": "maya"}),
    refuses("usergroups.create", "bad_handle", "a handle of two words", {"name": "x", "handle": "two words"}),
    refuses("usergroups.users.list", "no_such_subteam", "a group that there is not", {"usergroup": "S0NONE"}),
    reported(
        "usergroups.users.update",
        "no_such_subteam",
        "a group that there is not",
        {"usergroup": "S0", "users": "U0MAYA"},
    ),
    refuses("oauth.v2.access", "invalid_client_id", "another app's id", {"client_id": "1.2", "code": "x"}, token=None),
    refuses(
        "oauth.v2.access",
        "bad_client_secret",
        "a wrong secret",
        {**_CLIENT, "client_secret": "guessed", "code": "x"},
        token=None,
    ),
    refuses("oauth.v2.access", "invalid_code", "a code that was not given", {**_CLIENT, "code": "x"}, token=None),
    refuses("oauth.v2.access", "invalid_code", "no code", _CLIENT, token=None),
    refuses(
        "oauth.v2.access", "invalid_grant_type", "another grant", {**_CLIENT, "grant_type": "password"}, token=None
    ),
    refuses(
        "oauth.v2.access",
        "invalid_refresh_token",
        "a refresh token while rotation is off",
        {**_CLIENT, "grant_type": "refresh_token", "refresh_token": "xoxe-1-x"},
        token=None,
    ),
    refuses("openid.connect.token", "invalid_code", "a code that was not given", {**_CLIENT, "code": "x"}, token=None),
    refuses("openid.connect.userInfo", "not_allowed_token_type", "a bot's token"),
    refuses(
        "assistant.threads.setStatus",
        "invalid_thread_ts",
        "a thread that there is not",
        {"channel_id": "C0CTO", "thread_ts": NOWHERE, "status": "is thinking…"},
    ),
    refuses(
        "assistant.threads.setStatus",
        "channel_not_found",
        "a channel that there is not",
        {"channel_id": "C0X", "thread_ts": NOWHERE, "status": "is thinking…"},
    ),
    takes("reactions.get", "a message without reactions", {}, given=marked),
]

from typing import Any

from bot.sandbox.call import Call
from bot.sandbox.method import Method
from bot.sandbox.refusals import Refused
from bot.sandbox.shapes import bot_json

Json = dict[str, Any]


def auth_test(call: Call) -> Json:
    organisation, app = call.workspace.organisation, call.workspace.app
    return {
        "url": f"https://{organisation.domain}.slack.com/",
        "team": organisation.team,
        "user": app.name,
        "team_id": organisation.team_id,
        "user_id": app.bot_user_id,
        "bot_id": app.bot_id,
        "is_enterprise_install": False,
    }


def connections_open(call: Call) -> Json:
    workspace = call.workspace
    ticket = f"{workspace.ids.number('ticket'):08d}"
    workspace.tickets.add(ticket)
    host = workspace.host.replace("http://", "ws://")
    return {"url": f"{host}/link/?ticket={ticket}&app_id={workspace.app.app_id}"}


def revoke(call: Call) -> Json:
    if not call.flag("test"):
        call.workspace.token_error = "token_revoked"
    return {"revoked": not call.flag("test")}


def team_info(call: Call) -> Json:
    if call.text("team") not in (None, call.workspace.organisation.team_id):
        raise Refused("team_not_found")
    organisation = call.workspace.organisation
    team = {
        "id": organisation.team_id,
        "name": organisation.team,
        "domain": organisation.domain,
        "url": f"https://{organisation.domain}.slack.com/",
        "email_domain": f"{organisation.domain}.example",
        "icon": {"image_default": True},
    }
    return {"team": team}


def emoji_list(call: Call) -> Json:
    """Only those of the workspace's own, and here there are none."""
    return {"emoji": {}, "cache_ts": str(int(call.workspace.clock.now().timestamp()))}


def bots_info(call: Call) -> Json:
    if call.text("bot") not in (None, call.workspace.app.bot_id):
        raise Refused("bot_not_found")
    return {"bot": bot_json(call.workspace)}


METHODS = {
    "auth.test": Method(auth_test),
    "auth.revoke": Method(revoke),
    "apps.connections.open": Method(connections_open, token="app"),
    "team.info": Method(team_info, "team:read"),
    "emoji.list": Method(emoji_list, "emoji:read"),
    "bots.info": Method(bots_info, "users:read"),
}

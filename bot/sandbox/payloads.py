"""What Slack sends for each thing that happens."""

from typing import Any

from bot.sandbox.conversations import Conversation, Message
from bot.sandbox.inputs import elements_in, rich_text, state_of
from bot.sandbox.organisation import Person
from bot.sandbox.shapes import message_json, view_json
from bot.sandbox.views import View
from bot.sandbox.workspace import Workspace

Json = dict[str, Any]
_TOKEN = "sandbox-verification-token"


def event_payload(workspace: Workspace, inner: Json) -> Json:
    team, bot = workspace.organisation.team_id, workspace.app.bot_user_id
    number = workspace.ids.number("Ev")
    return {
        "token": _TOKEN,
        "team_id": team,
        "context_team_id": team,
        "context_enterprise_id": None,
        "api_app_id": workspace.app.app_id,
        "event": inner,
        "type": "event_callback",
        "event_id": f"Ev{number:010d}",
        "event_time": int(float(inner["event_ts"])),
        "authorizations": [
            {
                "enterprise_id": None,
                "team_id": team,
                "user_id": bot,
                "is_bot": True,
                "is_enterprise_install": False,
            }
        ],
        "is_ext_shared_channel": False,
        "event_context": f"4-sandbox{number:010d}",
    }


def command_payload(workspace: Workspace, person: Person, conversation: Conversation, said: tuple[str, str]) -> Json:
    command, text = said
    return {
        "token": _TOKEN,
        "team_id": workspace.organisation.team_id,
        "team_domain": workspace.organisation.domain,
        "channel_id": conversation.id,
        "channel_name": conversation.label,
        "user_id": person.id,
        "user_name": person.name,
        "command": command,
        "text": text,
        "api_app_id": workspace.app.app_id,
        "is_enterprise_install": "false",
        "response_url": response_url(workspace, conversation, person),
        "trigger_id": workspace.triggers.issue(person.id),
    }


def response_url(
    workspace: Workspace, conversation: Conversation, person: Person, message: Message | None = None
) -> str:
    ts, thread = (message.ts, message.thread_ts) if message else (None, None)
    token = workspace.response_urls.mint(conversation.id, person.id, ts, thread)
    return f"{workspace.host}/response/{token}"


def _interaction(workspace: Workspace, kind: str, person: Person) -> Json:
    team = {"id": workspace.organisation.team_id, "domain": workspace.organisation.domain}
    user = {"id": person.id, "username": person.name, "name": person.name, "team_id": team["id"]}
    return {
        "type": kind,
        "team": team,
        "user": user,
        "api_app_id": workspace.app.app_id,
        "token": _TOKEN,
        "enterprise": None,
        "is_enterprise_install": False,
    }


def _triggered(workspace: Workspace, kind: str, person: Person) -> Json:
    return {
        **_interaction(workspace, kind, person),
        "trigger_id": workspace.triggers.issue(person.id),
    }


def click_on_message(workspace: Workspace, person: Person, message: Message, action: Json) -> Json:
    conversation = workspace.conversations[message.channel]
    return {
        **_triggered(workspace, "block_actions", person),
        **_where(workspace, message),
        "state": {"values": state_of(message.blocks, message.filled.get(person.id, {}))},
        "response_url": response_url(workspace, conversation, person, message),
        "actions": [action],
    }


def block_suggestion(workspace: Workspace, person: Person, place: Message | View, asked: Json) -> Json:
    return {**_interaction(workspace, "block_suggestion", person), **asked, **_where(workspace, place)}


def _where(workspace: Workspace, place: Message | View) -> Json:
    if isinstance(place, View):
        return {"container": {"type": "view", "view_id": place.id}, "view": view_json(workspace, place)}
    conversation = workspace.conversations[place.channel]
    return {
        "container": _container(place),
        "channel": {"id": conversation.id, "name": conversation.label},
        "message": message_json(workspace, place),
    }


def _container(message: Message) -> Json:
    return {
        "type": "message",
        "message_ts": message.ts,
        "channel_id": message.channel,
        "is_ephemeral": message.viewer is not None,
        **({"thread_ts": message.thread_ts} if message.thread_ts else {}),
    }


def click_in_view(workspace: Workspace, person: Person, view: View, action: Json) -> Json:
    return {
        **_triggered(workspace, "block_actions", person),
        **_where(workspace, view),
        "actions": [action],
    }


def view_submission(workspace: Workspace, person: Person, view: View) -> Json:
    return {
        **_triggered(workspace, "view_submission", person),
        "view": view_json(workspace, view),
        "response_urls": _response_urls(workspace, person, view),
    }


def _response_urls(workspace: Workspace, person: Person, view: View) -> list[Json]:
    """Slack: an address for each conversation that was chosen where the app wants to answer."""
    state = state_of(view.blocks, view.filled)
    found = []
    for block, element in elements_in(view.blocks):
        chosen = state.get(block["block_id"], {}).get(element["action_id"], {})
        channel_id = chosen.get("selected_conversation") or chosen.get("selected_channel")
        if element.get("response_url_enabled") and channel_id:
            url = response_url(workspace, workspace.conversations[channel_id], person)
            where = {"block_id": block["block_id"], "action_id": element["action_id"], "channel_id": channel_id}
            found.append({**where, "response_url": url})
    return found


def view_closed(workspace: Workspace, person: Person, view: View, *, cleared: bool) -> Json:
    return {
        **_interaction(workspace, "view_closed", person),
        "view": view_json(workspace, view),
        "is_cleared": cleared,
    }


def shortcut(workspace: Workspace, person: Person, callback_id: str) -> Json:
    return {
        **_triggered(workspace, "shortcut", person),
        "callback_id": callback_id,
        "action_ts": workspace.next_ts(),
    }


def message_action(workspace: Workspace, person: Person, callback_id: str, message: Message) -> Json:
    conversation = workspace.conversations[message.channel]
    return {
        **_triggered(workspace, "message_action", person),
        "callback_id": callback_id,
        "action_ts": workspace.next_ts(),
        "channel": {"id": conversation.id, "name": conversation.label},
        "message_ts": message.ts,
        "message": message_json(workspace, message),
        "response_url": response_url(workspace, conversation, person, message),
    }


def pressed_again(workspace: Workspace, payload: Json) -> Json:
    """The same interaction of the same person, with a trigger and a moment of its own."""
    again = {**payload, "trigger_id": workspace.triggers.issue(payload["user"]["id"])}
    if "actions" in payload:
        again["actions"] = [{**each, "action_ts": workspace.next_ts()} for each in payload["actions"]]
    return again


def typed_blocks(text: str, block_id: str) -> list[Json]:
    """Slack: what a person types arrives as rich text too."""
    return [{**rich_text(text), "block_id": block_id}]

import re
from typing import Any

from bot.sandbox.call import Call
from bot.sandbox.method import Method
from bot.sandbox.refusals import Refused
from bot.sandbox.usergroups import Usergroup

Json = dict[str, Any]


def create(call: Call) -> Json:
    name, handle = call.text("name"), call.text("handle") or ""
    if name is None:
        raise Refused("missing_subteam_name")
    _check_free(call, name, handle)
    channels, now = _channels(call), _now(call)
    group_id = call.workspace.ids.next("S")
    group = Usergroup(group_id, name, handle, call.text("description") or "", now, now, call.bot, channels=channels)
    call.workspace.usergroups[group_id] = group
    return _happened(call, "subteam_created", group)


def update(call: Call) -> Json:
    group = _known(call)
    name, handle = call.text("name") or group.name, call.text("handle") or group.handle
    _check_free(call, name, handle, but=group)
    channels = _channels(call)
    group.name, group.handle = name, handle
    group.description = call.text("description") or group.description
    group.channels = channels or group.channels
    return _changed(call, group)


def _check_free(call: Call, name: str, handle: str, but: Usergroup | None = None) -> None:
    others = [each for each in call.workspace.usergroups.values() if each is not but]
    if handle and not re.fullmatch(r"[\w.-]+", handle):
        raise Refused("bad_handle")
    if name in [each.name for each in others]:
        raise Refused("name_already_exists")
    people = [person.name for person in call.workspace.people.values()]
    if handle and handle in [*people, *(each.handle for each in others)]:
        raise Refused("handle_already_exists")


def _channels(call: Call) -> list[str]:
    channels = call.several("channels")
    if any(each not in call.workspace.conversations for each in channels):
        raise Refused("invalid_channel_provided")
    return channels


def disable(call: Call) -> Json:
    group = _known(call)
    group.disabled = _now(call)
    return _changed(call, group)


def enable(call: Call) -> Json:
    group = _known(call)
    group.disabled = 0
    return _changed(call, group)


def list_(call: Call) -> Json:
    groups = [each for each in call.workspace.usergroups.values() if call.flag("include_disabled") or not each.disabled]
    return {"usergroups": [_shown(call, each) for each in groups]}


def users_list(call: Call) -> Json:
    return {"users": list(_known(call).users)}


def users_update(call: Call) -> Json:
    group, users = _known(call), list(dict.fromkeys(call.several("users")))
    if not users:
        raise Refused("no_users_provided")
    if any(user not in call.workspace.people for user in users):
        raise Refused("invalid_users")
    before, group.users = group.users, users
    added, removed = [u for u in users if u not in before], [u for u in before if u not in users]
    event = {
        "type": "subteam_members_changed",
        "subteam_id": group.id,
        "team_id": call.workspace.organisation.team_id,
        "date_previous_update": group.updated,
        "date_update": _now(call),
        "added_users": added,
        "added_users_count": len(added),
        "removed_users": removed,
        "removed_users_count": len(removed),
    }
    call.workspace.happened(event)
    return _changed(call, group)


def _known(call: Call) -> Usergroup:
    group = call.workspace.usergroups.get(call.text("usergroup") or "")
    if group is None:
        raise Refused("no_such_subteam")
    return group


def _changed(call: Call, group: Usergroup) -> Json:
    group.updated, group.by = _now(call), call.bot
    return _happened(call, "subteam_updated", group)


def _happened(call: Call, event: str, group: Usergroup) -> Json:
    call.workspace.happened({"type": event, "subteam": _shown(call, group)})
    return {"usergroup": _shown(call, group)}


def _now(call: Call) -> int:
    return int(call.workspace.clock.now().timestamp())


def _shown(call: Call, group: Usergroup) -> Json:
    users = {"users": list(group.users)} if call.flag("include_users") else {}
    count = {"user_count": len(group.users)} if call.flag("include_count") else {}
    return {
        "id": group.id,
        "team_id": call.workspace.organisation.team_id,
        "is_usergroup": True,
        "name": group.name,
        "description": group.description,
        "handle": group.handle,
        "is_external": False,
        "date_create": group.created,
        "date_update": group.updated,
        "date_delete": group.disabled,
        "auto_type": None,
        "created_by": call.bot,
        "updated_by": group.by,
        "deleted_by": group.by if group.disabled else None,
        "prefs": {"channels": list(group.channels), "groups": []},
        **users,
        **count,
    }


METHODS = {
    "usergroups.create": Method(create, "usergroups:write"),
    "usergroups.update": Method(update, "usergroups:write"),
    "usergroups.enable": Method(enable, "usergroups:write"),
    "usergroups.disable": Method(disable, "usergroups:write"),
    "usergroups.list": Method(list_, "usergroups:read"),
    "usergroups.users.list": Method(users_list, "usergroups:read"),
    "usergroups.users.update": Method(users_update, "usergroups:write"),
}

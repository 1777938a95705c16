"""conversations.*"""

from tests.sandbox.conformance.world import NOWHERE, Json, World, archived, own_channel, refuses, takes

_CTO: Json = {"channel": "C0CTO"}
_GONE: Json = {"channel": "C0X"}
_OUTSIDE: Json = {"channel": "C0ENGINEERING"}


async def _direct(world: World) -> Json:
    told = await world.done("conversations.open", users="U0MAYA")
    return {"channel": told["channel"]["id"]}


async def _alone(world: World) -> Json:
    return await own_channel(world)


async def _own_archived(world: World) -> Json:
    place = await own_channel(world)
    await world.done("conversations.archive", **place)
    return place


async def _tom_is_gone(world: World) -> Json:
    await world.people.changes("tom", deleted=True)
    return {}


_NAMES = [
    refuses("conversations.create", "invalid_name_required", "no name"),
    refuses("conversations.create", "invalid_name_maxlength", "81 characters", {"name": "x" * 81}),
    takes("conversations.create", "80 characters are taken", {"name": "x" * 80}),
    refuses("conversations.create", "invalid_name_specials", "a capital", {"name": "Project"}),
    refuses("conversations.create", "invalid_name_specials", "a space", {"name": "the project"}),
    refuses("conversations.create", "invalid_name_specials", "a full stop", {"name": "v1.2"}),
    refuses("conversations.create", "invalid_name_punctuation", "nothing but punctuation", {"name": "--_--"}),
    refuses("conversations.create", "name_taken", "the name of another channel", {"name": "cto"}),
    takes("conversations.create", "a private channel", {"name": "project", "is_private": True}),
]
_ARCHIVE = [
    refuses("conversations.archive", "already_archived", "an archived channel", given=archived),
    refuses("conversations.archive", "cant_archive_general", "the general channel", {"channel": "C0GENERAL"}),
    refuses("conversations.archive", "channel_not_found", "a channel that there is not", _GONE),
    refuses("conversations.archive", "not_in_channel", "a channel from outside", _OUTSIDE),
    refuses("conversations.archive", "method_not_supported_for_channel_type", "a direct message", given=_direct),
    refuses("conversations.unarchive", "not_archived", "a channel that is not", _CTO),
    refuses("conversations.unarchive", "channel_not_found", "a channel that there is not", _GONE),
    takes("conversations.unarchive", "an archived channel is brought back", {}, given=_own_archived),
]
_CHANGES = [
    refuses("conversations.rename", "name_taken", "the name of another channel", {"name": "cto"}, given=own_channel),
    refuses("conversations.rename", "invalid_name_specials", "a capital", {"name": "Project"}, given=own_channel),
    refuses("conversations.rename", "invalid_name_maxlength", "81 characters", {"name": "x" * 81}, given=own_channel),
    refuses("conversations.rename", "invalid_name_required", "no name", given=own_channel),
    refuses("conversations.rename", "not_authorized", "a channel that somebody else made", {**_CTO, "name": "chief"}),
    refuses("conversations.rename", "not_in_channel", "a channel from outside", {**_OUTSIDE, "name": "x"}),
    refuses("conversations.rename", "is_archived", "an archived channel", {"name": "x"}, given=archived),
    refuses("conversations.rename", "channel_not_found", "a channel that there is not", {**_GONE, "name": "x"}),
    refuses("conversations.setTopic", "too_long", "251 characters", {**_CTO, "topic": "x" * 251}),
    takes("conversations.setTopic", "250 characters are taken", {**_CTO, "topic": "x" * 250}),
    refuses("conversations.setTopic", "not_in_channel", "a channel from outside", {**_OUTSIDE, "topic": "x"}),
    refuses("conversations.setTopic", "is_archived", "an archived channel", {"topic": "x"}, given=archived),
    refuses("conversations.setTopic", "channel_not_found", "a channel that there is not", {**_GONE, "topic": "x"}),
    refuses("conversations.setPurpose", "too_long", "251 characters", {**_CTO, "purpose": "x" * 251}),
    refuses("conversations.setPurpose", "not_in_channel", "a channel from outside", {**_OUTSIDE, "purpose": "x"}),
    refuses("conversations.setPurpose", "is_archived", "an archived channel", {"purpose": "x"}, given=archived),
]
_MEMBERS = [
    refuses("conversations.invite", "already_in_channel", "somebody who is there", {**_CTO, "users": "U0TOM"}),
    refuses("conversations.invite", "cant_invite_self", "the app itself", {**_CTO, "users": "U0CADENCE"}),
    refuses("conversations.invite", "user_not_found", "nobody", {**_CTO, "users": "U0NOBODY"}),
    refuses("conversations.invite", "no_user", "no users", _CTO),
    refuses("conversations.invite", "not_in_channel", "a channel from outside", {**_OUTSIDE, "users": "U0DANA"}),
    refuses("conversations.invite", "is_archived", "an archived channel", {"users": "U0REMY"}, given=archived),
    refuses("conversations.invite", "channel_not_found", "a channel that there is not", {**_GONE, "users": "U0TOM"}),
    refuses(
        "conversations.invite",
        "method_not_supported_for_channel_type",
        "a direct message",
        {"users": "U0TOM"},
        given=_direct,
    ),
    takes(
        "conversations.invite",
        "with `force` those who can come do",
        {**_CTO, "users": "U0REMY,U0NOBODY", "force": True},
    ),
    refuses("conversations.kick", "cant_kick_self", "the app itself", {**_CTO, "user": "U0CADENCE"}),
    refuses(
        "conversations.kick", "cant_kick_from_general", "the general channel", {"channel": "C0GENERAL", "user": "U0TOM"}
    ),
    refuses("conversations.kick", "not_in_channel", "somebody who is not there", {**_CTO, "user": "U0REMY"}),
    refuses("conversations.kick", "user_not_found", "nobody", {**_CTO, "user": "U0NOBODY"}),
    refuses("conversations.kick", "no_user", "no user", _CTO),
    refuses("conversations.kick", "channel_not_found", "a channel that there is not", {**_GONE, "user": "U0TOM"}),
    refuses(
        "conversations.kick",
        "method_not_supported_for_channel_type",
        "a direct message",
        {"user": "U0MAYA"},
        given=_direct,
    ),
    refuses("conversations.leave", "cant_leave_general", "the general channel", {"channel": "C0GENERAL"}),
    refuses("conversations.leave", "last_member", "whoever is there alone", given=_alone),
    refuses("conversations.leave", "is_archived", "an archived channel", given=archived),
    refuses("conversations.leave", "channel_not_found", "a channel that there is not", _GONE),
    refuses("conversations.leave", "method_not_supported_for_channel_type", "a direct message", given=_direct),
    takes("conversations.leave", "a channel that the app is not in", _OUTSIDE),
    refuses("conversations.join", "channel_not_found", "a channel that there is not", _GONE),
    refuses("conversations.join", "channel_not_found", "a private channel", {"channel": "C0LEADERSHIP"}),
    refuses("conversations.join", "is_archived", "an archived channel", given=archived),
    refuses("conversations.join", "method_not_supported_for_channel_type", "a direct message", given=_direct),
]
_OPEN = [
    refuses("conversations.open", "users_list_not_supplied", "nobody named"),
    refuses("conversations.open", "user_not_found", "nobody", {"users": "U0NOBODY"}),
    refuses("conversations.open", "user_disabled", "somebody who left", {"users": "U0TOM"}, given=_tom_is_gone),
    refuses("conversations.open", "too_many_users", "nine people", {"users": ",".join(["U0MAYA"] * 9)}),
    refuses("conversations.open", "method_not_supported_for_channel_type", "a channel", _CTO),
    refuses("conversations.open", "channel_not_found", "a channel that there is not", _GONE),
]
_READING = [
    refuses("conversations.info", "channel_not_found", "a channel that there is not", _GONE),
    refuses("conversations.info", "channel_not_found", "a private channel from outside", {"channel": "C0LEADERSHIP"}),
    refuses("conversations.members", "channel_not_found", "a channel that there is not", _GONE),
    refuses("conversations.members", "invalid_cursor", "a cursor that was not given", {**_CTO, "cursor": "later"}),
    refuses("conversations.members", "invalid_limit", "less than nothing", {**_CTO, "limit": -1}),
    refuses("conversations.list", "invalid_cursor", "a cursor that was not given", {"cursor": "later"}),
    refuses("conversations.list", "invalid_limit", "more than a thousand", {"limit": 1001}),
    refuses("conversations.list", "invalid_limit", "no number", {"limit": "many"}),
    refuses("conversations.list", "invalid_types", "a kind that there is not", {"types": "hall"}),
    refuses("conversations.history", "channel_not_found", "a channel that there is not", _GONE),
    refuses("conversations.history", "not_in_channel", "a channel from outside", _OUTSIDE),
    refuses("conversations.history", "invalid_cursor", "a cursor that was not given", {**_CTO, "cursor": "later"}),
    refuses("conversations.history", "invalid_ts_latest", "no timestamp", {**_CTO, "latest": "noon"}),
    refuses("conversations.history", "invalid_ts_oldest", "no timestamp", {**_CTO, "oldest": "noon"}),
    refuses("conversations.replies", "thread_not_found", "a message that there is not", {**_CTO, "ts": NOWHERE}),
    refuses("conversations.replies", "thread_not_found", "no message named", _CTO),
    refuses("conversations.replies", "channel_not_found", "a channel that there is not", {**_GONE, "ts": NOWHERE}),
]
CHECKS = [*_NAMES, *_ARCHIVE, *_CHANGES, *_MEMBERS, *_OPEN, *_READING]

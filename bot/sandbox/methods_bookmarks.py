from typing import Any

from bot.sandbox.call import Call
from bot.sandbox.conversations import Bookmark, Conversation
from bot.sandbox.emoji import exists
from bot.sandbox.method import Method
from bot.sandbox.refusals import Refused

Json = dict[str, Any]
_MOST = 100


def add(call: Call) -> Json:
    channel = _channel(call)
    title = call.required("title")
    if call.text("type") != "link":  # Slack: the only type so far
        raise Refused("invalid_bookmark_type")
    link, emoji = _link(call), _emoji(call)
    if len(channel.bookmarks) >= _MOST:
        raise Refused("too_many_bookmarks")
    bookmark = Bookmark(call.workspace.ids.next("Bk"), title, link, emoji, call.bot, _now(call))
    channel.bookmarks[bookmark.id] = bookmark
    return {"bookmark": _shown(call, channel, bookmark)}


def edit(call: Call) -> Json:
    channel = _channel(call)
    bookmark = _known(call, channel)
    if call.text("link"):
        bookmark.link = _link(call)
    bookmark.emoji = _emoji(call) or bookmark.emoji
    bookmark.title = call.text("title") or bookmark.title
    bookmark.updated = _now(call)
    return {"bookmark": _shown(call, channel, bookmark)}


def remove(call: Call) -> Json:
    channel = _channel(call)
    del channel.bookmarks[_known(call, channel).id]
    return {}


def list_(call: Call) -> Json:
    channel = call.channel("channel_id")
    return {"bookmarks": [_shown(call, channel, each) for each in channel.bookmarks.values()]}


def _channel(call: Call) -> Conversation:
    channel = call.channel("channel_id")
    if call.bot not in channel.members:
        raise Refused("permission_denied")
    return channel


def _known(call: Call, channel: Conversation) -> Bookmark:
    bookmark = channel.bookmarks.get(call.text("bookmark_id") or "")
    if bookmark is None:
        raise Refused("not_found")
    return bookmark


def _link(call: Call) -> str:
    link = call.text("link") or ""
    if not link.startswith(("http://", "https://")):
        raise Refused("invalid_link")
    return link


def _emoji(call: Call) -> str:
    emoji = call.text("emoji") or ""
    if emoji and not exists(emoji.strip(":")):
        raise Refused("invalid_emoji")
    return emoji


def _now(call: Call) -> int:
    return int(call.workspace.clock.now().timestamp())


def _shown(call: Call, channel: Conversation, bookmark: Bookmark) -> Json:
    return {
        "id": bookmark.id,
        "channel_id": channel.id,
        "title": bookmark.title,
        "link": bookmark.link,
        "emoji": bookmark.emoji,
        "icon_url": None,
        "type": "link",
        "entity_id": None,
        "date_created": bookmark.created,
        "date_updated": bookmark.updated,
        "rank": bookmark.id,
        "last_updated_by_user_id": bookmark.by,
        "last_updated_by_team_id": call.workspace.organisation.team_id,
        "shortcut_id": None,
        "app_id": call.workspace.app.app_id,
    }


METHODS = {
    "bookmarks.add": Method(add, "bookmarks:write"),
    "bookmarks.edit": Method(edit, "bookmarks:write"),
    "bookmarks.remove": Method(remove, "bookmarks:write"),
    "bookmarks.list": Method(list_, "bookmarks:read"),
}

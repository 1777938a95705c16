"""reactions.*, pins.*, bookmarks.*, files.*, canvases.*"""

from tests.sandbox.conformance.world import NOWHERE, Json, World, archived, marked, refuses, takes

_CTO: Json = {"channel": "C0CTO"}
_NOTHING: Json = {"channel": "C0CTO", "timestamp": NOWHERE}
_LINK: Json = {"channel_id": "C0CTO", "title": "Wiki", "type": "link", "link": "https://example.org"}


async def _reacted(world: World) -> Json:
    place = {**await marked(world), "name": "eyes"}
    await world.done("reactions.add", **place)
    return place


async def _archived_message(world: World) -> Json:
    place = await marked(world)
    await archived(world)
    return place


async def _twenty_three(world: World) -> Json:
    place = await marked(world)
    for number in range(23):
        await world.done("reactions.add", **place, name=_NAMES[number])
    return {**place, "name": _NAMES[23]}


_NAMES = [f"clock{number}" for number in range(1, 13)] + [f"clock{number}30" for number in range(1, 13)]


async def _pinned(world: World) -> Json:
    place = await marked(world)
    await world.done("pins.add", **place)
    return place


async def _canvas(world: World) -> Json:
    content = {"type": "markdown", "markdown": "# Notes\n\nOne"}
    return {"canvas_id": (await world.done("canvases.create", document_content=content))["canvas_id"]}


async def _channel_canvas(world: World) -> Json:
    await world.done("conversations.canvases.create", channel_id="C0CTO")
    return {"channel_id": "C0CTO"}


async def _not_uploaded(world: World) -> Json:
    told = await world.done("files.getUploadURLExternal", filename="plan.txt", length=4)
    return {"files": [{"id": told["file_id"]}]}


async def _uploaded(world: World) -> Json:
    told = await world.done("files.getUploadURLExternal", filename="plan.txt", length=4)
    async with world.http.post(told["upload_url"], data=b"plan") as response:
        assert response.status == 200
    return {"files": [{"id": told["file_id"]}]}


_REACTIONS = [
    refuses("reactions.add", "already_reacted", "the same a second time", given=_reacted),
    refuses("reactions.add", "message_not_found", "a message that there is not", {**_NOTHING, "name": "eyes"}),
    refuses("reactions.add", "invalid_name", "a name in colons", {**_NOTHING, "name": ":eyes:"}),
    refuses(
        "reactions.add", "invalid_name", "an emoji that there is not", {"name": "no_such_emoji_anywhere"}, given=marked
    ),
    refuses("reactions.add", "invalid_name", "no name", given=marked),
    refuses("reactions.add", "no_item_specified", "no message named", {**_CTO, "name": "eyes"}),
    refuses("reactions.add", "bad_timestamp", "no timestamp", {**_CTO, "timestamp": "noon", "name": "eyes"}),
    refuses(
        "reactions.add",
        "channel_not_found",
        "a channel that there is not",
        {"channel": "C0X", "timestamp": NOWHERE, "name": "eyes"},
    ),
    refuses("reactions.add", "is_archived", "an archived channel", {"name": "eyes"}, given=_archived_message),
    refuses("reactions.add", "too_many_reactions", "24 of one person on one message", given=_twenty_three),
    refuses("reactions.remove", "no_reaction", "one that was not given", {"name": "eyes"}, given=marked),
    refuses("reactions.remove", "message_not_found", "a message that there is not", {**_NOTHING, "name": "eyes"}),
    refuses("reactions.remove", "no_item_specified", "no message named", {**_CTO, "name": "eyes"}),
    refuses("reactions.get", "message_not_found", "a message that there is not", _NOTHING),
    refuses("reactions.get", "no_item_specified", "no message named", _CTO),
    refuses("reactions.list", "user_not_found", "nobody", {"user": "U0NOBODY"}),
]
_PINS = [
    refuses("pins.add", "already_pinned", "the same a second time", given=_pinned),
    refuses("pins.add", "message_not_found", "a message that there is not", _NOTHING),
    refuses("pins.add", "no_item_specified", "no message named", _CTO),
    refuses("pins.add", "bad_timestamp", "no timestamp", {**_CTO, "timestamp": "noon"}),
    refuses("pins.add", "channel_not_found", "a channel that there is not", {"channel": "C0X", "timestamp": NOWHERE}),
    refuses("pins.remove", "no_pin", "a message that is not pinned", given=marked),
    refuses("pins.remove", "no_item_specified", "no message named", _CTO),
    refuses("pins.list", "channel_not_found", "a channel that there is not", {"channel": "C0X"}),
]
_BOOKMARKS = [
    refuses("bookmarks.add", "channel_not_found", "a channel that there is not", {**_LINK, "channel_id": "C0X"}),
    refuses("bookmarks.add", "invalid_bookmark_type", "another type than link", {**_LINK, "type": "folder"}),
    refuses("bookmarks.add", "invalid_link", "a link without http", {**_LINK, "link": "example.org"}),
    refuses("bookmarks.add", "invalid_emoji", "an emoji that there cannot be", {**_LINK, "emoji": "not an emoji"}),
    takes("bookmarks.add", "a link with a title", _LINK),
    refuses(
        "bookmarks.edit", "not_found", "a bookmark that there is not", {"channel_id": "C0CTO", "bookmark_id": "Bk0"}
    ),
    refuses(
        "bookmarks.remove", "not_found", "a bookmark that there is not", {"channel_id": "C0CTO", "bookmark_id": "Bk0"}
    ),
    refuses("bookmarks.list", "channel_not_found", "a channel that there is not", {"channel_id": "C0X"}),
]
_FILES = [
    refuses("files.getUploadURLExternal", "missing_argument", "a length of nothing", {"filename": "x", "length": 0}),
    refuses("files.getUploadURLExternal", "missing_argument", "no name", {"length": 4}),
    refuses(
        "files.getUploadURLExternal",
        "alt_txt_too_large",
        "1,001 characters",
        {"filename": "x", "length": 4, "alt_txt": "x" * 1001},
    ),
    refuses(
        "files.getUploadURLExternal",
        "snippet_too_large",
        "a snippet over 1 MB",
        {"filename": "x", "length": 2_000_000, "snippet_type": "python"},
    ),
    refuses("files.completeUploadExternal", "file_not_found", "a file that there is not", {"files": [{"id": "F0X"}]}),
    refuses("files.completeUploadExternal", "file_not_found", "a file whose bytes did not come", given=_not_uploaded),
    refuses(
        "files.completeUploadExternal",
        "channel_not_found",
        "a channel that there is not",
        {"channel_id": "C0X"},
        given=_uploaded,
    ),
    refuses(
        "files.completeUploadExternal",
        "not_in_channel",
        "a channel from outside",
        {"channel_id": "C0ENGINEERING"},
        given=_uploaded,
    ),
    takes("files.completeUploadExternal", "a file that came", {"channel_id": "C0CTO"}, given=_uploaded),
    refuses("files.info", "file_not_found", "a file that there is not", {"file": "F0X"}),
]
_CANVASES = [
    refuses("canvases.edit", "canvas_not_found", "a canvas that there is not", {"canvas_id": "F0X", "changes": []}),
    refuses(
        "canvases.edit",
        "canvas_editing_failed",
        "a section that there is not",
        {"changes": [{"operation": "delete", "section_id": "temp:C:x"}]},
        given=_canvas,
    ),
    refuses(
        "canvases.edit",
        "invalid_arguments",
        "an operation that there is not",
        {"changes": [{"operation": "shred"}]},
        given=_canvas,
    ),
    refuses(
        "canvases.create",
        "invalid_arguments",
        "content that is no Markdown",
        {"document_content": {"type": "html", "markdown": "x"}},
    ),
    refuses(
        "canvases.access.set",
        "canvas_not_found",
        "a canvas that there is not",
        {"canvas_id": "F0X", "access_level": "read", "user_ids": ["U0TOM"]},
    ),
    refuses(
        "canvases.access.set",
        "invalid_parameters",
        "both channels and people",
        {"access_level": "read", "user_ids": ["U0TOM"], "channel_ids": ["C0CTO"]},
        given=_canvas,
    ),
    refuses(
        "canvases.access.set",
        "invalid_parameters",
        "neither channels nor people",
        {"access_level": "read"},
        given=_canvas,
    ),
    refuses(
        "canvases.access.set",
        "user_not_found",
        "nobody",
        {"access_level": "read", "user_ids": ["U0NOBODY"]},
        given=_canvas,
    ),
    refuses(
        "canvases.access.set",
        "channel_not_found",
        "a channel that there is not",
        {"access_level": "read", "channel_ids": ["C0X"]},
        given=_canvas,
    ),
    refuses(
        "conversations.canvases.create",
        "channel_canvas_already_exists",
        "a second canvas of a channel",
        given=_channel_canvas,
    ),
]
CHECKS = [*_REACTIONS, *_PINS, *_BOOKMARKS, *_FILES, *_CANVASES]

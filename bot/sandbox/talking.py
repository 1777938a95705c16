"""What people write, mark and join."""

from collections.abc import Awaitable, Callable, Mapping
from functools import partial
from typing import Any

from bot.sandbox import channels, posting
from bot.sandbox.acting import Act, done, find_conversation, known_person, typed
from bot.sandbox.conversations import Conversation, Message
from bot.sandbox.files import File
from bot.sandbox.methods_marks import emoji
from bot.sandbox.payloads import typed_blocks
from bot.sandbox.refusals import Impossible, Refused
from bot.sandbox.shapes import file_json, message_json, view_json

Json = dict[str, Any]


async def message(act: Act) -> Json:
    conversation, workspace = act.writable, act.workspace
    text = typed(workspace, act.need("text"))
    thread_ts = act.told.get("thread_ts")
    try:
        posting.check_thread(conversation, thread_ts)
    except Refused as refused:
        raise Impossible(f"nobody can reply to {thread_ts}: {refused.error}") from None
    blocks = typed_blocks(act.need("text"), f"b{workspace.ids.number('block'):04d}")
    said = posting.said_by(workspace, act.person.id, conversation, text, blocks=blocks, thread_ts=thread_ts)
    _attach(act, said)
    _, answers = await act.delivery.settled(lambda: posting.post(workspace, conversation, said))
    return done(answers, channel=conversation.id, ts=said.ts, thread_ts=thread_ts)


def _attach(act: Act, said: Message) -> None:
    """Files that the person dropped on the message, by name."""
    workspace, created = act.workspace, int(act.workspace.clock.now().timestamp())
    files = [File(workspace.ids.next("F"), name, 0, said.user, created) for name in act.told.get("files") or ()]
    for file in files:
        file.complete, file.shares[said.channel] = True, said.ts
        workspace.files[file.id] = file
    if files:
        said.subtype, said.extra["files"] = "file_share", [file_json(workspace, file) for file in files]


async def edit(act: Act) -> Json:
    conversation, workspace = act.writable, act.workspace
    said, text = act.own_message(conversation), typed(workspace, act.need("text"))

    def change() -> None:
        before = message_json(workspace, said)
        said.text, said.blocks = text, typed_blocks(act.need("text"), f"b{workspace.ids.number('block'):04d}")
        said.edited = {"user": said.user, "ts": workspace.next_ts()}
        posting.changed(workspace, conversation, said, before)

    _, answers = await act.delivery.settled(change)
    return done(answers, channel=conversation.id, ts=said.ts)


async def delete(act: Act) -> Json:
    """One's own message; an administrator any message."""
    conversation = act.conversation
    said = act.message(conversation) if act.person.is_admin else act.own_message(conversation)
    if said.viewer:
        raise Impossible("an ephemeral message is only dismissed")
    _, answers = await act.delivery.settled(lambda: posting.delete(act.workspace, conversation, said))
    return done(answers, channel=conversation.id, ts=said.ts)


async def react(act: Act) -> Json:
    conversation = act.writable
    said = act.message(conversation)
    change = posting.unreact if act.told.get("remove") else posting.react
    if said.viewer:
        raise Impossible("nobody can react to an ephemeral message")

    def mark() -> None:
        change(act.workspace, conversation, said, act.person.id, emoji(act.need("name").strip(":")))

    try:
        _, answers = await act.delivery.settled(mark)
    except Refused as refused:
        raise Impossible(f"{act.person.name} cannot: {refused.error}") from None
    return done(answers, channel=conversation.id, ts=said.ts)


async def open_home(act: Act) -> Json:
    tab = act.told.get("tab") or "home"
    manifest, home = act.workspace.manifest, act.workspace.views.homes.get(act.person.id)
    if not (manifest.home_tab if tab == "home" else manifest.messages_tab):
        raise Impossible(f"this app has no {tab} tab")
    channel = act.workspace.direct(act.person.id)
    event: Json = {"type": "app_home_opened", "user": act.person.id, "channel": channel.id, "tab": tab}
    if home and tab == "home":  # Slack: only after a first publish
        event["view"] = view_json(act.workspace, home)
    _, answers = await act.delivery.settled(lambda: act.workspace.happened(event))
    shown = act.workspace.views.homes.get(act.person.id)
    return done(answers, view=view_json(act.workspace, shown) if shown else None)


async def join(act: Act) -> Json:
    channel = find_conversation(act.workspace, act.need("channel"))
    if channel.kind != "channel" or channel.archived:
        raise Impossible(f"{act.person.name} cannot join {channel.title}")
    return await _enter(act, channel, act.person.id, None)


async def invite(act: Act) -> Json:
    """{"channel", "user": "tom" or "bot": true, "by"?}"""
    channel = find_conversation(act.workspace, act.need("channel"))
    invited = act.workspace.app.bot_user_id if act.told.get("bot") else _invited(act)
    by = act.told.get("by")
    inviter = known_person(act.workspace, by).id if by else channel.creator
    if channel.is_direct or channel.archived or inviter not in channel.members:
        raise Impossible(f"nobody can be invited to {channel.title} like this")
    return await _enter(act, channel, invited, inviter)


def _invited(act: Act) -> str:
    return known_person(act.workspace, act.need("user")).id


async def _enter(act: Act, channel: Conversation, user: str, inviter: str | None) -> Json:
    if user in channel.members:
        raise Impossible(f"{user} is already in {channel.title}")
    entering = partial(posting.join, act.workspace, channel, user, inviter)
    _, answers = await act.delivery.settled(entering)
    return done(answers, channel=channel.id)


async def leave(act: Act) -> Json:
    """{"channel", "user" or "bot": true}: a person leaves, or takes the bot out."""
    channel = find_conversation(act.workspace, act.need("channel"))
    user = act.workspace.app.bot_user_id if act.told.get("bot") else act.person.id
    if user not in channel.members or channel.is_direct:
        raise Impossible(f"{user} is not in {channel.title}, or cannot leave it")
    _, answers = await act.delivery.settled(lambda: posting.leave(act.workspace, channel, user))
    return done(answers, channel=channel.id)


async def archive(act: Act) -> Json:
    channel = find_conversation(act.workspace, act.need("channel"))
    if channel.is_direct or channel.general:
        raise Impossible(f"{channel.title} cannot be archived")
    change = channels.unarchive if act.told.get("undo") else channels.archive
    _, answers = await act.delivery.settled(lambda: change(act.workspace, channel, channel.creator))
    return done(answers, channel=channel.id)


async def share(act: Act) -> Json:
    """With another organisation, whose people are in it from now on."""
    channel = find_conversation(act.workspace, act.need("channel"))
    if channel.is_direct or channel.general:
        raise Impossible(f"{channel.title} cannot be shared")
    change = channels.unshare if act.told.get("undo") else channels.share
    _, answers = await act.delivery.settled(lambda: change(act.workspace, channel))
    return done(answers, channel=channel.id)


ACTS: Mapping[str, Callable[[Act], Awaitable[Json]]] = {
    "message": message,
    "edit": edit,
    "delete": delete,
    "react": react,
    "open-home": open_home,
    "join": join,
    "invite": invite,
    "leave": leave,
    "archive": archive,
    "share": share,
}

"""Messages that wait for their time."""

from datetime import UTC, datetime, timedelta

from bot.sandbox import posting
from bot.sandbox.conversations import Conversation, Message, Scheduled
from bot.sandbox.refusals import Refused
from bot.sandbox.workspace import Workspace

_FARTHEST = timedelta(days=120)
_WINDOW, _IN_A_WINDOW = 300, 30
_TOO_LATE_TO_DELETE = 60


def check_time(workspace: Workspace, channel: str, post_at: int) -> None:
    now = workspace.clock.now()
    if post_at <= now.timestamp():
        raise Refused("time_in_past")
    if post_at > (now + _FARTHEST).timestamp():
        raise Refused("time_too_far")
    near = [
        each
        for each in workspace.scheduled.values()
        if each.channel == channel and each.post_at // _WINDOW == post_at // _WINDOW
    ]
    if len(near) >= _IN_A_WINDOW:
        raise Refused("restricted_too_many")


def schedule(workspace: Workspace, conversation: Conversation, message: Message, post_at: int) -> Scheduled:
    created = int(workspace.clock.now().timestamp())
    waiting = Scheduled(workspace.ids.next("Q"), conversation.id, post_at, created, message)
    workspace.scheduled[waiting.id] = waiting
    workspace.later(datetime.fromtimestamp(post_at, UTC), lambda: _post(workspace, waiting))
    return waiting


def _post(workspace: Workspace, waiting: Scheduled) -> None:
    if workspace.scheduled.pop(waiting.id, None) is None:
        return  # deleted meanwhile
    conversation = workspace.conversations[waiting.channel]
    bot = workspace.app.bot_user_id
    if conversation.archived or bot not in conversation.members:
        workspace.journal.note("scheduled", waiting.id, outcome="not posted: the channel does not take it any more")
        return
    waiting.message.ts = workspace.next_ts()
    posting.post(workspace, conversation, waiting.message)


def cancel(workspace: Workspace, channel: str, scheduled_id: str | None) -> None:
    waiting = workspace.scheduled.get(scheduled_id or "")
    now = workspace.clock.now().timestamp()
    if waiting is None or waiting.channel != channel or waiting.post_at - now < _TOO_LATE_TO_DELETE:
        raise Refused("invalid_scheduled_message_id")
    del workspace.scheduled[waiting.id]

"""One try to send a file: ask for an address, upload the bytes, and only then let Slack show it.

What was uploaded and never shown is nowhere, so until the last step nothing is in doubt. Before that step the file's
id is written down: whoever comes after a crash looks for that file in the channel, and Slack shows one file once.
"""

from collections.abc import Generator
from typing import Any

from slack_sdk.errors import SlackApiError

from bot.slack import remedies
from bot.slack.files import FILE, MOST_BYTES, File
from bot.slack.lookup import Request
from bot.slack.messages import Message, fit
from bot.slack.outbox import Kind
from bot.slack.outcome import LOOK_AFTER, Later, Outcome, Refused, Sent, error_name, pause_after
from bot.slack.tries import NotTried, Try

ADDRESS, UPLOAD, REMEMBER = "files.getUploadURLExternal", "upload", "remember"
_UNKNOWN = "file_not_found"


class _NoFile(Exception):
    """The workspace takes none, or none like this: its words go instead."""

    def __init__(self, reason: str) -> None:
        self.reason = reason


class FileTry(Try):
    def _nowhere(self) -> Outcome | None:
        # Slack shows a file some seconds after it said so.
        on_its_way = self.claimed.uploaded and not self.claimed.settled
        return Later("not there yet", LOOK_AFTER) if on_its_way else None

    def _send(self, channel: str) -> Generator[Request, Any, Sent]:
        try:
            return (yield from self._shown(channel))
        except _NoFile as no_file:
            sent = yield from self._say(self._message(channel))
            return Sent(sent.channel, sent.ts, flaw=f"{remedies.NO_FILE}{no_file.reason}")

    def _shown(self, channel: str) -> Generator[Request, Any, Sent]:
        file = self.claimed.drawn
        if file is None or isinstance(file, Message):
            raise _NoFile("nothing to show")
        if len(file.content) > MOST_BYTES:
            raise _NoFile("too large")
        if self.claimed.uploaded:
            try:
                return (yield from self._complete(channel, self.claimed.uploaded, file))
            except SlackApiError as error:
                if error_name(error.response) != _UNKNOWN:
                    raise
            # Slack keeps what is not shown for a while only.
        return (yield from self._complete(channel, (yield from self._uploaded(file)), file))

    def _uploaded(self, file: File) -> Generator[Request, Any, str]:
        described = {"filename": file.name, "length": len(file.content), "alt_txt": file.alt or None}
        given = yield from self._prepared(Request(ADDRESS, described))
        status = yield from self._prepared(Request(UPLOAD, {"url": given["upload_url"], "content": file.content}))
        if status >= 500 or status in (408, 429):
            raise NotTried(Later(f"upload: {status}", pause_after(self.claimed.tries, jitter=0)))
        if status != 200:
            raise _NoFile(f"upload: {status}")
        return str(given["file_id"])

    def _prepared(self, request: Request) -> Generator[Request, Any, Any]:
        """Nobody sees anything of it, so however it fails, there is no more doubt than before."""
        try:
            return (yield from self._asked(request))
        except NotTried as not_tried:
            if isinstance(not_tried.outcome, Refused):
                raise _NoFile(not_tried.outcome.error) from not_tried
            raise

    def _complete(self, channel: str, uploaded: str, file: File) -> Generator[Request, Any, Sent]:
        if not (yield Request(REMEMBER, {"claimed": self.claimed, "uploaded": uploaded})):
            raise NotTried(Later("another process has it", LOOK_AFTER))
        shown = {
            "files": [{"id": uploaded, "title": file.title}],
            "channel_id": channel,
            "thread_ts": self.claimed.about.ts if self.claimed.about else None,
            "initial_comment": file.comment or None,
        }
        try:
            yield from self._inside(Request(Kind.FILE, shown))
        except SlackApiError as error:
            if (name := error_name(error.response)) in remedies.NO_FILES:
                raise _NoFile(str(name)) from error
            raise
        return Sent(channel, None)

    def _message(self, channel: str) -> Request:
        request = super()._message(channel)
        words = {name: value for name, value in request.arguments.items() if name != FILE}
        drawn = self.claimed.drawn
        instead = drawn.instead if isinstance(drawn, File) else drawn
        return Request(request.method, words | (fit(instead).payload() if instead else {}))

"""Defects to Sentry: kinds of errors and where in the code they arose, at which door or job. Nothing else leaves.

No words, no person, no key of a message, no value of any variable; what an error says may quote people, and stays.
"""

import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from importlib.metadata import version
from typing import Any, cast

import sentry_sdk
from sentry_sdk.utils import BadDsn, event_from_exception

from bot.errors import CannotStart
from bot.logs import Line, Processor

#: For what is on its way when the process ends.
LAST_SECONDS = 2
_TAGS = ("door", "id", "job", "request", "reference")
_EVENT = ("event_id", "timestamp", "level", "platform", "release", "tags", "message")
_FRAME = ("filename", "function", "module", "lineno", "in_app")


@contextmanager
def reporting(dsn: str) -> Iterator[Processor]:
    """What is to be told of each line of the log. Raises CannotStart."""
    client = _client(dsn)

    def report(_logger: Any, _method: str, line: Line) -> Line:
        error = _error_in(line)
        if error is not None and line.get("level") in ("error", "critical"):
            _send(client, error, line)
        return line

    try:
        yield report
    finally:
        client.close(timeout=LAST_SECONDS)


def _client(dsn: str) -> sentry_sdk.Client:
    try:
        return sentry_sdk.Client(
            dsn,
            release=f"cto-cadence@{version('cto-cadence')}",
            default_integrations=False,
            auto_enabling_integrations=False,
            include_local_variables=False,
            include_source_context=False,
            max_breadcrumbs=0,
            auto_session_tracking=False,
            send_client_reports=False,
            before_send=lambda event, _hint: cast("Any", only_ours(event)),
        )
    except BadDsn:
        raise CannotStart("CADENCE_SENTRY_DSN is no DSN. Copy it from your project's settings in Sentry.") from None


def _error_in(line: Line) -> BaseException | None:
    told = line.get("exc_info")
    if isinstance(told, BaseException):
        return told
    return sys.exc_info()[1] if told else None


def _send(client: sentry_sdk.Client, error: BaseException, line: Line) -> None:
    event, hint = event_from_exception(error, client_options=cast("Any", client.options))
    event["message"] = str(line["event"])
    event["tags"] = {name: str(line[name]) for name in _TAGS if line.get(name)}
    client.capture_event(event, hint)


def only_ours(event: Mapping[str, Any]) -> dict[str, Any]:
    kept = {name: event[name] for name in _EVENT if name in event}
    errors = (event.get("exception") or {}).get("values") or []
    return {**kept, "exception": {"values": [_without_words(error) for error in errors]}}


def _without_words(error: Mapping[str, Any]) -> dict[str, Any]:
    frames = (error.get("stacktrace") or {}).get("frames") or []
    shown = [{name: frame[name] for name in _FRAME if name in frame} for frame in frames]
    return {"type": error.get("type"), "module": error.get("module"), "stacktrace": {"frames": shown}}

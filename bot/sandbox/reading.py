"""Reads a request of the app, whichever of Slack's encodings it is in."""

import base64
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import Message
from email.parser import BytesParser
from email.policy import HTTP
from typing import Any
from urllib.parse import parse_qsl

from starlette.requests import Request

from bot.sandbox.refusals import Refused

Json = dict[str, Any]
_CHARSET = re.compile(r"charset=\"?([\w-]+)")
_CHARSETS = ("utf-8", "iso-8859-1")
_NAME = re.compile(r"\w{1,255}")
_TYPES = ("application/json", "application/x-www-form-urlencoded", "multipart/form-data", "text/plain")


@dataclass(frozen=True)
class Asked:
    name: str
    arguments: Json
    token: str | None
    unreadable: Refused | None = None


async def read(request: Request) -> Asked:
    name = request.path_params["method"]
    try:
        arguments = _named(_arguments(request, await request.body()))
    except Refused as refused:
        return Asked(name, {}, None, refused)
    in_body = arguments.pop("token", None)
    scheme, _, credentials = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() == "basic":
        return Asked(name, {**arguments, **_client(credentials)}, in_body)
    return Asked(name, arguments, credentials if scheme.lower() == "bearer" else in_body)


def _named(arguments: Json) -> Json:
    if not all(_NAME.fullmatch(name) for name in arguments):
        raise Refused("invalid_arg_name")
    return arguments


def _client(credentials: str) -> Json:
    """Slack: an app shows its id and secret in the header, or among the arguments."""
    try:
        client_id, _, secret = base64.b64decode(credentials, validate=True).decode().partition(":")
    except ValueError:
        return {}
    return {"client_id": client_id, "client_secret": secret}


def _arguments(request: Request, body: bytes) -> Json:
    """Slack: arguments may stand in the query, in a form or in JSON, and are merged."""
    merged: Json = dict(request.query_params)
    if not body.strip():
        return merged
    # Slack's SDK sends calls without arguments as JSON with an empty body: handled above.
    kind = request.headers.get("content-type", "")
    if not kind:
        raise Refused("missing_post_type")
    if not kind.startswith(_TYPES):
        raise Refused("invalid_post_type")
    charset = _CHARSET.search(kind)
    if charset and charset[1].lower() not in _CHARSETS:
        raise Refused("invalid_charset")
    if kind.startswith("application/json"):
        return {**merged, **_json_object(body)}
    if kind.startswith("multipart/form-data"):
        return {**merged, **dict(_parts(kind, body))}
    return {**merged, **dict(parse_qsl(body.decode(), keep_blank_values=True))}


def _json_object(body: bytes) -> Json:
    try:
        told = json.loads(body)
    except ValueError:
        raise Refused("invalid_json") from None
    if not isinstance(told, dict):
        raise Refused("json_not_object")
    return told


def _parts(content_type: str, body: bytes) -> Iterator[tuple[str, str]]:
    """A file among the fields counts by its name: no method here looks inside."""
    for part in _messages(content_type, body):
        name = part.get_param("name", header="content-disposition")
        yield str(name), part.get_filename() or _content(part).decode()


def file_in(content_type: str, body: bytes) -> bytes:
    """Slack: an upload is the bytes themselves, or a form with the file in it."""
    if not content_type.startswith("multipart/form-data"):
        return body
    return next((_content(part) for part in _messages(content_type, body) if part.get_filename()), b"")


def _messages(content_type: str, body: bytes) -> Iterator[Message]:
    whole = BytesParser(policy=HTTP).parsebytes(b"Content-Type: " + content_type.encode() + b"\r\n\r\n" + body)
    if not whole.is_multipart():
        raise Refused("invalid_form_data")
    yield from whole.iter_parts()


def _content(part: Message) -> bytes:
    content = part.get_payload(decode=True)
    return content if isinstance(content, bytes) else b""

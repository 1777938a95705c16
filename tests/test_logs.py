"""What stands in the log, and what never does."""

import json
import logging
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import structlog

from bot import logs


@pytest.fixture
def configure() -> Iterator[Callable[[str, str], None]]:
    """As the command does it; undone afterwards."""
    root, handlers, level = logging.getLogger(), logging.getLogger().handlers[:], logging.getLogger().level
    yield logs.configure
    root.handlers[:] = handlers
    root.setLevel(level)
    structlog.reset_defaults()


def lines(capsys: pytest.CaptureFixture[str]) -> list[str]:
    out, err = capsys.readouterr()
    assert out == ""
    return err.splitlines()


def fail(secret: str) -> None:
    raise RuntimeError("it broke")


def test_in_production_each_line_is_one_json_object(configure: Any, capsys: pytest.CaptureFixture[str]) -> None:
    configure("info", "json")
    structlog.get_logger().warning("people.not_read", team="T0")
    logging.getLogger("alembic").warning("half a\nsentence")
    try:
        fail("typed by a person")
    except RuntimeError:
        structlog.get_logger().error("door.failed", exc_info=True)
        logging.getLogger("asyncio").exception("Task failed")

    told = [json.loads(line) for line in lines(capsys)]

    assert [(line["event"], line["level"]) for line in told] == [
        ("people.not_read", "warning"),
        ("half a\nsentence", "warning"),
        ("door.failed", "error"),
        ("Task failed", "error"),
    ]
    assert all("timestamp" in line for line in told)
    assert told[1]["logger"] == "alembic"
    assert all("RuntimeError: it broke" in line["exception"] for line in told[2:])


@pytest.mark.parametrize("style", ["json", "console"])
def test_a_traceback_never_shows_the_values_of_variables(
    configure: Any, capsys: pytest.CaptureFixture[str], style: str
) -> None:
    configure("debug", style)
    typed = "my " + "secret words"
    try:
        fail(typed)
    except RuntimeError as error:
        structlog.get_logger().error("door.failed", exc_info=error)

    told = "\n".join(lines(capsys))

    assert "RuntimeError: it broke" in told
    assert typed not in told


@pytest.mark.parametrize("style", ["json", "console"])
def test_at_debug_slacks_libraries_still_keep_payloads_to_themselves(
    configure: Any, capsys: pytest.CaptureFixture[str], style: str
) -> None:
    configure("debug", style)
    for name in ("slack_bolt.AsyncRequestVerification", "slack_sdk.web.async_base_client", "slack_bolt.cadence"):
        logging.getLogger(name).info("body: token=xoxb-secret&text=hello")
        logging.getLogger(name).debug("body: token=xoxb-secret&text=hello")
    logging.getLogger("aiohttp.access").info("POST /slack/events?token=xoxb-secret")

    assert lines(capsys) == []


def test_a_level_is_a_floor(configure: Any, capsys: pytest.CaptureFixture[str]) -> None:
    configure("warning", "json")
    structlog.get_logger().info("delivery")
    structlog.get_logger().warning("job.failed")

    assert [json.loads(line)["event"] for line in lines(capsys)] == ["job.failed"]


def test_configuring_twice_writes_no_line_twice(configure: Any, capsys: pytest.CaptureFixture[str]) -> None:
    configure("info", "json")
    configure("info", "json")
    logging.getLogger("alembic").warning("once")
    structlog.get_logger().info("once")

    assert len(lines(capsys)) == 2

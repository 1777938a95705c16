"""Logs: one JSON object a line in production, and nothing in them that a person wrote."""

import logging
import sys
from collections.abc import Callable, MutableMapping, Sequence
from typing import Any

import structlog
from structlog.stdlib import ProcessorFormatter

from bot import trace

Line = MutableMapping[str, Any]
#: Hears a line of the log, and passes it on.
Processor = Callable[[Any, str, Line], Line]


def configure(level: str, style: str, also: Sequence[Processor] = ()) -> None:
    """`also`: who else is told of each line, before it is written."""
    common: list[Any] = [
        trace.told_with,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    structlog.configure(
        processors=[*common, *also, *_renderers(style)],
        wrapper_class=structlog.make_filtering_bound_logger(getattr(logging, level.upper())),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=False,
    )
    logging.basicConfig(level=logging.WARNING, handlers=[_of_libraries(common, style)], force=True)
    # At INFO and below, Bolt and the SDK log whole payloads: signatures, people's words, tokens in URLs.
    for name in ("slack_bolt", "slack_sdk"):
        logging.getLogger(name).setLevel(logging.WARNING)


def for_bolt() -> logging.Logger:
    """Without its warnings that one of the token's several ways in is not used: they all carry the same token."""
    logger = logging.getLogger("slack_bolt.cadence")
    logger.setLevel(logging.WARNING)
    if not logger.filters:
        logger.addFilter(lambda record: "`token`" not in record.getMessage())
    return logger


def _renderers(style: str) -> list[Any]:
    if style == "json":
        return [structlog.processors.format_exc_info, structlog.processors.JSONRenderer()]
    # Its other formatter of exceptions prints the values of local variables.
    return [structlog.dev.ConsoleRenderer(exception_formatter=structlog.dev.plain_traceback)]


def _of_libraries(common: list[Any], style: str) -> logging.Handler:
    """What libraries log by `logging`, in the same form."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        ProcessorFormatter(
            foreign_pre_chain=[*common, structlog.stdlib.add_logger_name],
            processors=[ProcessorFormatter.remove_processors_meta, *_renderers(style)],
        )
    )
    return handler

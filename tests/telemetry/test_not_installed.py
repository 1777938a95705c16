"""Configured without its library, cadence does not start, and says what to install."""

import sys
from pathlib import Path

import pytest

from tests.cli.command import ended


@pytest.mark.parametrize(
    ("variable", "value", "extra", "library"),
    [
        ("CADENCE_SENTRY_DSN", "http://key@127.0.0.1:1/1", "sentry", "sentry_sdk"),
        ("CADENCE_OTLP_ENDPOINT", "http://127.0.0.1:1", "otel", "opentelemetry"),
    ],
)
async def test_what_is_not_installed_is_named(
    tmp_path: Path, variable: str, value: str, extra: str, library: str
) -> None:
    (tmp_path / "without").mkdir()
    (tmp_path / "without" / f"{library}.py").write_text("raise ImportError('not installed')\n")
    path = ":".join([str(tmp_path / "without"), *filter(None, [*sys.path[:1]])])

    end = await ended("run", folder=tmp_path, PYTHONPATH=path, **{variable: value})

    assert end.code == 2
    assert end.err == (
        f"{variable} is set, and what it needs is not installed. Install cto-cadence[{extra}], or unset {variable}.\n"
    )
